package dev.solstice.kernel;

import dev.solstice.kernel.error.Cell;
import java.util.Optional;
import java.util.regex.Pattern;

/// `Math.max?` or `?Math.max` as the last line of a cell: show the documentation; with two marks the source too.
///
/// @param before     the cell without that line
/// @param name       what is asked about
/// @param withSource whether two marks were given
record Question(Cell before, String name, boolean withSource) {
    private static final String NAME = "(%{0,2}[\\p{L}_$][\\w$.]*)(?:\\(\\)?)?";
    private static final Pattern LAST_LINE = Pattern.compile("(?:(\\?\\??)\\s*" + NAME + "|" + NAME + "\\s?(\\?\\??))\\s*");

    static Optional<Question> in(Cell cell) {
        var text = cell.source().stripTrailing();
        int line = text.lastIndexOf('\n') + 1;
        var match = LAST_LINE.matcher(text.substring(line));
        if (!match.matches()) {
            return Optional.empty();
        }
        boolean markFirst = match.group(1) != null;
        return Optional.of(new Question(new Cell(cell.number(), text.substring(0, line)), match.group(markFirst ? 2 : 3),
            match.group(markFirst ? 1 : 4).length() == 2));
    }
}
