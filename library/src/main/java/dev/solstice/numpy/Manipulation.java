package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Arrays;
import java.util.List;

/// Arrays put together, taken apart and rearranged: `jax.numpy`, *array manipulation*.
///
/// Source: `jax.numpy`.
public final class Manipulation {
    private Manipulation() {}

    /// Joins the arrays along a new axis 0.
    public static Array stack(Array... arrays) {
        return stack(List.of(arrays), 0);
    }

    /// Joins the arrays along a new axis.
    public static Array stack(List<Array> arrays, int axis) {
        if (arrays.isEmpty()) throw new IllegalArgumentException("stack needs at least one array");
        var operands = promoted(arrays);
        for (var operand : operands) {
            if (!operand.shape().equals(operands[0].shape())) {
                throw new IllegalArgumentException("stack: all arrays have one shape, but there are " + operands[0].shape() + " and " + operand.shape());
            }
        }
        int at = axis < 0 ? axis + operands[0].rank() + 1 : axis;
        for (int i = 0; i < operands.length; i++) operands[i] = operands[i].expandDims(at);
        return Lax.concatenate(at, operands);
    }

    /// Joins the arrays along axis 0.
    public static Array concatenate(Array... arrays) {
        return concatenate(List.of(arrays), 0);
    }

    /// Joins the arrays along an existing axis.
    public static Array concatenate(List<Array> arrays, int axis) {
        if (arrays.isEmpty()) throw new IllegalArgumentException("concatenate needs at least one array");
        return Lax.concatenate(axis, promoted(arrays));
    }

    /// Divides an axis into equal parts.
    ///
    /// @throws IllegalArgumentException if it does not divide
    public static Array[] split(Array x, int sections, int axis) {
        int length = x.shape().dim(axis);
        if (sections <= 0 || length % sections != 0) {
            throw new IllegalArgumentException("split of " + x.summary() + ": axis " + axis + " does not divide into " + sections + " equal parts");
        }
        var at = new int[sections - 1];
        for (int i = 0; i < at.length; i++) at[i] = (i + 1) * (length / sections);
        return split(x, at, axis);
    }

    /// Divides an axis before each of the positions.
    public static Array[] split(Array x, int[] indices, int axis) {
        int length = x.shape().dim(axis);
        var parts = new Array[indices.length + 1];
        int start = 0;
        for (int i = 0; i <= indices.length; i++) {
            int end = i == indices.length ? length : Math.clamp(indices[i] < 0 ? indices[i] + length : indices[i], 0, length);
            parts[i] = Lax.sliceInDim(x, Math.min(start, end), end, axis);
            start = end;
        }
        return parts;
    }

    /// The parts along the axis, which they lack: the inverse of [#stack(List,int)].
    public static Array[] unstack(Array x, int axis) {
        int along = x.shape().axis(axis);
        var parts = new Array[x.shape().dim(along)];
        for (int i = 0; i < parts.length; i++) parts[i] = Lax.sliceInDim(x, i, i + 1, along).squeeze(along);
        return parts;
    }

    /// The same elements in another shape; one length may be -1.
    public static Array reshape(Array x, int... lengths) {
        return x.reshape(lengths);
    }

    /// The elements as a vector.
    public static Array ravel(Array x) {
        return x.reshape(-1);
    }

    /// Permutes the axes; without arguments reverses them.
    public static Array transpose(Array x, int... permutation) {
        return x.transpose(permutation);
    }

    /// Exchanges two axes.
    public static Array swapaxes(Array x, int one, int other) {
        var order = new int[x.rank()];
        Arrays.setAll(order, i -> i);
        order[x.shape().axis(one)] = x.shape().axis(other);
        order[x.shape().axis(other)] = x.shape().axis(one);
        return x.transpose(order);
    }

    /// Moves one axis to another place; the rest keep their order.
    public static Array moveaxis(Array x, int from, int to) {
        return x.moveAxis(from, to);
    }

    /// Drops axes of length 1: the named ones, or all.
    public static Array squeeze(Array x, int... axes) {
        return x.squeeze(axes);
    }

    /// Inserts an axis of length 1.
    public static Array expandDims(Array x, int axis) {
        return x.expandDims(axis);
    }

    public static Array broadcastTo(Array x, int... lengths) {
        return x.broadcastTo(Shape.of(lengths));
    }

