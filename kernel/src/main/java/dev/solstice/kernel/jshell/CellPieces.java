package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;

/// A cell taken apart into what is run one after the other.
public final class CellPieces {
    private static final Pattern BLANK = Pattern.compile("\\s*");
    private static final Pattern COMMENTS = Pattern.compile("(?:\\s++|//[^\\n]*+|/\\*(?s:.*?)\\*/)*+");
    /// No Java statement begins with a percent sign.
    private static final Pattern MAGIC = Pattern.compile("%{1,2}(?:[A-Za-z]|\\\\\\{)");

    /// `var jars = %jars lib/*.jar`, as IJava's notebooks have it.
    private static final Pattern ASSIGNED_MAGIC = Pattern.compile("([^=\\n;]+=[ \t]*)(%[A-Za-z][^\\n]*)");

    /// A piece and where it starts in the cell.
    public sealed interface Piece {
        int offset();

        String source();
    }

    /// One complete snippet, as JShell is to have it.
    public record Snippet(int offset, String source) implements Piece {}

    /// The unparseable or unfinished rest of a cell.
    public record Broken(int offset, String source, Completeness completeness) implements Piece {}

    /// `%name arguments`: one line.
    public record LineMagic(int offset, String source) implements Piece {}

    /// `%%name arguments`: the rest of the cell belongs to it.
    public record CellMagic(int offset, String source) implements Piece {}

    private CellPieces() {
    }

    public static List<Piece> of(Cell cell, SourceCodeAnalysis analysis) {
        var pieces = new ArrayList<Piece>();
        var text = IJavaNames.ofThisKernel(cell.source());
        int offset = after(BLANK, text, 0);
        while (offset < text.length()) {
            int code = after(COMMENTS, text, offset);
            var magic = text.substring(code);
            if (MAGIC.matcher(magic).lookingAt()) {
                boolean wholeCell = magic.startsWith("%%");
                var source = wholeCell ? magic : magic.lines().findFirst().orElseThrow();
                pieces.add(wholeCell ? new CellMagic(code, source) : new LineMagic(code, source));
                offset = after(BLANK, text, code + source.length());
                continue;
            }
            var assigned = ASSIGNED_MAGIC.matcher(magic);
            if (assigned.lookingAt()) {
                pieces.add(new Snippet(code, assigned.group(1) + InnerMagic.call(assigned.group(2))));
                offset = after(BLANK, text, code + assigned.end());
                continue;
            }
            var java = InnerMagic.asCalls(text.substring(offset));
            var rest = java.text();
            var info = analysis.analyzeCompletion(rest);
            if (info.completeness() == Completeness.EMPTY) {
                break; // only comments are left
            }
            if (!info.completeness().isComplete()) {
                pieces.add(new Broken(offset, rest, info.completeness()));
                break;
            }
            int length = rest.length() - info.remaining().length();
            var source = info.completeness() == Completeness.COMPLETE_WITH_SEMI ? info.source() : rest.substring(0, length);
            pieces.add(new Snippet(offset, RecordConstructors.published(source)));
            offset = after(BLANK, text, offset + length - java.grownBefore(length));
        }
        return pieces;
    }

    /// The source without white space and comments around its start.
    static String withoutComments(String source) {
        return source.substring(after(COMMENTS, source, 0));
    }

    private static int after(Pattern skipped, String text, int from) {
        var match = skipped.matcher(text).region(from, text.length());
        return match.lookingAt() ? match.end() : from;
    }
}
