package dev.solstice.kernel.live;

import dev.solstice.core.Array;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicLong;

/// A sequence whose loop is shown as a bar: how far it is, how fast, when it will be done, and what the loop says of it.
///
/// The bar appears when the loop begins. A loop that is left early, by `break`, an exception or an interrupt, leaves a bar
/// that shows where. Only one thread at a time may loop.
///
/// ```java
/// var epochs = progress(100).label("epochs");
/// for (int epoch : epochs) epochs.metric("loss", train(epoch));
/// ```
///
/// Mirrors Python's tqdm.
public final class ProgressBar<T> implements Iterable<T> {
    private static final double NANOS = 1e9;

    private final Iterable<T> steps;
    private final long total;
    private final AtomicLong done = new AtomicLong();
    private final Map<String, Number> metrics = Collections.synchronizedMap(new LinkedHashMap<>());
    private volatile String label = "";
    private volatile BarState.Phase phase = BarState.Phase.RUNNING;
    private volatile long startNanos;
    private volatile long endNanos;
    private Board board;

    /// @param total how many steps there are, or -1
    ProgressBar(Iterable<T> steps, long total) {
        this.steps = steps;
        this.total = total;
    }

    /// A word in front of the bar.
    public ProgressBar<T> label(String label) {
        this.label = label;
        return this;
    }

    /// A value beside the bar, replaced when it is given again.
    public ProgressBar<T> metric(String name, Number value) {
        metrics.put(name, value); // written when it is drawn, which is less often
        return this;
    }

    /// The same for an array with one element.
    ///
    /// @throws IllegalArgumentException if it has more
    public ProgressBar<T> metric(String name, Array value) {
        return metric(name, value.item());
    }

    /// Begins the bar anew.
    @Override
    public Iterator<T> iterator() {
        begin();
        var source = steps.iterator();
        return new Iterator<>() {
            private boolean inStep;

            @Override
            public boolean hasNext() {
                endStep();
                if (source.hasNext()) {
                    return true;
                }
                finish();
                return false;
            }

            @Override
            public T next() {
                endStep();
                try {
                    var next = source.next();
                    inStep = true;
                    return next;
                } catch (NoSuchElementException end) {
                    finish();
                    throw end;
                }
            }

            private void endStep() {
                if (inStep) {
                    inStep = false;
                    step();
                }
            }
        };
    }

    void begin() {
        done.set(0);
        metrics.clear();
        phase = BarState.Phase.RUNNING;
        startNanos = System.nanoTime();
        board = Board.begin(this);
    }

    /// One step is done.
    void step() {
        done.incrementAndGet();
        board.step(this);
    }

    void finish() {
        end(BarState.Phase.DONE);
    }

    /// It will not go on.
    void stop() {
        end(BarState.Phase.STOPPED);
    }

    private void end(BarState.Phase how) {
        if (phase == BarState.Phase.RUNNING) {
            endNanos = System.nanoTime();
            phase = how;
            if (board != null) { // an interrupt may come before the first drawing is done
                board.finished(this);
            }
        }
    }

    boolean isRunning() {
        return phase == BarState.Phase.RUNNING;
    }

    BarState state() {
        var now = phase;
        double seconds = ((now == BarState.Phase.RUNNING ? System.nanoTime() : endNanos) - startNanos) / NANOS;
        synchronized (metrics) {
            return new BarState(label, done.get(), total, seconds, new LinkedHashMap<>(metrics), now);
        }
    }
}
