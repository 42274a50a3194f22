package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Cell;
import java.util.Comparator;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Suggestion;

/// What could be written at the cursor.
///
/// @param matches the texts, those of the expected type first
/// @param start   first character that a match replaces
/// @param end     one past the last
public record Completion(List<String> matches, int start, int end) {

    /// @param cursor number of characters before the cursor
    public static Completion at(String code, int cursor, SourceCodeAnalysis analysis) {
        var prefix = code.substring(0, Math.clamp(cursor, 0, code.length()));
        var all = of(prefix, 0, analysis);
        if (!all.matches().isEmpty()) {
            return all;
        }
        // JShell looks at one snippet; earlier ones of the cell may hide the last
        var pieces = CellPieces.of(new Cell(0, prefix), analysis);
        return pieces.isEmpty() ? all : of(prefix, pieces.getLast().offset(), analysis);
    }

    private static Completion of(String prefix, int from, SourceCodeAnalysis analysis) {
        var anchor = new int[1];
        var matches = analysis.completionSuggestions(prefix.substring(from), prefix.length() - from, anchor).stream()
            .sorted(Comparator.comparing(Suggestion::matchesType).reversed())
            .map(Suggestion::continuation).distinct().toList();
        return new Completion(matches, matches.isEmpty() ? prefix.length() : from + anchor[0], prefix.length());
    }
}
