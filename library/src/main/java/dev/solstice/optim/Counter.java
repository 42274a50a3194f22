package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Counts steps in an array, so that a compiled step sees one program and not a new number each time.
final class Counter {
    private Counter() {}

    static Array zero() {
        return Array.scalar(0);
    }

    /// One more, except that the largest number stays: an overflow would begin a schedule anew.
    static Array next(Array count) {
        return Lax.min(count, Array.scalar(Integer.MAX_VALUE - 1)).add(1);
    }
}
