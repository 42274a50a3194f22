package dev.solstice.kernel.live;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What is still to be done when a cell ends, however it does: a loop that was left early or interrupted cannot do it.
public final class CellEnd {
    private static final Queue<Runnable> WAITING = new ConcurrentLinkedQueue<>();

    private CellEnd() {
    }

    /// Has it run once, at the end of the current cell.
    static void then(Runnable task) {
        WAITING.add(task);
    }

    /// For the kernel, while what a cell shows still belongs to it.
    public static void reached() {
        for (var task = WAITING.poll(); task != null; task = WAITING.poll()) {
            try {
                task.run();
            } catch (RuntimeException e) { // of drawing the user's value; the cell itself has ended well
                System.err.println("the last value of a live display could not be drawn: " + e);
            }
        }
    }
}
