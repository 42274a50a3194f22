package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;

/// What a distribution is given: Java numbers or arrays.
final class Parameters {
    private Parameters() {}

    static Array of(Object value, DType dtype) {
        return value instanceof Array array ? array.astype(dtype) : Array.scalar(dtype, value);
    }

    /// Broadcast to the shape of the samples.
    static Array of(Object value, DType dtype, Shape shape) {
        return of(value, dtype).broadcastTo(shape);
    }

    /// In its own floating dtype; float32 for integers and Java numbers.
    static Array floating(Object value) {
        return value instanceof Array array ? array.astype(Promotion.inexact(array.dtype())) : Array.scalar(DType.FLOAT32, value);
    }

    /// The lengths, or if there are none what the parameters broadcast to.
    static Shape shape(int[] lengths, Object... parameters) {
        var shape = Shape.of(lengths);
        if (lengths.length > 0) return shape;
        for (var parameter : parameters) {
            if (parameter instanceof Array array) shape = Shape.broadcast(shape, array.shape());
        }
        return shape;
    }
}
