package dev.solstice.nn;

import dev.solstice.core.Array;

/// The mean of each window, over one spatial axis.
///
/// Takes `[channels, length]`, gives the same channels with as many elements as there are windows.
///
/// The mean divides by the size of the whole window, padding counts as zeros, unless [#withCountIncludePad] says otherwise.
///
/// ```java
/// Array x = Random.normal(key, 3, 28);
/// AvgPool1d.of(2, 2).apply(x).shape()   // [3,14]
/// ```
///
/// Source: `equinox.nn.AvgPool1d`.
public record AvgPool1d(PoolingWindow window) implements Layer {
    /// Windows that move by one element.
    public static AvgPool1d of(int kernelSize) {
        return of(kernelSize, 1);
    }

    public static AvgPool1d of(int kernelSize, int stride) {
        return new AvgPool1d(PoolingWindow.of(1, kernelSize).withStride(stride));
    }

    /// With padding before and after: one number.
    ///
    /// @throws IllegalArgumentException if it exceeds the window
    public AvgPool1d withPadding(int... padding) {
        return new AvgPool1d(window.withPadding(padding));
    }

    /// Whether padding counts in the mean, as zeros: it does by default; without, the mean is that of the elements that are there.
    public AvgPool1d withCountIncludePad(boolean countIncludePad) {
        return new AvgPool1d(window.withCountIncludePad(countIncludePad));
    }

    /// With a last window that hangs over the end.
    public AvgPool1d withCeil() {
        return new AvgPool1d(window.withCeil());
    }

    /// @throws IllegalArgumentException if `x` has another number of axes
    @Override
    public Array apply(Array x) {
        return window.mean("AvgPool1d", x);
    }
}
