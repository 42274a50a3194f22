package dev.solstice.nn;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.tree.Static;

/// Root mean square normalisation: scales the whole array to mean square 1, then by learnt parameters.
///
/// Takes and gives `shape`. Computed in at least float32.
///
/// ```java
/// RMSNorm.of(2).apply(Array.of(3f, -3f)).shape()   // [2]
/// ```
///
/// Source: `equinox.nn.RMSNorm`; B. Zhang, R. Sennrich, arXiv 1910.07467.
///
/// @param eps added to the mean square
/// @param weight of `shape`, ones at first; null without one
/// @param bias of `shape`, zeros at first; null without one
public record RMSNorm(@Static Shape shape, double eps, boolean useWeight, boolean useBias, Array weight, Array bias) implements Layer {
    public static RMSNorm of(int... shape) {
        return of(Shape.of(shape), 1e-5, true, true);
    }

    public static RMSNorm of(Shape shape, double eps, boolean useWeight, boolean useBias) {
        return of(shape, eps, useWeight, useBias, DType.FLOAT32);
    }

    /// @param dtype of the parameters
    public static RMSNorm of(Shape shape, double eps, boolean useWeight, boolean useBias, DType dtype) {
        return new RMSNorm(shape, eps, useWeight, useBias,
                useWeight ? Array.full(shape, dtype, 1) : null, useBias ? Array.full(shape, dtype, 0) : null);
    }

    /// @throws IllegalArgumentException if `x` has another shape, a batch axis for example
    @Override
    public Array apply(Array x) {
        ShapeMismatch.require("RMSNorm", shape, x);
        var wide = Normalisation.widened(x);
        var normalised = wide.mul(Normalisation.inverseRoot(wide.mul(wide).mean(), eps));
        return Normalisation.affine(normalised, weight, bias).astype(x.dtype());
    }
}
