package dev.solstice.kernel.error;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// An exception that a cell's code threw: its own class and message, its frames in terms of cells, its causes.
public final class ExceptionReport {
    /// JShell nests what a cell declares in generated classes.
    private static final Pattern GENERATED = Pattern.compile("(REPL\\.)?\\$JShell\\$\\w+?[$.](?=\\w)");
    private static final Pattern OWN_PACKAGE = Pattern.compile("^dev\\.solstice\\.kernel\\.\\w+\\.(?=\\w+$)");
    /// The JVM adds the loaders of both classes to a failed cast; each snippet has one of its own.
    private static final Pattern LOADERS = Pattern.compile(" \\([^()]* (is|are) in [^()]* of loader [^()]*\\)$");

    /// A line of the library's messages that the place in the cell says better.
    private static final Pattern GENERATED_PLACE = Pattern.compile("(?m)^\\s*[Aa]t \\$JShell\\S*( \\(\\S*\\))?(\\R|\\z)");

    private final Map<Throwable, List<StackTraceElement>> frames;
    private final FrameList frameList;
    private final Set<Throwable> reported = Collections.newSetFromMap(new IdentityHashMap<>());

    private ExceptionReport(Map<Throwable, List<StackTraceElement>> frames, Origins origins) {
        this.frames = frames;
        this.frameList = new FrameList(origins);
    }

    /// @param frames the translated frames of the exception and of all it refers to, by identity
    public static CellFailure of(Throwable thrown, Map<Throwable, List<StackTraceElement>> frames, Origins origins) {
        var lines = new ArrayList<String>();
        new ExceptionReport(frames, origins).add(thrown, "", lines, List.of());
        return new CellFailure(className(thrown), Objects.requireNonNullElse(message(thrown), ""), lines, thrown);
    }

    /// A defect of the kernel itself, with all frames, so that it can be reported.
    public static CellFailure ofKernel(Throwable defect) {
        var lines = new ArrayList<String>();
        lines.add(Ansi.error("The kernel failed") + ", not your cell. Please report this:");
        lines.add(defect.toString());
        for (var frame : defect.getStackTrace()) {
            lines.add(Ansi.dim("  at " + frame));
        }
        return new CellFailure(className(defect), String.valueOf(defect.getMessage()), lines, defect);
    }

    private void add(Throwable thrown, String caption, List<String> lines, List<StackTraceElement> enclosing) {
        var message = message(thrown);
        if (!reported.add(thrown)) {
            return; // exceptions may refer to each other in a circle
        }
        lines.add(caption + Ansi.error(className(thrown)) + (message == null ? "" : ": " + message));
        var own = frames.getOrDefault(thrown, List.of());
        lines.addAll(frameList.lines(own.subList(0, own.size() - common(own, enclosing))));
        for (var suppressed : thrown.getSuppressed()) {
            if (frames.containsKey(suppressed)) {
                add(suppressed, "Suppressed: ", lines, own);
            }
        }
        var cause = Thrown.cause(thrown);
        if (cause != null && frames.containsKey(cause)) {
            add(cause, "Caused by: ", lines, own);
        }
    }

    /// How many of the last frames both stacks share, as [Throwable#printStackTrace()] counts them.
    private static int common(List<StackTraceElement> own, List<StackTraceElement> enclosing) {
        int common = 0;
        while (common < own.size() && common < enclosing.size()
            && own.get(own.size() - 1 - common).equals(enclosing.get(enclosing.size() - 1 - common))) {
            common++;
        }
        return common == own.size() ? 0 : common;
    }

    /// The name as the user knows it.
    static String className(Throwable thrown) {
        return OWN_PACKAGE.matcher(withoutGenerated(thrown.getClass().getName())).replaceFirst("");
    }

    /// The text with the classes and variables of cells as the user has named them.
    public static String withoutGenerated(String text) {
        return GENERATED.matcher(text).replaceAll("");
    }

    /// One line for a frame in which JShell has written `#id` as the file: `Cell 5, line 2, in divide`; empty for another's.
    public static Optional<String> frame(StackTraceElement frame, Origins origins) {
        return origins.place(frame).map(place -> FrameList.placed(frame, place));
    }

    private static String message(Throwable thrown) {
        var message = Thrown.message(thrown);
        return message == null ? null : withoutGenerated(LOADERS.matcher(GENERATED_PLACE.matcher(message).replaceAll("")).replaceFirst("").stripTrailing());
    }
}
