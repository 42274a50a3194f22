package dev.solstice.kernel.error;

import java.util.ArrayList;
import java.util.List;

/// Lines of a cell with their numbers, one of them marked.
final class Excerpt {
    private Excerpt() {
    }

    /// The marked line with up to `context` lines before and after it.
    static List<String> around(Cell cell, int marked, int context) {
        return around(cell, marked, context, -1, -1);
    }

    /// As above, with carets under the columns `[from, to)` of the marked line when `from` is not negative.
    static List<String> around(Cell cell, int marked, int context, int from, int to) {
        var lines = new ArrayList<String>();
        int last = Math.min(cell.lineCount(), marked + context);
        int width = Math.max(3, Integer.toString(last).length());
        for (int line = Math.max(1, marked - context); line <= last; line++) {
            var number = " ".repeat(width - Integer.toString(line).length()) + line;
            var text = cell.line(line);
            lines.add(line == marked ? Ansi.mark("--> " + number) + "  " + text : "    " + Ansi.dim(number) + "  " + text);
            if (line == marked && from >= 0) {
                lines.add(" ".repeat(4 + width + 2) + blank(text, from) + Ansi.mark("^".repeat(Math.max(1, to - from))));
            }
        }
        return lines;
    }

    /// White space as wide as the first columns of the line: tabs stay tabs.
    private static String blank(String text, int columns) {
        var prefix = text.substring(0, Math.min(columns, text.length()));
        return prefix.replaceAll("[^\t]", " ") + " ".repeat(columns - prefix.length());
    }
}
