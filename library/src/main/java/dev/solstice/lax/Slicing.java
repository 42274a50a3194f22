package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.GatherDimensionNumbers;
import dev.solstice.core.Primitive.IndexMode;
import java.util.Arrays;

/// Reading and writing at positions that are values themselves. A part of [Lax].
abstract class Slicing extends Windows {
    Slicing() {}

    /// A block of `sizes` that begins at `starts` (integer scalars). A negative start counts from the end; then starts are
    /// clamped so that the block fits.
    public static Array dynamicSlice(Array x, Array[] starts, int... sizes) {
        return new Primitive.DynamicSlice(Axes.of(sizes)).apply(with(starts, x));
    }

    /// `x` with `update` written at `starts` (integer scalars). A negative start counts from the end; then starts are clamped
    /// so that the update fits.
    public static Array dynamicUpdateSlice(Array x, Array update, Array... starts) {
        return new Primitive.DynamicUpdateSlice().apply(with(starts, x, update));
    }

    /// XLA's gather. The last axis of `indices` holds the index vectors.
    public static Array gather(Array x, Array indices, GatherDimensionNumbers numbers, int[] sliceSizes, IndexMode mode) {
        return new Primitive.Gather(numbers, Axes.of(sliceSizes), mode).apply(x, int32(indices));
    }

    /// XLA's scatter: of two updates of one element the later wins.
    public static Array scatter(Array x, Array indices, Array updates, GatherDimensionNumbers numbers, IndexMode mode) {
        return new Primitive.Scatter(numbers, mode).apply(x, int32(indices), updates);
    }

    /// XLA's scatter that adds the updates to `x`.
    public static Array scatterAdd(Array x, Array indices, Array updates, GatherDimensionNumbers numbers, IndexMode mode) {
        return new Primitive.ScatterAdd(numbers, mode).apply(x, int32(indices), updates);
    }

    private static Array int32(Array indices) {
        return indices.astype(DType.INT32);
    }

    private static Array[] with(Array[] starts, Array... first) {
        if (starts.length != first[0].rank()) {
            throw new IllegalArgumentException(starts.length + " starts for " + first[0].summary() + ": there is one for each axis");
        }
        var all = Arrays.copyOf(first, first.length + starts.length);
        for (int i = 0; i < starts.length; i++) all[first.length + i] = fromStart(int32(starts[i]), first[0].shape().dim(i));
        return all;
    }

    private static Array fromStart(Array index, int length) {
        // A known position needs no program.
        if (index instanceof ConcreteArray) return index.intItem() < 0 ? Array.scalar(index.intItem() + length) : index;
        return select(index.lt(0), index.add(length), index);
    }
}
