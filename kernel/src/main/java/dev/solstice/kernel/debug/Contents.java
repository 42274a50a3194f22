package dev.solstice.kernel.debug;

import java.util.List;

/// What is inside a value, without looking at all of it at once.
interface Contents {
    Contents NOTHING = new Contents() {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public List<Entry> part(int start, int count) {
            return List.of();
        }
    };

    /// @param type as Java writes it
    record Entry(String name, String type, Object value) {}

    int size();

    /// Some of the entries, in order; `start` and `count` are within the size.
    List<Entry> part(int start, int count);

    /// All that is in a list.
    static Contents of(List<Entry> entries) {
        return new Contents() {
            @Override
            public int size() {
                return entries.size();
            }

            @Override
            public List<Entry> part(int start, int count) {
                return entries.subList(start, start + count);
            }
        };
    }
}
