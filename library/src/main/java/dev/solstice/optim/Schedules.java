package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Arithmetic that schedules share.
final class Schedules {
    private Schedules() {}

    /// How much of `steps` is done: from 0 to 1.
    static Array fraction(Array step, int steps) {
        var done = Lax.clamp(Array.scalar(step.dtype(), 0), step, Array.scalar(step.dtype(), steps));
        return done.astype(DType.FLOAT32).div(steps);
    }

    static Array power(Array base, double exponent) {
        return exponent == 1 ? base : base.pow(exponent);
    }

    static Array choose(Array which, Array onTrue, Array onFalse) {
        return Lax.select(which, onTrue, onFalse);
    }
}
