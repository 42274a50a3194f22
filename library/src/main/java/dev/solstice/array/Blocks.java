package dev.solstice.array;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/// The allocator under [Buffer]: libc's `malloc`, with a free list a size class, so that a training loop, which
/// allocates the same sizes over and over, asks the system for memory only in its first step (fresh pages of a
/// large block cost several times more than the arithmetic on them).
///
/// Size classes are four to a power of two: at most a quarter of a block is wasted.
final class Blocks {
    private static final int ALIGNMENT = 64;
    private static final int CLASSES = 4 * 64;
    private static final MethodHandle MALLOC = libc("malloc", FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = libc("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

    private static final Object LOCK = new Object();
    private static final Stack[] IDLE = new Stack[CLASSES];
    private static long idleBytes;

    private Blocks() {}

    /// One piece of native memory. It is in use from `take` until `giveBack`.
    static final class Block {
        private final long raw;
        private final int sizeClass;
        private final AtomicBoolean givenBack = new AtomicBoolean();

        private Block(long raw, int sizeClass) {
            this.raw = raw;
            this.sizeClass = sizeClass;
        }

        long address() {
            return raw + ALIGNMENT - 1 & -ALIGNMENT;
        }

        boolean isGivenBack() {
            return givenBack.get();
        }

        void giveBack() {
            if (givenBack.compareAndSet(false, true)) {
                Blocks.giveBack(raw, sizeClass);
            }
        }
    }

    /// A growable stack of addresses; the queue classes would box each.
    private static final class Stack {
        private long[] addresses = new long[8];
        private int count;

        void push(long address) {
            if (count == addresses.length) {
                addresses = Arrays.copyOf(addresses, 2 * count);
            }
            addresses[count++] = address;
        }

        long pop() {
            return addresses[--count];
        }
    }

    static Block take(long bytes) {
        int sizeClass = sizeClass(bytes);
        long capacity = capacity(sizeClass);
        MemoryBudget.reserve(capacity);
        long raw = popIdle(sizeClass, capacity);
        if (raw == 0) {
            raw = malloc(capacity + ALIGNMENT);
        }
        if (raw == 0) {
            MemoryBudget.release(capacity);
            throw new MemoryBudget.ExceededException("the system has no " + MemoryBudget.text(bytes) + " of memory left; "
                    + MemoryBudget.status());
        }
        return new Block(raw, sizeClass);
    }

    private static long popIdle(int sizeClass, long capacity) {
        synchronized (LOCK) {
            Stack stack = IDLE[sizeClass];
            if (stack == null || stack.count == 0) {
                return 0;
            }
            idleBytes -= capacity;
            return stack.pop();
        }
    }

    private static void giveBack(long raw, int sizeClass) {
        long capacity = capacity(sizeClass);
        MemoryBudget.release(capacity);
        synchronized (LOCK) {
            if (idleBytes + capacity <= MemoryBudget.idleLimit()) {
                if (IDLE[sizeClass] == null) {
                    IDLE[sizeClass] = new Stack();
                }
                IDLE[sizeClass].push(raw);
                idleBytes += capacity;
                return;
            }
        }
        free(raw);
    }

    /// Returns all idle blocks to the system.
    static void trim() {
        synchronized (LOCK) {
            for (Stack stack : IDLE) {
                while (stack != null && stack.count > 0) {
                    free(stack.pop());
                }
            }
            idleBytes = 0;
        }
    }

    /// The least class that holds `bytes`: class 4k + j holds (4 + j) * 2^(k - 2) bytes.
    static int sizeClass(long bytes) {
        long size = Math.max(bytes, ALIGNMENT);
        int power = 63 - Long.numberOfLeadingZeros(size);
        long quarter = 1L << power - 2;
        int steps = (int) ((size - (1L << power) + quarter - 1) / quarter);
        return 4 * power + steps;
    }

    static long capacity(int sizeClass) {
        return (4L + sizeClass % 4) << sizeClass / 4 - 2;
    }

    private static MethodHandle libc(String name, FunctionDescriptor descriptor) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), descriptor);
    }

    private static long malloc(long bytes) {
        try {
            return (long) MALLOC.invokeExact(bytes);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void free(long raw) {
        try {
            FREE.invokeExact(raw);
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}
