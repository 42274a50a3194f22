package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Sorting, and searching in what is sorted. NaN comes last.
///
/// Source: `jax.numpy`.
public final class Sorting {
    private Sorting() {}

    /// Sorts the last axis ascending; NaN last.
    public static Array sort(Array x) {
        return sort(x, -1);
    }

    /// Sorts along the axis, ascending; NaN last.
    public static Array sort(Array x, int axis) {
        return Lax.sort(x, axis);
    }

    /// The int32 indices that sort the last axis; stable.
    public static Array argsort(Array x) {
        return argsort(x, -1);
    }

    /// The int32 indices that sort along the axis; stable.
    public static Array argsort(Array x, int axis) {
        return argsort(x, axis, false);
    }

    /// The int32 indices that sort along the axis, largest first if `descending`; stable.
    public static Array argsort(Array x, int axis, boolean descending) {
        // Twice reversed, equal elements keep their order.
        var keys = descending ? Lax.rev(x, axis) : x;
        var positions = Lax.iota(DType.INT32, x.shape(), axis);
        var sorted = Lax.sortKeyVal(keys, descending ? Lax.rev(positions, axis) : positions, axis)[1];
        return descending ? Lax.rev(sorted, axis) : sorted;
    }

    /// For each value its place in the sorted vector, int32: before its equals, or after them if `right`.
    public static Array searchsorted(Array sorted, Array values, boolean right) {
        if (sorted.rank() != 1) throw new IllegalArgumentException("searchsorted in " + sorted.summary() + ": the sorted array is a vector");
        var column = values.expandDims(-1);
        var before = right ? Numpy.lessEqual(sorted, column) : Numpy.less(sorted, column);
        return before.astype(DType.INT32).sum(-1);
    }
}
