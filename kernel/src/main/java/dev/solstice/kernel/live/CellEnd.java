package dev.solstice.kernel.live;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What is still to be done when a cell ends, however it does: a loop that was left early or interrupted cannot do it.
///
/// A thread belongs to the cell that started it; in a kernel that does not say where cells begin, all are one.
public final class CellEnd {
    private static final CellEnd NO_CELL = new CellEnd();
    private static final InheritableThreadLocal<CellEnd> OF_THREAD = new InheritableThreadLocal<>();

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    private CellEnd() {
    }

    /// For the kernel: what this thread does, and the threads that it starts, is a new cell.
    public static void begin() {
        OF_THREAD.set(new CellEnd());
    }

    /// For the kernel: runs code that is a cell by itself, inside of another one perhaps.
    public static void within(Runnable code) {
        var outer = OF_THREAD.get();
        begin();
        try {
            code.run();
        } finally {
            reached();
            OF_THREAD.set(outer);
        }
    }

    /// The cell of this thread.
    static CellEnd current() {
        var own = OF_THREAD.get();
        return own == null ? NO_CELL : own;
    }

    /// Has it run once, at the end of this cell.
    void then(Runnable task) {
        waiting.add(task);
    }

    /// For the kernel, while what a cell shows still belongs to it.
    public static void reached() {
        var waiting = current().waiting;
        for (var task = waiting.poll(); task != null; task = waiting.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) { // of drawing the user's value; the cell itself has ended well
                System.err.println("the last value of a live display could not be drawn: " + e);
            }
        }
    }
}
