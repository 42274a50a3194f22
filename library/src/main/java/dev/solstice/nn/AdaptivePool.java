package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Vmap;
import dev.solstice.tree.Static;

/// Any summary of windows of whatever length gives the target shape, over any number of spatial axes.
///
/// Takes `[channels, spatial...]`, gives `[channels, targetShape...]`. The axes are summarised one after the other, so the
/// operation should be one like a maximum, for which that is the same as the whole box.
///
/// ```java
/// AdaptivePool.of(2, window -> window.min(), 3).apply(ones(4, 9, 7)).shape()   // [4,3,3]
/// ```
///
/// Source: `equinox.nn.AdaptivePool`.
///
/// @param operation from `[length]` to `[]`
public record AdaptivePool(@Static Axes targetShape, Fn1<Array, Array> operation) implements Layer {
    /// @param targetShape one number for all axes, or one for each
    public static AdaptivePool of(int spatialAxes, Fn1<Array, Array> operation, int... targetShape) {
        return new AdaptivePool(PerAxis.positive("targetShape", spatialAxes, targetShape), operation);
    }

    /// @throws IllegalArgumentException if `x` has another number of axes, or is shorter than the target
    @Override
    public Array apply(Array x) {
        return AdaptiveWindows.pool("AdaptivePool", targetShape, false, x, (windows, axis) -> {
            var last = windows.moveAxis(axis, -1);
            var rows = last.reshape(-1, last.shape().dim(-1));
            return Vmap.vmap(operation).apply(rows).reshape(last.shape().remove(last.rank() - 1));
        });
    }
}
