package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.tree.Static;

/// The largest element of windows of whatever length gives the target shape, over one spatial axis.
///
/// Takes `[channels, length]`, gives `[channels, targetShape...]`. The windows do not overlap; where the length is no
/// multiple of the target, the first ones are one element longer.
///
/// ```java
/// Array x = Random.normal(key, 3, 28);
/// AdaptiveMaxPool1d.of(7).apply(x).shape()   // [3,7]
/// ```
///
/// Source: `equinox.nn.AdaptiveMaxPool1d`.
public record AdaptiveMaxPool1d(@Static Axes targetShape) implements Layer {
    /// @param targetShape one number for all axes, or one for each
    public static AdaptiveMaxPool1d of(int... targetShape) {
        return new AdaptiveMaxPool1d(PerAxis.positive("targetShape", 1, targetShape));
    }

    /// @throws IllegalArgumentException if `x` has another number of axes, or is shorter than the target
    @Override
    public Array apply(Array x) {
        return AdaptiveWindows.max("AdaptiveMaxPool1d", targetShape, x);
    }
}
