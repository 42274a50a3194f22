package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.GatherDimensionNumbers;
import dev.solstice.core.Primitive.IndexMode;
import java.util.Arrays;
import java.util.function.BinaryOperator;

/// `jax.lax` in Java: one function a primitive, under JAX's name in camelCase.
///
/// Binary functions take operands of one dtype, of equal shapes or one of them a scalar; NumPy's broadcasting and
/// promotion are in [dev.solstice.numpy.Numpy]. Wrong shapes and dtypes are an [IllegalArgumentException] that names both.
///
/// ```java
/// Array y = Lax.dotGeneral(a, b, new int[] {1}, new int[] {0}, new int[0], new int[0]);
/// ```
///
/// Source: the `jax.lax` module.
public final class Lax {
    private Lax() {}

    // ---- elementwise ----

    /// Elementwise `-x`.
    public static Array neg(Array x) {
        return new Primitive.Neg().apply(x);
    }

    /// Elementwise `|x|`; the derivative at 0 is 0.
    public static Array abs(Array x) {
        return new Primitive.Abs().apply(x);
    }

    /// Elementwise -1, 0 or 1.
    public static Array sign(Array x) {
        return new Primitive.Sign().apply(x);
    }

    /// Elementwise the greatest whole number not above.
    public static Array floor(Array x) {
        return new Primitive.Floor().apply(x);
    }

    /// Elementwise the least whole number not below.
    public static Array ceil(Array x) {
        return new Primitive.Ceil().apply(x);
    }

    /// Elementwise the nearest whole number; halves go to the even one.
    public static Array round(Array x) {
        return new Primitive.Round().apply(x);
    }

    /// Elementwise `e^x`.
    public static Array exp(Array x) {
        return new Primitive.Exp().apply(x);
    }

    /// Elementwise `e^x - 1`, accurate near 0.
    public static Array expm1(Array x) {
        return new Primitive.Expm1().apply(x);
    }

    /// Elementwise natural logarithm; NaN below 0.
    public static Array log(Array x) {
        return new Primitive.Log().apply(x);
    }

    /// Elementwise `log(1 + x)`, accurate near 0.
    public static Array log1p(Array x) {
        return new Primitive.Log1p().apply(x);
    }

    /// Elementwise square root; NaN below 0.
    public static Array sqrt(Array x) {
        return new Primitive.Sqrt().apply(x);
    }

    /// Elementwise `1 / sqrt(x)`.
    public static Array rsqrt(Array x) {
        return new Primitive.Rsqrt().apply(x);
    }

    /// Elementwise sine.
    public static Array sin(Array x) {
        return new Primitive.Sin().apply(x);
    }

    /// Elementwise cosine.
    public static Array cos(Array x) {
        return new Primitive.Cos().apply(x);
    }

    /// Elementwise tangent.
    public static Array tan(Array x) {
        return new Primitive.Tan().apply(x);
    }

    /// Elementwise arc sine; NaN outside -1 to 1.
    public static Array asin(Array x) {
        return new Primitive.Asin().apply(x);
    }

    /// Elementwise arc cosine; NaN outside -1 to 1.
    public static Array acos(Array x) {
        return new Primitive.Acos().apply(x);
    }

    /// Elementwise arc tangent.
    public static Array atan(Array x) {
        return new Primitive.Atan().apply(x);
    }

    /// Elementwise angle of the point `(x, y)` with ordinate `y`, in -pi to pi.
    public static Array atan2(Array y, Array x) {
        return new Primitive.Atan2().apply(y, x);
    }

    /// Elementwise hyperbolic tangent.
    public static Array tanh(Array x) {
        return new Primitive.Tanh().apply(x);
    }

    /// Elementwise `1 / (1 + e^-x)`.
    public static Array logistic(Array x) {
        return new Primitive.Logistic().apply(x);
    }

    /// Elementwise the error function.
    public static Array erf(Array x) {
        return new Primitive.Erf().apply(x);
    }

