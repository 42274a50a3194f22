package dev.solstice.kernel.jshell;

import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/// Which line of which snippet a running frame of JShell's classes is at. JShell tells it for exceptions that leave a snippet;
/// whoever wants to know while it runs must [look into JShell][Inside].
final class SnippetLines {
    /// JShell's own class around the user's, such as `REPL.$JShell$98` in `REPL.$JShell$98$Mlp`.
    private static final Pattern OUTER = Pattern.compile("^([^$]*\\$JShell\\$\\w+).*$");

    private static final Pattern GENERATED = Pattern.compile("^[^$]*\\$JShell\\$\\w+\\$?");
    private static final String PACKAGE = "REPL.";

    private final Object outerMap;

    SnippetLines(JShell shell) {
        this.outerMap = outerMapOf(shell);
    }

    private static Object outerMapOf(JShell shell) {
        try {
            return Inside.field(shell, "outerMap");
        } catch (ReflectiveOperationException | RuntimeException closed) {
            return null;
        }
    }

    /// The frame as JShell writes it into exceptions: the snippet's `#id` as the file, a line of the snippet.
    Optional<StackTraceElement> of(StackTraceElement frame) {
        if (outerMap == null || !frame.getClassName().startsWith(PACKAGE)) return Optional.empty();
        try {
            Object outer = Inside.method(outerMap.getClass(), "getOuter", String.class).invoke(outerMap, OUTER.matcher(frame.getClassName()).replaceFirst("$1"));
            if (outer == null) return Optional.empty();
            int line = frame.getLineNumber() - 1;
            var snippet = (Snippet) Inside.method(outer.getClass(), "wrapLineToSnippet", int.class).invoke(outer, line);
            int inSnippet = (int) Inside.method(outer.getClass(), "wrapLineToSnippetLine", int.class).invoke(outer, line);
            return Optional.of(new StackTraceElement(GENERATED.matcher(frame.getClassName()).replaceFirst(""), frame.getMethodName(), "#" + snippet.id(), inSnippet + 1));
        } catch (ReflectiveOperationException | RuntimeException changed) {
            return Optional.empty();
        }
    }
}
