package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/// What the adaptive pooling layers share: each axis is cut into a given number of windows.
final class AdaptiveWindows {
    private AdaptiveWindows() {}

    static Array mean(String layer, Axes target, boolean overlapping, Array x) {
        return pool(layer, target, overlapping, x, (windows, axis) -> windows.mean(axis));
    }

    static Array max(String layer, Axes target, boolean overlapping, Array x) {
        return pool(layer, target, overlapping, x, (windows, axis) -> windows.max(axis));
    }

    /// One axis after the other: all windows are boxes.
    ///
    /// @param reduce takes an axis away
    static Array pool(String layer, Axes target, boolean overlapping, Array x, BiFunction<Array, Integer, Array> reduce) {
        int rank = target.size() + 1;
        if (x.rank() != rank) throw ShapeMismatch.of(layer, "[channels," + "length,".repeat(rank - 2) + "length]", x, rank);
        for (int i = 0; i < target.size(); i++) {
            int axis = i + 1;
            if (x.shape().dim(axis) < target.get(i)) {
                throw Mistake.of(layer + " makes " + target.get(i) + " windows of axis " + axis + ", which in " + x.summary()
                        + " is shorter: ask for fewer");
            }
            x = overlapping ? overlapping(axis, target.get(i), x, reduce) : apart(axis, target.get(i), x, reduce);
        }
        return x;
    }

    /// First the windows that are one element longer, then the others.
    private static Array apart(int axis, int target, Array x, BiFunction<Array, Integer, Array> reduce) {
        int length = x.shape().dim(axis);
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

    private static Array overlapping(int axis, int target, Array x, BiFunction<Array, Integer, Array> reduce) {
        int length = x.shape().dim(axis);
        return Lax.concatenate(axis, IntStream.range(0, target)
                .mapToObj(i -> Lax.sliceInDim(x, i * length / target, Math.ceilDiv((i + 1) * length, target), axis))
                .map(window -> reduce.apply(window, axis).expandDims(axis)).toArray(Array[]::new));
    }
}
