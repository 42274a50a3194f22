package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.tree.Static;

/// The largest element of windows of whatever length gives the target shape, over two spatial axes.
///
/// Takes `[channels, height, width]`, gives `[channels, targetShape...]`. The windows do not overlap; where the length is no
/// multiple of the target, the first ones are one element longer. [#withOverlap] has PyTorch's windows instead.
///
/// ```java
/// Array x = Random.normal(key, 3, 28, 28);
/// AdaptiveMaxPool2d.of(7).apply(x).shape()   // [3,7,7]
/// ```
///
/// Source: `equinox.nn.AdaptiveMaxPool2d`.
///
/// @param overlapping whether the windows are those of PyTorch
public record AdaptiveMaxPool2d(@Static Axes targetShape, boolean overlapping) implements Layer {
    /// @param targetShape one number for all axes, or one for each
    public static AdaptiveMaxPool2d of(int... targetShape) {
        return new AdaptiveMaxPool2d(PerAxis.positive("targetShape", 2, targetShape), false);
    }

    /// The windows of PyTorch: all reach from `floor(i length / target)` to `ceil((i + 1) length / target)`, and may overlap.
    public AdaptiveMaxPool2d withOverlap() {
        return new AdaptiveMaxPool2d(targetShape, true);
    }

    /// @throws IllegalArgumentException if `x` has another number of axes, or is shorter than the target
    @Override
    public Array apply(Array x) {
        return AdaptiveWindows.max("AdaptiveMaxPool2d", targetShape, overlapping, x);
    }
}
