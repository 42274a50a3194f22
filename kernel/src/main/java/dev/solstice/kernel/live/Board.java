package dev.solstice.kernel.live;

import dev.solstice.render.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinWorkerThread;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// The bars of one loop and of the loops inside of it, in one output.
///
/// A loop only counts; another thread draws what has changed. So a step costs nanoseconds, and no loop is too fast.
/// That thread is the board's own, because what a thread shows belongs to the cell that started it. Loops in several
/// threads are not inside of one another: each thread has its board.
final class Board {
    static final long MILLIS_BETWEEN_UPDATES = 100;

    /// How long a cell's own thread may take to end after the cell has.
    private static final Duration TO_END = Duration.ofMillis(20);

    private record Loops(CellEnd cell, Thread thread) {}

    private static final Map<Loops, Board> OPEN = new HashMap<>();

    private final Loops loops;
    private final Screen screen = new Screen();
    private final List<ProgressBar<?>> bars = new ArrayList<>();
    private List<BarState> drawn = List.of();
    private volatile ProgressBar<?> innermost;
    private volatile boolean open = true;
    private volatile boolean cellIsOver;

    private Board(Loops loops) {
        this.loops = loops;
    }

    /// Shows a bar that begins: inside of those that are running, else on a board of its own.
    static synchronized Board begin(ProgressBar<?> bar) {
        var loops = new Loops(CellEnd.current(), Thread.currentThread());
        var current = OPEN.get(loops);
        if (current == null) {
            var board = new Board(loops);
            OPEN.put(loops, board);
            loops.cell().then(board::cellEnded);
            board.add(bar);
            Thread.ofPlatform().daemon().name("progress").start(board::keepDrawing);
            return board;
        }
        current.add(bar);
        return current;
    }

    /// Bars that are still running inside of this one belong to a step that is over: their loops were left early.
    void step(ProgressBar<?> outer) {
        if (innermost != outer) {
            leaveInner(outer);
        }
    }

    private synchronized void leaveInner(ProgressBar<?> outer) {
        bars.subList(bars.indexOf(outer) + 1, bars.size()).forEach(ProgressBar::stop);
        innermost = outer;
    }

    /// A bar has ended; when it was the outermost, so has the board.
    void finished(ProgressBar<?> bar) {
        boolean outermost;
        synchronized (this) {
            outermost = bars.getFirst() == bar;
        }
        if (outermost) {
            end(this);
        }
    }

    private synchronized void add(ProgressBar<?> bar) {
        bars.removeIf(other -> !other.isRunning());
        bars.add(bar);
        innermost = bar;
        draw();
    }

    /// A thread that the cell has started and that outlives it goes on with its loop.
    private void cellEnded() {
        cellIsOver = true;
        try {
            if (loops.thread() instanceof ForkJoinWorkerThread || loops.thread().join(TO_END)) {
                end(this);
            }
        } catch (InterruptedException stopped) {
            end(this);
        }
    }

    private static synchronized void end(Board board) {
        if (OPEN.remove(board.loops, board)) {
            board.open = false;
            board.close();
        }
    }

    private synchronized void close() {
        bars.forEach(ProgressBar::stop);
        if (bars.getFirst().state().phase() == BarState.Phase.DONE) {
            bars.subList(1, bars.size()).clear();
        }
        draw();
    }

    private void keepDrawing() {
        try {
            while (open && !loops.thread().join(Duration.ofMillis(MILLIS_BETWEEN_UPDATES))) {
                draw();
            }
            end(this);
        } catch (InterruptedException interrupted) {
            // with the cell, whose end draws the bars once more
        }
    }

    private synchronized void draw() {
        var states = bars.stream().map(ProgressBar::state).toList();
        if (!states.equals(drawn) && (!open || !cellIsOver || hasStepped(states))) {
            drawn = states;
            screen.show(data(new BarsView(states)));
        }
    }

    /// Nobody knows whether a pool's thread has left its loop; then time alone is not drawn for ever.
    private boolean hasStepped(List<BarState> states) {
        return !states.stream().map(BarState::done).toList().equals(drawn.stream().map(BarState::done).toList());
    }

    private static DisplayData data(View view) {
        var data = new DisplayData();
        view.bundle().forEach(data::putData);
        return data;
    }
}
