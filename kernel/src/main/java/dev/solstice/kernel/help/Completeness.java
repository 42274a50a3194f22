package dev.solstice.kernel.help;

import dev.solstice.kernel.error.Cell;
import dev.solstice.kernel.jshell.CellPieces;
import dev.solstice.kernel.jshell.Lexed;
import java.util.regex.Pattern;
import jdk.jshell.ErroneousSnippet;
import jdk.jshell.SourceCodeAnalysis;

/// Whether code can be run as it stands; a console asks at every Enter.
public sealed interface Completeness {
    String INDENT = "    ";
    /// A line whose statement goes on in the next.
    Pattern OPENS = Pattern.compile("(?:if|for|while)\\b.*\\)|.*(?:\\b(?:else|do)|->|[=+*/%&|^?.-])|(?:case|default)\\b.*:");
    Pattern MARK_BEHIND = Pattern.compile("%{0,2}[\\p{L}_$][\\w$.]*\\s?\\?\\??|\\?\\??\\s*%{0,2}[\\p{L}_$][\\w$.]*");
    Pattern ANNOTATION = Pattern.compile("@\\w+(?:\\([^()]*\\))?");

    record Complete() implements Completeness {}

    record Invalid() implements Completeness {}

    /// @param indent for the next line
    record Incomplete(String indent) implements Completeness {}

    static Completeness of(String code, SourceCodeAnalysis analysis) {
        if (MARK_BEHIND.matcher(code.strip()).matches()) {
            return new Complete(); // a question
        }
        if (ANNOTATION.matcher(code.strip()).matches()) {
            return new Incomplete("");
        }
        for (var piece : CellPieces.of(new Cell(0, code), analysis)) {
            switch (piece) {
                case CellPieces.Broken broken -> {
                    return broken.completeness() == SourceCodeAnalysis.Completeness.UNKNOWN ? new Invalid() : new Incomplete(indent(code));
                }
                case CellPieces.Snippet snippet when isErroneous(snippet, analysis) -> {
                    return new Invalid();
                }
                case CellPieces.CellMagic magic when !isEnded(magic.source()) -> {
                    return new Incomplete("");
                }
                default -> { }
            }
        }
        return new Complete();
    }

    /// As in IPython, an empty line ends the body of a magic.
    private static boolean isEnded(String magic) {
        return magic.endsWith("\n") && magic.stripTrailing().contains("\n");
    }

    /// JShell calls `int 3x = ;)` complete, because it ends.
    private static boolean isErroneous(CellPieces.Snippet snippet, SourceCodeAnalysis analysis) {
        return analysis.sourceToSnippets(snippet.source()).stream().anyMatch(ErroneousSnippet.class::isInstance);
    }

    /// The last line's own indent, and one step more when it opens more brackets than it closes or a statement that needs another.
    private static String indent(String code) {
        var lexed = Lexed.of(code.stripTrailing());
        var written = code.stripTrailing().lines().reduce("", (before, line) -> line);
        var own = written.substring(0, written.length() - written.stripLeading().length());
        if (lexed.end().compareTo(Lexed.Place.COMMENT) >= 0) {
            return own;
        }
        var last = lexed.code().stripTrailing().lines().reduce("", (before, line) -> line).strip();
        long opened = last.chars().filter(c -> "({[".indexOf(c) >= 0).count();
        long closed = last.chars().filter(c -> ")}]".indexOf(c) >= 0).count();
        return opened > closed || OPENS.matcher(last).matches() ? own + INDENT : own;
    }
}
