package dev.solstice.kernel.jshell;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/// Which line of which snippet a running frame of JShell's classes is at. JShell tells it for exceptions that leave a snippet;
/// whoever wants to know while it runs must look into JShell, which needs `--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED`.
final class SnippetLines {
    /// JShell's own class around the user's, such as `REPL.$JShell$98` in `REPL.$JShell$98$Mlp`.
    private static final Pattern OUTER = Pattern.compile("^([^$]*\\$JShell\\$\\w+).*$");

    private final Object outerMap;

    SnippetLines(JShell shell) {
        this.outerMap = outerMapOf(shell);
    }

    private static Object outerMapOf(JShell shell) {
        try {
            Field field = JShell.class.getDeclaredField("outerMap");
            field.setAccessible(true);
            return field.get(shell);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return null;
        }
    }

    /// The frame as JShell writes it into exceptions: the snippet's `#id` as the file, a line of the snippet.
    Optional<StackTraceElement> of(StackWalker.StackFrame frame) {
        if (outerMap == null) return Optional.empty();
        try {
            Object outer = method(outerMap.getClass(), "getOuter", String.class).invoke(outerMap, OUTER.matcher(frame.getClassName()).replaceFirst("$1"));
            if (outer == null) return Optional.empty();
            int line = frame.getLineNumber() - 1;
            var snippet = (Snippet) method(outer.getClass(), "wrapLineToSnippet", int.class).invoke(outer, line);
            int inSnippet = (int) method(outer.getClass(), "wrapLineToSnippetLine", int.class).invoke(outer, line);
            return Optional.of(new StackTraceElement("", frame.getMethodName(), "#" + snippet.id(), inSnippet + 1));
        } catch (ReflectiveOperationException | RuntimeException changed) {
            return Optional.empty();
        }
    }

    private static Method method(Class<?> type, String name, Class<?> parameter) throws NoSuchMethodException {
        for (var at = type; at != null; at = at.getSuperclass()) {
            try {
                var method = at.getDeclaredMethod(name, parameter);
                method.setAccessible(true);
                return method;
            } catch (NoSuchMethodException inherited) {
                // then its superclass has it
            }
        }
        throw new NoSuchMethodException(name);
    }
}
