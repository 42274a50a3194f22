package dev.solstice.kernel.live;

import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/// An output that is shown again and again in one place: a chart that grows, a tree whose weights change.
///
/// ```java
/// var chart = live();
/// for (int step = 0; step < 1000; step++) {
///     losses[step] = train();
///     chart.show(() -> Charts.line("training", "step", "loss", losses));
/// }
/// ```
///
/// Of many values in a short time only some are drawn, the last one always: ten a second at most, and fewer when drawing
/// takes long, so that the loop keeps three quarters of the time.
public final class LiveDisplay {
    private static final int PAUSE_PER_DRAWING = 3;

    private final Screen screen = new Screen();
    private long notBefore = System.nanoTime();
    private Supplier<?> waiting;

    LiveDisplay() {
    }

    /// Shows a value, drawn as a cell's result would be.
    public void show(Object value) {
        show(() -> value);
    }

    /// The same for a value that is only made when it is drawn.
    public synchronized void show(Supplier<?> value) {
        if (waiting == null) {
            CellEnd.current().then(this::showWaiting);
        }
        waiting = value;
        long start = System.nanoTime();
        if (start >= notBefore) {
            draw();
            long end = System.nanoTime();
            notBefore = end + Math.max(TimeUnit.MILLISECONDS.toNanos(Board.MILLIS_BETWEEN_UPDATES), PAUSE_PER_DRAWING * (end - start));
        }
    }

    private synchronized void showWaiting() {
        draw();
        waiting = null;
    }

    private void draw() {
        var kernel = BaseKernel.notebookKernel();
        if (kernel != null) {
            screen.show(kernel.getRenderer().render(waiting.get()));
        }
    }
}
