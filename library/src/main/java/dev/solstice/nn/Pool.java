package dev.solstice.nn;

import dev.solstice.core.Array;
import java.util.function.BinaryOperator;

/// Any fold of each window, over any number of spatial axes.
///
/// Takes `[channels, spatial...]`, gives the same channels with as many elements as there are windows.
///
/// ```java
/// Pool.of(PoolingWindow.of(2, 2).withStride(2), 1, Lax::mul).apply(full(Shape.of(1, 4, 4), 3f)).toString()   // products: 81 each
/// ```
///
/// Source: `equinox.nn.Pool`.
///
/// @param start with which each fold begins and which the padding holds: `operation` must not be changed by it
/// @param operation of two arrays of one shape, element by element
public record Pool(PoolingWindow window, double start, BinaryOperator<Array> operation) implements Layer {
    public static Pool of(PoolingWindow window, double start, BinaryOperator<Array> operation) {
        return new Pool(window, start, operation);
    }

    /// @throws IllegalArgumentException if `x` has another number of axes
    @Override
    public Array apply(Array x) {
        return window.fold("Pool", start, operation, x);
    }
}