    /// Elementwise `1 - erf(x)`, accurate where that is tiny.
    public static Array erfc(Array x) {
        return new Primitive.Erfc().apply(x);
    }

    /// Elementwise the inverse of [#erf].
    public static Array erfInv(Array x) {
        return new Primitive.ErfInv().apply(x);
    }

    /// Elementwise whether neither infinite nor NaN; boolean.
    public static Array isFinite(Array x) {
        return new Primitive.IsFinite().apply(x);
    }

    /// Elementwise bitwise complement; logical for booleans.
    public static Array not(Array x) {
        return new Primitive.Not().apply(x);
    }

    /// `x`, with derivative 0.
    public static Array stopGradient(Array x) {
        return new Primitive.StopGradient().apply(x);
    }

    /// Elementwise `x + y`.
    public static Array add(Array x, Array y) {
        return new Primitive.Add().apply(x, y);
    }

    /// Elementwise `x - y`.
    public static Array sub(Array x, Array y) {
        return new Primitive.Sub().apply(x, y);
    }

    /// Elementwise `x y`.
    public static Array mul(Array x, Array y) {
        return new Primitive.Mul().apply(x, y);
    }

    /// Elementwise `x / y`; of integers towards zero, by zero -1.
    public static Array div(Array x, Array y) {
        return new Primitive.Div().apply(x, y);
    }

    /// Elementwise remainder with the sign of `x`.
    public static Array rem(Array x, Array y) {
        return new Primitive.Rem().apply(x, y);
    }

    /// Elementwise `x^y`.
    public static Array pow(Array x, Array y) {
        return new Primitive.Pow().apply(x, y);
    }

    /// Elementwise the larger; NaN if either is.
    public static Array max(Array x, Array y) {
        return new Primitive.Max().apply(x, y);
    }

    /// Elementwise the smaller; NaN if either is.
    public static Array min(Array x, Array y) {
        return new Primitive.Min().apply(x, y);
    }

    /// Elementwise bitwise and.
    public static Array bitwiseAnd(Array x, Array y) {
        return new Primitive.And().apply(x, y);
    }

    /// Elementwise bitwise or.
    public static Array bitwiseOr(Array x, Array y) {
        return new Primitive.Or().apply(x, y);
    }

    /// Elementwise bitwise exclusive or.
    public static Array bitwiseXor(Array x, Array y) {
        return new Primitive.Xor().apply(x, y);
    }

    /// Elementwise `x << y`; 0 if `y` is at least the bit width.
    public static Array shiftLeft(Array x, Array y) {
        return new Primitive.ShiftLeft().apply(x, y);
    }

    /// Elementwise `x >>> y`; 0 if `y` is at least the bit width.
    public static Array shiftRightLogical(Array x, Array y) {
        return new Primitive.ShiftRightLogical().apply(x, y);
    }

    /// Elementwise `x >> y`; all sign bits if `y` is at least the bit width.
    public static Array shiftRightArithmetic(Array x, Array y) {
        return new Primitive.ShiftRightArithmetic().apply(x, y);
    }

    /// Elementwise `x == y`.
    public static Array eq(Array x, Array y) {
        return new Primitive.Eq().apply(x, y);
    }

    /// Elementwise `x != y`.
    public static Array ne(Array x, Array y) {
        return new Primitive.Ne().apply(x, y);
    }

    /// Elementwise `x < y`.
    public static Array lt(Array x, Array y) {
        return new Primitive.Lt().apply(x, y);
    }

    /// Elementwise `x <= y`.
    public static Array le(Array x, Array y) {
        return new Primitive.Le().apply(x, y);
    }

    /// Elementwise `x > y`.
    public static Array gt(Array x, Array y) {
        return new Primitive.Gt().apply(x, y);
    }

    /// Elementwise `x >= y`.
    public static Array ge(Array x, Array y) {
        return new Primitive.Ge().apply(x, y);
    }

