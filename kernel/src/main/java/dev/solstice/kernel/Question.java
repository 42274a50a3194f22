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

    /// The name at the cursor, or before the parenthesis before it, with all names before its dots: `Math.max`.
    static Optional<String> nameAt(String code, int cursor) {
        int end = cursor > 0 && code.charAt(cursor - 1) == '(' ? cursor - 1 : cursor;
        int start = end;
        while (start > 0 && (Character.isJavaIdentifierPart(code.charAt(start - 1)) || code.charAt(start - 1) == '.')) {
            start--;
        }
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        return Optional.of(code.substring(start, end)).filter(name -> !name.isEmpty());
    }

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