    /// Repeats the whole array along each axis.
    public static Array tile(Array x, int... repetitions) {
        int rank = Math.max(x.rank(), repetitions.length);
        var lengths = new int[rank];
        var spread = new int[2 * rank];
        var narrow = new int[2 * rank];
        for (int i = 0; i < rank; i++) {
            int axis = i - (rank - x.rank());
            int repetition = i - (rank - repetitions.length);
            int length = axis < 0 ? 1 : x.shape().dim(axis);
            int times = repetition < 0 ? 1 : repetitions[repetition];
            narrow[2 * i] = 1;
            narrow[2 * i + 1] = length;
            spread[2 * i] = times;
            spread[2 * i + 1] = length;
            lengths[i] = times * length;
        }
        return x.reshape(Shape.of(narrow)).broadcastTo(Shape.of(spread)).reshape(Shape.of(lengths));
    }

    /// Repeats each element along the axis.
    public static Array repeat(Array x, int repeats, int axis) {
        int along = x.shape().axis(axis);
        return x.expandDims(along + 1).broadcastTo(x.shape().insert(along + 1, repeats))
                .reshape(x.shape().with(along, x.shape().dim(along) * repeats));
    }

    /// Moves the elements along the axis by `shift` places; those that leave come back at the other end.
    public static Array roll(Array x, int shift, int axis) {
        int length = x.shape().dim(axis);
        int by = length == 0 ? 0 : Math.floorMod(shift, length);
        return by == 0 ? x : Lax.concatenate(axis, Lax.sliceInDim(x, length - by, length, axis), Lax.sliceInDim(x, 0, length - by, axis));
    }

    /// [#roll] of the elements as one vector.
    public static Array roll(Array x, int shift) {
        return roll(x.reshape(-1), shift, 0).reshape(x.shape());
    }

    /// Reverses the axes; without arguments all.
    public static Array flip(Array x, int... axes) {
        return Lax.rev(x, Reduction.over(axes).axesOf(x));
    }

    /// The lower triangle of the last two axes; above it zeros.
    public static Array tril(Array x) {
        return tril(x, 0);
    }

    /// The part of the last two axes on and below the `k`-th diagonal; above it zeros.
    public static Array tril(Array x, int k) {
        return Numpy.where(lowerMask(x.shape(), k), x, Creation.zerosLike(x));
    }

    /// The upper triangle of the last two axes; below it zeros.
    public static Array triu(Array x) {
        return triu(x, 0);
    }

    /// The part of the last two axes on and above the `k`-th diagonal; below it zeros.
    public static Array triu(Array x, int k) {
        return Numpy.where(lowerMask(x.shape(), k - 1), Creation.zerosLike(x), x);
    }

    /// The diagonal of the first two axes, `offset` above the main one; it becomes the last axis.
    public static Array diagonal(Array x, int offset) {
        int rows = x.shape().dim(0);
        int columns = x.shape().dim(1);
        int length = Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
        var along = Lax.iota(DType.INT32, length);
        // NumPy puts the diagonal last.
        return x.get(along.add(Math.max(0, -offset)), along.add(Math.max(0, offset))).moveAxis(0, -1);
    }

    /// A matrix with the vector on its diagonal, or the diagonal of a matrix.
    public static Array diag(Array x) {
        return x.rank() == 1 ? Numpy.where(Creation.eye(x.size()).astype(DType.BOOL), x, Array.scalar(x.dtype(), 0)) : diagonal(x, 0);
    }

    /// Pads each axis by `{before, after}` zeros.
    public static Array pad(Array x, int[][] widths) {
        return Padding.apply(x, widths, "constant", 0);
    }

    /// Pads each axis by `{before, after}` elements.
    ///
    /// @param mode `"constant"` (zeros), `"edge"`, `"reflect"`, `"symmetric"` or `"wrap"`
    public static Array pad(Array x, int[][] widths, String mode) {
        return Padding.apply(x, widths, mode, 0);
    }

    private static Array[] promoted(List<Array> arrays) {
        var dtype = Promotion.promote(arrays.stream().map(Array::dtype).toArray(DType[]::new));
        return arrays.stream().map(array -> array.astype(dtype)).toArray(Array[]::new);
    }

    /// 1 where the column is at most `k` right of the row, for the last two axes.
    static Array lowerMask(Shape shape, int k) {
        var matrix = Shape.of(shape.dim(-2), shape.dim(-1));
        return Lax.iota(DType.INT32, matrix, 0).add(k).ge(Lax.iota(DType.INT32, matrix, 1));
    }
}