    /// `x` to a constant whole power.
    public static Array integerPow(Array x, int y) {
        return new Primitive.IntegerPow(y).apply(x);
    }

    /// `x x`.
    public static Array square(Array x) {
        return integerPow(x, 2);
    }

    /// `1 / x`.
    public static Array reciprocal(Array x) {
        return integerPow(x, -1);
    }

    /// `x` moved into `[low, high]`; where it is moved its derivative is 0 and the bound's is 1.
    public static Array clamp(Array low, Array x, Array high) {
        return select(lt(x, low), like(low, x), select(gt(x, high), like(high, x), x));
    }

    /// `onTrue` where `which` (boolean, of the cases' shape or a scalar), else `onFalse`.
    public static Array select(Array which, Array onTrue, Array onFalse) {
        return new Primitive.SelectN().apply(which, onFalse, onTrue);
    }

    /// The case that `which` names: boolean for two cases, else int32.
    public static Array selectN(Array which, Array... cases) {
        if (which.dtype().isBool()) return select(which, cases[1], cases[0]);
        var chosen = cases[cases.length - 1];
        for (int i = cases.length - 2; i >= 0; i--) {
            chosen = select(le(which, Array.scalar(which.dtype(), i)), cases[i], chosen);
        }
        return chosen;
    }

    /// The next floating value after `x` in the direction of `y`; float32 and float64.
    public static Array nextafter(Array x, Array y) {
        return Bits.nextafter(x, y);
    }

    // ---- type ----

    /// Conversion of values: floats to integers towards zero, saturating.
    public static Array convertElementType(Array x, DType dtype) {
        return x.astype(dtype);
    }

    /// The same bits as another dtype of the same size.
    public static Array bitcastConvertType(Array x, DType dtype) {
        return x.dtype() == dtype ? x : new Primitive.BitcastConvertType(dtype).apply(x);
    }

    // ---- structure ----

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

    // ---- reductions ----

    /// Sum over the axes; without axes the operand itself.
    public static Array reduceSum(Array x, int... axes) {
        return new Primitive.ReduceSum(reduced(x, axes)).apply(x);
    }

    /// Product over the axes; without axes the operand itself.
    public static Array reduceProd(Array x, int... axes) {
        return new Primitive.ReduceProd(reduced(x, axes)).apply(x);
    }

    /// Maximum over the axes; without axes the operand itself.
    public static Array reduceMax(Array x, int... axes) {
        return new Primitive.ReduceMax(reduced(x, axes)).apply(x);
    }

    /// Minimum over the axes; without axes the operand itself.
    public static Array reduceMin(Array x, int... axes) {
        return new Primitive.ReduceMin(reduced(x, axes)).apply(x);
    }

    /// Bitwise and over the axes; without axes the operand itself.
    public static Array reduceAnd(Array x, int... axes) {
        return new Primitive.ReduceAnd(reduced(x, axes)).apply(x);
    }

    /// Bitwise or over the axes; without axes the operand itself.
    public static Array reduceOr(Array x, int... axes) {
        return new Primitive.ReduceOr(reduced(x, axes)).apply(x);
    }

    /// Index of the first largest element along `axis`; NaN counts as largest.
    public static Array argmax(Array x, int axis, DType indexDtype) {
        return new Primitive.Argmax(x.shape().axis(axis), indexDtype).apply(x);
    }

    /// Index of the first smallest element along `axis`; NaN counts as smallest.
    public static Array argmin(Array x, int axis, DType indexDtype) {
        return new Primitive.Argmin(x.shape().axis(axis), indexDtype).apply(x);
    }

    /// Running sum along `axis`, from its end if `reverse`.
    public static Array cumsum(Array x, int axis, boolean reverse) {
        return new Primitive.Cumsum(x.shape().axis(axis), reverse).apply(x);
    }

