package dev.solstice.kernel.jshell;

import java.lang.reflect.Field;
import java.lang.reflect.Method;

/// Reads and replaces what JShell keeps to itself, which needs `--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED`. A JVM without
/// it, or a JDK whose JShell is another one, is told by a [ReflectiveOperationException] or a [RuntimeException].
public final class Inside {
    private Inside() {
    }

    @SuppressWarnings("unchecked")
    public static <T> T field(Object owner, String name) throws ReflectiveOperationException {
        return (T) field(owner.getClass(), name).get(owner);
    }

    static void set(Object owner, String name, Object value) throws ReflectiveOperationException {
        field(owner.getClass(), name).set(owner, value);
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        for (var at = type; at != null; at = at.getSuperclass()) {
            try {
                var field = at.getDeclaredField(name);
                field.setAccessible(true);
                return field;
            } catch (NoSuchFieldException inherited) {
                // then its superclass has it
            }
        }
        throw new NoSuchFieldException(name);
    }

    /// A method that the type declares or inherits.
    public static Method method(Class<?> type, String name, Class<?>... parameters) throws NoSuchMethodException {
        for (var at = type; at != null; at = at.getSuperclass()) {
            try {
                var method = at.getDeclaredMethod(name, parameters);
                method.setAccessible(true);
                return method;
            } catch (NoSuchMethodException inherited) {
                // then its superclass has it
            }
        }
        throw new NoSuchMethodException(name);
    }
}
