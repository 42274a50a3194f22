package dev.solstice.nn;

import dev.solstice.core.Array;

/// The largest element of each window, over three spatial axes.
///
/// Takes `[channels, depth, height, width]`, gives the same channels with as many elements as there are windows.
///
/// ```java
/// Array x = Random.normal(key, 3, 8, 28, 28);
/// MaxPool3d.of(2, 2).apply(x).shape()   // [3,4,14,14]
/// ```
///
/// Source: `equinox.nn.MaxPool3d`.
public record MaxPool3d(PoolingWindow window) implements Layer {
    /// Windows that move by one element.
    public static MaxPool3d of(int kernelSize) {
        return of(kernelSize, 1);
    }

    public static MaxPool3d of(int kernelSize, int stride) {
        return new MaxPool3d(PoolingWindow.of(3, kernelSize).withStride(stride));
    }

    /// With padding before and after: one number for all axes, or one for each.
    ///
    /// @throws IllegalArgumentException if it exceeds the window
    public MaxPool3d withPadding(int... padding) {
        return new MaxPool3d(window.withPadding(padding));
    }

    /// With a last window that hangs over the end.
    public MaxPool3d withCeil() {
        return new MaxPool3d(window.withCeil());
    }

    /// @throws IllegalArgumentException if `x` has another number of axes
    @Override
    public Array apply(Array x) {
        return window.max("MaxPool3d", x);
    }
}
