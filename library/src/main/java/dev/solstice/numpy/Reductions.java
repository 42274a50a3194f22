package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;

/// Many elements made one, along axes: no axes means all; `keepDims` leaves reduced axes with length 1, and what else
/// there is to say about a reduction says a [Reduction].
///
/// Source: `jax.numpy`.
public final class Reductions {
    private Reductions() {}

    /// Sum; booleans and small integers sum as 32-bit integers.
    public static Array sum(Array x, int... axes) {
        return sum(x, Reduction.over(axes));
    }

    /// [#sum(Array,int...)] over one axis.
    public static Array sum(Array x, int axis, boolean keepDims) {
        return sum(x, new int[] {axis}, keepDims);
    }

    /// [#sum(Array,int...)] over several axes.
    public static Array sum(Array x, int[] axes, boolean keepDims) {
        return sum(x, Reduction.over(axes, keepDims));
    }

    /// [#sum(Array,int...)] with all that a [Reduction] says.
    public static Array sum(Array x, Reduction how) {
        how.reject("sum", false, false);
        var values = how.masked(x.astype(how.dtypeOr(Promotion.sum(x.dtype()))), 0);
        var sum = how.finish(values.sum(how.axesOf(x)), x);
        return how.hasInitial() ? sum.add(how.initial(sum.dtype())) : sum;
    }

    /// Product; booleans and small integers multiply as 32-bit integers.
    public static Array prod(Array x, int... axes) {
        return prod(x, Reduction.over(axes));
    }

    /// [#prod(Array,int...)] over one axis.
    public static Array prod(Array x, int axis, boolean keepDims) {
        return prod(x, new int[] {axis}, keepDims);
    }

    /// [#prod(Array,int...)] over several axes.
    public static Array prod(Array x, int[] axes, boolean keepDims) {
        return prod(x, Reduction.over(axes, keepDims));
    }

    /// [#prod(Array,int...)] with all that a [Reduction] says.
    public static Array prod(Array x, Reduction how) {
        how.reject("prod", false, false);
        var values = how.masked(x.astype(how.dtypeOr(Promotion.sum(x.dtype()))), 1);
        var product = how.finish(Lax.reduceProd(values, how.axesOf(x)), x);
        return how.hasInitial() ? product.mul(how.initial(product.dtype())) : product;
    }

    /// Maximum; NaN if any element is. Ties share the derivative.
    public static Array max(Array x, int... axes) {
        return max(x, Reduction.over(axes));
    }

    /// [#max(Array,int...)] over one axis.
    public static Array max(Array x, int axis, boolean keepDims) {
        return max(x, new int[] {axis}, keepDims);
    }

    /// [#max(Array,int...)] over several axes.
    public static Array max(Array x, int[] axes, boolean keepDims) {
        return max(x, Reduction.over(axes, keepDims));
    }

    /// [#max(Array,int...)] with all that a [Reduction] says.
    public static Array max(Array x, Reduction how) {
        return extreme("max", x, how, Numpy::maximum, Array::max, x.dtype().isInexact() ? Double.NEGATIVE_INFINITY : lowest(x.dtype()));
    }

    /// Minimum; NaN if any element is. Ties share the derivative.
    public static Array min(Array x, int... axes) {
        return min(x, Reduction.over(axes));
    }

    /// [#min(Array,int...)] over one axis.
    public static Array min(Array x, int axis, boolean keepDims) {
        return min(x, new int[] {axis}, keepDims);
    }

    /// [#min(Array,int...)] over several axes.
    public static Array min(Array x, int[] axes, boolean keepDims) {
        return min(x, Reduction.over(axes, keepDims));
    }

    /// [#min(Array,int...)] with all that a [Reduction] says.
    public static Array min(Array x, Reduction how) {
        return extreme("min", x, how, Numpy::minimum, Array::min, x.dtype().isInexact() ? Double.POSITIVE_INFINITY : highest(x.dtype()));
    }

    /// Arithmetic mean; of integers as float32.
    public static Array mean(Array x, int... axes) {
        return mean(x, Reduction.over(axes));
    }

    /// [#mean(Array,int...)] over one axis.
    public static Array mean(Array x, int axis, boolean keepDims) {
        return mean(x, new int[] {axis}, keepDims);
    }

