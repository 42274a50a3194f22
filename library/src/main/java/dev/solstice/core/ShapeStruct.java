package dev.solstice.core;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;

/// An array without elements: `jax.ShapeDtypeStruct`. Computing with it computes shapes.
///
/// ```java
/// Array y = new ShapeStruct(DType.FLOAT32, Shape.of(2, 3)).matmul(new ShapeStruct(DType.FLOAT32, Shape.of(3, 5)));
/// y.shape()   // [2,5]
/// ```
public final class ShapeStruct extends Array {
    private final AbstractValue abstractValue;

    public ShapeStruct(DType dtype, Shape shape) {
        this.abstractValue = new AbstractValue(dtype, shape);
    }

    @Override
    public AbstractValue abstractValue() {
        return abstractValue;
    }

    @Override
    protected ConcreteArray concrete(String operation) {
        throw new IllegalStateException(operation + " needs the values of an array, but " + abstractValue
                + " is a shape without values, as evalShape makes them. Build the real array first.");
    }

    @Override
    public String toString() {
        return "ShapeStruct<" + abstractValue + ">";
    }
}
