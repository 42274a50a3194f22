package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Decaying means.
final class Moments {
    private Moments() {}

    /// `decay * mean + (1 - decay) * value`.
    static Array mean(double decay, Array mean, Array value) {
        return value.mul(1 - decay).add(mean.mul(decay));
    }

    /// A mean that started at 0, corrected for it: divided by `1 - decay^count`.
    static Array unbiased(double decay, Array mean, Array count) {
        // In float32 even where the mean has less: 1 - 0.999 is nothing but noise in half precision.
        var dtype = Promotion.promote(mean.dtype(), DType.FLOAT32);
        var correction = Lax.pow(Array.scalar(dtype, decay), count.astype(dtype)).neg().add(1);
        return mean.div(correction.astype(mean.dtype()));
    }
}
