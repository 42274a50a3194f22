package dev.solstice.kernel.error;

import java.util.ArrayList;
import java.util.List;

/// Compiler messages with their lines and carets in the whole cell.
public final class CompileReport {
    private static final int CONTEXT_LINES = 1;
    private static final int MOST_PROBLEMS = 10;

    private CompileReport() {
    }

    /// One message of the compiler.
    ///
    /// @param start first character in the cell, or -1 when unknown
    /// @param end   one past the last character
    public record Problem(int start, int end, String message) {}

    /// @param problems at least one
    public static CellFailure of(Cell cell, List<Problem> problems) {
        var first = problems.getFirst();
        return new CellFailure("CompileError", where(cell, first) + readable(first.message()), lines(cell, problems), null);
    }

    /// The same for a declaration that is kept all the same, because a later cell may declare what it lacks.
    public static List<String> warning(Cell cell, List<Problem> problems) {
        var lines = lines(cell, problems);
        lines.add("It is declared, but cannot be used before what it lacks is declared too.");
        return lines;
    }

    /// A message of the compiler without what JShell has put around the cell; its first line says what is wrong.
    public static String readable(String message) {
        return CompilerMessage.readable(message).lines().findFirst().orElse("does not compile");
    }

    private static List<String> lines(Cell cell, List<Problem> problems) {
        var lines = new ArrayList<String>();
        for (var problem : problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS))) {
            lines.addAll(describe(cell, problem));
        }
        if (problems.size() > MOST_PROBLEMS) {
            lines.add("... and " + (problems.size() - MOST_PROBLEMS) + " more");
        }
        return lines;
    }

    /// The message, its place, and the line with carets.
    private static List<String> describe(Cell cell, Problem problem) {
        var lines = new ArrayList<String>();
        var message = CompilerMessage.readable(problem.message()).lines().toList();
        lines.add(Ansi.place(where(cell, problem)) + Ansi.error(message.isEmpty() ? "does not compile" : message.getFirst()));
        if (problem.start() >= 0) {
            int line = cell.lineAt(problem.start());
            int from = cell.columnAt(problem.start());
            int lineEnd = cell.line(line).length();
            int to = problem.end() <= problem.start() ? from + 1 : Math.min(from + problem.end() - problem.start(), Math.max(lineEnd, from + 1));
            lines.addAll(Excerpt.around(cell, line, CONTEXT_LINES, from, to));
        }
        message.stream().skip(1).forEach(line -> lines.add("  " + line.strip()));
        return lines;
    }

    private static String where(Cell cell, Problem problem) {
        return problem.start() < 0 ? cell.name() + ": " : cell.name() + ", line " + cell.lineAt(problem.start()) + ": ";
    }
}
