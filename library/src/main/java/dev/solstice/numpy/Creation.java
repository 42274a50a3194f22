package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.lax.Lax;
import java.util.Arrays;

/// New arrays: constants, ranges and grids.
///
/// Source: `jax.numpy`, *array creation*.
public final class Creation {
    private Creation() {}

    /// A float32 array of zeros.
    public static Array zeros(int... lengths) {
        return full(Shape.of(lengths), 0, DType.FLOAT32);
    }

    public static Array zeros(Shape shape, DType dtype) {
        return full(shape, 0, dtype);
    }

    /// A float32 array of ones.
    public static Array ones(int... lengths) {
        return full(Shape.of(lengths), 1, DType.FLOAT32);
    }

    public static Array ones(Shape shape, DType dtype) {
        return full(shape, 1, dtype);
    }

    /// All elements `value`, an [Array] or a Java scalar, in its own dtype.
    public static Array full(Shape shape, Object value) {
        return Operands.array(value).broadcastTo(shape);
    }

    public static Array full(Shape shape, Object value, DType dtype) {
        return value instanceof Array array ? array.astype(dtype).broadcastTo(shape) : Array.full(shape, dtype, value);
    }

    /// Zeros of the shape and dtype of `x`.
    public static Array zerosLike(Array x) {
        return full(x.shape(), 0, x.dtype());
    }

    /// Ones of the shape and dtype of `x`.
    public static Array onesLike(Array x) {
        return full(x.shape(), 1, x.dtype());
    }

    /// `value` in the shape and dtype of `x`.
    public static Array fullLike(Array x, Object value) {
        return full(x.shape(), value, x.dtype());
    }

    /// The int32 vector `0, 1, ..., stop - 1`.
    public static Array arange(int stop) {
        return Lax.iota(DType.INT32, Math.max(0, stop));
    }

    /// The int32 vector `start, start + 1, ..., stop - 1`.
    public static Array arange(int start, int stop) {
        return arange(start, stop, 1);
    }

    /// The int32 vector `start, start + step, ...` up to but without `stop`.
    public static Array arange(int start, int stop, int step) {
        if (step == 0) throw new IllegalArgumentException("the step of arange cannot be 0");
        long count = Math.ceilDiv((long) stop - start, (long) step);
        return arange((int) Math.max(0, count)).mul(step).add(start);
    }

    /// The float32 vector `start, start + step, ...` up to but without `stop`.
    public static Array arange(double start, double stop, double step) {
        if (step == 0) throw new IllegalArgumentException("the step of arange cannot be 0");
        var values = new float[(int) Math.max(0, Math.ceil((stop - start) / step))];
        for (int i = 0; i < values.length; i++) values[i] = (float) (start + i * step);
        return Array.of(values);
    }

    /// The float32 vector of `count` equally spaced numbers from `start` to `stop`, both included.
    public static Array linspace(double start, double stop, int count) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            double t = count == 1 ? 0 : (double) i / (count - 1);
            values[i] = (float) (start * (1 - t) + stop * t);
        }
        return Array.of(values);
    }

    /// The float32 identity matrix.
    public static Array eye(int n) {
        return eye(n, n, 0, DType.FLOAT32);
    }

    /// Ones on the `k`-th diagonal (above the main one if positive), zeros elsewhere.
    public static Array eye(int rows, int columns, int k, DType dtype) {
        var shape = Shape.of(rows, columns);
        return Lax.iota(DType.INT32, shape, 0).add(k).eq(Lax.iota(DType.INT32, shape, 1)).astype(dtype);
    }

    /// The coordinates of a grid: one array for each vector, all of the shape of the grid.
    ///
    /// @param indexing `"xy"` (the first vector runs along axis 1) or `"ij"` (along axis 0)
    public static Array[] meshgrid(String indexing, Array... vectors) {
        return switch (indexing) {
            case "xy" -> meshgrid(false, vectors);
            case "ij" -> meshgrid(true, vectors);
            default -> throw new IllegalArgumentException("meshgrid indexing \"" + indexing + "\" is neither xy nor ij");
        };
    }

    private static Array[] meshgrid(boolean matrixIndexing, Array... vectors) {
        int n = vectors.length;
        var lengths = Arrays.stream(vectors).mapToInt(Array::size).toArray();
        var out = new Array[n];
        for (int i = 0; i < n; i++) {
            var narrow = new int[n];
            Arrays.fill(narrow, 1);
            narrow[i] = lengths[i];
            out[i] = vectors[i].reshape(narrow).broadcastTo(Shape.of(lengths));
            if (!matrixIndexing && n >= 2) out[i] = Manipulation.swapaxes(out[i], 0, 1);
        }
        return out;
    }
}