    /// Running product along `axis`, from its end if `reverse`.
    public static Array cumprod(Array x, int axis, boolean reverse) {
        return running(Lax::mul, x, axis, reverse);
    }

    /// Running maximum along `axis`, from its end if `reverse`.
    public static Array cummax(Array x, int axis, boolean reverse) {
        return running(Lax::max, x, axis, reverse);
    }

    /// Running minimum along `axis`, from its end if `reverse`.
    public static Array cummin(Array x, int axis, boolean reverse) {
        return running(Lax::min, x, axis, reverse);
    }

    /// The running result of any associative operation, in `log2(n)` vector steps (Hillis and Steele 1986).
    static Array running(BinaryOperator<Array> combine, Array x, int axis, boolean reverse) {
        int length = x.shape().dim(axis);
        for (int shift = 1; shift < length; shift *= 2) {
            var early = sliceInDim(x, 0, length - shift, axis);
            var late = sliceInDim(x, shift, length, axis);
            x = reverse
                    ? concatenate(axis, combine.apply(late, early), sliceInDim(x, length - shift, length, axis))
                    : concatenate(axis, sliceInDim(x, 0, shift, axis), combine.apply(early, late));
        }
        return x;
    }

    // ---- sorting ----

    /// Stable ascending sort along `dimension`; NaN last.
    public static Array sort(Array x, int dimension) {
        return sort(dimension, 1, x)[0];
    }

    /// Sorts all operands by the first `numKeys` (now: 1) of them.
    public static Array[] sort(int dimension, int numKeys, Array... operands) {
        return new Primitive.Sort(operands[0].shape().axis(dimension), numKeys).bind(operands);
    }

    /// Sorts `keys` and takes `values` along; stable.
    public static Array[] sortKeyVal(Array keys, Array values, int dimension) {
        return sort(dimension, 1, keys, values);
    }

    /// The `k` largest elements of the last axis, largest first, and their int32 indices; of equal ones the first.
    ///
    /// @throws IllegalArgumentException if the axis is shorter than `k`
    public static Array[] topK(Array x, int k) {
        int length = x.shape().dim(-1);
        if (k < 0 || k > length) {
            throw new IllegalArgumentException("topK(%d) of %s: the last axis has only %d elements".formatted(k, x.summary(), length));
        }
        // Reversing the order of an integer is its complement: the negation of the smallest one overflows.
        boolean complemented = !x.dtype().isFloating();
        var sorted = sortKeyVal(complemented ? not(x) : neg(x), iota(DType.INT32, x.shape(), -1), -1);
        var first = sliceInDim(sorted[0], 0, k, -1);
        return new Array[] {complemented ? not(first) : neg(first), sliceInDim(sorted[1], 0, k, -1)};
    }

    // ---- products and windows ----

    /// Generalised matrix product: result axes are the batch, the rest of the left, the rest of the right operand.
    public static Array dotGeneral(Array x, Array y, int[] xContracting, int[] yContracting, int[] xBatch, int[] yBatch) {
        return new Primitive.DotGeneral(Axes.of(x.shape().axes(xContracting)), Axes.of(y.shape().axes(yContracting)),
                Axes.of(x.shape().axes(xBatch)), Axes.of(y.shape().axes(yBatch))).apply(x, y);
    }

    /// A convolution (cross-correlation) with default dilation and groups; see [Convolution] for all settings.
    ///
    /// @param image         `[N, C, spatial...]`
    /// @param kernel        `[O, C, spatial...]`
    /// @param windowStrides one for each spatial axis
    /// @param padding       `"SAME"`, `"SAME_LOWER"` or `"VALID"`
    /// @return `[N, O, spatial...]`
    public static Array convGeneralDilated(Array image, Array kernel, int[] windowStrides, String padding) {
        return Convolution.of(windowStrides).padding(padding).apply(image, kernel);
    }

