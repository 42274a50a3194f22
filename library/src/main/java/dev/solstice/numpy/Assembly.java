package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Arrays;
import java.util.List;

/// Putting arrays together and taking them apart.
final class Assembly {
    private Assembly() {}

    static Array concatenate(List<Array> arrays, int axis) {
        if (arrays.isEmpty()) throw new IllegalArgumentException("concatenate needs at least one array");
        return Lax.concatenate(axis, promoted(arrays));
    }

    static Array stack(List<Array> arrays, int axis) {
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

    private static Array[] promoted(List<Array> arrays) {
        var dtype = Promotion.promote(arrays.stream().map(Array::dtype).toArray(DType[]::new));
        return arrays.stream().map(array -> array.astype(dtype)).toArray(Array[]::new);
    }

    static Array[] split(Array x, int sections, int axis) {
        int length = x.shape().dim(axis);
        if (sections <= 0 || length % sections != 0) {
            throw new IllegalArgumentException("split of " + x.summary() + ": axis " + axis + " does not divide into " + sections + " equal parts");
        }
        var at = new int[sections - 1];
        for (int i = 0; i < at.length; i++) at[i] = (i + 1) * (length / sections);
        return split(x, at, axis);
    }

    static Array[] split(Array x, int[] indices, int axis) {
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

    static Array tile(Array x, int... repetitions) {
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

    static Array repeat(Array x, int repeats, int axis) {
        int along = x.shape().axis(axis);
        return x.expandDims(along + 1).broadcastTo(x.shape().insert(along + 1, repeats))
                .reshape(x.shape().with(along, x.shape().dim(along) * repeats));
    }

    static Array roll(Array x, int shift, int axis) {
        int length = x.shape().dim(axis);
        int by = length == 0 ? 0 : Math.floorMod(shift, length);
        return by == 0 ? x : Lax.concatenate(axis, Lax.sliceInDim(x, length - by, length, axis), Lax.sliceInDim(x, 0, length - by, axis));
    }

    /// 1 where the column is at most `k` right of the row, for the last two axes.
    static Array lowerMask(Shape shape, int k) {
        var matrix = Shape.of(shape.dim(-2), shape.dim(-1));
        return Lax.iota(DType.INT32, matrix, 0).add(k).ge(Lax.iota(DType.INT32, matrix, 1));
    }

    static Array diagonal(Array x, int offset) {
        int rows = x.shape().dim(0);
        int columns = x.shape().dim(1);
        int length = Math.max(0, offset >= 0 ? Math.min(rows, columns - offset) : Math.min(rows + offset, columns));
        var along = Lax.iota(DType.INT32, length);
        // NumPy puts the diagonal last.
        return x.get(along.add(Math.max(0, -offset)), along.add(Math.max(0, offset))).moveAxis(0, -1);
    }

    static Array[] meshgrid(boolean matrixIndexing, Array... vectors) {
        int n = vectors.length;
        var lengths = Arrays.stream(vectors).mapToInt(Array::size).toArray();
        var out = new Array[n];
        for (int i = 0; i < n; i++) {
            var narrow = new int[n];
            Arrays.fill(narrow, 1);
            narrow[i] = lengths[i];
            out[i] = vectors[i].reshape(narrow).broadcastTo(Shape.of(lengths));
            if (!matrixIndexing && n >= 2) out[i] = Numpy.swapaxes(out[i], 0, 1);
        }
        return out;
    }
}
