package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.core.Primitive;
import dev.solstice.lax.Lax;

/// Integers as rows of bits; operands broadcast and promote, booleans are one bit.
///
/// Source: `jax.numpy`, *bit-wise operations*.
public final class Bitwise {
    private Bitwise() {}

    /// The bits that both have.
    public static Array bitwiseAnd(Object x, Object y) {
        return Operands.binary(new Primitive.And(), x, y);
    }

    /// The bits that either has.
    public static Array bitwiseOr(Object x, Object y) {
        return Operands.binary(new Primitive.Or(), x, y);
    }

    /// The bits that one of them has.
    public static Array bitwiseXor(Object x, Object y) {
        return Operands.binary(new Primitive.Xor(), x, y);
    }

    /// The bits that `x` has not.
    public static Array bitwiseNot(Array x) {
        return Lax.not(x);
    }

    /// `x` times 2 to the power of `bits`; 0 if there are not as many.
    public static Array leftShift(Object x, Object bits) {
        return Operands.binary(new Primitive.ShiftLeft(), x, bits);
    }

    /// `x` divided by 2 to the power of `bits`, rounded down.
    public static Array rightShift(Object x, Object bits) {
        var operands = Operands.promoted(x, bits);
        return operands[0].dtype().isUnsigned() ? new Primitive.ShiftRightLogical().apply(operands) : new Primitive.ShiftRightArithmetic().apply(operands);
    }

    /// How many bits of `|x|` are set, uint8.
    public static Array bitwiseCount(Array x) {
        if (x.dtype().isInexact()) throw Mistake.of("bitwiseCount is of integers, not of " + x.summary());
        var magnitude = Numpy.abs(x).astype(DType.INT64);
        var bits = Lax.iota(DType.INT64, x.dtype().isBool() ? 1 : 8 * x.dtype().byteSize());
        return bitwiseAnd(rightShift(magnitude.expandDims(x.rank()), bits), 1L).sum(-1).astype(DType.UINT8);
    }

    /// Every eight elements of the last axis as the bits of a uint8, highest first; what lacks to eight is 0.
    public static Array packbits(Array x) {
        return packbits(x, -1, true);
    }

    /// Every eight elements along the axis as the bits of a uint8; what lacks to eight is 0.
    ///
    /// @param highestFirst whether the first element is the highest bit: NumPy's `bitorder="big"`
    public static Array packbits(Array x, int axis, boolean highestFirst) {
        var rows = Numpy.truth(x).astype(DType.INT32).moveAxis(axis, -1);
        int length = rows.shape().dim(-1);
        int bytes = Math.ceilDiv(length, 8);
        var widths = new int[rows.rank()][2];
        widths[rows.rank() - 1][1] = 8 * bytes - length;
        var bits = Manipulation.pad(rows, widths).reshape(rows.shape().remove(rows.rank() - 1).append(Shape.of(bytes, 8)));
        return bits.mul(weights(highestFirst)).sum(-1).astype(DType.UINT8).moveAxis(-1, axis);
    }

    /// The bits of each uint8 as eight elements of the last axis, highest first, uint8.
    public static Array unpackbits(Array x) {
        return unpackbits(x, -1, true);
    }

    /// The bits of each uint8 as eight elements along the axis, uint8.
    ///
    /// @param highestFirst whether the highest bit comes first: NumPy's `bitorder="big"`
    public static Array unpackbits(Array x, int axis, boolean highestFirst) {
        if (x.dtype() != DType.UINT8) throw Mistake.of("unpackbits takes uint8, not " + x.summary());
        var rows = x.astype(DType.INT32).moveAxis(axis, -1);
        var bits = bitwiseAnd(rows.expandDims(rows.rank()), weights(highestFirst)).ne(0).astype(DType.UINT8);
        return bits.reshape(rows.shape().with(rows.rank() - 1, 8 * rows.shape().dim(-1))).moveAxis(-1, axis);
    }

    private static Array weights(boolean highestFirst) {
        return highestFirst ? Array.of(128, 64, 32, 16, 8, 4, 2, 1) : Array.of(1, 2, 4, 8, 16, 32, 64, 128);
    }
}
