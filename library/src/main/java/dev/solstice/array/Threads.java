package dev.solstice.array;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/// The threads that one computation may use.
public final class Threads {
    private static final ExecutorService POOL = Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("solstice-", 0).factory());

    private Threads() {}

    /// How many: the system property `solstice.threads`, else all processors.
    public static int count() {
        int threads = Integer.getInteger("solstice.threads", Runtime.getRuntime().availableProcessors());
        if (threads < 1) throw new IllegalArgumentException("solstice.threads is " + threads + "; at least one thread is needed");
        return threads;
    }

    /// The results of a task for 0, 1... `n - 1`, the first of which is done by the caller. If one fails or the caller is
    /// interrupted the others are interrupted.
    ///
    /// @throws CancellationException if the caller was interrupted, which it still is
    public static <T> List<T> inParallel(int n, IntFunction<T> task) {
        var others = new ArrayList<Future<T>>();
        try {
            for (int i = 1; i < n; i++) {
                int number = i;
                others.add(POOL.submit(() -> task.apply(number)));
            }
            var results = new ArrayList<T>();
            results.add(task.apply(0));
            for (var other : others) results.add(other.get());
            return results;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) throw cause;
            if (failed.getCause() instanceof Error error) throw error;
            throw new IllegalStateException(failed.getCause());
        } finally {
            for (var other : others) other.cancel(true);
        }
    }
}
