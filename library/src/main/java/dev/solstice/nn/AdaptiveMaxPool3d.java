package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.tree.Static;

/// The largest element of windows of whatever length gives the target shape, over three spatial axes.
///
/// Takes `[channels, depth, height, width]`, gives `[channels, targetShape...]`. The windows do not overlap; where the length is no
/// multiple of the target, the first ones are one element longer. [#withOverlap] has PyTorch's windows instead.
///
/// ```java
/// Array x = Random.normal(key, 3, 8, 8, 8);
/// AdaptiveMaxPool3d.of(2).apply(x).shape()   // [3,2,2,2]
/// ```
///
/// Source: `equinox.nn.AdaptiveMaxPool3d`.
///
/// @param overlapping whether the windows are those of PyTorch
public record AdaptiveMaxPool3d(@Static Axes targetShape, boolean overlapping) implements Layer {
    /// @param targetShape one number for all axes, or one for each
    public static AdaptiveMaxPool3d of(int... targetShape) {
        return new AdaptiveMaxPool3d(PerAxis.positive("targetShape", 3, targetShape), false);
    }

    /// The windows of PyTorch: all reach from `floor(i length / target)` to `ceil((i + 1) length / target)`, and may overlap.
    public AdaptiveMaxPool3d withOverlap() {
        return new AdaptiveMaxPool3d(targetShape, true);
    }

    /// @throws IllegalArgumentException if `x` has another number of axes, or is shorter than the target
    @Override
    public Array apply(Array x) {
        return AdaptiveWindows.max("AdaptiveMaxPool3d", targetShape, overlapping, x);
    }
}
