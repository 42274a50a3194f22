package dev.solstice.kernel.help;

import dev.solstice.kernel.jshell.JavaSession;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;

/// What somebody asks who is writing a cell: what could stand here, what this is, whether it is complete.
///
/// May be asked from any thread, also while a cell runs.
public final class Help {
    private final JavaSession java;
    private final JavaSession.Magics magics;
    private final Scene scene;
    private final Completer completer;
    private final CellDocumentation cells;
    /// Null until somebody asks, because it opens the JDK's sources; guarded by the session.
    private Sources sources;

    public Help(JavaSession java, JavaSession.Magics magics) {
        this.java = java;
        this.magics = magics;
        this.scene = java.analyse(Scene::new);
        this.completer = java.analyse(shell -> new Completer(shell.sourceCodeAnalysis(), scene, magics));
        this.cells = java.analyse(shell -> new CellDocumentation(java, shell));
    }

    /// @param cursor number of characters before the cursor
    public Completion completion(String code, int cursor) {
        return java.analyse(shell -> completer.at(code, cursor));
    }

    /// Questions like the first ones of a user, who then need not wait while the compiler reads every class that can be named:
    /// one package after the other, and at last a name, for which it goes through all of them.
    public List<Runnable> firstQuestions() {
        var packages = java.analyse(shell -> shell.imports().filter(imported -> !imported.isStatic()).map(ImportSnippet::fullname)
            .filter(name -> name.endsWith(".*")).map(name -> name.substring(0, name.length() - 1)).toList());
        return Stream.concat(packages.stream(), Stream.of("vma")).<Runnable>map(begun -> () -> completion(begun, begun.length())).toList();
    }

    /// @param cursor number of characters before the cursor
    public Optional<Documentation> documentation(String code, int cursor) {
        return Documentation.ofMagic(code, cursor, magics.purposes())
            .or(() -> java.analyse(shell -> documentation(code, cursor, shell, sources(shell))));
    }

    /// The source that declares a name, where it can be found: cells, the JDK, this library, artifacts with their sources.
    public Optional<String> source(String name) {
        return java.analyse(shell -> {
            var all = sources(shell);
            return SourceText.of(name, documentation(name, name.length(), shell, all), shell, all);
        });
    }

    public Completeness completeness(String code) {
        return java.analyse(shell -> Completeness.of(code, shell.sourceCodeAnalysis()));
    }

    private Optional<Documentation> documentation(String code, int cursor, JShell shell, Sources all) {
        return Documentation.at(code, cursor, shell.sourceCodeAnalysis(), scene, new Comments(cells, all));
    }

    private Sources sources(JShell shell) {
        if (sources == null) {
            sources = new Sources(shell.sourceCodeAnalysis());
        }
        java.newJars().forEach(sources::addBeside);
        return sources;
    }
}
