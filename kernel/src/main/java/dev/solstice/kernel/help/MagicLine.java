package dev.solstice.kernel.help;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the text before the cursor has to do with magics.
///
/// @param name      the magic's name with its percent signs, as far as it is there; empty where there is none
/// @param isName    whether the cursor is at the end of the name
/// @param isLine    whether the cursor is behind the name in the magic's own line
/// @param javaStart where Java begins that the cursor may be in
record MagicLine(String name, boolean isName, boolean isLine, int javaStart) {
    /// Those whose argument or body is Java.
    private static final Set<String> OF_JAVA = Set.of("", "%time", "%%time");
    private static final Pattern LINE = Pattern.compile("[ \\t]*(%{1,2}\\w*)(\\s+)?.*");
    private static final Pattern CELL = Pattern.compile("\\s*(%%\\w*)([^\\S\\n]+)?[^\\n]*(\\n)?");

    static MagicLine at(String prefix) {
        var cell = CELL.matcher(prefix);
        if (cell.lookingAt()) {
            return cell.group(3) == null ? of(cell, 0, prefix) : new MagicLine(cell.group(1), false, false, cell.end());
        }
        int start = prefix.lastIndexOf('\n') + 1;
        var line = LINE.matcher(prefix).region(start, prefix.length());
        return line.matches() ? of(line, line.end(), prefix) : new MagicLine("", false, false, 0);
    }

    /// Whether the cursor is in Java.
    boolean isJava() {
        return OF_JAVA.contains(name);
    }

    private static MagicLine of(Matcher match, int otherwise, String prefix) {
        boolean isLine = match.group(2) != null;
        return new MagicLine(match.group(1), match.end(1) == prefix.length(), isLine, isLine ? match.end(2) : otherwise);
    }
}
