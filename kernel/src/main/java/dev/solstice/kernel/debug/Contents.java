package dev.solstice.kernel.debug;

import java.util.List;

/// What is inside a value, without looking at all of it at once.
interface Contents {
    Contents NOTHING = new Listed(List.of(), false);

    /// @param type as Java writes it
    record Entry(String name, String type, Object value) {}

    int size();

    /// Some of the entries, in order; `start` and `count` are within the size.
    List<Entry> part(int start, int count);

    /// All that is in a list.
    static Contents of(List<Entry> entries) {
        return new Listed(entries, false);
    }

    /// @param areGlobals whether the entries are the notebook's variables, which can be set
    record Listed(List<Entry> entries, boolean areGlobals) implements Contents {
        @Override
        public int size() {
            return entries.size();
        }

        @Override
        public List<Entry> part(int start, int count) {
            return entries.subList(start, start + count);
        }
    }
}
