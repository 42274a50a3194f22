package dev.solstice.tree;

import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// For each place something else that could stand there: null for a value, and for a null any object of the type that
/// is declared there.
final class Donors {

    private static final Object MARKER = new Object() {
        @Override
        public String toString() {
            return "marker";
        }
    };

    private static final List<Object> USUAL =
            List.of(MARKER, "", 0, 0L, 0f, 0d, (short) 0, (byte) 0, 'x', true, List.of(), Map.of(), Optional.of(MARKER));

    private final Map<Class<?>, Object> values = new HashMap<>();

    Donors(List<Position> places) {
        places.stream().map(place -> place.value).filter(Objects::nonNull)
                .forEach(value -> values.putIfAbsent(value.getClass(), value));
    }

    /// Something that fits at this place and is not what is there; if there is no such thing, what is there.
    Object other(Position place, Object donor) {
        if (place.declaredType().isPrimitive()) {
            return otherPrimitive(place.value);
        }
        if (place.isContentOfOptional()) {
            return donor != null && donor != place.value ? donor : MARKER; // null would leave nothing to get
        }
        return place.value == null ? donorFor(place, donor) : null;
    }

    private Object donorFor(Position place, Object donor) {
        Class<?> type = place.declaredType();
        if (type.isInstance(donor)) {
            return donor;
        }
        // Where the place declares no type (an element of a list), what is beside it is more likely to pass a cast.
        Object sibling = type == Object.class ? place.sibling() : null;
        if (sibling != null) {
            return sibling;
        }
        Object usual = firstInstance(type, USUAL);
        if (usual != null) {
            return usual;
        }
        Object known = firstInstance(type, values.values());
        return known != null ? known : made(type);
    }

    private static Object firstInstance(Class<?> type, Iterable<?> objects) {
        for (Object object : objects) {
            if (type.isInstance(object)) {
                return object;
            }
        }
        return null;
    }

    private static Object made(Class<?> type) {
        if (type.isEnum()) {
            return type.getEnumConstants().length == 0 ? null : type.getEnumConstants()[0];
        }
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 0);
        }
        if (type.isRecord()) {
            return RecordType.of(type).blank();
        }
        return type.isInterface() ? proxy(type) : null;
    }

    private static Object proxy(Class<?> type) {
        try {
            return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException("a stand-in cannot be called");
            });
        } catch (IllegalArgumentException sealed) {
            return null;
        }
    }

    private static Object otherPrimitive(Object value) {
        return switch (value) {
            case Boolean truth -> !truth;
            case Integer number -> number + 1;
            case Long number -> number + 1;
            case Short number -> (short) (number + 1);
            case Byte number -> (byte) (number + 1);
            case Character c -> (char) (c + 1);
            case Float number -> Float.isFinite(number) ? Math.nextUp(number) : 0f;
            case Double number -> Double.isFinite(number) ? Math.nextUp(number) : 0d;
            default -> value;
        };
    }
}
