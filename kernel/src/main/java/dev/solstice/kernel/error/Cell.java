package dev.solstice.kernel.error;

/// The source of one executed cell.
///
/// @param number its execution count, or 0 for code that has none (silent requests, user expressions)
/// @param source the whole text as the user wrote it
public record Cell(int number, String source) {

    public Cell {
        source = source.replace("\r\n", "\n");
    }

    /// "Cell 5".
    public String name() {
        return number > 0 ? "Cell " + number : "Cell";
    }

    /// The 1-based line of a character position; positions past the end count as the last line.
    public int lineAt(int offset) {
        return (int) source.substring(0, clamp(offset)).chars().filter(c -> c == '\n').count() + 1;
    }

    /// The 0-based column of a character position.
    public int columnAt(int offset) {
        int at = clamp(offset);
        return at - (source.lastIndexOf('\n', at - 1) + 1);
    }

    public int lineCount() {
        return (int) source.lines().count();
    }

    /// The text of a 1-based line, empty when there is no such line.
    public String line(int line) {
        return source.lines().skip(Math.max(0, line - 1)).findFirst().orElse("");
    }

    private int clamp(int offset) {
        return Math.clamp(offset, 0, source.length());
    }
}
