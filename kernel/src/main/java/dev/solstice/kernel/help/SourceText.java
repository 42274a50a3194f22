package dev.solstice.kernel.help;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import dev.solstice.kernel.jshell.Parsed;
import dev.solstice.kernel.jshell.RecordConstructors;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;

/// The source that declares a name, for `name??`: a cell's, or that of a class or its methods.
final class SourceText {
    /// `int Math.max(int a, int b)`: the class whose member it is.
    private static final Pattern OWNER = Pattern.compile("([\\w.$]+)(?:<[^(]*>)?\\.(?:<.*>)?(\\w+)\\(.*");

    private SourceText() {
    }

    static Optional<String> of(String name, Optional<Documentation> known, JShell shell, Sources sources) {
        return inCells(name, shell).or(() -> known.flatMap(found -> inLibraries(name, found, shell, sources)));
    }

    private static Optional<String> inCells(String name, JShell shell) {
        var declarations = shell.snippets().filter(PersistentSnippet.class::isInstance).map(PersistentSnippet.class::cast)
            .filter(snippet -> snippet.name().equals(name) && shell.status(snippet).isActive() && snippet.kind() != Snippet.Kind.IMPORT)
            .map(snippet -> RecordConstructors.asWritten(snippet.source())).toList();
        return declarations.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\n", declarations));
    }

    private static Optional<String> inLibraries(String name, Documentation known, JShell shell, Sources sources) {
        var owner = OWNER.matcher(known.entries().getFirst().signature().replaceFirst("\\(.*", "()"));
        if (owner.find()) {
            return qualified(simpleStart(owner.group(1)), shell).map(sources::of).flatMap(Optional::stream)
                .map(text -> declarations(text, owner.group(2))).filter(text -> !text.isEmpty()).findFirst();
        }
        return qualified(name, shell).map(sources::of).flatMap(Optional::stream).findFirst();
    }

    private static String simpleStart(String typed) {
        return typed.substring(typed.lastIndexOf(' ') + 1);
    }

    private static Stream<String> qualified(String name, JShell shell) {
        return Stream.concat(Stream.of(name), shell.sourceCodeAnalysis().listQualifiedNames(name, name.length()).getNames().stream());
    }

    /// All methods of this name (overloads) as they are written.
    private static String declarations(String text, String method) {
        var parsed = Parsed.of(text);
        var found = new ArrayList<String>();
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitClass(ClassTree type, Void nothing) {
                type.getMembers().stream().filter(member -> member instanceof MethodTree m && m.getName().contentEquals(method))
                    .forEach(this::add);
                return super.visitClass(type, nothing);
            }

            private void add(Tree member) {
                int line = text.lastIndexOf('\n', parsed.start(member)) + 1;
                found.add(text.substring(line, parsed.end(member)).stripIndent());
            }
        }.scan(parsed.unit(), null);
        return String.join("\n\n", found);
    }
}
