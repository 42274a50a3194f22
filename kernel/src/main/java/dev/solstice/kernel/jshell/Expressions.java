package dev.solstice.kernel.jshell;

import java.lang.invoke.MethodType;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;

/// Evaluates expressions with a quarter of the compiling that JShell does for one.
///
/// JShell compiles an expression four times: twice to find its type, and twice as the initializer of a variable of that
/// type. A variable of type `Object` takes the value just as well, the value mostly knows its type, and a [SingleRun] of
/// the compiler does.
final class Expressions {
    private static final String VARIABLE = "value$";
    /// JShell shows no value for `x = 1`.
    private static final Pattern ASSIGNMENT = Pattern.compile("[\\w$]+\\s*=(?!=)");
    /// What ends here needs no semicolon or has one; a comment would swallow the one that follows.
    private static final Pattern STATEMENT = Pattern.compile("(?s).*(//|/\\*).*|.*[;}]\\s*");
    /// Assigned to an `Object`, a switch no longer makes one type of `int` and `double` cases.
    private static final Pattern SWITCH = Pattern.compile("\\bswitch\\b");

    private final JShell shell;
    private int count;

    Expressions(JShell shell) {
        this.shell = shell;
    }

    /// What JShell tells about the variable with the value; empty when the source is no expression that has one or does not
    /// compile, and then nothing of it has run.
    Optional<List<SnippetEvent>> evaluate(String source) {
        if (STATEMENT.matcher(source).matches() || ASSIGNMENT.matcher(source).lookingAt() || SWITCH.matcher(source).find()) {
            return Optional.empty();
        }
        var events = shell.eval("java.lang.Object " + VARIABLE + ++count + " = " + source + ";");
        var first = events.getFirst();
        if (first.status() == Snippet.Status.VALID) {
            return Optional.of(events);
        }
        if (first.status().isActive()) { // with a gap in it, as JShell takes a declaration
            shell.drop(first.snippet());
        }
        return Optional.empty();
    }

    /// Whether this is a variable that [#evaluate(String)] has declared.
    static boolean declared(Snippet snippet) {
        return snippet.source().startsWith("java.lang.Object " + VARIABLE);
    }

    /// The type of a value as a cell may write it: that of the object if it says all, else that of the expression.
    Typed typed(Object value, String source) {
        return new Typed(value, value == null ? "Object" : nameOf(value.getClass())
            .orElseGet(() -> Objects.requireNonNullElse(shell.sourceCodeAnalysis().analyzeType(source, source.length()), "Object")));
    }

    /// Empty for a class that a cell cannot name, or whose name is not the whole type.
    private static Optional<String> nameOf(Class<?> type) {
        var element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        for (var at = element; at != null; at = at.getEnclosingClass()) {
            if (!Modifier.isPublic(at.getModifiers()) || at.getCanonicalName() == null || at.getTypeParameters().length > 0) {
                return Optional.empty();
            }
        }
        return element.getPackageName().equals("REPL") || !element.getModule().isExported(element.getPackageName())
            ? Optional.empty() : Optional.of(MethodType.methodType(type).unwrap().returnType().getCanonicalName());
    }
}
