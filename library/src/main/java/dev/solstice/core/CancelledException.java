package dev.solstice.core;

import java.util.concurrent.CancellationException;

/// A computation was stopped because its thread was interrupted (a notebook's stop button). The thread's
/// interrupt status is cleared, and nothing that was computed before is lost.
public final class CancelledException extends CancellationException {
    private static final long serialVersionUID = 1;

    private CancelledException() {
        super("interrupted: the computation was stopped before it was finished");
    }

    /// Throws if the current thread has been interrupted. Cheap enough for every operation.
    public static void check() {
        if (Thread.currentThread().isInterrupted() && Thread.interrupted()) throw new CancelledException();
    }
}