    /// [#mean(Array,int...)] over several axes.
    public static Array mean(Array x, int[] axes, boolean keepDims) {
        return mean(x, Reduction.over(axes, keepDims));
    }

    /// [#mean(Array,int...)] with all that a [Reduction] says.
    public static Array mean(Array x, Reduction how) {
        how.reject("mean", true, false);
        var values = x.astype(how.dtypeOr(Promotion.inexact(x.dtype())));
        if (!how.isMasked()) return how.finish(values.mean(how.axesOf(x)), x);
        return how.finish(how.masked(values, 0).sum(how.axesOf(x)), x).div(how.count(x, values.dtype()));
    }

    /// Whether any element is true, or not 0.
    public static Array any(Array x, int... axes) {
        return any(x, Reduction.over(axes));
    }

    /// [#any(Array,int...)] over one axis.
    public static Array any(Array x, int axis, boolean keepDims) {
        return any(x, new int[] {axis}, keepDims);
    }

    /// [#any(Array,int...)] over several axes.
    public static Array any(Array x, int[] axes, boolean keepDims) {
        return any(x, Reduction.over(axes, keepDims));
    }

    /// [#any(Array,int...)] with all that a [Reduction] says.
    public static Array any(Array x, Reduction how) {
        how.reject("any", true, true);
        return how.finish(Lax.reduceOr(how.masked(Numpy.truth(x), false), how.axesOf(x)), x);
    }

    /// Whether all elements are true, or not 0.
    public static Array all(Array x, int... axes) {
        return all(x, Reduction.over(axes));
    }

    /// [#all(Array,int...)] over one axis.
    public static Array all(Array x, int axis, boolean keepDims) {
        return all(x, new int[] {axis}, keepDims);
    }

    /// [#all(Array,int...)] over several axes.
    public static Array all(Array x, int[] axes, boolean keepDims) {
        return all(x, Reduction.over(axes, keepDims));
    }

    /// [#all(Array,int...)] with all that a [Reduction] says.
    public static Array all(Array x, Reduction how) {
        how.reject("all", true, true);
        return how.finish(Lax.reduceAnd(how.masked(Numpy.truth(x), true), how.axesOf(x)), x);
    }

    private static Array extreme(String name, Array x, Reduction how, BinaryOperator<Array> combine, BiFunction<Array, int[], Array> reduce,
                                 Object neutral) {
        how.reject(name, false, true);
        if (how.isMasked() && !how.hasInitial()) {
            throw Mistake.of(name + " with a mask needs an initial value, the result where the mask leaves nothing");
        }
        boolean empty = x.size() == 0 && how.hasInitial();
        var reduced = empty ? Creation.full(how.count(x, x.dtype()).shape(), neutral, x.dtype())
                : how.finish(reduce.apply(how.masked(x, neutral), how.axesOf(x)), x);
        return how.hasInitial() ? combine.apply(reduced, how.initial(x.dtype())) : reduced;
    }

    private static Object lowest(DType dtype) {
        return dtype.isBool() ? false : dtype.min();
    }

    private static Object highest(DType dtype) {
        return dtype.isBool() ? true : dtype.max();
    }

    // ---- what is not NaN ----

    /// [#sum] of what is not NaN.
    public static Array nansum(Array x, int... axes) {
        return nansum(x, Reduction.over(axes));
    }

    /// [#nansum(Array,int...)] with all that a [Reduction] says.
    public static Array nansum(Array x, Reduction how) {
        return sum(without(x, 0), how);
    }

    /// [#prod] of what is not NaN.
    public static Array nanprod(Array x, int... axes) {
        return nanprod(x, Reduction.over(axes));
    }

    /// [#nanprod(Array,int...)] with all that a [Reduction] says.
    public static Array nanprod(Array x, Reduction how) {
        return prod(without(x, 1), how);
    }

    /// [#max] of what is not NaN; NaN if nothing else is there.
    public static Array nanmax(Array x, int... axes) {
        return nanmax(x, Reduction.over(axes));
    }

    /// [#nanmax(Array,int...)] with all that a [Reduction] says.
    public static Array nanmax(Array x, Reduction how) {
        return orNan(x, how, max(without(x, Double.NEGATIVE_INFINITY), how));
    }

    /// [#min] of what is not NaN; NaN if nothing else is there.
    public static Array nanmin(Array x, int... axes) {
        return nanmin(x, Reduction.over(axes));
    }

