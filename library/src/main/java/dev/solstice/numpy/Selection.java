package dev.solstice.numpy;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive.GatherDimensionNumbers;
import dev.solstice.core.Primitive.IndexMode;
import dev.solstice.lax.Lax;

/// Some elements of an array, or of several: chosen by their indices or by a condition.
///
/// Source: `jax.numpy`.
public final class Selection {
    private Selection() {}

    /// The elements at the indices along the axis; negative ones count from the end, others that do not exist give NaN (or
    /// the smallest signed, the largest unsigned integer).
    public static Array take(Array x, Array indices, int axis) {
        return take(x, indices, axis, "fill");
    }

    /// The elements at the indices along the axis.
    ///
    /// @param mode what an index that does not exist gives: `"fill"` NaN, `"clip"` the nearest element (so that negative
    ///     ones give the first), `"wrap"` the one a whole number of lengths away
    public static Array take(Array x, Array indices, int axis, String mode) {
        int along = x.shape().axis(axis);
        int length = x.shape().dim(along);
        requireIntegers("take", indices);
        if (length == 0 && indices.size() > 0) {
            throw new IndexOutOfBoundsException("take from " + x.summary() + ": axis " + axis + " is empty");
        }
        var resolved = switch (mode) {
            case "fill" -> fromStart(indices, length);
            case "clip" -> indices;
            case "wrap" -> Numpy.mod(indices, length);
            default -> throw new IllegalArgumentException("take mode \"" + mode + "\" is none of fill, clip and wrap");
        };
        var batch = Axes.range(along, along + indices.rank());
        var numbers = new GatherDimensionNumbers(batch.complement(x.rank() - 1 + indices.rank()), Axes.of(along), Axes.of(along), Axes.of(), Axes.of());
        var sizes = x.shape().with(along, 1).toArray();
        return Lax.gather(x, resolved.expandDims(-1), numbers, sizes, mode.equals("fill") ? IndexMode.FILL_OR_DROP : IndexMode.CLIP);
    }

    /// For each lane along the axis the elements at that lane's own indices; other axes broadcast.
    public static Array takeAlongAxis(Array x, Array indices, int axis) {
        requireIntegers("takeAlongAxis", indices);
        if (x.rank() != indices.rank()) {
            throw new IllegalArgumentException("takeAlongAxis of " + x.summary() + " at " + indices.summary() + ": both have one rank");
        }
        int along = x.shape().axis(axis);
        int length = x.shape().dim(along);
        // All other axes broadcast together and run in step.
        var common = Shape.broadcast(x.shape().with(along, 1), indices.shape().with(along, 1));
        x = x.broadcastTo(common.with(along, length));
        var resolved = fromStart(indices, length).broadcastTo(common.with(along, indices.shape().dim(along)));
        var others = Axes.of(along).complement(x.rank());
        var numbers = new GatherDimensionNumbers(Axes.of(), Axes.of(along), Axes.of(along), others, others);
        return Lax.gather(x, resolved.expandDims(-1), numbers, Axes.filled(x.rank(), 1).toArray(), IndexMode.FILL_OR_DROP);
    }

    private static Array fromStart(Array indices, int length) {
        if (indices.dtype().isUnsigned()) return indices;
        return Numpy.where(Numpy.less(indices, 0), indices.add(length), indices);
    }

    private static void requireIntegers(String operation, Array indices) {
        if (!indices.dtype().isInteger()) throw new IllegalArgumentException(operation + ": indices are integers, not " + indices.summary());
    }
}
