package dev.solstice.numpy;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Differences, gradients and integrals of what an array samples.
///
/// Source: `jax.numpy`.
public final class Calculus {
    private Calculus() {}

    /// Differences of neighbours along the axis, `n` times.
    public static Array diff(Array x, int n, int axis) {
        for (int i = 0; i < n; i++) {
            int length = x.shape().dim(axis);
            if (length == 0) return x;
            x = Lax.sliceInDim(x, 1, length, axis).sub(Lax.sliceInDim(x, 0, length - 1, axis));
        }
        return x;
    }
}
