package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Index;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.lax.Lax;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.regex.Pattern;

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
        if (step == 0) throw Mistake.of("the step of arange cannot be 0");
        long count = Math.ceilDiv((long) stop - start, (long) step);
        return arange((int) Math.max(0, count)).mul(step).add(start);
    }

    /// The float32 vector `start, start + step, ...` up to but without `stop`.
    public static Array arange(double start, double stop, double step) {
        if (step == 0) throw Mistake.of("the step of arange cannot be 0");
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
            default -> throw Mistake.of("meshgrid indexing \"" + indexing + "\" is neither xy nor ij");
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

    /// The float32 identity matrix, as [#eye(int)].
    public static Array identity(int n) {
        return eye(n);
    }

    /// Zeros: what is not written yet has no other value here.
    public static Array empty(int... lengths) {
        return zeros(lengths);
    }

    /// Zeros of the shape and dtype of `x`.
    public static Array emptyLike(Array x) {
        return zerosLike(x);
    }

    /// The float32 vector of `count` equally spaced numbers from `start`, with or without `stop`.
    public static Array linspace(double start, double stop, int count, boolean endpoint) {
        return endpoint || count == 0 ? linspace(start, stop, count) : Lax.sliceInDim(linspace(start, stop, count + 1), 0, count, 0);
    }

    /// `count` equally spaced arrays from `start` to `stop`, both included, along a new axis 0.
    public static Array linspace(Array start, Array stop, int count) {
        var operands = Operands.promoted(start, stop);
        var shape = Shape.broadcast(operands[0].shape(), operands[1].shape());
        var first = Numpy.inexact(operands[0]).broadcastTo(shape);
        var last = Numpy.inexact(operands[1]).broadcastTo(shape);
        var column = new int[shape.rank() + 1];
        Arrays.fill(column, 1);
        column[0] = count;
        var t = Lax.iota(first.dtype(), count).div((double) Math.max(1, count - 1)).reshape(column);
        return first.mul(t.neg().add(1)).add(last.mul(t));
    }

    /// The float32 vector of `count` powers of 10, whose exponents are equally spaced from `start` to `stop`.
    public static Array logspace(double start, double stop, int count) {
        return logspace(start, stop, count, 10);
    }

    /// The float32 vector of `count` powers of `base`, whose exponents are equally spaced from `start` to `stop`.
    public static Array logspace(double start, double stop, int count, double base) {
        return spaced(start, stop, count, exponent -> Math.pow(base, exponent));
    }

    /// The float32 vector of `count` numbers from `start` to `stop`, each the same multiple of the one before.
    public static Array geomspace(double start, double stop, int count) {
        if (start == 0 || stop == 0 || start < 0 != stop < 0) {
            throw Mistake.of("geomspace from " + start + " to " + stop + ": both ends have one sign and are not 0");
        }
        double sign = Math.signum(start);
        return spaced(Math.log(Math.abs(start)), Math.log(Math.abs(stop)), count, exponent -> sign * Math.exp(exponent));
    }

    private static Array spaced(double start, double stop, int count, DoubleUnaryOperator f) {
        var values = new float[count];
        for (int i = 0; i < count; i++) {
            double t = count == 1 ? 0 : (double) i / (count - 1);
            values[i] = (float) f.applyAsDouble(start * (1 - t) + stop * t);
        }
        return Array.of(values);
    }

    /// A float32 matrix with ones on and below the `k`-th diagonal.
    public static Array tri(int rows, int columns, int k) {
        return Manipulation.tril(ones(rows, columns), k);
    }

    /// A matrix with the elements of `x` on its `k`-th diagonal.
    public static Array diagflat(Array x, int k) {
        int n = x.size() + Math.abs(k);
        var row = Lax.iota(DType.INT32, x.size());
        return zeros(Shape.of(n, n), x.dtype()).at(row.add(Math.max(0, -k)), row.add(Math.max(0, k))).set(x.reshape(-1));
    }

    /// The powers of `x` as columns, the highest, `columns - 1`, first.
    public static Array vander(Array x, int columns) {
        return vander(x, columns, false);
    }

    /// The powers of `x` as columns, from 0 on if `increasing`.
    public static Array vander(Array x, int columns, boolean increasing) {
        var powers = new Array[columns];
        for (int i = 0; i < columns; i++) powers[increasing ? i : columns - 1 - i] = x.pow(i);
        return columns == 0 ? zeros(Shape.of(x.size(), 0), x.dtype()) : Manipulation.stack(List.of(powers), 1);
    }

    /// The coordinates of each place of an array of this shape, int32: axis 0 says which coordinate.
    public static Array indices(int... lengths) {
        var shape = Shape.of(lengths);
        if (lengths.length == 0) return zeros(Shape.of(0), DType.INT32);
        var coordinates = new Array[lengths.length];
        for (int axis = 0; axis < lengths.length; axis++) coordinates[axis] = Lax.iota(DType.INT32, shape, axis);
        return Manipulation.stack(coordinates);
    }

    /// Vectors as the open grid that they index: the i-th runs along axis i, all other axes have length 1.
    ///
    /// ```java
    /// x.get((Object[]) ix_(Array.of(1, 0), Array.of(1))).toString()   // "[[5.]\n [2.]]"
    /// ```
    public static Array[] ix_(Array... vectors) {
        var open = new Array[vectors.length];
        for (int i = 0; i < open.length; i++) {
            if (vectors[i].rank() != 1) throw Mistake.of("ix_ takes vectors, not " + vectors[i].summary());
            var lengths = new int[open.length];
            Arrays.fill(lengths, 1);
            lengths[i] = -1;
            var vector = vectors[i].dtype().isBool() ? Selection.flatnonzero(vectors[i]) : vectors[i];
            open[i] = vector.reshape(lengths);
        }
        return open;
    }

    /// The open grid of slices: `ogrid("0:3, 0:10:5")` are the int32 columns and rows of a grid. Ends are not negative.
    public static Array[] ogrid(String slices) {
        return ix_(Index.parse(slices).stream().map(Creation::range).toArray(Array[]::new));
    }

    /// The filled grid of slices, int32: `mgrid("0:3, 0:10:5")` has shape `[2,3,2]`.
    public static Array mgrid(String slices) {
        return Manipulation.stack(Manipulation.broadcastArrays(ogrid(slices)));
    }

    private static Array range(Index entry) {
        if (entry instanceof Index.Slice(Integer start, Integer stop, Integer step) && stop != null) {
            return arange(start == null ? 0 : start, stop, step == null ? 1 : step);
        }
        throw Mistake.of("a grid is of slices start:stop:step with a stop, not of " + entry);
    }

    /// The array whose elements are a function of their coordinates, which come as int32 arrays of the whole shape.
    public static Array fromfunction(Function<Array[], Array> function, int... lengths) {
        return function.apply(Manipulation.unstack(indices(lengths), 0));
    }

    /// The float32 vector of the numbers in a text.
    ///
    /// @param separator what is between them, a blank for any blanks
    public static Array fromstring(String text, String separator) {
        var parts = text.strip().split(separator.isBlank() ? "\\s+" : Pattern.quote(separator));
        var values = new float[text.isBlank() ? 0 : parts.length];
        for (int i = 0; i < values.length; i++) values[i] = Float.parseFloat(parts[i].strip());
        return Array.of(values);
    }
}
