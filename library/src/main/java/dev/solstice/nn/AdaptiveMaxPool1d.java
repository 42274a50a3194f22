package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.tree.Static;

/// The largest element of windows of whatever length gives the target shape, over one spatial axis.
///
/// Takes `[channels, length]`, gives `[channels, targetShape...]`. The windows do not overlap; where the length is no
/// multiple of the target, the first ones are one element longer. [#withOverlap] has PyTorch's windows instead.
///
/// ```java
/// Array x = Random.normal(key, 3, 28);
/// AdaptiveMaxPool1d.of(7).apply(x).shape()   // [3,7]
/// ```
///
/// Source: `equinox.nn.AdaptiveMaxPool1d`.
///
/// @param overlapping whether the windows are those of PyTorch
public record AdaptiveMaxPool1d(@Static Axes targetShape, boolean overlapping) implements Layer {
    /// @param targetShape one number for all axes, or one for each
    public static AdaptiveMaxPool1d of(int... targetShape) {
        return new AdaptiveMaxPool1d(PerAxis.positive("targetShape", 1, targetShape), false);
    }

    /// The windows of PyTorch: all reach from `floor(i length / target)` to `ceil((i + 1) length / target)`, and may overlap.
    public AdaptiveMaxPool1d withOverlap() {
        return new AdaptiveMaxPool1d(targetShape, true);
    }

    /// @throws IllegalArgumentException if `x` has another number of axes, or is shorter than the target
    @Override
    public Array apply(Array x) {
        return AdaptiveWindows.max("AdaptiveMaxPool1d", targetShape, overlapping, x);
    }
}
