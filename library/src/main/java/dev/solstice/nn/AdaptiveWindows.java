package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;
import java.util.function.BiFunction;

/// What the adaptive pooling layers share: each axis is cut into a given number of windows.
final class AdaptiveWindows {
    private AdaptiveWindows() {}

    static Array mean(String layer, Axes target, Array x) {
        return pool(layer, target, x, (windows, axis) -> windows.mean(axis));
    }

    static Array max(String layer, Axes target, Array x) {
        return pool(layer, target, x, (windows, axis) -> windows.max(axis));
    }

    /// One axis after the other: all windows are boxes.
    private static Array pool(String layer, Axes target, Array x, BiFunction<Array, Integer, Array> reduce) {
        int rank = target.size() + 1;
        if (x.rank() != rank) throw ShapeMismatch.of(layer, "[channels," + "length,".repeat(rank - 2) + "length]", x, rank);
        for (int i = 0; i < target.size(); i++) x = alongAxis(layer, i + 1, target.get(i), x, reduce);
        return x;
    }

    private static Array alongAxis(String layer, int axis, int target, Array x, BiFunction<Array, Integer, Array> reduce) {
        int length = x.shape().dim(axis);
        if (length < target) {
            throw new IllegalArgumentException(layer + " makes " + target + " windows of axis " + axis + ", which in " + x.summary() + " is shorter");
        }
        int shorter = length / target;
        int longerCount = length % target;
        int cut = longerCount * (shorter + 1);
        var rest = reduce.apply(windows(Lax.sliceInDim(x, cut, length, axis), axis, target - longerCount, shorter), axis + 1);
        if (longerCount == 0) return rest;
        return Lax.concatenate(axis, reduce.apply(windows(Lax.sliceInDim(x, 0, cut, axis), axis, longerCount, shorter + 1), axis + 1), rest);
    }

    private static Array windows(Array x, int axis, int count, int length) {
        return x.reshape(x.shape().remove(axis).insert(axis, count).insert(axis + 1, length));
    }
}
