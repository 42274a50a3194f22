package dev.solstice.render.tree;

import dev.solstice.render.model.Plain;
import java.lang.reflect.Array;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/// How a value that is no array and no container is written: short, on one line, without surprises.
final class Values {
    static final int LONGEST = 40;

    private Values() {}

    /// @throws RuntimeException whatever the value's own `toString` throws
    static String text(Object value) {
        return switch (value) {
            case String s -> '"' + oneLine(s).replace("\"", "\\\"") + '"';
            case Character c -> "'" + Plain.visible(c.toString()) + "'";
            case Enum<?> e -> e.toString();
            case Class<?> c -> c.getSimpleName() + ".class";
            case Float f -> f + "f";
            case Long l -> l + "L";
            default -> functionName(value).or(() -> elements(value)).orElseGet(() -> described(value));
        };
    }

    /// Whether many of these in a list are better shown in one row.
    static boolean isScalar(Object value) {
        return value instanceof Number || value instanceof Boolean || value instanceof Character || value instanceof String
                || value instanceof Enum<?>;
    }

    /// `List`, `Mlp`: the interface that the user knows for the collections of the JDK, else the class.
    static String typeName(Object value) {
        Class<?> type = value.getClass();
        if (type.getName().startsWith("java.util.")) {
            if (value instanceof List<?>) return "List";
            if (value instanceof Map<?, ?>) return "Map";
            if (value instanceof Set<?>) return "Set";
            if (value instanceof Map.Entry<?, ?>) return "Entry";
        }
        // A state that is declared in its optimiser is told apart from others by it.
        if (type.isRecord() && type.getEnclosingClass() != null && type.getEnclosingClass().isRecord()) {
            return type.getEnclosingClass().getSimpleName() + "." + type.getSimpleName();
        }
        return type.isAnonymousClass() ? type.getSuperclass().getSimpleName() : type.getSimpleName();
    }

    /// A lambda's class has no name worth showing; the interface it implements has.
    private static Optional<String> functionName(Object value) {
        Class<?> type = value.getClass();
        if (!type.isHidden() && !type.isSynthetic()) return Optional.empty();
        Class<?>[] interfaces = type.getInterfaces();
        return Optional.of("λ " + (interfaces.length == 0 ? "function" : interfaces[0].getSimpleName()));
    }

    /// Java's own arrays of primitives: `float×3 [0.1, 0.2, 0.3]`.
    private static Optional<String> elements(Object value) {
        Class<?> component = value.getClass().getComponentType();
        if (component == null || !component.isPrimitive()) return Optional.empty();
        int length = Array.getLength(value);
        return Optional.of(component + "×" + length + " " + preview(length, i -> String.valueOf(Array.get(value, i))));
    }

    /// `[0, 1, 2, …, 99999]`.
    static String preview(int length, IntFunction<String> element) {
        var text = new StringBuilder("[");
        for (int i = 0; i < length; i++) {
            if (length > 5 && i == 3) {
                text.append(", …");
                i = length - 1;
            }
            text.append(i == 0 ? "" : ", ").append(element.apply(i));
        }
        return text.append(']').toString();
    }

    private static String described(Object value) {
        String text = value.toString();
        if (text == null) return "null";
        // Object.toString says nothing but an address that changes with each run.
        String identity = value.getClass().getName() + "@" + Integer.toHexString(System.identityHashCode(value));
        return text.equals(identity) ? typeName(value) : oneLine(text);
    }

    /// Cut before it is made visible: a string may be megabytes.
    static String oneLine(String text) {
        return Plain.shortened(Plain.visible(Plain.shortened(text, LONGEST + 1)), LONGEST);
    }
}
