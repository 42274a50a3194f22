package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;

/// Operations on the bits of floating numbers.
final class Bits {
    private Bits() {}

    /// The bits of a float, read as a signed integer, are ordered like the numbers of one sign: one step is one unit.
    static Array nextafter(Array x, Array y) {
        if (!x.dtype().isFloating()) throw Mistake.of("nextafter of " + x.summary() + ": only for floating types; convert with astype(FLOAT32)");
        var whole = wordOf(x.dtype());
        var shape = x.rank() == 0 ? y.shape() : x.shape();
        x = x.broadcastTo(shape);
        y = y.broadcastTo(shape);
        var bits = Lax.bitcastConvertType(x, whole);
        var zero = Array.scalar(x.dtype(), 0);
        // Away from zero the magnitude grows, and so do the bits, whatever the sign is.
        var outwards = Lax.eq(Lax.gt(y, x), Lax.gt(x, zero));
        var moved = Lax.add(bits, Lax.select(outwards, Array.full(shape, whole, 1), Array.full(shape, whole, -1)));
        var next = Lax.bitcastConvertType(moved, x.dtype());
        var least = Lax.select(Lax.gt(y, zero), smallest(x, whole, 1), Lax.neg(smallest(x, whole, 1)));
        next = Lax.select(Lax.eq(x, zero), least, next);
        var undefined = Lax.bitwiseOr(Lax.ne(x, x), Lax.ne(y, y));
        return Lax.select(undefined, Lax.add(x, y), Lax.select(Lax.eq(x, y), y, next));
    }

    private static DType wordOf(DType floating) {
        return switch (floating.byteSize()) {
            case 2 -> DType.INT16;
            case 4 -> DType.INT32;
            default -> DType.INT64;
        };
    }

    /// Integers ordered like floating numbers, but -0 below 0 and NaN, whatever its sign, above all.
    static Array ordered(Array x) {
        var whole = wordOf(x.dtype());
        var bits = Lax.bitcastConvertType(x, whole);
        var largest = Array.full(x.shape(), whole, ~(-1L << 8 * whole.byteSize() - 1));
        var ascending = Lax.select(bits.lt(0), Lax.bitwiseXor(bits, largest), bits);
        return Lax.select(Lax.ne(x, x), largest, ascending);
    }

    static Array mulhi(Array x, Array y) {
        var dtype = x.dtype();
        if (!dtype.isInteger() || y.dtype() != dtype) {
            throw Mistake.of("mulhi of " + x.summary() + " and " + y.summary() + ": both are integers of one dtype");
        }
        int bits = 8 * dtype.byteSize();
        if (bits < 64) {
            var product = Lax.mul(x.astype(DType.INT64), y.astype(DType.INT64));
            return Lax.shiftRightArithmetic(product, Array.scalar(DType.INT64, bits)).astype(dtype);
        }
        // Schoolbook multiplication of unsigned halves; the upper bit of a negative factor counted 2^64 too much.
        var high = unsignedMulhi(x, y);
        if (dtype.isUnsigned()) return high;
        var sign = Array.scalar(dtype, 63);
        return high.sub(Lax.bitwiseAnd(Lax.shiftRightArithmetic(x, sign), y)).sub(Lax.bitwiseAnd(Lax.shiftRightArithmetic(y, sign), x));
    }

    private static Array unsignedMulhi(Array x, Array y) {
        var half = Array.scalar(x.dtype(), 32);
        var mask = Array.scalar(x.dtype(), 0xFFFF_FFFFL);
        var lowX = Lax.bitwiseAnd(x, mask);
        var lowY = Lax.bitwiseAnd(y, mask);
        var highX = Lax.shiftRightLogical(x, half);
        var highY = Lax.shiftRightLogical(y, half);
        var carried = Lax.mul(highX, lowY).add(Lax.shiftRightLogical(Lax.mul(lowX, lowY), half));
        var middle = Lax.mul(lowX, highY).add(Lax.bitwiseAnd(carried, mask));
        return Lax.mul(highX, highY).add(Lax.shiftRightLogical(carried, half)).add(Lax.shiftRightLogical(middle, half));
    }

    private static Array smallest(Array like, DType whole, int bits) {
        return Lax.bitcastConvertType(Array.full(like.shape(), whole, bits), like.dtype());
    }
}
