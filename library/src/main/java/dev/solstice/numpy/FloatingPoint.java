package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.lax.Lax;

/// Floating numbers taken apart: sign, fraction, exponent and neighbours. Integers count as float32.
///
/// Source: `jax.numpy`, *floating point routines*.
public final class FloatingPoint {
    private FloatingPoint() {}

    /// Whether each element is negative, minus zero included.
    public static Array signbit(Array x) {
        if (!Numpy.requireReal("signbit", x).dtype().isFloating()) return Numpy.less(x, 0);
        return switch (x.dtype()) {
            case FLOAT64 -> Numpy.less(Lax.bitcastConvertType(x, DType.INT64), 0);
            case FLOAT32 -> Numpy.less(Lax.bitcastConvertType(x, DType.INT32), 0);
            // Widening keeps the sign.
            default -> signbit(x.astype(DType.FLOAT32));
        };
    }

    /// The size of `x` with the sign of `y`.
    public static Array copysign(Object x, Object y) {
        var operands = Operands.promoted(x, y);
        var size = Lax.abs(Numpy.inexact(operands[0]));
        return Numpy.where(signbit(operands[1]), Lax.neg(size), size);
    }

    /// The fraction of `x` and its whole part, both with its sign.
    public static Array[] modf(Array x) {
        var value = Numpy.inexact(x);
        var whole = Numpy.trunc(value);
        return new Array[] {value.sub(whole), whole};
    }

    /// `x 2^exponent`.
    public static Array ldexp(Array x, Array exponent) {
        var value = Numpy.inexact(x);
        // In two halves, so that neither power overflows where the result does not.
        var half = Numpy.floorDivide(exponent, 2);
        return value.mul(power(half, value.dtype())).mul(power(exponent.sub(half), value.dtype()));
    }

    private static Array power(Array exponent, DType dtype) {
        return Numpy.power(Array.scalar(dtype, 2), exponent.astype(dtype));
    }

    /// The fraction, 0.5 to 1 in size, and the int32 exponent, so that `x = fraction 2^exponent`; 0, NaN and infinities
    /// are their own fraction, with exponent 0.
    public static Array[] frexp(Array x) {
        var value = Numpy.inexact(x);
        var wide = value.dtype() == DType.FLOAT64;
        var parts = wide ? frexp(value, DType.INT64, 52, 1022) : frexp(value.astype(DType.FLOAT32), DType.INT32, 23, 126);
        return new Array[] {parts[0].astype(value.dtype()), parts[1].astype(DType.INT32)};
    }

    private static Array[] frexp(Array x, DType bitsOf, int fractionBits, int bias) {
        var subnormal = Lax.abs(x).lt(Math.pow(2, 1 - bias));
        int shift = fractionBits + 2;
        var normal = Numpy.where(subnormal, x.mul(Math.pow(2, shift)), x);
        long mask = (2L * bias + 3) << fractionBits;
        var bits = Lax.bitcastConvertType(normal, bitsOf);
        var exponent = Bitwise.rightShift(Bitwise.bitwiseAnd(bits, Array.scalar(bitsOf, mask)), Array.scalar(bitsOf, fractionBits))
                .sub(bias).sub(Numpy.where(subnormal, Array.scalar(bitsOf, shift), Array.scalar(bitsOf, 0)));
        var fraction = Lax.bitcastConvertType(Bitwise.bitwiseOr(Bitwise.bitwiseAnd(bits, Array.scalar(bitsOf, ~mask)),
                Array.scalar(bitsOf, (long) bias << fractionBits)), x.dtype());
        var regular = Numpy.logicalAnd(x.ne(0), Lax.isFinite(x));
        return new Array[] {Numpy.where(regular, fraction, x), Numpy.where(regular, exponent, 0)};
    }

    /// The next value after `x` in the direction of `y`.
    public static Array nextafter(Object x, Object y) {
        var operands = Operands.promoted(x, y);
        var from = Numpy.inexact(operands[0]);
        var to = Numpy.inexact(operands[1]);
        var shape = Shape.broadcast(from.shape(), to.shape());
        return Lax.nextafter(from.broadcastTo(shape), to.broadcastTo(shape));
    }

    /// The distance from `x` to the next value that is larger in size, with the sign of `x`.
    public static Array spacing(Array x) {
        var value = Numpy.inexact(x);
        var size = Lax.abs(value);
        return copysign(nextafter(size, Double.POSITIVE_INFINITY).sub(size), value);
    }
}
