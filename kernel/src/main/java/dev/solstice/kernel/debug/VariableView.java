package dev.solstice.kernel.debug;

import dev.solstice.kernel.debug.Contents.Entry;
import java.util.List;
import java.util.stream.IntStream;

/// A variable as the protocol has it.
///
/// @param type               null where the front end is to show the value instead
/// @param evaluateName       an expression for it, or null
/// @param variablesReference for what is inside, or 0
/// @param indexedVariables   how many there are inside, where these are numbered and many; else null
record VariableView(String name, String value, String type, String evaluateName, int variablesReference, Integer indexedVariables) {
    /// More than these come in groups to a front end that does not ask for parts.
    private static final int GROUP = 100;

    /// Variables in some front end's words.
    ///
    /// @param inJupyterLab it shows a value only where its type is one of Python's, or where there is none
    record Views(References references, boolean inJupyterLab) {

        /// @param count 0 for all from there on
        List<VariableView> of(Contents contents, int start, int count) {
            int from = Math.clamp(start, 0, contents.size());
            if (count == 0 && contents.size() - from > GROUP) {
                return groups(contents, from);
            }
            int most = contents.size() - from;
            return contents.part(from, count == 0 ? most : Math.clamp(count, 0, most)).stream().map(this::of).toList();
        }

        private List<VariableView> groups(Contents contents, int start) {
            int size = contents.size();
            int width = GROUP;
            while ((size - start + width - 1) / width > GROUP) {
                width *= GROUP;
            }
            int step = width;
            return IntStream.iterate(start, first -> first < size, first -> first + step).mapToObj(first -> {
                int next = Math.min(size, first + step);
                return new VariableView("[" + first + " to " + (next - 1) + "]", (next - first) + " elements", null, null,
                    references.of(new Range(contents, first, next - first)), null);
            }).toList();
        }

        VariableView of(Entry entry) {
            var inside = Values.of(entry.value());
            return new VariableView(entry.name(), Values.text(entry.value()), word(entry.type()), evaluateName(entry.name()),
                references.of(inside), inside.size() > GROUP ? inside.size() : null);
        }

        String word(String type) {
            return !inJupyterLab ? type : switch (type) {
                case "int", "Integer", "short", "byte" -> "int";
                case "double", "Double", "float", "Float" -> "float";
                case "boolean", "Boolean" -> "bool";
                case "String" -> "str";
                default -> null;
            };
        }

        private static String evaluateName(String name) {
            return Character.isJavaIdentifierStart(name.charAt(0)) ? name : null;
        }
    }

    /// Some of what is inside a value.
    private record Range(Contents all, int first, int size) implements Contents {
        @Override
        public List<Entry> part(int start, int count) {
            return all.part(first + start, count);
        }
    }
}
