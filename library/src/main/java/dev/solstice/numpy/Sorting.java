package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.List;

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
        if (sorted.rank() != 1) throw Mistake.of("searchsorted in " + sorted.summary() + ": the sorted array is a vector");
        // Few comparisons are made all at once; of many a binary search makes only the logarithm.
        return (long) sorted.size() * values.size() <= 1 << 16 ? counted(sorted, values, right) : halved(sorted, values, right);
    }

    private static Array counted(Array sorted, Array values, boolean right) {
        return isBefore(sorted, values.expandDims(-1), right).astype(DType.INT32).sum(-1);
    }

    private static Array halved(Array sorted, Array values, boolean right) {
        var low = Creation.zeros(values.shape(), DType.INT32);
        var high = Creation.full(values.shape(), sorted.size(), DType.INT32);
        for (int steps = Integer.SIZE - Integer.numberOfLeadingZeros(sorted.size()); steps > 0; steps--) {
            var middle = low.add(Bitwise.rightShift(high.sub(low), 1));
            var before = Numpy.logicalAnd(isBefore(Selection.take(sorted, middle, 0, "clip"), values, right), low.lt(high));
            high = Numpy.where(before, high, middle);
            low = Numpy.where(before, middle.add(1), low);
        }
        return low;
    }

    /// Whether the sorted elements come before the values; NaN comes last.
    private static Array isBefore(Array sorted, Array values, boolean right) {
        return right ? Numpy.logicalNot(precedes(values, sorted)) : precedes(sorted, values);
    }

    private static Array precedes(Array x, Array y) {
        return Numpy.logicalOr(Numpy.less(x, y), Numpy.logicalAnd(Numpy.isnan(y), Numpy.logicalNot(Numpy.isnan(x))));
    }

    /// Sorts along the axis, largest first if `descending`; NaN last, then first.
    public static Array sort(Array x, int axis, boolean descending) {
        return descending ? Lax.rev(sort(x, axis), x.shape().axis(axis)) : sort(x, axis);
    }

    /// The elements of the axis so that the one at `kth` is where sorting puts it, with none larger before and none smaller after.
    public static Array partition(Array x, int kth, int axis) {
        requireExisting("partition", x, kth, axis);
        return sort(x, axis);
    }

    /// The int32 indices of [#partition].
    public static Array argpartition(Array x, int kth, int axis) {
        requireExisting("argpartition", x, kth, axis);
        return argsort(x, axis);
    }

    private static void requireExisting(String function, Array x, int kth, int axis) {
        int length = x.shape().dim(axis);
        if (kth < -length || kth >= length)
            throw Mistake.outOfBounds(function + " at " + kth + " of " + x.summary() + ": axis " + axis + " has no such place");
    }

    /// The int32 indices that sort the last axis by the last key, equal ones by the one before, and so on.
    public static Array lexsort(Array... keys) {
        return lexsort(List.of(keys), -1);
    }

    /// The int32 indices that sort the axis by the last key, equal ones by the one before, and so on.
    public static Array lexsort(List<Array> keys, int axis) {
        if (keys.isEmpty()) throw Mistake.of("lexsort needs at least one key");
        // A stable sort by the least key first, then by the more important ones.
        var order = argsort(keys.getFirst(), axis);
        for (var key : keys.subList(1, keys.size())) {
            order = Selection.takeAlongAxis(order, argsort(Selection.takeAlongAxis(key, order, axis), axis), axis);
        }
        return order;
    }
}
