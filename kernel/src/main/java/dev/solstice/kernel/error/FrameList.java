package dev.solstice.kernel.error;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Stack frames as lines: those in cells with their source, others dim, those of JShell and the kernel left out,
/// repeated ones folded.
final class FrameList {
    private static final int CONTEXT_LINES = 2;
    private static final int MOST_FRAMES = 40;
    private static final int LONGEST_CYCLE = 12;
    /// Of a library's frames in a row only the first and the last say something to its user.
    private static final int MOST_OTHERS = 6;
    private static final Pattern MACHINERY = Pattern.compile(
        "(dev\\.solstice\\.kernel\\.|jdk\\.jshell\\.|java\\.lang\\.reflect\\.|jdk\\.internal\\.|java\\.lang\\.invoke\\.|REPL\\.\\$Cancel).*");
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(.*?)\\$+\\d+");

    private final Origins origins;
    private final int mostOthers;

    private FrameList(Origins origins, int mostOthers) {
        this.origins = origins;
        this.mostOthers = mostOthers;
    }

    FrameList(Origins origins) {
        this(origins, MOST_OTHERS);
    }

    /// Of libraries only what the cell has called: where a library happened to be when it was stopped says nothing.
    static FrameList ofCells(Origins origins) {
        return new FrameList(origins, 1);
    }

    List<String> lines(List<StackTraceElement> frames) {
        var shown = withoutTail(frames).stream().filter(frame -> !MACHINERY.matcher(frame.getClassName()).matches()).toList();
        var lines = new ArrayList<String>();
        boolean first = true;
        int budget = MOST_FRAMES;
        for (int i = 0; i < shown.size(); ) {
            int cycle = cycleAt(shown, i);
            int repeats = cycle == 0 ? 1 : repeats(shown, i, cycle);
            int length = cycle == 0 ? 1 : cycle;
            int others = cycle == 0 ? others(shown, i) : 0;
            if (others > mostOthers) {
                shown.subList(i, i + mostOthers / 2).forEach(frame -> lines.add(otherFrame(frame)));
                lines.add(Ansi.dim("  ... " + (others - mostOthers / 2 - 1) + (mostOthers > 1 ? " more" : "") + (others - mostOthers / 2 == 2 ? " frame" : " frames") + " of libraries"));
                lines.add(otherFrame(shown.get(i + others - 1)));
                i += others;
                budget -= mostOthers;
                continue;
            }
            for (var frame : shown.subList(i, i + length)) {
                var place = origins.place(frame);
                lines.addAll(place.isPresent() ? cellFrame(frame, place.get(), first) : List.of(otherFrame(frame)));
                first &= place.isEmpty();
            }
            if (repeats > 1) {
                lines.add(Ansi.dim("  ... the " + (length == 1 ? "frame above" : length + " frames above") + " "
                    + (repeats - 1) + " more times"));
            }
            i += length * repeats;
            budget -= length;
            if (budget <= 0 && i < shown.size()) {
                lines.add(Ansi.dim("  ... and " + (shown.size() - i) + " more frames"));
                break;
            }
        }
        return lines;
    }

    /// Below the first frame of a cell there is only the thread that the kernel started.
    private List<StackTraceElement> withoutTail(List<StackTraceElement> frames) {
        for (int end = frames.size(); end > 0; end--) {
            if (origins.place(frames.get(end - 1)).isPresent()) {
                return frames.subList(0, end);
            }
        }
        return frames;
    }

    /// "Cell 5, line 2, in divide".
    static String placed(StackTraceElement frame, Origins.Place place) {
        var method = method(frame);
        return place + (method.isEmpty() ? "" : ", in " + method);
    }

    private static List<String> cellFrame(StackTraceElement frame, Origins.Place place, boolean first) {
        var lines = new ArrayList<String>();
        lines.add("  at " + placed(frame, place).replace(place.toString(), Ansi.place(place.toString())));
        Excerpt.around(place.cell(), place.line(), first ? CONTEXT_LINES : 0).forEach(line -> lines.add("  " + line));
        return lines;
    }

    private static String otherFrame(StackTraceElement frame) {
        var file = frame.getFileName() == null ? "" : " (" + frame.getFileName()
            + (frame.getLineNumber() > 0 ? ":" + frame.getLineNumber() : "") + ")";
        var owner = ExceptionReport.withoutGenerated(frame.getClassName());
        return Ansi.dim("  at " + owner + "." + frame.getMethodName() + (owner.equals(frame.getClassName()) ? file : " (in a cell)"));
    }

    /// The user's words for a method of a cell: empty for the cell's own statements.
    private static String method(StackTraceElement frame) {
        var owner = frame.getClassName();
        var name = frame.getMethodName();
        var lambda = LAMBDA.matcher(name);
        if (lambda.matches()) {
            var outer = lambda.group(1);
            return outer.isEmpty() || outer.startsWith("do_it") ? "a lambda" : "a lambda of " + outer;
        }
        if (name.isEmpty() || name.startsWith("do_it")) {
            return "";
        }
        if (owner.isEmpty() || owner.startsWith("$JShell") || owner.startsWith("REPL.")) {
            return name;
        }
        return name.equals("<init>") ? "new " + owner : owner + "." + name;
    }

    /// How many frames from here on are of no cell and belong to no cycle.
    private int others(List<StackTraceElement> frames, int start) {
        int end = start;
        while (end < frames.size() && origins.place(frames.get(end)).isEmpty() && cycleAt(frames, end) == 0) {
            end++;
        }
        return end - start;
    }

    /// The shortest period with which the frames from `start` repeat, or 0.
    private static int cycleAt(List<StackTraceElement> frames, int start) {
        for (int length = 1; length <= LONGEST_CYCLE; length++) {
            if (repeats(frames, start, length) > 2) {
                return length;
            }
        }
        return 0;
    }

    private static int repeats(List<StackTraceElement> frames, int start, int length) {
        int repeats = 1;
        while (start + (repeats + 1) * length <= frames.size()
            && frames.subList(start + repeats * length, start + (repeats + 1) * length).equals(frames.subList(start, start + length))) {
            repeats++;
        }
        return repeats;
    }
}
