package dev.solstice.lax;

import dev.solstice.array.DType;
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

    static Axes column(int[][] table, int column) {
        return Axes.of(Arrays.stream(table).mapToInt(row -> row[column]).toArray());
    }

    static int[] filled(int n, int value) {
        return Axes.filled(n, value).toArray();
    }
}
