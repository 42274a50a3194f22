package dev.solstice.nn;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.tree.Static;

/// Layer normalisation: shifts and scales the whole array to mean 0 and variance 1, then by learnt parameters.
///
/// Takes and gives `shape`. Computed in at least float32.
///
/// ```java
/// LayerNorm.of(3).apply(Array.of(1f, 2f, 3f)).shape()   // [3]
/// ```
///
/// Source: `equinox.nn.LayerNorm`; J. L. Ba, J. R. Kiros, G. E. Hinton, arXiv 1607.06450.
///
/// @param eps added to the variance
/// @param weight of `shape`, ones at first; null without one
/// @param bias of `shape`, zeros at first; null without one
public record LayerNorm(@Static Shape shape, double eps, boolean useWeight, boolean useBias, Array weight, Array bias) implements Layer {
    public static LayerNorm of(int... shape) {
        return of(Shape.of(shape), 1e-5, true, true);
    }

    public static LayerNorm of(Shape shape, double eps, boolean useWeight, boolean useBias) {
        return of(shape, eps, useWeight, useBias, DType.FLOAT32);
    }

    /// @param dtype of the parameters
    public static LayerNorm of(Shape shape, double eps, boolean useWeight, boolean useBias, DType dtype) {
        return new LayerNorm(shape, eps, useWeight, useBias,
                useWeight ? Array.full(shape, dtype, 1) : null, useBias ? Array.full(shape, dtype, 0) : null);
    }

    /// @throws IllegalArgumentException if `x` has another shape, a batch axis for example
    @Override
    public Array apply(Array x) {
        ShapeMismatch.require("LayerNorm", shape, x);
        var wide = Normalisation.widened(x);
        var centred = wide.sub(wide.mean());
        var normalised = centred.mul(Normalisation.inverseRoot(centred.mul(centred).mean(), eps));
        return Normalisation.affine(normalised, weight, bias).astype(x.dtype());
    }
}
