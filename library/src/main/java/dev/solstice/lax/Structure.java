package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import java.util.Arrays;

/// Shapes, order and size: what moves elements about. A part of [Lax].
abstract class Structure extends Elementwise {
    Structure() {}

    public static Array reshape(Array x, int... newSizes) {
        return x.reshape(newSizes);
    }

    /// Result axis `i` is operand axis `permutation[i]`.
    public static Array transpose(Array x, int... permutation) {
        return x.transpose(permutation);
    }

    /// Operand axis `i` becomes result axis `broadcastDimensions[i]`; it has length 1 or the result's.
    public static Array broadcastInDim(Array x, Shape shape, int... broadcastDimensions) {
        return new Primitive.BroadcastInDim(shape, Axes.of(broadcastDimensions)).apply(x);
    }

    /// Adds axes of the given lengths in front.
    public static Array broadcast(Array x, int... sizes) {
        return x.broadcastTo(Shape.of(sizes).append(x.shape()));
    }

    /// `x` repeated to the shape of `like`, as NumPy broadcasts.
    public static Array broadcastLike(Array x, Array like) {
        return x.broadcastTo(like.shape());
    }

    /// Adds axes of length 1 in front until there are `rank`.
    ///
    /// @throws IllegalArgumentException if there are more already
    public static Array broadcastToRank(Array x, int rank) {
        if (x.rank() > rank) throw Mistake.of(x.summary() + " has more than " + rank + " axes");
        return x.reshape(Shape.of(filled(rank - x.rank(), 1)).append(x.shape()));
    }

    /// All elements the same.
    public static Array full(Shape shape, DType dtype, Object value) {
        return Array.full(shape, dtype, value);
    }

    /// An array of the shape and dtype of `x`, all elements the same.
    public static Array fullLike(Array x, Object value) {
        return Array.full(x.shape(), x.dtype(), value);
    }

    /// The axes from `start` to before `stop` as one.
    public static Array collapse(Array x, int start, int stop) {
        int from = start < 0 ? start + x.rank() : start;
        int to = stop < 0 ? stop + x.rank() : stop;
        if (from < 0 || to > x.rank() || from > to) {
            throw Mistake.of("collapse of axes " + start + " to before " + stop + " of " + x.summary());
        }
        var lengths = x.shape().toArray();
        var kept = Shape.of(Arrays.copyOf(lengths, from)).append(Shape.of(Shape.of(Arrays.copyOfRange(lengths, from, to)).size()));
        return x.reshape(kept.append(Shape.of(Arrays.copyOfRange(lengths, to, lengths.length))));
    }

    public static Array squeeze(Array x, int... dimensions) {
        return x.reshape(x.shape().remove(dimensions));
    }

    /// Inserts axes of length 1 at these places of the result.
    public static Array expandDims(Array x, int... dimensions) {
        int rank = x.rank() + dimensions.length;
        var sorted = Arrays.stream(dimensions).map(d -> d < 0 ? d + rank : d).sorted().toArray();
        var shape = x.shape();
        for (int d : sorted) shape = shape.insert(d, 1);
        return x.reshape(shape);
    }

    /// Elements `start, start + stride, ... < limit` of each axis.
    public static Array slice(Array x, int[] start, int[] limit, int[] strides) {
        return new Primitive.Slice(Axes.of(start), Axes.of(limit), Axes.of(strides)).apply(x);
    }

    public static Array slice(Array x, int[] start, int[] limit) {
        return slice(x, start, limit, filled(x.rank(), 1));
    }

    /// Elements `start .. limit - 1` of one axis.
    public static Array sliceInDim(Array x, int start, int limit, int axis) {
        var starts = new int[x.rank()];
        var limits = x.shape().toArray();
        starts[x.shape().axis(axis)] = start;
        limits[x.shape().axis(axis)] = limit;
        return slice(x, starts, limits);
    }

    /// Pads each axis by `{low, high, interior}`; a negative low or high crops.
    public static Array pad(Array x, Array value, int[]... config) {
        return new Primitive.Pad(column(config, 0), column(config, 1), column(config, 2)).apply(x, value);
    }

    public static Array concatenate(int dimension, Array... operands) {
        return operands.length == 1 ? operands[0] : new Primitive.Concatenate(operands[0].shape().axis(dimension)).apply(operands);
    }

    /// Consecutive parts of these lengths along `axis`.
    ///
    /// @throws IllegalArgumentException if the lengths do not add up to the axis
    public static Array[] split(Array x, int[] sizes, int axis) {
        if (Arrays.stream(sizes).sum() != x.shape().dim(axis)) {
            throw Mistake.of("split of axis " + axis + " of " + x.summary() + " into lengths " + Arrays.toString(sizes));
        }
        var parts = new Array[sizes.length];
        int from = 0;
        for (int i = 0; i < sizes.length; i++) {
            parts[i] = sliceInDim(x, from, from + sizes[i], axis);
            from += sizes[i];
        }
        return parts;
    }

    /// Arrays of one shape along a new axis.
    public static Array stack(int axis, Array... operands) {
        int place = axis < 0 ? axis + operands[0].rank() + 1 : axis;
        return concatenate(place, Arrays.stream(operands).map(x -> expandDims(x, place)).toArray(Array[]::new));
    }

    /// The slices along `axis`, without it.
    public static Array[] unstack(Array x, int axis) {
        return Arrays.stream(split(x, filled(x.shape().dim(axis), 1), axis)).map(slice -> squeeze(slice, axis)).toArray(Array[]::new);
    }

    /// Repeats the whole array, `repetitions[i]` times along axis `i`.
    public static Array tile(Array x, int... repetitions) {
        if (repetitions.length != x.rank()) {
            throw Mistake.of(repetitions.length + " numbers of repetitions for " + x.summary() + ": there is one for each axis");
        }
        var spread = new int[2 * x.rank()];
        var result = new int[x.rank()];
        for (int i = 0; i < result.length; i++) {
            spread[2 * i] = repetitions[i];
            spread[2 * i + 1] = x.shape().dim(i);
            result[i] = repetitions[i] * x.shape().dim(i);
        }
        return broadcastInDim(x, Shape.of(spread), Axes.range(x.rank()).map(i -> 2 * i + 1).toArray()).reshape(result);
    }

    /// Reverses the axes.
    public static Array rev(Array x, int... dimensions) {
        return dimensions.length == 0 ? x : new Primitive.Rev(Axes.of(x.shape().axes(dimensions))).apply(x);
    }

    /// `0, 1, 2, ...`
    public static Array iota(DType dtype, int size) {
        return iota(dtype, Shape.of(size), 0);
    }

    /// `0, 1, 2, ...` along `dimension`, the same for all other axes.
    public static Array iota(DType dtype, Shape shape, int dimension) {
        return new Primitive.Iota(dtype, shape, shape.axis(dimension)).apply();
    }

    /// [#iota] under the name that JAX has for more than one axis.
    public static Array broadcastedIota(DType dtype, Shape shape, int dimension) {
        return iota(dtype, shape, dimension);
    }

    static Axes column(int[][] table, int column) {
        return Axes.of(Arrays.stream(table).mapToInt(row -> row[column]).toArray());
    }

    static int[] filled(int n, int value) {
        return Axes.filled(n, value).toArray();
    }
}
