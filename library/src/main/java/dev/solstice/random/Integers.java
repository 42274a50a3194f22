package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Numpy;

/// Uniform integers of any range from twice as many random bits, all of it modulo the size of the range.
final class Integers {
    private Integers() {}

    static Array randint(Key key, Shape shape, Object minval, Object maxval, DType dtype) {
        return switch (dtype) {
            case INT32 -> in32Bits(key, shape, minval, maxval);
            case INT64 -> in64Bits(key, shape, minval, maxval);
            case INT8, UINT8 -> in32Bits(key, shape, minval, maxval).astype(dtype);
            default -> throw new IllegalArgumentException("randint makes int8, uint8, int32 or int64, not " + dtype);
        };
    }

    private static Array in32Bits(Key key, Shape shape, Object minval, Object maxval) {
        var low = bound(minval, DType.INT32);
        var high = bound(maxval, DType.INT32);
        var span = Lax.bitcastConvertType(span(low, high), DType.UINT32);
        var keys = key.split();
        var upper = Numpy.fmod(Random.bits(keys[0], shape, DType.UINT32), span);
        var lower = Numpy.fmod(Random.bits(keys[1], shape, DType.UINT32), span);
        var half = Numpy.fmod(Array.scalar(DType.UINT32, 1 << 16), span);
        var multiplier = Numpy.fmod(half.mul(half), span);
        var offset = Numpy.fmod(upper.mul(multiplier).add(lower), span);
        return low.add(Lax.bitcastConvertType(offset, DType.INT32));
    }

    private static Array in64Bits(Key key, Shape shape, Object minval, Object maxval) {
        var low = bound(minval, DType.INT64);
        var span = span(low, bound(maxval, DType.INT64));
        var keys = key.split();
        var upper = unsignedRemainder(Random.bits(keys[0], shape, DType.INT64), span);
        var lower = unsignedRemainder(Random.bits(keys[1], shape, DType.INT64), span);
        var half = unsignedRemainder(Array.scalar(DType.INT64, 1L << 32), span);
        var multiplier = unsignedRemainder(half.mul(half), span);
        return low.add(unsignedRemainder(upper.mul(multiplier).add(lower), span));
    }

    /// The size of the range, 1 if it is empty.
    private static Array span(Array low, Array high) {
        return Numpy.where(high.le(low), 1, high.sub(low));
    }

    /// The remainder of int64 bits read as unsigned, by a positive divisor: there is no uint64.
    ///
    /// With `x = 2 h + b` and `r = h rem d`, it is `2 r + b`, less `d` if that reaches `d`; written so that nothing overflows.
    private static Array unsignedRemainder(Array x, Array divisor) {
        var bit = Lax.bitwiseAnd(x, Array.scalar(DType.INT64, 1));
        var half = Numpy.fmod(Lax.shiftRightLogical(x, Array.scalar(DType.INT64, 1)), divisor);
        var rest = Numpy.subtract(divisor, half);
        var reaches = half.add(bit).ge(rest);
        return Numpy.where(reaches, half.sub(rest).add(bit), half.add(half).add(bit));
    }

    private static Array bound(Object value, DType dtype) {
        return value instanceof Array array ? array.astype(dtype) : Array.scalar(dtype, value);
    }
}
