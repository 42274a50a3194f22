package dev.solstice.nn;

import dev.solstice.core.Array;

/// The mean of each window, over three spatial axes.
///
/// Takes `[channels, depth, height, width]`, gives the same channels with as many elements as there are windows.
///
/// The mean divides by the size of the whole window, padding counts as zeros, unless [#withCountIncludePad] says otherwise.
///
/// ```java
/// Array x = Random.normal(key, 3, 8, 28, 28);
/// AvgPool3d.of(2, 2).apply(x).shape()   // [3,4,14,14]
/// ```
///
/// Source: `equinox.nn.AvgPool3d`.
public record AvgPool3d(PoolingWindow window) implements Layer {
    /// Windows that move by one element.
    public static AvgPool3d of(int kernelSize) {
        return of(kernelSize, 1);
    }

    public static AvgPool3d of(int kernelSize, int stride) {
        return new AvgPool3d(PoolingWindow.of(3, kernelSize).withStride(stride));
    }

    /// With padding before and after: one number for all axes, or one for each.
    ///
    /// @throws IllegalArgumentException if it exceeds the window
    public AvgPool3d withPadding(int... padding) {
        return new AvgPool3d(window.withPadding(padding));
    }

    /// Whether padding counts in the mean, as zeros: it does by default; without, the mean is that of the elements that are there.
    public AvgPool3d withCountIncludePad(boolean countIncludePad) {
        return new AvgPool3d(window.withCountIncludePad(countIncludePad));
    }

    /// With a last window that hangs over the end.
    public AvgPool3d withCeil() {
        return new AvgPool3d(window.withCeil());
    }

    /// @throws IllegalArgumentException if `x` has another number of axes
    @Override
    public Array apply(Array x) {
        return window.mean("AvgPool3d", x);
    }
}
