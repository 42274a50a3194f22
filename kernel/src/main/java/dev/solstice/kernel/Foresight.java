package dev.solstice.kernel;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// Does what the first completion would wait for, in the pauses that a person makes: a notebook that runs from top to bottom
/// has none and is left alone. The work comes in parts, so that a request that comes meanwhile waits for the rest of one at most.
final class Foresight {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /// Requests that are being answered; guarded by this, as is the next.
    private int open;
    private long lastEnd = System.nanoTime();

    /// @param parts tells what is to be done, as soon as that is known
    Foresight(Callable<List<Runnable>> parts) {
        Thread.ofPlatform().name("foresight").daemon().priority(Thread.MIN_PRIORITY).start(() -> lookAhead(parts));
    }

    synchronized void requestBegins() {
        open++;
    }

    synchronized void requestEnds() {
        open--;
        lastEnd = System.nanoTime();
        notifyAll();
    }

    private void lookAhead(Callable<List<Runnable>> parts) {
        try {
            for (var part : parts.call()) {
                awaitPause();
                part.run();
            }
        } catch (Exception unavailable) {
            // who asks will be told
        }
    }

    private synchronized void awaitPause() throws InterruptedException {
        while (true) {
            long rest = lastEnd + PAUSE_NANOS - System.nanoTime();
            if (open > 0) {
                wait();
            } else if (rest > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, rest);
            } else {
                return;
            }
        }
    }
}
