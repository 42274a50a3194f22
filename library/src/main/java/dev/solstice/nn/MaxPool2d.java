package dev.solstice.nn;

import dev.solstice.core.Array;

/// The largest element of each window, over two spatial axes.
///
/// Takes `[channels, height, width]`, gives the same channels with as many elements as there are windows.
///
/// ```java
/// Array x = Random.normal(key, 3, 28, 28);
/// MaxPool2d.of(2, 2).apply(x).shape()   // [3,14,14]
/// ```
///
/// Source: `equinox.nn.MaxPool2d`.
public record MaxPool2d(PoolingWindow window) implements Layer {
    /// Windows that move by one element.
    public static MaxPool2d of(int kernelSize) {
        return of(kernelSize, 1);
    }

    public static MaxPool2d of(int kernelSize, int stride) {
        return new MaxPool2d(PoolingWindow.of(2, kernelSize).withStride(stride));
    }

    /// With padding before and after: one number for all axes, or one for each.
    ///
    /// @throws IllegalArgumentException if it exceeds the window
    public MaxPool2d withPadding(int... padding) {
        return new MaxPool2d(window.withPadding(padding));
    }

    /// With a last window that hangs over the end.
    public MaxPool2d withCeil() {
        return new MaxPool2d(window.withCeil());
    }

    /// @throws IllegalArgumentException if `x` has another number of axes
    @Override
    public Array apply(Array x) {
        return window.max("MaxPool2d", x);
    }
}
