package dev.solstice.kernel.help;

import dev.solstice.core.Array;
import dev.solstice.render.model.Plain;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A value in a few words, without calling a cell's code, which might print, wait or never end.
public final class Brief {
    private static final int LONGEST = 60;
    private static final int MOST_ELEMENTS = 5;
    private static final int DEEPEST = 3;

    private Brief() {
    }

    /// Empty for what cannot be said so.
    public static Optional<String> of(Object value) {
        try {
            return Optional.of(text(value, 0)).filter(text -> !text.isEmpty()).map(text -> Plain.shortened(text, LONGEST));
        } catch (RuntimeException changing) { // by a cell that runs
            return Optional.empty();
        }
    }

    private static String text(Object value, int depth) {
        return switch (value) {
            case null -> "null";
            case Boolean truth -> truth.toString();
            case Number number when isOfJdk(number) -> number.toString();
            case Character character -> "'" + character + "'";
            case String text -> '"' + Plain.shortened(Plain.visible(text), LONGEST) + '"';
            case Enum<?> constant -> constant.name();
            case Array array -> array.abstractValue().toString();
            case Optional<?> optional -> optional.isPresent() ? "Optional[" + inner(optional.get(), depth) + "]" : "Optional.empty";
            case Collection<?> all when isOfJdk(all) -> elements(all.stream(), all.size(), depth);
            case Map<?, ?> map when isOfJdk(map) -> depth >= DEEPEST ? "{…}" : "{" + joined(map.entrySet().stream().limit(MOST_ELEMENTS)
                .map(entry -> inner(entry.getKey(), depth) + "=" + inner(entry.getValue(), depth)), map.size()) + "}";
            case Record record -> record(record, depth);
            case Object array when array.getClass().isArray() -> {
                int length = java.lang.reflect.Array.getLength(array);
                yield elements(IntStream.range(0, Math.min(length, MOST_ELEMENTS)).mapToObj(i -> java.lang.reflect.Array.get(array, i)), length, depth);
            }
            default -> "";
        };
    }

    private static boolean isOfJdk(Object value) {
        return value.getClass().getClassLoader() == null;
    }

    private static String elements(Stream<?> elements, int size, int depth) {
        return depth >= DEEPEST ? "[…]" : "[" + joined(elements.limit(MOST_ELEMENTS).map(element -> inner(element, depth)), size) + "]";
    }

    private static String joined(Stream<String> some, int size) {
        return some.collect(Collectors.joining(", ")) + (size > MOST_ELEMENTS ? ", … " + size : "");
    }

    /// By its fields: accessors may be a cell's own code.
    private static String record(Record record, int depth) {
        return record.getClass().getSimpleName() + (depth >= DEEPEST ? "[…]" : Stream.of(record.getClass().getRecordComponents()).limit(MOST_ELEMENTS)
            .map(component -> component.getName() + "=" + inner(field(record, component), depth)).collect(Collectors.joining(", ", "[", "]")));
    }

    private static Object field(Record record, RecordComponent component) {
        try {
            var field = record.getClass().getDeclaredField(component.getName());
            field.setAccessible(true);
            return field.get(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String inner(Object value, int depth) {
        var text = text(value, depth + 1);
        return text.isEmpty() ? value.getClass().getSimpleName() : text;
    }
}
