package dev.solstice.nn;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;

/// What the normalising layers share.
final class Normalisation {
    private Normalisation() {}

    /// Half precision is not enough for sums of squares.
    static Array widened(Array x) {
        return x.astype(Promotion.promote(x.dtype(), DType.FLOAT32));
    }

    static Array inverseRoot(Array meanSquare, double eps) {
        return new Primitive.Rsqrt().apply(meanSquare.add(eps));
    }

    static Array affine(Array normalised, Array weight, Array bias) {
        var scaled = weight == null ? normalised : normalised.mul(weight);
        return bias == null ? scaled : scaled.add(bias);
    }
}
