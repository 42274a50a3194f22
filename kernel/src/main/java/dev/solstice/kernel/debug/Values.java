package dev.solstice.kernel.debug;

import dev.solstice.core.Array;
import dev.solstice.kernel.debug.Contents.Entry;
import dev.solstice.kernel.explore.Summary;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Values as a debugger shows them: one line each, and what is inside.
final class Values {
    /// Of a larger collection only the size is told.
    private static final int SPELLED_OUT = 20;

    private Values() {
    }

    /// One line.
    static String text(Object value) {
        return switch (value) {
            case null -> "null";
            case String text -> '"' + Summary.of(text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")) + '"';
            case Character c -> "'" + c + "'";
            case Collection<?> many when many.size() > SPELLED_OUT -> sized(value, many.size());
            case Map<?, ?> many when many.size() > SPELLED_OUT -> sized(value, many.size());
            case Object array when array.getClass().isArray() -> JavaNames.brief(array.getClass()).replaceFirst("\\[]",
                "[" + java.lang.reflect.Array.getLength(array) + "]");
            default -> Summary.of(value);
        };
    }

    private static String sized(Object value, int size) {
        return JavaNames.brief(value.getClass()) + " of " + size;
    }

    /// What kind of thing a value is.
    static String type(Object value) {
        return value == null ? "null" : JavaNames.brief(value.getClass());
    }

    static Contents of(Object value) {
        return switch (value) {
            case null -> Contents.NOTHING;
            case String leaf -> Contents.NOTHING;
            case Number leaf -> Contents.NOTHING;
            case Boolean leaf -> Contents.NOTHING;
            case Character leaf -> Contents.NOTHING;
            case Enum<?> leaf -> Contents.NOTHING;
            case Class<?> leaf -> Contents.NOTHING;
            case Array array -> Contents.of(List.of(entry("dtype", array.dtype()), entry("shape", array.shape()), entry("size", array.size())));
            case List<?> list when list instanceof RandomAccess -> indexed(list.size(), list::get);
            case Collection<?> many -> new Streamed(many);
            case Map<?, ?> map -> new Mapped(map);
            case Optional<?> optional -> Contents.of(optional.map(inner -> entry("value", inner)).stream().toList());
            case Object array when array.getClass().isArray() ->
                indexed(java.lang.reflect.Array.getLength(array), i -> java.lang.reflect.Array.get(array, i));
            default -> ofObject(value);
        };
    }

    /// Components of a tree's node, which need not be fields, else fields.
    private static Contents ofObject(Object value) {
        var fields = FieldValue.of(value).stream().map(field -> new Entry(field.name(), JavaNames.brief(field.type()), field.value())).toList();
        return Contents.of(fields.isEmpty() ? components(value) : fields);
    }

    private static List<Entry> components(Object value) {
        try {
            return Tree.isLeaf(value) ? List.of() : Tree.components(value).stream().map(child -> entry(name(child.key()), child.value())).toList();
        } catch (RuntimeException noTree) {
            return List.of();
        }
    }

    private static String name(KeyPath.Key key) {
        return key instanceof KeyPath.Field(var name) ? name : key.toString();
    }

    private static Entry entry(String name, Object value) {
        return new Entry(name, type(value), value);
    }

    private static Contents indexed(int size, IntFunction<Object> element) {
        return new Contents() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public List<Entry> part(int start, int count) {
                return IntStream.range(start, start + count).mapToObj(i -> entry("[" + i + "]", element.apply(i))).toList();
            }
        };
    }

    /// Elements in the order of the iterator.
    private record Streamed(Collection<?> many) implements Contents {
        @Override
        public int size() {
            return many.size();
        }

        @Override
        public List<Entry> part(int start, int count) {
            var elements = many.stream().skip(start).limit(count).iterator();
            return IntStream.range(start, start + count).takeWhile(i -> elements.hasNext()).mapToObj(i -> entry("[" + i + "]", elements.next())).toList();
        }
    }

    /// Values by their keys.
    private record Mapped(Map<?, ?> map) implements Contents {
        @Override
        public int size() {
            return map.size();
        }

        @Override
        public List<Entry> part(int start, int count) {
            return map.entrySet().stream().skip(start).limit(count).map(each -> entry(text(each.getKey()), each.getValue())).toList();
        }
    }
}
