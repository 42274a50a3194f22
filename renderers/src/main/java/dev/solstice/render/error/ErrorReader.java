package dev.solstice.render.error;

import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Plain;
import dev.solstice.render.model.Row;
import dev.solstice.render.model.TreeModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// An exception as rows: its message line by line, with the labels that the library's messages have (`expected:`, `got:`,
/// `remedy:`), the line of the user's code, and its causes.
public final class ErrorReader {
    private static final int LONGEST_LINE = 400;
    private static final int LONGEST_LABEL = 12;

    /// Exceptions may refer to each other in a circle.
    private final Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private ErrorReader() {}

    public static TreeModel model(Throwable error) {
        return new TreeModel(new ErrorReader().row(error, ""), Counts.NONE, List.of(), List.of(), 0, 0);
    }

    private Row row(Throwable error, String caption) {
        seen.add(error);
        List<String> lines = message(error).lines().toList();
        var head = new ArrayList<Cell>();
        if (!caption.isEmpty()) head.add(new Cell.Name(caption));
        head.add(new Cell.Warning(name(error), error.getClass().getName()));
        if (!lines.isEmpty()) head.add(new Cell.Spec(shown(lines.getFirst())));
        var rows = new ArrayList<Row>();
        lines.stream().skip(1).map(ErrorReader::line).forEach(rows::add);
        place(error).ifPresent(frame -> rows.add(labelled("line", written(frame))));
        Throwable cause = error.getCause();
        if (cause != null && !seen.contains(cause)) rows.add(row(cause, "caused by"));
        return new Row("", "", head, List.of(), rows, Row.Below.OPEN);
    }

    private static String message(Throwable error) {
        try {
            String message = error.getLocalizedMessage();
            return message == null ? "" : message;
        } catch (RuntimeException unreadable) {
            return "its message could not be read: " + unreadable.getClass().getSimpleName();
        }
    }

    /// `  expected: f32[3]` has its label apart.
    private static Row line(String line) {
        int colon = line.indexOf(": ");
        boolean labelled = line.startsWith("  ") && colon > 0 && colon < LONGEST_LABEL && !line.strip().substring(0, colon - 2).contains(" ");
        return labelled ? labelled(line.substring(0, colon).strip(), line.substring(colon + 2).strip())
                : new Row("", "", List.of(new Cell.Spec(shown(line.strip()))), List.of(), List.of(), Row.Below.CLOSED);
    }

    private static Row labelled(String label, String text) {
        return new Row("", "", List.of(new Cell.Name(label), new Cell.Spec(shown(text))), List.of(), List.of(), Row.Below.CLOSED);
    }

    private static String shown(String line) {
        return Plain.shortened(Plain.visible(Plain.shortened(line, LONGEST_LINE + 1)), LONGEST_LINE);
    }

    private static String name(Throwable error) {
        String name = error.getClass().getSimpleName();
        return name.isEmpty() ? error.getClass().getName() : name;
    }

    /// Where the user's code was: the innermost frame outside of the library and the JDK. Nothing in a notebook, where lines
    /// are those of classes that JShell has generated; the kernel knows the cell.
    private static Optional<StackTraceElement> place(Throwable error) {
        return Stream.of(error.getStackTrace()).filter(frame -> Stream.of("java.", "jdk.", "sun.", "dev.solstice.")
                .noneMatch(frame.getClassName()::startsWith)).findFirst().filter(frame -> !frame.getClassName().startsWith("REPL."));
    }

    private static String written(StackTraceElement frame) {
        return Objects.requireNonNullElse(frame.getFileName(), "line") + ":" + frame.getLineNumber() + " (" + frame.getMethodName() + ")";
    }
}
