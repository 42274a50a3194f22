package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.numpy.Numpy;

/// Uniform integers of any range from twice as many random bits, all of it modulo the size of the range.
final class Integers {
    private Integers() {}

    static Array randint(Key key, Shape shape, Object minval, Object maxval, DType dtype) {
        return switch (dtype) {
            case INT32, UINT32 -> randint(key, shape, minval, maxval, dtype, DType.UINT32);
            case INT64, UINT64 -> randint(key, shape, minval, maxval, dtype, DType.UINT64);
            // Drawn with 32 bits: the less bits, the less even is their remainder by the size of the range.
            case INT8, UINT8, INT16, UINT16 -> randint(key, shape, minval, maxval, DType.INT32).astype(dtype);
            default -> throw Mistake.of("randint makes integers, not " + dtype);
        };
    }

    private static Array randint(Key key, Shape shape, Object minval, Object maxval, DType dtype, DType bits) {
        var low = bound(minval, dtype);
        var high = bound(maxval, dtype);
        var span = Numpy.where(high.le(low), 1, high.sub(low)).astype(bits);
        var keys = key.split();
        var upper = Numpy.fmod(Random.bits(keys[0], shape, bits), span);
        var lower = Numpy.fmod(Random.bits(keys[1], shape, bits), span);
        var half = Numpy.fmod(Array.scalar(bits, 1L << 4 * bits.byteSize()), span);
        var multiplier = Numpy.fmod(half.mul(half), span);
        var offset = Numpy.fmod(upper.mul(multiplier).add(lower), span);
        return low.add(offset.astype(dtype));
    }

    private static Array bound(Object value, DType dtype) {
        return value instanceof Array array ? array.astype(dtype) : Array.scalar(dtype, value);
    }
}
