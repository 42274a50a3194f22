package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.core.Primitive;
import dev.solstice.lax.Lax;
import java.util.Arrays;
import java.util.List;

/// `jax.numpy` in Java, made to be imported statically: NumPy's names in camelCase.
///
/// Where a parameter is an [Object] it may be an [Array] or a Java scalar, which is weakly typed: `maximum(x, 0)` keeps
/// the dtype of `x`. Operands broadcast and promote as in JAX; axes count from the end if negative; a reduction without
/// axes is over all of them. Functions like `exp` turn integers into float32.
///
/// ```java
/// Array normalised = x.sub(mean(x, 0)).div(std(x, 0));
/// ```
///
/// Source: the `jax.numpy` module.
public final class Numpy {
    /// The ratio of a circle's circumference to its diameter.
    public static final double PI = Math.PI;

    private Numpy() {}

    // ---- making arrays ----

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
            case "xy" -> Assembly.meshgrid(false, vectors);
            case "ij" -> Assembly.meshgrid(true, vectors);
            default -> throw new IllegalArgumentException("meshgrid indexing \"" + indexing + "\" is neither xy nor ij");
        };
    }

    // ---- elementwise, one operand ----

    /// Elementwise `e^x`.
    public static Array exp(Array x) {
        return Lax.exp(inexact(x));
    }

    /// Elementwise `e^x - 1`, accurate near 0.
    public static Array expm1(Array x) {
        return Lax.expm1(inexact(x));
    }

    /// Elementwise natural logarithm; NaN below 0.
    public static Array log(Array x) {
        return Lax.log(inexact(x));
    }

    /// Elementwise `log(1 + x)`, accurate near 0.
    public static Array log1p(Array x) {
        return Lax.log1p(inexact(x));
    }

    /// Elementwise square root; NaN below 0.
    public static Array sqrt(Array x) {
        return Lax.sqrt(inexact(x));
    }

    /// Elementwise sine.
    public static Array sin(Array x) {
        return Lax.sin(inexact(x));
    }

    /// Elementwise cosine.
    public static Array cos(Array x) {
        return Lax.cos(inexact(x));
    }

    /// Elementwise tangent.
    public static Array tan(Array x) {
        return Lax.tan(inexact(x));
    }

    /// Elementwise arc sine; NaN outside -1 to 1.
    public static Array arcsin(Array x) {
        return Lax.asin(inexact(x));
    }

    /// Elementwise arc cosine; NaN outside -1 to 1.
    public static Array arccos(Array x) {
        return Lax.acos(inexact(x));
    }

    /// Elementwise arc tangent.
    public static Array arctan(Array x) {
        return Lax.atan(inexact(x));
    }

    /// Elementwise hyperbolic tangent.
    public static Array tanh(Array x) {
        return Lax.tanh(inexact(x));
    }

    /// Elementwise `2^x`.
    public static Array exp2(Array x) {
        return Lax.exp(inexact(x).mul(Math.log(2)));
    }

    /// Elementwise logarithm to base 2.
    public static Array log2(Array x) {
        return Lax.log(inexact(x)).div(Math.log(2));
    }

    /// Elementwise logarithm to base 10.
    public static Array log10(Array x) {
        return Lax.log(inexact(x)).div(Math.log(10));
    }

    /// Elementwise hyperbolic cosine.
    public static Array cosh(Array x) {
        return exp(x).add(exp(negative(x))).mul(0.5);
    }

    /// Elementwise hyperbolic sine, accurate near 0.
    public static Array sinh(Array x) {
        // (e^x - e^-x) / 2 in terms of m = e^x - 1, which does not cancel.
        var m = expm1(x);
        return m.add(m.div(m.add(1))).mul(0.5);
    }

    /// Elementwise inverse hyperbolic sine.
    public static Array arcsinh(Array x) {
        var values = inexact(x);
        var size = Lax.abs(values);
        var squared = Lax.square(size);
        return Lax.sign(values).mul(Lax.log1p(size.add(squared.div(Lax.sqrt(squared.add(1)).add(1)))));
    }

    /// Elementwise inverse hyperbolic cosine; NaN below 1.
    public static Array arccosh(Array x) {
        var values = inexact(x);
        return Lax.log(values.add(Lax.sqrt(values.add(1)).mul(Lax.sqrt(values.sub(1)))));
    }

    /// Elementwise inverse hyperbolic tangent; NaN outside -1 to 1.
    public static Array arctanh(Array x) {
        var values = inexact(x);
        return Lax.log1p(values).sub(Lax.log1p(Lax.neg(values))).mul(0.5);
    }

    /// Elementwise cube root, also of negative numbers.
    public static Array cbrt(Array x) {
        var values = inexact(x);
        return Lax.sign(values).mul(Operands.binary(new Primitive.Pow(), Lax.abs(values), 1.0 / 3));
    }

    /// Elementwise `|x|`; unsigned numbers and booleans are what they are.
    public static Array abs(Array x) {
        return x.dtype().isSigned() ? Lax.abs(x) : x;
    }

    /// Elementwise greatest whole number not above.
    public static Array floor(Array x) {
        return x.dtype().isFloating() ? Lax.floor(x) : x;
    }

    /// Elementwise least whole number not below.
    public static Array ceil(Array x) {
        return x.dtype().isFloating() ? Lax.ceil(x) : x;
    }

    /// Elementwise nearest whole number; halves go to the even one.
    public static Array round(Array x) {
        return x.dtype().isFloating() ? Lax.round(x) : x;
    }

    /// Elementwise rounding towards zero.
    public static Array trunc(Array x) {
        return x.dtype().isFloating() ? where(less(x, 0), Lax.ceil(x), Lax.floor(x)) : x;
    }

    /// Elementwise -1, 0 or 1.
    public static Array sign(Array x) {
        return Lax.sign(x);
    }

    /// Elementwise `-x`.
    public static Array negative(Array x) {
        return x.neg();
    }

    /// Elementwise `x x`.
    public static Array square(Array x) {
        return x.pow(2);
    }

    /// Elementwise `1 / x`.
    public static Array reciprocal(Array x) {
        return inexact(x).pow(-1);
    }

    /// Whether each element is NaN.
    public static Array isnan(Array x) {
        return x.dtype().isFloating() ? Lax.ne(x, x) : full(x.shape(), false);
    }

    /// Whether each element is neither infinite nor NaN.
    public static Array isfinite(Array x) {
        return x.dtype().isFloating() ? Lax.isFinite(x) : full(x.shape(), true);
    }

    /// Whether each element is infinite.
    public static Array isinf(Array x) {
        return x.dtype().isFloating() ? Lax.abs(x).eq(Double.POSITIVE_INFINITY) : full(x.shape(), false);
    }

    /// Elementwise logical complement; numbers are true where not 0.
    public static Array logicalNot(Array x) {
        return Lax.not(Statistics.truth(x));
    }

    /// Elementwise `sin(pi x) / (pi x)`, 1 at 0.
    public static Array sinc(Array x) {
        return sincOf(inexact(x).mul(PI));
    }

    private static Array sincOf(Array x) {
        var atZero = equal(x, 0);
        // The quotient is kept away from 0 / 0, whose derivative would be NaN even where it is not chosen.
        var safe = where(atZero, 1, x);
        return where(atZero, square(x).mul(-1.0 / 6).add(1), Lax.sin(safe).div(safe));
    }

    // ---- elementwise, two operands: arrays or Java scalars ----

    /// Elementwise sum.
    public static Array add(Object x, Object y) {
        return Operands.binary(new Primitive.Add(), x, y);
    }

    /// Elementwise difference.
    public static Array subtract(Object x, Object y) {
        return Operands.binary(new Primitive.Sub(), x, y);
    }

    /// Elementwise product.
    public static Array multiply(Object x, Object y) {
        return Operands.binary(new Primitive.Mul(), x, y);
    }

    /// The larger of each pair; NaN if either is.
    public static Array maximum(Object x, Object y) {
        return Operands.binary(new Primitive.Max(), x, y);
    }

    /// The smaller of each pair; NaN if either is.
    public static Array minimum(Object x, Object y) {
        return Operands.binary(new Primitive.Min(), x, y);
    }

    /// Elementwise remainder with the sign of `x`, as Java's `%`.
    public static Array fmod(Object x, Object y) {
        return Operands.binary(new Primitive.Rem(), x, y);
    }

    /// Elementwise quotient; of integers as float32.
    public static Array divide(Object x, Object y) {
        return Operands.array(x).div(y);
    }

    /// Elementwise `x^y`. A Java int as exponent is exact, and its derivative is right for a negative or zero `x`.
    public static Array power(Object x, Object y) {
        return x instanceof Array base ? base.pow(y) : Operands.binary(new Primitive.Pow(), x, y);
    }

    /// Elementwise angle of the point `(x, y)` with ordinate `y`, in -pi to pi; of integers as float32.
    public static Array arctan2(Object y, Object x) {
        var operands = Operands.promoted(y, x);
        return Operands.binary(new Primitive.Atan2(), inexact(operands[0]), inexact(operands[1]));
    }

    /// Elementwise quotient rounded down, as Python's `//`.
    public static Array floorDivide(Object x, Object y) {
        return Division.floorDivide(x, y);
    }

    /// Elementwise remainder with the sign of `y`, as Python's `%`.
    public static Array mod(Object x, Object y) {
        return Division.mod(x, y);
    }

    /// The same as [#mod].
    public static Array remainder(Object x, Object y) {
        return mod(x, y);
    }

    /// Elementwise `sqrt(x^2 + y^2)`, without overflow.
    public static Array hypot(Object x, Object y) {
        var operands = Operands.promoted(x, y);
        var large = maximum(abs(inexact(operands[0])), abs(inexact(operands[1])));
        var small = minimum(abs(inexact(operands[0])), abs(inexact(operands[1])));
        var safe = where(equal(large, 0), 1, large);
        return where(equal(large, 0), large, large.mul(Lax.sqrt(square(small.div(safe)).add(1))));
    }

    /// Elementwise `log(e^x + e^y)`, without overflow.
    public static Array logaddexp(Object x, Object y) {
        return Products.logaddexp(x, y);
    }

    /// `x` moved into `[low, high]`; either bound may be null.
    public static Array clip(Object x, Object low, Object high) {
        var clipped = Operands.array(x);
        if (low != null) clipped = maximum(clipped, low);
        return high == null ? clipped : minimum(clipped, high);
    }

    /// Elementwise `x` where the condition holds, else `y`; all three broadcast.
    public static Array where(Object condition, Object x, Object y) {
        var which = Statistics.truth(Operands.array(condition));
        var cases = Operands.promoted(x, y);
        var shape = Shape.broadcast(which.shape(), cases[0].shape(), cases[1].shape());
        return Lax.select(which.rank() == 0 ? which : which.broadcastTo(shape), cases[0].broadcastTo(shape), cases[1].broadcastTo(shape));
    }

    /// Whether `x == y`.
    public static Array equal(Object x, Object y) {
        return Operands.binary(new Primitive.Eq(), x, y);
    }

    /// Whether `x != y`.
    public static Array notEqual(Object x, Object y) {
        return Operands.binary(new Primitive.Ne(), x, y);
    }

    /// Whether `x < y`.
    public static Array less(Object x, Object y) {
        return Operands.binary(new Primitive.Lt(), x, y);
    }

    /// Whether `x <= y`.
    public static Array lessEqual(Object x, Object y) {
        return Operands.binary(new Primitive.Le(), x, y);
    }

    /// Whether `x > y`.
    public static Array greater(Object x, Object y) {
        return Operands.binary(new Primitive.Gt(), x, y);
    }

    /// Whether `x >= y`.
    public static Array greaterEqual(Object x, Object y) {
        return Operands.binary(new Primitive.Ge(), x, y);
    }

    /// Elementwise logical and; numbers are true where not 0.
    public static Array logicalAnd(Object x, Object y) {
        return Operands.binary(new Primitive.And(), Statistics.truth(Operands.array(x)), Statistics.truth(Operands.array(y)));
    }

    /// Elementwise logical or; numbers are true where not 0.
    public static Array logicalOr(Object x, Object y) {
        return Operands.binary(new Primitive.Or(), Statistics.truth(Operands.array(x)), Statistics.truth(Operands.array(y)));
    }

    /// Elementwise logical exclusive or; numbers are true where not 0.
    public static Array logicalXor(Object x, Object y) {
        return Operands.binary(new Primitive.Xor(), Statistics.truth(Operands.array(x)), Statistics.truth(Operands.array(y)));
    }

    // ---- reductions; no axes means all; `keepDims` leaves reduced axes with length 1 ----

    /// Sum; booleans and small integers sum as 32-bit integers.
    public static Array sum(Array x, int... axes) {
        return x.sum(axes);
    }

    /// Sum; booleans and small integers sum as 32-bit integers, over one axis.
    public static Array sum(Array x, int axis, boolean keepDims) {
        return sum(x, new int[] {axis}, keepDims);
    }

    /// Sum; booleans and small integers sum as 32-bit integers, over several axes.
    public static Array sum(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Statistics.restored(sum(x, axes), x, axes) : sum(x, axes);
    }

    /// Arithmetic mean; of integers as float32.
    public static Array mean(Array x, int... axes) {
        return x.mean(axes);
    }

    /// Arithmetic mean; of integers as float32, over one axis.
    public static Array mean(Array x, int axis, boolean keepDims) {
        return mean(x, new int[] {axis}, keepDims);
    }

    /// Arithmetic mean; of integers as float32, over several axes.
    public static Array mean(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Statistics.restored(mean(x, axes), x, axes) : mean(x, axes);
    }

    /// Product; booleans and small integers multiply as 32-bit integers.
    public static Array prod(Array x, int... axes) {
        return Statistics.prod(x, axes);
    }

    /// Product; booleans and small integers multiply as 32-bit integers, over one axis.
    public static Array prod(Array x, int axis, boolean keepDims) {
        return prod(x, new int[] {axis}, keepDims);
    }

    /// Product; booleans and small integers multiply as 32-bit integers, over several axes.
    public static Array prod(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Statistics.restored(prod(x, axes), x, axes) : prod(x, axes);
    }

    /// Maximum; NaN if any element is. Ties share the derivative.
    public static Array max(Array x, int... axes) {
        return x.max(axes);
    }

    /// Maximum; NaN if any element is. Ties share the derivative, over one axis.
    public static Array max(Array x, int axis, boolean keepDims) {
        return max(x, new int[] {axis}, keepDims);
    }

    /// Maximum; NaN if any element is. Ties share the derivative, over several axes.
    public static Array max(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Statistics.restored(max(x, axes), x, axes) : max(x, axes);
    }

    /// Minimum; NaN if any element is. Ties share the derivative.
    public static Array min(Array x, int... axes) {
        return x.min(axes);
    }

    /// Minimum; NaN if any element is. Ties share the derivative, over one axis.
    public static Array min(Array x, int axis, boolean keepDims) {
        return min(x, new int[] {axis}, keepDims);
    }

    /// Minimum; NaN if any element is. Ties share the derivative, over several axes.
    public static Array min(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Statistics.restored(min(x, axes), x, axes) : min(x, axes);
    }

    /// Whether any element is true, or not 0.
    public static Array any(Array x, int... axes) {
        return Statistics.any(x, axes);
    }

    /// Whether any element is true, or not 0, over one axis.
    public static Array any(Array x, int axis, boolean keepDims) {
        return any(x, new int[] {axis}, keepDims);
    }

    /// Whether any element is true, or not 0, over several axes.
    public static Array any(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Statistics.restored(any(x, axes), x, axes) : any(x, axes);
    }

    /// Whether all elements are true, or not 0.
    public static Array all(Array x, int... axes) {
        return Statistics.all(x, axes);
    }

    /// Whether all elements are true, or not 0, over one axis.
    public static Array all(Array x, int axis, boolean keepDims) {
        return all(x, new int[] {axis}, keepDims);
    }

    /// Whether all elements are true, or not 0, over several axes.
    public static Array all(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Statistics.restored(all(x, axes), x, axes) : all(x, axes);
    }

    /// Variance (mean squared deviation).
    public static Array var(Array x, int... axes) {
        return Statistics.variance(x, 0, axes);
    }

    /// Variance (mean squared deviation), over one axis.
    public static Array var(Array x, int axis, boolean keepDims) {
        return var(x, new int[] {axis}, keepDims);
    }

    /// Variance (mean squared deviation), over several axes.
    public static Array var(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Statistics.restored(var(x, axes), x, axes) : var(x, axes);
    }

    /// Standard deviation.
    public static Array std(Array x, int... axes) {
        return Lax.sqrt(var(x, axes));
    }

    /// Standard deviation, over one axis.
    public static Array std(Array x, int axis, boolean keepDims) {
        return std(x, new int[] {axis}, keepDims);
    }

    /// Standard deviation, over several axes.
    public static Array std(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Statistics.restored(std(x, axes), x, axes) : std(x, axes);
    }

    /// Median; the mean of the middle two of an even number.
    public static Array median(Array x, int... axes) {
        return Statistics.median(x, axes);
    }

    /// Median; the mean of the middle two of an even number, over one axis.
    public static Array median(Array x, int axis, boolean keepDims) {
        return median(x, new int[] {axis}, keepDims);
    }

    /// Median; the mean of the middle two of an even number, over several axes.
    public static Array median(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Statistics.restored(median(x, axes), x, axes) : median(x, axes);
    }

    /// Euclidean norm, the root of the sum of squares.
    public static Array norm(Array x, int... axes) {
        return Lax.sqrt(square(inexact(x)).sum(axes));
    }

    /// Euclidean norm, the root of the sum of squares, over one axis.
    public static Array norm(Array x, int axis, boolean keepDims) {
        return norm(x, new int[] {axis}, keepDims);
    }

    /// Euclidean norm, the root of the sum of squares, over several axes.
    public static Array norm(Array x, int[] axes, boolean keepDims) {
        return keepDims ? Statistics.restored(norm(x, axes), x, axes) : norm(x, axes);
    }

    /// Variance over several axes (none: all) with `ddof` degrees of freedom taken off the count: 1 for a sample's.
    public static Array var(Array x, int[] axes, int ddof) {
        return Statistics.variance(x, ddof, axes);
    }

    /// Position of the first largest element in row-major order, int32; NaN counts as largest.
    public static Array argmax(Array x) {
        return argmax(x.reshape(-1), 0);
    }

    /// Position of the first largest element along the axis, int32; NaN counts as largest.
    public static Array argmax(Array x, int axis) {
        return Lax.argmax(x, axis, DType.INT32);
    }

    /// Position of the first smallest element in row-major order, int32; NaN counts as smallest.
    public static Array argmin(Array x) {
        return argmin(x.reshape(-1), 0);
    }

    /// Position of the first smallest element along the axis, int32; NaN counts as smallest.
    public static Array argmin(Array x, int axis) {
        return Lax.argmin(x, axis, DType.INT32);
    }

    /// Running sum along the axis.
    public static Array cumsum(Array x, int axis) {
        return Lax.cumsum(x.astype(Promotion.sum(x.dtype())), axis, false);
    }

    /// Running product along the axis.
    public static Array cumprod(Array x, int axis) {
        return Lax.cumprod(x.astype(Promotion.sum(x.dtype())), axis, false);
    }

    /// Differences of neighbours along the axis, `n` times.
    public static Array diff(Array x, int n, int axis) {
        return Statistics.diff(x, n, axis);
    }

    /// Whether all elements are close: `|x - y| <= atol + rtol |y|` with `rtol` 1e-5 and `atol` 1e-8. Reads the values.
    public static boolean allclose(Object x, Object y) {
        return allclose(x, y, 1e-5, 1e-8);
    }

    /// Whether all elements are close: `|x - y| <= atol + rtol |y|`, or equal infinities. Reads the values.
    ///
    /// @throws dev.solstice.core.TracerException inside a transformation that does not know values
    public static boolean allclose(Object x, Object y, double rtol, double atol) {
        var shape = Shape.broadcast(Operands.array(x).shape(), Operands.array(y).shape());
        var left = Operands.array(x).broadcastTo(shape).toDoubleArray();
        var right = Operands.array(y).broadcastTo(shape).toDoubleArray();
        for (int i = 0; i < left.length; i++) {
            if (left[i] != right[i] && !(Math.abs(left[i] - right[i]) <= atol + rtol * Math.abs(right[i]) && Double.isFinite(right[i]))) return false;
        }
        return true;
    }

    // ---- structure ----

    /// Joins the arrays along a new axis 0.
    public static Array stack(Array... arrays) {
        return Assembly.stack(List.of(arrays), 0);
    }

    /// Joins the arrays along a new axis.
    public static Array stack(List<Array> arrays, int axis) {
        return Assembly.stack(arrays, axis);
    }

    /// Joins the arrays along axis 0.
    public static Array concatenate(Array... arrays) {
        return Assembly.concatenate(List.of(arrays), 0);
    }

    /// Joins the arrays along an existing axis.
    public static Array concatenate(List<Array> arrays, int axis) {
        return Assembly.concatenate(arrays, axis);
    }

    /// Divides an axis into equal parts.
    ///
    /// @throws IllegalArgumentException if it does not divide
    public static Array[] split(Array x, int sections, int axis) {
        return Assembly.split(x, sections, axis);
    }

    /// Divides an axis before each of the positions.
    public static Array[] split(Array x, int[] positions, int axis) {
        return Assembly.split(x, positions, axis);
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
        return Assembly.tile(x, repetitions);
    }

    /// Repeats each element along the axis.
    public static Array repeat(Array x, int repeats, int axis) {
        return Assembly.repeat(x, repeats, axis);
    }

    /// Moves the elements along the axis by `shift` places; those that leave come back at the other end.
    public static Array roll(Array x, int shift, int axis) {
        return Assembly.roll(x, shift, axis);
    }

    /// [#roll] of the elements as one vector.
    public static Array roll(Array x, int shift) {
        return roll(x.reshape(-1), shift, 0).reshape(x.shape());
    }

    /// Reverses the axes; without arguments all.
    public static Array flip(Array x, int... axes) {
        return Lax.rev(x, Statistics.axes(x, axes));
    }

    /// The lower triangle of the last two axes; above it zeros.
    public static Array tril(Array x) {
        return tril(x, 0);
    }

    /// The part of the last two axes on and below the `k`-th diagonal; above it zeros.
    public static Array tril(Array x, int k) {
        return where(Assembly.lowerMask(x.shape(), k), x, zerosLike(x));
    }

    /// The upper triangle of the last two axes; below it zeros.
    public static Array triu(Array x) {
        return triu(x, 0);
    }

    /// The part of the last two axes on and above the `k`-th diagonal; below it zeros.
    public static Array triu(Array x, int k) {
        return where(Assembly.lowerMask(x.shape(), k - 1), zerosLike(x), x);
    }

    /// The diagonal of the first two axes, `offset` above the main one; it becomes the last axis.
    public static Array diagonal(Array x, int offset) {
        return Assembly.diagonal(x, offset);
    }

    /// The sum of the main diagonal of the first two axes.
    public static Array trace(Array x) {
        return diagonal(x, 0).sum(-1);
    }

    /// A matrix with the vector on its diagonal, or the diagonal of a matrix.
    public static Array diag(Array x) {
        return x.rank() == 1 ? where(eye(x.size()).astype(DType.BOOL), x, Array.scalar(x.dtype(), 0)) : diagonal(x, 0);
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

    // ---- products ----

    /// Matrix product: the last axis with the other's last but one, leading axes broadcast.
    public static Array matmul(Array x, Array y) {
        return x.matmul(y);
    }

    /// The last axis with the other's last but one (or only) axis; all other axes remain.
    public static Array dot(Array x, Array y) {
        return Products.dot(x, y);
    }

    /// The inner product of all elements.
    public static Array vdot(Array x, Array y) {
        return Products.dot(x.reshape(-1), y.reshape(-1));
    }

    /// The products of each element with each.
    public static Array outer(Array x, Array y) {
        return x.reshape(-1, 1).mul(y.reshape(1, -1));
    }

    /// Sums over the last `axes` axes of `x` and the first of `y`.
    public static Array tensordot(Array x, Array y, int axes) {
        return Products.tensordot(x, y, axes);
    }

    /// Sums over the named axes, pair by pair.
    public static Array tensordot(Array x, Array y, int[] xAxes, int[] yAxes) {
        return Products.tensordot(x, y, xAxes, yAxes);
    }

    /// Einstein summation: `einsum("bhqd,bhkd->bhqk", q, k)`. Labels that the result lacks are summed over, a label twice
    /// in one operand takes its diagonal, `...` stands for any axes, which broadcast.
    ///
    /// @throws IllegalArgumentException naming what does not fit the equation
    public static Array einsum(String equation, Array... operands) {
        return Einsum.apply(equation, operands);
    }

    /// The Kronecker product.
    public static Array kron(Array x, Array y) {
        return Products.kron(x, y);
    }

    /// The vector product of last axes of length 3.
    public static Array cross(Array x, Array y) {
        return Products.cross(x, y);
    }

    /// The discrete convolution of two vectors.
    ///
    /// @param mode `"full"`, `"same"` or `"valid"`
    public static Array convolve(Array x, Array y, String mode) {
        return Products.convolve(x, y, mode);
    }

    /// The polynomial `p[0] x^(n-1) + ... + p[n-1]`.
    public static Array polyval(Array coefficients, Array x) {
        return Products.polyval(coefficients, x);
    }

    // ---- taking and sorting ----

    /// The elements at the indices along the axis; negative ones count from the end, others that do not exist give NaN (or
    /// the smallest signed, the largest unsigned integer).
    public static Array take(Array x, Array indices, int axis) {
        return Indexed.take(x, indices, axis, "fill");
    }

    /// The elements at the indices along the axis.
    ///
    /// @param mode what an index that does not exist gives: `"fill"` NaN, `"clip"` the nearest element (so that negative
    ///     ones give the first), `"wrap"` the one a whole number of lengths away
    public static Array take(Array x, Array indices, int axis, String mode) {
        return Indexed.take(x, indices, axis, mode);
    }

    /// For each lane along the axis the elements at that lane's own indices; other axes broadcast.
    public static Array takeAlongAxis(Array x, Array indices, int axis) {
        return Indexed.takeAlongAxis(x, indices, axis);
    }

    /// Sorts the last axis ascending; NaN last.
    public static Array sort(Array x) {
        return sort(x, -1);
    }

    /// Sorts along the axis, ascending; NaN last.
    public static Array sort(Array x, int axis) {
        return Lax.sort(x, axis);
    }

    /// The int32 indices that sort the last axis; stable.
    public static Array argsort(Array x) {
        return argsort(x, -1);
    }

    /// The int32 indices that sort along the axis; stable.
    public static Array argsort(Array x, int axis) {
        return Statistics.argsort(x, axis, false);
    }

    /// The int32 indices that sort along the axis, largest first if `descending`; stable.
    public static Array argsort(Array x, int axis, boolean descending) {
        return Statistics.argsort(x, axis, descending);
    }

    /// For each value its place in the sorted vector, int32: before its equals, or after them if `right`.
    public static Array searchsorted(Array sorted, Array values, boolean right) {
        return Indexed.searchsorted(sorted, values, right);
    }

    // ---- shared ----

    /// `x` as a floating type: integers and booleans become float32.
    static Array inexact(Array x) {
        return x.astype(Promotion.inexact(x.dtype()));
    }
}
