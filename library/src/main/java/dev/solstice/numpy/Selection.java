package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Operands;
import dev.solstice.core.Primitive.GatherDimensionNumbers;
import dev.solstice.core.Primitive.IndexMode;
import dev.solstice.lax.Lax;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

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
            throw Mistake.outOfBounds("take from " + x.summary() + ": axis " + axis + " is empty");
        }
        var resolved = switch (mode) {
            case "fill" -> fromStart(indices, length);
            case "clip" -> indices;
            case "wrap" -> Numpy.mod(indices, length);
            default -> throw Mistake.of("take mode \"" + mode + "\" is none of fill, clip and wrap");
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
            throw Mistake.of("takeAlongAxis of " + x.summary() + " at " + indices.summary() + ": both have one rank");
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
        if (!indices.dtype().isInteger()) throw Mistake.of(operation + ": indices are integers, not " + indices.summary());
    }

    /// The elements at the indices of the array as a vector, in the shape of the indices.
    public static Array take(Array x, Array indices) {
        return take(x.reshape(-1), indices, 0);
    }

    // ---- by a condition ----

    /// The places of the elements that are not 0, one int32 vector for each axis. Reads the values.
    ///
    /// @throws dev.solstice.core.TracerException inside a transformation that does not know values: there, say how many
    ///     there are with [#nonzero(Array,int,int)]
    public static Array[] nonzero(Array x) {
        var truth = Numpy.truth(x).toBooleanArray();
        var places = IntStream.range(0, truth.length).filter(i -> truth[i]).toArray();
        return unravelIndex(Array.of(places), x.shape().toArray());
    }

    /// The first `size` places of elements that are not 0, one int32 vector for each axis; where there are fewer, `fill`.
    public static Array[] nonzero(Array x, int size, int fill) {
        var truth = Numpy.truth(x).reshape(-1).astype(DType.INT32);
        // How many there are up to each place; the i-th place is the first where that is more than i.
        var found = Reductions.cumsum(truth, 0);
        var places = Sorting.searchsorted(found, Lax.iota(DType.INT32, size), true);
        var exists = Lax.iota(DType.INT32, size).lt(truth.sum());
        var coordinates = unravelIndex(Numpy.minimum(places, Math.max(0, x.size() - 1)), x.shape().toArray());
        for (int i = 0; i < coordinates.length; i++) coordinates[i] = Numpy.where(exists, coordinates[i], fill);
        return coordinates;
    }

    /// The places of the elements that are not 0, one in each row, int32. Reads the values.
    public static Array argwhere(Array x) {
        return rows(x, nonzero(Manipulation.atleast1d(x)));
    }

    /// The first `size` places of elements that are not 0, one in each row, int32; where there are fewer, `fill`.
    public static Array argwhere(Array x, int size, int fill) {
        return rows(x, nonzero(Manipulation.atleast1d(x), size, fill));
    }

    private static Array rows(Array x, Array[] places) {
        var rows = Manipulation.stack(List.of(places), 1);
        return x.rank() == 0 ? rows.get(":, :0") : rows;
    }

    /// The places of the elements of the array as a vector that are not 0, int32. Reads the values.
    public static Array flatnonzero(Array x) {
        return nonzero(x.reshape(-1))[0];
    }

    /// The first `size` places of elements of the array as a vector that are not 0, int32; where there are fewer, `fill`.
    public static Array flatnonzero(Array x, int size, int fill) {
        return nonzero(x.reshape(-1), size, fill)[0];
    }

    /// The elements for which the condition holds, as a vector. Reads the condition.
    public static Array extract(Array condition, Array x) {
        return take(x, flatnonzero(condition));
    }

    /// The elements of an axis for which the condition, a vector, holds. Reads the condition.
    public static Array compress(Array condition, Array x, int axis) {
        return take(x, flatnonzero(condition), axis);
    }

    /// For each integer of `which` the element of the choice that it numbers; all broadcast.
    public static Array choose(Array which, Array... choices) {
        requireIntegers("choose", which);
        var all = Manipulation.stack(Manipulation.broadcastArrays(choices));
        var shape = Shape.broadcast(which.shape(), all.shape().remove(0));
        var index = which.broadcastTo(shape).expandDims(0);
        return takeAlongAxis(all.rank() - 1 == shape.rank() ? all : all.reshape(Shape.of(choices.length).append(all.shape().remove(0))), index, 0).squeeze(0);
    }

    /// For each place the element of the choice whose condition is the first that holds, else `otherwise`; all broadcast.
    public static Array select(List<Array> conditions, List<Array> choices, Object otherwise) {
        if (conditions.size() != choices.size() || conditions.isEmpty()) {
            throw Mistake.of("select has " + conditions.size() + " conditions for " + choices.size() + " choices");
        }
        var chosen = Operands.array(otherwise);
        if (!(otherwise instanceof Array)) chosen = chosen.astype(Promotion.promote(choices.getFirst().dtype(), Promotion.Weak.of(otherwise)));
        for (int i = choices.size() - 1; i >= 0; i--) chosen = Numpy.where(conditions.get(i), choices.get(i), chosen);
        return chosen;
    }

    /// For each element the function whose condition is the last that holds; an additional function is for the rest, which
    /// otherwise is 0.
    @SafeVarargs
    public static Array piecewise(Array x, List<Array> conditions, UnaryOperator<Array>... functions) {
        if (functions.length != conditions.size() && functions.length != conditions.size() + 1) {
            throw Mistake.of("piecewise has " + functions.length + " functions for " + conditions.size() + " conditions");
        }
        var value = functions.length > conditions.size() ? functions[conditions.size()].apply(x).astype(x.dtype()) : Creation.zerosLike(x);
        for (int i = 0; i < conditions.size(); i++) value = Numpy.where(conditions.get(i), functions[i].apply(x).astype(x.dtype()), value);
        return value;
    }

    // ---- writing ----

    /// `x` with the values at each lane's own indices along the axis; other axes broadcast.
    public static Array putAlongAxis(Array x, Array indices, Object values, int axis) {
        requireIntegers("putAlongAxis", indices);
        var index = new Object[x.rank()];
        int along = x.shape().axis(axis);
        var shape = Shape.broadcast(indices.shape(), x.shape().with(along, indices.shape().dim(axis)));
        for (int i = 0; i < index.length; i++) index[i] = i == along ? indices.broadcastTo(shape) : Lax.iota(DType.INT32, shape, i);
        return x.at(index).set(values);
    }

    /// `x` with the values at these places of the array as a vector; values are used over and over if there are too few.
    public static Array put(Array x, Array indices, Object values) {
        requireIntegers("put", indices);
        return x.reshape(-1).at(indices.reshape(-1)).set(Manipulation.resize(Operands.array(values), indices.size())).reshape(x.shape());
    }

    /// `x` with the values, one after the other and over and over, where the mask is true.
    public static Array place(Array x, Array mask, Array values) {
        var truth = Numpy.truth(mask).reshape(-1).astype(DType.INT32);
        var which = Numpy.mod(Reductions.cumsum(truth, 0).sub(1), values.size());
        return Numpy.where(mask, take(values.reshape(-1).astype(x.dtype()), which, 0).reshape(x.shape()), x);
    }

    /// `x` with the value, or values, on the main diagonal of all axes.
    public static Array fillDiagonal(Array x, Object value) {
        int shortest = Arrays.stream(x.shape().toArray()).min().orElseThrow(() -> Mistake.of("a scalar has no diagonal"));
        return x.at((Object[]) diagIndices(shortest, x.rank())).set(value);
    }

    // ---- indices ----

    /// The indices of the main diagonal of an array of `rank` axes of length `n`.
    public static Array[] diagIndices(int n, int rank) {
        var indices = new Array[rank];
        Arrays.fill(indices, Lax.iota(DType.INT32, n));
        return indices;
    }

    /// The indices of the main diagonal of `x`, whose axes are of one length.
    public static Array[] diagIndicesFrom(Array x) {
        if (Arrays.stream(x.shape().toArray()).distinct().count() > 1) {
            throw Mistake.of("diagIndicesFrom " + x.summary() + ": all axes have one length");
        }
        return diagIndices(x.shape().dim(0), x.rank());
    }

    /// The rows and columns of the lower triangle, up to the `k`-th diagonal, of a matrix.
    public static Array[] trilIndices(int rows, int columns, int k) {
        return nonzero(Creation.tri(rows, columns, k));
    }

    /// The rows and columns of the lower triangle, up to the `k`-th diagonal, of `x`.
    public static Array[] trilIndicesFrom(Array x, int k) {
        return trilIndices(x.shape().dim(-2), x.shape().dim(-1), k);
    }

    /// The rows and columns of the upper triangle, from the `k`-th diagonal on, of a matrix.
    public static Array[] triuIndices(int rows, int columns, int k) {
        return nonzero(Creation.tri(rows, columns, k - 1).eq(0));
    }

    /// The rows and columns of the upper triangle, from the `k`-th diagonal on, of `x`.
    public static Array[] triuIndicesFrom(Array x, int k) {
        return triuIndices(x.shape().dim(-2), x.shape().dim(-1), k);
    }

    /// The rows and columns that a mask like `Manipulation::tril` leaves of a square matrix of ones.
    public static Array[] maskIndices(int n, UnaryOperator<Array> mask) {
        return nonzero(mask.apply(Creation.ones(n, n)));
    }

    /// Places in the array as a vector for places in an array of this shape; a place that does not exist is moved to the nearest.
    public static Array ravelMultiIndex(Array[] indices, int... lengths) {
        if (indices.length != lengths.length) throw Mistake.of("ravelMultiIndex has " + indices.length + " indices for " + lengths.length + " axes");
        var flat = Array.scalar(DType.INT32, 0);
        for (int i = 0; i < lengths.length; i++) flat = flat.mul(lengths[i]).add(Numpy.clip(indices[i], 0, lengths[i] - 1));
        return flat;
    }

    /// Places in an array of this shape, one array for each axis, for places in it as a vector.
    public static Array[] unravelIndex(Array indices, int... lengths) {
        requireIntegers("unravelIndex", indices);
        var strides = Shape.of(lengths).strides();
        int size = Shape.of(lengths).size();
        var flat = Numpy.clip(fromStart(indices, size), 0, Math.max(0, size - 1));
        var out = new Array[lengths.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = Numpy.mod(Numpy.floorDivide(flat, Math.max(1, strides[i])), Math.max(1, lengths[i]));
        }
        return out;
    }
}
