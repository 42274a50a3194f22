package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.CellFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;

/// A compiled expression, or statement, over parameters and all that cells have declared. It belongs to no cell.
public final class Calculation {
    /// What the compiler says of a statement where an expression should be.
    private static final Pattern NO_EXPRESSION = Pattern.compile("expected|illegal start");
    private static final String METHOD = "calculation$";

    private final Method method;

    private Calculation(Method method) {
        this.method = method;
    }

    /// What it comes to with these values, in this thread; null for a statement.
    ///
    /// @throws Throwable what it throws
    public Object of(List<Object> values) throws Throwable {
        try {
            return method.invoke(null, values.toArray());
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /// @param parameters name to type, in Java's syntax
    /// @throws CellFailure when it does not compile
    static Calculation of(String code, Map<String, String> parameters, int number, JShell shell, StoppableControl control) {
        var source = code.strip().replaceFirst(";+$", "");
        var head = "java.lang.Object " + METHOD + number + "(" + parameters.entrySet().stream()
            .map(each -> each.getValue() + " " + each.getKey()).collect(Collectors.joining(", ")) + ") throws java.lang.Throwable {\n";
        var bodies = Stream.of("return " + source + "\n;}", source + "\n; return null; }");
        return bodies.map(body -> compiled(head + body, shell, control)).flatMap(Optional::stream).findFirst()
            .orElseThrow(() -> failure(head + "return " + source + "\n;}", head + source + "\n; return null; }", shell));
    }

    private static Optional<Calculation> compiled(String source, JShell shell, StoppableControl control) {
        var snippet = declared(source, shell);
        try {
            return shell.status(snippet) == Snippet.Status.VALID ? Optional.of(new Calculation(method((MethodSnippet) snippet, shell, control)))
                : Optional.empty();
        } finally {
            shell.drop(snippet);
        }
    }

    private static Snippet declared(String source, JShell shell) {
        return shell.eval(source).stream().filter(event -> event.causeSnippet() == null).findFirst().orElseThrow().snippet();
    }

    private static Method method(MethodSnippet snippet, JShell shell, StoppableControl control) {
        try {
            return Stream.of(control.loaded(shell.sourceCodeAnalysis().wrapper(snippet).fullClassName()).getDeclaredMethods())
                .filter(each -> each.getName().equals(snippet.name())).findFirst().orElseThrow();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What the compiler says of the expression, or of the statement if it is one.
    private static CellFailure failure(String expression, String statement, JShell shell) {
        var messages = messages(expression, shell);
        var ofStatement = messages(statement, shell);
        return CellFailure.plain("CompileError", NO_EXPRESSION.matcher(messages).find() ? ofStatement : messages);
    }

    private static String messages(String source, JShell shell) {
        var snippet = declared(source, shell);
        try {
            var messages = shell.diagnostics(snippet).filter(Diag::isError).map(problem -> problem.getMessage(Locale.ENGLISH));
            var missing = snippet instanceof MethodSnippet method ? shell.unresolvedDependencies(method).map(each -> "cannot find " + each)
                : Stream.<String>empty();
            return Stream.concat(messages, missing).findFirst().orElse("does not compile");
        } finally {
            shell.drop(snippet);
        }
    }
}