    /// As above, padded by `{low, high}` for each spatial axis.
    public static Array convGeneralDilated(Array image, Array kernel, int[] windowStrides, int[][] padding) {
        return Convolution.of(windowStrides).padding(padding).apply(image, kernel);
    }

    /// Maximum over a sliding window; padding counts as the least value.
    ///
    /// @param padding `{low, high}` for each axis
    public static Array reduceWindowMax(Array x, int[] window, int[] strides, int[][] padding) {
        return new Primitive.ReduceWindowMax(window(window, strides, padding)).apply(x);
    }

    /// Sum over a sliding window.
    ///
    /// @param padding `{low, high}` for each axis
    public static Array reduceWindowSum(Array x, int[] window, int[] strides, int[][] padding) {
        return new Primitive.ReduceWindowSum(window(window, strides, padding)).apply(x);
    }

    private static Primitive.Window window(int[] window, int[] strides, int[][] padding) {
        return new Primitive.Window(Axes.of(window), Axes.of(strides), column(padding, 0), column(padding, 1));
    }

    // ---- indexing ----

    /// A block of `sizes` that begins at `starts` (integer scalars). A negative start counts from the end; then starts are
    /// clamped so that the block fits.
    public static Array dynamicSlice(Array x, Array[] starts, int... sizes) {
        return new Primitive.DynamicSlice(Axes.of(sizes)).apply(with(starts, x));
    }

    /// `x` with `update` written at `starts` (integer scalars). A negative start counts from the end; then starts are clamped
    /// so that the update fits.
    public static Array dynamicUpdateSlice(Array x, Array update, Array... starts) {
        return new Primitive.DynamicUpdateSlice().apply(with(starts, x, update));
    }

    /// XLA's gather. The last axis of `indices` holds the index vectors.
    public static Array gather(Array x, Array indices, GatherDimensionNumbers numbers, int[] sliceSizes, IndexMode mode) {
        return new Primitive.Gather(numbers, Axes.of(sliceSizes), mode).apply(x, int32(indices));
    }

    /// XLA's scatter: of two updates of one element the later wins.
    public static Array scatter(Array x, Array indices, Array updates, GatherDimensionNumbers numbers, IndexMode mode) {
        return new Primitive.Scatter(numbers, mode).apply(x, int32(indices), updates);
    }

    /// XLA's scatter that adds the updates to `x`.
    public static Array scatterAdd(Array x, Array indices, Array updates, GatherDimensionNumbers numbers, IndexMode mode) {
        return new Primitive.ScatterAdd(numbers, mode).apply(x, int32(indices), updates);
    }

    // ---- shared ----

    private static Array int32(Array indices) {
        return indices.astype(DType.INT32);
    }

    private static Array like(Array scalarOrArray, Array x) {
        return scalarOrArray.broadcastTo(x.shape());
    }

    private static Array[] with(Array[] starts, Array... first) {
        if (starts.length != first[0].rank()) {
            throw new IllegalArgumentException(starts.length + " starts for " + first[0].summary() + ": there is one for each axis");
        }
        var all = Arrays.copyOf(first, first.length + starts.length);
        for (int i = 0; i < starts.length; i++) all[first.length + i] = fromStart(int32(starts[i]), first[0].shape().dim(i));
        return all;
    }

    private static Array fromStart(Array index, int length) {
        // A known position needs no program.
        if (index instanceof ConcreteArray) return index.intItem() < 0 ? Array.scalar(index.intItem() + length) : index;
        return select(index.lt(0), index.add(length), index);
    }

    private static Axes reduced(Array x, int... axes) {
        return Axes.of(Arrays.stream(x.shape().axes(axes)).sorted().toArray());
    }

    private static Axes column(int[][] table, int column) {
        return Axes.of(Arrays.stream(table).mapToInt(row -> row[column]).toArray());
    }

    private static int[] filled(int n, int value) {
        return Axes.filled(n, value).toArray();
    }
}
