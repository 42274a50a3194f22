package dev.solstice.kernel.jshell;

import dev.solstice.kernel.jshell.CellPieces.Piece;
import dev.solstice.kernel.jshell.CellPieces.Snippet;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Has statements that follow each other compiled as one block: JShell's compiling takes far longer than what most of them do.
///
/// Only what declares nothing may go into a block, and not the last piece of a cell, whose value is shown.
final class Blocks {
    /// So that a block is no method that is too large for the JVM.
    private static final int MOST_STATEMENTS = 200;
    /// Calls, assignments, steps, and what has a body; two words behind each other may be a declaration.
    private static final Pattern STATEMENT = Pattern.compile(
        "(?s)(?:(?:new\\s+)?[\\w.$]+(?:\\[[^\\[\\]]*\\])*\\s*(?:\\(|[-+*/%&|^]?=(?!=)|\\+\\+|--|<<=|>>>?=).*;"
            + "|(?:if|for|while|switch|synchronized|try)\\s*[({].*[;}])");

    private Blocks() {
    }

    /// The pieces of a cell in order, alone or with others in a block.
    static List<List<Piece>> runs(List<Piece> pieces, String cell) {
        var runs = new ArrayList<List<Piece>>();
        for (int i = 0; i < pieces.size(); i++) {
            boolean joins = i > 0 && i < pieces.size() - 1 && isStatement(pieces.get(i), cell)
                && isStatement(pieces.get(i - 1), cell) && runs.getLast().size() < MOST_STATEMENTS;
            if (!joins) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(pieces.get(i));
        }
        return runs;
    }

    /// The statements of a run as one, each on its own line of the cell.
    static Snippet block(List<Piece> statements, String cell) {
        var last = statements.getLast();
        int start = statements.getFirst().offset();
        return new Snippet(start, "{" + cell.substring(start, last.offset() + last.source().length()) + "}");
    }

    /// Whether it is one as it stands in the cell.
    private static boolean isStatement(Piece piece, String cell) {
        return piece instanceof Snippet && cell.startsWith(piece.source(), piece.offset())
            && STATEMENT.matcher(CellPieces.withoutComments(piece.source()).stripTrailing()).matches();
    }
}