    /// [#nanmin(Array,int...)] with all that a [Reduction] says.
    public static Array nanmin(Array x, Reduction how) {
        return orNan(x, how, min(without(x, Double.POSITIVE_INFINITY), how));
    }

    /// [#mean] of what is not NaN; NaN if nothing else is there.
    public static Array nanmean(Array x, int... axes) {
        return nanmean(x, Reduction.over(axes));
    }

    /// [#nanmean(Array,int...)] with all that a [Reduction] says.
    public static Array nanmean(Array x, Reduction how) {
        return mean(x, present(x, how));
    }

    /// `x` with another value in place of NaN.
    private static Array without(Array x, double value) {
        return x.dtype().isInexact() ? Numpy.where(Numpy.isnan(x), value, x) : x;
    }

    /// The reduction of `x` without its NaNs.
    static Reduction present(Array x, Reduction how) {
        return x.dtype().isInexact() ? how.whereToo(Numpy.logicalNot(Numpy.isnan(x))) : how;
    }

    /// NaN where `x` is nothing else.
    private static Array orNan(Array x, Reduction how, Array reduced) {
        if (!x.dtype().isInexact()) return reduced;
        return Numpy.where(how.finish(Lax.reduceAnd(Numpy.isnan(x), how.axesOf(x)), x), Double.NaN, reduced);
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

    /// Running sum along the axis; of booleans as int32.
    public static Array cumsum(Array x, int axis) {
        return Lax.cumsum(counted(x), axis, false);
    }

    /// Running product along the axis; of booleans as int32.
    public static Array cumprod(Array x, int axis) {
        return Lax.cumprod(counted(x), axis, false);
    }

    private static Array counted(Array x) {
        return x.dtype().isBool() ? x.astype(DType.INT32) : x;
    }


    /// [#argmax(Array)] of what is not NaN; -1 if nothing else is there.
    public static Array nanargmax(Array x) {
        return nanargmax(x.reshape(-1), 0);
    }

    /// [#argmax(Array,int)] of what is not NaN; -1 if nothing else is there.
    public static Array nanargmax(Array x, int axis) {
        return orNone(x, axis, argmax(without(x, Double.NEGATIVE_INFINITY), axis));
    }

    /// [#argmin(Array)] of what is not NaN; -1 if nothing else is there.
    public static Array nanargmin(Array x) {
        return nanargmin(x.reshape(-1), 0);
    }

    /// [#argmin(Array,int)] of what is not NaN; -1 if nothing else is there.
    public static Array nanargmin(Array x, int axis) {
        return orNone(x, axis, argmin(without(x, Double.POSITIVE_INFINITY), axis));
    }

    private static Array orNone(Array x, int axis, Array position) {
        return x.dtype().isFloating() ? Numpy.where(Lax.reduceAnd(Numpy.isnan(x), x.shape().axis(axis)), -1, position) : position;
    }

    /// Running sum along the axis; NaN counts as 0.
    public static Array nancumsum(Array x, int axis) {
        return cumsum(without(x, 0), axis);
    }

    /// Running product along the axis; NaN counts as 1.
    public static Array nancumprod(Array x, int axis) {
        return cumprod(without(x, 1), axis);
    }

    /// Running sum along the axis, the array API's name for [#cumsum].
    ///
    /// @param includeInitial whether it starts with 0, and so is one longer
    public static Array cumulativeSum(Array x, int axis, boolean includeInitial) {
        return running(cumsum(x, axis), axis, includeInitial, 0);
    }

    /// Running product along the axis, the array API's name for [#cumprod].
    ///
    /// @param includeInitial whether it starts with 1, and so is one longer
    public static Array cumulativeProd(Array x, int axis, boolean includeInitial) {
        return running(cumprod(x, axis), axis, includeInitial, 1);
    }

    private static Array running(Array values, int axis, boolean includeInitial, int first) {
        if (!includeInitial) return values;
        int along = values.shape().axis(axis);
        return Lax.concatenate(along, Creation.full(values.shape().with(along, 1), first, values.dtype()), values);
    }

    /// How many elements are true, or not 0: int32.
    public static Array countNonzero(Array x, int... axes) {
        return sum(Numpy.truth(x), axes);
    }

    /// Maximum minus minimum, *peak to peak*.
    public static Array ptp(Array x, int... axes) {
        return max(x, axes).sub(min(x, axes));
    }
}
