package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.ExceptionReport;
import dev.solstice.kernel.error.Origins;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text in which the JVM or a program tells of JShell's generated classes, in terms of cells: a printed stack trace, a log
/// line, the name of a class.
final class CellTerms {
    private static final String MARK = "$JShell$";
    /// A stack trace may arrive in two pieces.
    private static final String OWN_FRAME = "at dev.solstice.kernel.jshell.StoppableControl.";
    /// `at REPL.$JShell$12$Stack.push($JShell$12.java:7)`
    private static final Pattern FRAME = Pattern.compile(
        "(\\bat )(?:[\\w.@-]*//?)?(REPL\\.\\$JShell\\$[\\w$/.]+)\\.([\\w$<>]+)\\((\\$JShell\\$\\w+\\.java):(\\d+)\\)");
    /// How a cell's thread came to its code.
    private static final Pattern MACHINERY = Pattern.compile(
        "(?m)(?:^\\s*at (?:java\\.base/)?(?:jdk\\.internal\\.reflect\\.|java\\.lang\\.reflect\\.Method\\.).*\\R)*"
            + "(?:^\\s*at (?:\\S+/)?dev\\.solstice\\.kernel\\.jshell\\..*\\R?)+(?:^\\s*at (?:java\\.base/)?java\\.lang\\.Thread\\.run\\(.*\\R?)?");
    /// A logger's idea of who logs.
    private static final Pattern STATEMENTS = Pattern.compile("REPL\\.\\$JShell\\$(\\d+)\\w* do_it\\$");
    private static final Pattern ANONYMOUS = Pattern.compile("REPL\\.\\$JShell\\$\\w+\\$\\$JShell\\$anonymous\\$\\$\\d+");
    private static final Pattern CELL_FILE = Pattern.compile("\\$JShell\\$\\w+\\.java");

    private final SnippetLines lines;
    private final Origins origins;

    CellTerms(SnippetLines lines, Origins origins) {
        this.lines = lines;
        this.origins = origins;
    }

    String of(String text) {
        if (!text.contains(MARK) && !text.contains(OWN_FRAME)) {
            return text;
        }
        var framed = FRAME.matcher(MACHINERY.matcher(text).replaceAll("")).replaceAll(this::frame);
        return ExceptionReport.withoutGenerated(ANONYMOUS.matcher(STATEMENTS.matcher(framed).replaceAll(this::statements)).replaceAll("(anonymous)"));
    }

    private String frame(MatchResult found) {
        var frame = new StackTraceElement(found.group(2), found.group(3), found.group(4), Integer.parseInt(found.group(5)));
        return Matcher.quoteReplacement(lines.of(frame).flatMap(line -> ExceptionReport.frame(line, origins)).map(found.group(1)::concat)
            .orElseGet(() -> CELL_FILE.matcher(found.group()).replaceFirst("a cell")));
    }

    private String statements(MatchResult found) {
        return Matcher.quoteReplacement(origins.cell(found.group(1)).map(cell -> cell.name()).orElse("a cell"));
    }
}
