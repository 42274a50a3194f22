package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Cell;
import jdk.jshell.ErroneousSnippet;
import jdk.jshell.SourceCodeAnalysis;

/// Whether code can be run as it stands; a console asks at every Enter.
public sealed interface Completeness {
    String INDENT = "    ";

    record Complete() implements Completeness {}

    record Invalid() implements Completeness {}

    /// @param indent for the next line
    record Incomplete(String indent) implements Completeness {}

    static Completeness of(String code, SourceCodeAnalysis analysis) {
        for (var piece : CellPieces.of(new Cell(0, code), analysis)) {
            switch (piece) {
                case CellPieces.Broken broken -> {
                    return broken.completeness() == SourceCodeAnalysis.Completeness.UNKNOWN ? new Invalid() : new Incomplete(indent(code));
                }
                case CellPieces.Snippet snippet when isErroneous(snippet, analysis) -> {
                    return new Invalid();
                }
                default -> { }
            }
        }
        return new Complete();
    }

    /// JShell calls `int 3x = ;)` complete, because it ends.
    private static boolean isErroneous(CellPieces.Snippet snippet, SourceCodeAnalysis analysis) {
        return analysis.sourceToSnippets(snippet.source()).stream().anyMatch(ErroneousSnippet.class::isInstance);
    }

    /// The last line's own indent, and one step more when it opens more brackets than it closes.
    private static String indent(String code) {
        var last = code.stripTrailing().lines().reduce("", (before, line) -> line);
        var own = last.substring(0, last.length() - last.stripLeading().length());
        long opened = last.chars().filter(c -> "({[".indexOf(c) >= 0).count();
        long closed = last.chars().filter(c -> ")}]".indexOf(c) >= 0).count();
        return opened > closed ? own + INDENT : own;
    }
}
