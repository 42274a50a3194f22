package dev.solstice.core;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;

/// Makes what users write into what primitives take: Java scalars become arrays, dtypes promote, shapes broadcast.
public final class Operands {
    private Operands() {}

    /// `primitive` of two operands, each an [Array] or a Java scalar.
    public static Array binary(Primitive primitive, Object left, Object right) {
        return primitive.apply(promoted(left, right));
    }

    /// The operands as arrays of one dtype that a binary primitive takes: one shape, or one of them a scalar.
    public static Array[] promoted(Object left, Object right) {
        return switch (left) {
            case Array x when right instanceof Array y -> promoted(x, y);
            case Array x -> {
                var dtype = Promotion.promote(x.dtype(), Promotion.Weak.of(right));
                yield new Array[] {x.astype(dtype), Array.scalar(dtype, right)};
            }
            case Object scalar when right instanceof Array y -> {
                var dtype = Promotion.promote(y.dtype(), Promotion.Weak.of(scalar));
                yield new Array[] {Array.scalar(dtype, scalar), y.astype(dtype)};
            }
            case Object scalar -> promoted(Array.scalar(scalar), right);
        };
    }

    private static Array[] promoted(Array x, Array y) {
        Debugging.met(x, y);
        DType dtype = Promotion.promote(x.dtype(), y.dtype());
        x = x.astype(dtype);
        y = y.astype(dtype);
        if (x.shape().equals(y.shape()) || x.rank() == 0 || y.rank() == 0) return new Array[] {x, y};
        var shape = Shape.broadcast(x.shape(), y.shape());
        return new Array[] {x.broadcastTo(shape), y.broadcastTo(shape)};
    }

    /// An operand as an array; a Java scalar gets its default dtype.
    public static Array array(Object operand) {
        return operand instanceof Array array ? array : Array.scalar(operand);
    }
}
