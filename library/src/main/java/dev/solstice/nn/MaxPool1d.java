package dev.solstice.nn;

import dev.solstice.core.Array;

/// The largest element of each window, over one spatial axis.
///
/// Takes `[channels, length]`, gives the same channels with as many elements as there are windows.
///
/// ```java
/// Array x = Random.normal(key, 3, 28);
/// MaxPool1d.of(2, 2).apply(x).shape()   // [3,14]
/// ```
///
/// Source: `equinox.nn.MaxPool1d`.
public record MaxPool1d(PoolingWindow window) implements Layer {
    /// Windows that move by one element.
    public static MaxPool1d of(int kernelSize) {
        return of(kernelSize, 1);
    }

    public static MaxPool1d of(int kernelSize, int stride) {
        return new MaxPool1d(PoolingWindow.of(1, kernelSize).withStride(stride));
    }

    /// With padding before and after: one number.
    ///
    /// @throws IllegalArgumentException if it exceeds the window
    public MaxPool1d withPadding(int... padding) {
        return new MaxPool1d(window.withPadding(padding));
    }

    /// With a last window that hangs over the end.
    public MaxPool1d withCeil() {
        return new MaxPool1d(window.withCeil());
    }

    /// @throws IllegalArgumentException if `x` has another number of axes
    @Override
    public Array apply(Array x) {
        return window.max("MaxPool1d", x);
    }
}
