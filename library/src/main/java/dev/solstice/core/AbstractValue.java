package dev.solstice.core;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;

/// What is known about an array without its elements: JAX's `ShapedArray`. Prints as `f32[2,3]`.
public record AbstractValue(DType dtype, Shape shape) {
    public static AbstractValue of(Array array) {
        return array.abstractValue();
    }

    public static AbstractValue[] of(Array[] arrays) {
        var out = new AbstractValue[arrays.length];
        for (int i = 0; i < arrays.length; i++) out[i] = of(arrays[i]);
        return out;
    }

    public AbstractValue withShape(Shape shape) {
        return new AbstractValue(dtype, shape);
    }

    public AbstractValue withDType(DType dtype) {
        return new AbstractValue(dtype, shape);
    }

    @Override
    public String toString() {
        return dtype.shortName() + shape;
    }
}
