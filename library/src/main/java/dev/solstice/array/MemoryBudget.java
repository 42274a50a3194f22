package dev.solstice.array;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// How much native memory arrays may hold, and how much they do.
///
/// The garbage collector does not see native memory, so it is told: when live bytes pass a threshold (which follows
/// what survived the last time, like the JVM's own heap policy) a collection runs, and past the budget an allocation
/// first collects and waits, then fails with an [ExceededException] - instead of the system ending the process.
///
/// The budget is the system property `solstice.memory.budget` (bytes, or with a suffix: `512m`, `6g`), by default
/// half of the machine's (or container's) memory.
public final class MemoryBudget {
    private static final long WAIT_NANOS = 2_000_000_000L;
    private static final long GRACE_NANOS = 50_000_000L;

    private static final AtomicLong LIVE = new AtomicLong();
    private static final Object COLLECTION = new Object();
    private static volatile long budget = initialBudget();
    private static volatile long threshold = budget / 4;

    private MemoryBudget() {}

    /// An allocation did not fit into the budget or into the machine.
    public static final class ExceededException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ExceededException(String message) {
            super(message);
        }
    }

    /// The most bytes that live arrays may hold.
    public static long limit() {
        return budget;
    }

    /// Changes the limit. Arrays that exist stay.
    ///
    /// @throws IllegalArgumentException if `bytes` is not positive
    public static void limit(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("the memory budget must be positive, not " + bytes);
        }
        budget = bytes;
        threshold = bytes / 4;
        Blocks.trim();
    }

    /// Bytes held by live arrays, padding included.
    public static long live() {
        return LIVE.get();
    }

    /// Returns idle memory, kept for reuse, to the system.
    public static void trim() {
        Blocks.trim();
    }

    /// How many idle bytes may be kept for reuse.
    static long idleLimit() {
        return Math.min(budget / 8, 1L << 29);
    }

    static void reserve(long bytes) {
        long live = LIVE.addAndGet(bytes);
        if (live <= threshold) {
            return;
        }
        if (live > budget) {
            collect(budget, WAIT_NANOS);
            if (LIVE.get() > budget) {
                LIVE.addAndGet(-bytes);
                throw new ExceededException("an array of " + text(bytes) + " does not fit: " + status()
                        + ". Let go of arrays that are not needed (in a notebook: variables and outputs of earlier cells)"
                        + " or start Java with a larger -Dsolstice.memory.budget");
            }
        } else {
            collect(threshold, GRACE_NANOS);
        }
        threshold = Math.min(budget, Math.max(budget / 4, 2 * LIVE.get()));
    }

    static void release(long bytes) {
        LIVE.addAndGet(-bytes);
    }

    /// Collects garbage and waits until live bytes are below the goal, for at most so long.
    private static void collect(long goal, long nanos) {
        synchronized (COLLECTION) {
            if (LIVE.get() <= goal) {
                return; // another thread has just collected
            }
            Blocks.trim();
            System.gc();
            long deadline = System.nanoTime() + nanos;
            try {
                while (LIVE.get() > goal && System.nanoTime() < deadline) {
                    Thread.sleep(1); // the JDK's cleaner thread is at work
                }
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt(); // the next primitive reports it
            }
        }
    }

    static String status() {
        return "arrays hold " + text(LIVE.get()) + " of the budget of " + text(budget);
    }

    static String text(long bytes) {
        if (bytes < 1 << 20) {
            return bytes + " bytes";
        }
        return bytes < 1 << 30
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20))
                : String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1 << 30));
    }

    private static long initialBudget() {
        String property = System.getProperty("solstice.memory.budget");
        if (property != null) {
            return parse(property);
        }
        var system = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return system.getTotalMemorySize() / 2;
    }

    static long parse(String text) {
        String trimmed = text.trim().toLowerCase(Locale.ROOT);
        int shift = trimmed.endsWith("k") ? 10 : trimmed.endsWith("m") ? 20 : trimmed.endsWith("g") ? 30 : 0;
        try {
            long number = Long.parseLong(shift == 0 ? trimmed : trimmed.substring(0, trimmed.length() - 1));
            if (number > 0) {
                return number << shift;
            }
        } catch (NumberFormatException notANumber) {
            // reported below with the same words
        }
        throw new IllegalArgumentException("solstice.memory.budget is '" + text + "'; expected bytes such as 800000000, 512m or 6g");
    }
}
