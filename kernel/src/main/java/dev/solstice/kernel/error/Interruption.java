package dev.solstice.kernel.error;

import java.util.ArrayList;
import java.util.List;

/// Somebody stopped the cell. Its stack is where the cell was at that moment.
public final class Interruption extends RuntimeException {
    private final boolean stillRunning;

    /// @param where        the stack of the cell's thread, empty when it had not started
    /// @param stillRunning the thread did not stop and was left behind
    public Interruption(StackTraceElement[] where, boolean stillRunning) {
        super(stillRunning ? "the cell did not stop and is still running" : "the cell was stopped", null, false, true);
        this.stillRunning = stillRunning;
        setStackTrace(where);
    }

    /// What the front end is told.
    ///
    /// @param frames the translated stack
    public CellFailure failure(List<StackTraceElement> frames, Origins origins) {
        var stack = (stillRunning ? new FrameList(origins) : FrameList.ofCells(origins)).lines(frames);
        var place = frames.stream().flatMap(frame -> origins.place(frame).stream()).findFirst();
        var lines = new ArrayList<String>();
        var message = place.map(p -> "stopped at " + p).orElse("the cell was stopped");
        if (stillRunning) {
            message = "the cell could not be stopped";
            lines.add(Ansi.error("Interrupted") + ": the cell did not stop within two seconds and goes on in the background.");
            lines.add("It is in code that does not look for interrupts (inside the JDK, another library or native code), here:");
        } else {
            lines.add(Ansi.error("Interrupted") + ": " + message);
        }
        lines.addAll(stack);
        if (stillRunning) {
            lines.add("You can run other cells meanwhile; only restarting the kernel is sure to end it.");
        }
        return new CellFailure("Interrupted", message, lines, this);
    }
}
