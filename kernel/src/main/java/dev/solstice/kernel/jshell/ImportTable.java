package dev.solstice.kernel.jshell;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;

/// JShell's table of imports, filled without compiling. JShell compiles each import together with all that came before it;
/// the preload costs a second of every start that way, this nothing. Where JShell [cannot be looked into][Inside], imports
/// are evaluated like any other snippet.
final class ImportTable {
    private final JShell shell;

    ImportTable(JShell shell) {
        this.shell = shell;
    }

    /// Declares imports that nobody has checked: with one of a missing class nothing compiles until it is dropped.
    ///
    /// @return the imports, or none when this JShell is not as expected
    List<Snippet> add(List<String> imports) {
        try {
            Object eval = Inside.field(shell, "eval");
            Object maps = Inside.field(shell, "maps");
            var diagnostics = Class.forName("jdk.jshell.DiagList");
            var none = diagnostics.getDeclaredConstructor();
            none.setAccessible(true);
            var parse = Inside.method(eval.getClass(), "processImport", String.class, String.class);
            var declare = Inside.method(Snippet.class, "setCompilationStatus", Snippet.Status.class, List.class, diagnostics);
            var install = Inside.method(maps.getClass(), "installSnippet", Snippet.class);
            Object wraps = Inside.field(shell, "outerMap");
            var guts = Inside.method(Snippet.class, "guts");
            var wrap = Inside.method(wraps.getClass(), "wrapImport", guts.getReturnType(), Snippet.class);
            var setWrap = Inside.method(Snippet.class, "setOuterWrap", wrap.getReturnType());
            var added = new ArrayList<Snippet>();
            for (var line : imports) {
                var snippet = (Snippet) ((List<?>) parse.invoke(eval, line, line)).getFirst();
                setWrap.invoke(snippet, wrap.invoke(wraps, guts.invoke(snippet), snippet)); // asked for when a cell imports the same
                declare.invoke(snippet, Snippet.Status.VALID, List.of(), none.newInstance());
                install.invoke(maps, snippet);
                added.add(snippet);
            }
            return added;
        } catch (ReflectiveOperationException | RuntimeException changed) {
            return List.of(); // what has been added until then is declared again by who evaluates the lines
        }
    }
}
