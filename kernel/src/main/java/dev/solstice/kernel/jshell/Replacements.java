package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Origins;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;

/// What happens to earlier declarations while a cell runs: it replaces them, makes others usable or unusable, and gets some
/// back that it would have replaced, had it not failed.
final class Replacements {
    private final JShell shell;
    private final Origins origins;
    private final Variables variables;
    private final Problems problems;
    private final Consumer<String> warn;
    private final Set<DeclarationSnippet> touched = new LinkedHashSet<>();

    Replacements(JShell shell, Origins origins, Variables variables, Problems problems, Consumer<String> warn) {
        this.shell = shell;
        this.origins = origins;
        this.variables = variables;
        this.problems = problems;
        this.warn = warn;
    }

    /// What JShell tells of a declaration besides the one that it was given. Variables of a replaced class cannot keep their value.
    void note(SnippetEvent event) {
        if (!(event.snippet() instanceof VarSnippet variable)) {
            if (event.snippet() instanceof DeclarationSnippet declaration) {
                touched.add(declaration);
            }
            return;
        }
        if (event.status() == Snippet.Status.OVERWRITTEN) {
            variables.gone(variable, event.causeSnippet() instanceof VarSnippet successor ? successor : null);
        } else if (event.status() == Snippet.Status.VALID && variables.moved(variable)) {
            return;
        } else if (event.previousStatus() == Snippet.Status.VALID && event.causeSnippet() instanceof DeclarationSnippet cause) {
            variables.gone(variable, null);
            warn.accept(variable.name() + " has lost its value, because " + cause.name()
                + " was declared anew; run the cell that makes it again.");
        }
    }

    /// Declares something as it was.
    void declareAgain(Snippet declaration) {
        declare(declaration.source(), declaration);
    }

    /// @param before what the source stands for again
    private Snippet declare(String source, Snippet before) {
        var events = shell.eval(source);
        for (var event : events) {
            if (event.causeSnippet() == null) {
                origins.again(before.id(), event.snippet().id());
            } else {
                note(event);
            }
        }
        return events.getFirst().snippet();
    }

    /// Declares what JShell has given up for something that does not compile, or that threw before it had a value.
    ///
    /// @param events what JShell told when it was given the one that failed
    void undo(Snippet failed, List<SnippetEvent> events) {
        var replaced = events.stream().filter(event -> event.status() == Snippet.Status.OVERWRITTEN && event.causeSnippet() == failed)
            .map(SnippetEvent::snippet).toList();
        if (replaced.isEmpty() && failed instanceof VarSnippet && shell.status(failed).isActive()) {
            shell.drop(failed);
        }
        for (var before : replaced) {
            if (before instanceof VarSnippet variable) {
                giveBack(variable);
            } else {
                declareAgain(before);
            }
        }
    }

    private void giveBack(VarSnippet variable) {
        var value = variables.value(variable);
        variables.gone(variable, null);
        var again = declare(variable.typeName() + " " + variable.name() + ";", variable);
        if (shell.status(again) != Snippet.Status.VALID || !variables.declared((VarSnippet) again, value)) {
            warn.accept(variable.name() + " has lost its value; run the cell that makes it again.");
        }
    }

    /// Why what another declaration has touched cannot be used any more.
    ///
    /// @param except what need not be named
    Stream<String> unusable(Set<Snippet> except) {
        return touched.stream().filter(snippet -> !except.contains(snippet)).flatMap(snippet -> problems.whyUnusable(snippet).stream());
    }
}
