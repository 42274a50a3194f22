package dev.solstice.kernel.debug;

import java.lang.classfile.Signature;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One field of an object.
///
/// @param name as the source has it: that of a captured variable for where the compiler keeps its value
/// @param type as Java writes it
record FieldValue(String name, String type, Object value) {
    private static final String CAPTURED = "val$";

    /// Those that can be read, the superclass's first; the JDK does not open its own.
    static List<FieldValue> of(Object owner) {
        var classes = new ArrayList<Class<?>>();
        for (Class<?> at = owner.getClass(); at != null; at = at.getSuperclass()) {
            classes.addFirst(at);
        }
        return classes.stream().flatMap(type -> Stream.of(type.getDeclaredFields()))
            .filter(field -> !Modifier.isStatic(field.getModifiers()) && (!field.isSynthetic() || field.getName().startsWith(CAPTURED)))
            .filter(Field::trySetAccessible).map(field -> of(field, owner)).toList();
    }

    private static FieldValue of(Field field, Object owner) {
        try {
            var name = field.getName();
            return new FieldValue(name.startsWith(CAPTURED) ? name.substring(CAPTURED.length()) : name, type(field), field.get(owner));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String type(Field field) {
        var raw = JavaNames.type(Signature.parseFrom(field.getType().descriptorString()));
        return field.getGenericType() instanceof ParameterizedType type && Stream.of(type.getActualTypeArguments()).allMatch(Class.class::isInstance)
            ? raw + "<" + String.join(", ", Stream.of(type.getActualTypeArguments())
                .map(argument -> JavaNames.type(Signature.parseFrom(((Class<?>) argument).descriptorString()))).toList()) + ">"
            : raw;
    }
}
