package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Samples of the Gumbel distribution.
///
/// Source: `jax.random.gumbel`.
final class Gumbel {
    private Gumbel() {}

    static Array sample(Key key, Shape shape, DType dtype, Resolution resolution) {
        return switch (resolution) {
            case LOW -> negatedLogarithm(Lax.log(Random.uniform(key, shape, dtype, dtype.smallestNormal(), 1)));
            case HIGH -> high(key, shape, dtype);
            case HIGHEST -> dtype == DType.FLOAT32 ? highest(key, shape) : high(key, shape, dtype);
        };
    }

    private static Array negatedLogarithm(Array logarithm) {
        return Lax.neg(Lax.log(Lax.neg(logarithm)));
    }

    /// A second uniform number fills the bits that one below 1/2 lacks.
    private static Array high(Key key, Shape shape, DType dtype) {
        var both = Random.uniform(key, Shape.of(2).append(shape), dtype);
        var high = Lax.indexInDim(both, 0, 0, false);
        var low = Lax.indexInDim(both, 1, 0, false);
        var finer = high.add(low.mul(dtype.epsilon())).add(dtype.smallestNormal());
        return negatedLogarithm(Lax.log1p(Lax.neg(Lax.select(high.ge(0.5), high, finer))));
    }

    /// 64 bits as a float, of that end of the interval that is nearer.
    private static Array highest(Key key, Shape shape) {
        var bits = Random.bits(key, Shape.of(2).append(shape), DType.UINT32);
        var high = Lax.indexInDim(bits, 0, 0, false);
        var low = Lax.indexInDim(bits, 1, 0, false);
        var lowerHalf = Lax.lt(high, Array.scalar(DType.UINT32, 1L << 31));
        var inverted = Lax.not(low);
        var carry = Lax.eq(inverted, Array.scalar(DType.UINT32, 0xFFFF_FFFFL)).astype(DType.UINT32);
        var x = fraction(Lax.select(lowerHalf, high, Lax.add(Lax.not(high), carry)),
                Lax.select(lowerHalf, low, Lax.add(inverted, Array.scalar(DType.UINT32, 1))));
        return Lax.select(lowerHalf, negatedLogarithm(Lax.log1p(Lax.neg(x))), negatedLogarithm(Lax.log(x)));
    }

    /// `(high 2^32 + low) / 2^64`, put together from exponent and mantissa.
    private static Array fraction(Array high, Array low) {
        var highZeros = Lax.clz(high);
        var lowZeros = Lax.clz(low);
        var onlyLow = Lax.eq(highZeros, Array.scalar(DType.UINT32, 32));
        var below = Lax.select(onlyLow, Lax.shiftLeft(low, lowZeros), Lax.shiftRightLogical(low, Lax.sub(Array.scalar(DType.UINT32, 32), highZeros)));
        var leading = Lax.bitwiseOr(Lax.shiftLeft(high, highZeros), below);
        var mantissa = Lax.bitwiseAnd(Lax.shiftRightLogical(leading, Array.scalar(DType.UINT32, 8)), Array.scalar(DType.UINT32, (1 << 23) - 1));
        var zeros = Lax.select(onlyLow, Lax.add(lowZeros, Array.scalar(DType.UINT32, 32)), highZeros);
        var exponent = Lax.shiftLeft(Lax.sub(Array.scalar(DType.UINT32, 126), zeros), Array.scalar(DType.UINT32, 23));
        var kept = Lax.bitwiseAnd(exponent, Array.scalar(DType.UINT32, (1L << 30) - (1 << 22)));
        return Lax.bitcastConvertType(Lax.bitwiseOr(kept, mantissa), DType.FLOAT32);
    }
}
