package dev.solstice.kernel.jshell;

/// Memory that is given up when a cell has used up all other, so that the kernel can say so and compile the cell that
/// frees some.
final class Reserve {
    private static final int BYTES = 16 << 20;
    /// As much must be free before some is set aside again.
    private static final long PLENTY = 8L * BYTES;

    private byte[] held = new byte[BYTES];

    synchronized void giveUp() {
        held = null;
    }

    synchronized void refill() {
        var runtime = Runtime.getRuntime();
        if (held == null && runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory() > PLENTY) {
            held = new byte[BYTES];
        }
    }
}
