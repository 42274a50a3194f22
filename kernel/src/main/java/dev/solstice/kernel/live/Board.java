package dev.solstice.kernel.live;

import dev.solstice.render.View;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// The bars of one loop and of the loops inside of it, in one output.
///
/// A loop only counts; another thread draws what has changed. So a step costs nanoseconds, and no loop is too fast.
/// That thread is the board's own, because what a thread shows belongs to the cell that started it.
final class Board {
    static final long MILLIS_BETWEEN_UPDATES = 100;

    private static final Map<CellEnd, Board> OPEN = new HashMap<>();

    private final CellEnd cell;
    private final Screen screen = new Screen();
    private final List<ProgressBar<?>> bars = new ArrayList<>();
    private List<BarState> drawn = List.of();
    private volatile boolean open = true;

    private Board(CellEnd cell) {
        this.cell = cell;
    }

    /// Shows a bar that begins: inside of those that are running, else on a board of its own.
    static synchronized Board begin(ProgressBar<?> bar) {
        var cell = CellEnd.current();
        var current = OPEN.get(cell);
        if (current == null) {
            var board = new Board(cell);
            OPEN.put(cell, board);
            cell.then(() -> end(board));
            board.add(bar);
            Thread.ofPlatform().daemon().name("progress").start(board::keepDrawing);
            return board;
        }
        current.add(bar);
        return current;
    }

    /// Bars that are still running inside of this one belong to a step that is over: their loops were left early.
    synchronized void step(ProgressBar<?> outer) {
        if (bars.getLast() != outer) {
            bars.subList(bars.indexOf(outer) + 1, bars.size()).forEach(ProgressBar::stop);
        }
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
        draw();
    }

    private static synchronized void end(Board board) {
        if (OPEN.remove(board.cell, board)) {
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
            while (open) {
                Thread.sleep(MILLIS_BETWEEN_UPDATES);
                draw();
            }
        } catch (InterruptedException interrupted) {
            // with the cell, whose end draws the bars once more
        }
    }

    private synchronized void draw() {
        var states = bars.stream().map(ProgressBar::state).toList();
        if (!states.equals(drawn)) {
            drawn = states;
            screen.show(data(new BarsView(states)));
        }
    }

    private static DisplayData data(View view) {
        var data = new DisplayData();
        view.bundle().forEach(data::putData);
        return data;
    }
}
