package dev.solstice.lax;

import dev.solstice.array.Mistake;

/// The settings of a scan.
///
/// @param length how many steps; negative if `xs` says it
/// @param unroll how many steps make one step of the compiled loop: more are faster, up to a point, and take longer to compile
/// @param reverse whether the last slice comes first
public record ScanOptions(int length, int unroll, boolean reverse) {
    /// As many steps as there are slices, one by one, forward.
    public static final ScanOptions DEFAULT = new ScanOptions(-1, 1, false);

    public ScanOptions {
        if (unroll < 1) throw Mistake.of("a scan is unrolled by 1 (not at all) or more, got " + unroll);
    }

    public ScanOptions withLength(int length) {
        if (length < 0) throw Mistake.of("a scan has at least 0 steps, got " + length);
        return new ScanOptions(length, unroll, reverse);
    }

    public ScanOptions withUnroll(int unroll) {
        return new ScanOptions(length, unroll, reverse);
    }

    /// From the last slice to the first; results are stacked in the order of the slices.
    public ScanOptions reversed() {
        return new ScanOptions(length, unroll, !reverse);
    }
}
