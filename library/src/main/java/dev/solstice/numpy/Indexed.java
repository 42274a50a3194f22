package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive.GatherDimensionNumbers;
import dev.solstice.core.Primitive.IndexMode;
import dev.solstice.lax.Lax;

/// Taking elements along one axis.
final class Indexed {
    private Indexed() {}

    static Array take(Array x, Array indices, int axis, String mode) {
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

    static Array takeAlongAxis(Array x, Array indices, int axis) {
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

    /// For each value the place where it would go into the sorted vector: before (`left`) or after its equals.
    static Array searchsorted(Array sorted, Array values, boolean right) {
        if (sorted.rank() != 1) throw new IllegalArgumentException("searchsorted in " + sorted.summary() + ": the sorted array is a vector");
        var column = values.expandDims(-1);
        var before = right ? Numpy.lessEqual(sorted, column) : Numpy.less(sorted, column);
        return before.astype(DType.INT32).sum(-1);
    }

    private static Array fromStart(Array indices, int length) {
        if (indices.dtype().isUnsigned()) return indices;
        return Numpy.where(Numpy.less(indices, 0), indices.add(length), indices);
    }

    private static void requireIntegers(String operation, Array indices) {
        if (!indices.dtype().isInteger()) throw new IllegalArgumentException(operation + ": indices are integers, not " + indices.summary());
    }
}
