package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.core.Operands;
import dev.solstice.lax.Lax;
import java.util.Arrays;

/// What describes a sample: spread, order and correlation. Integers count as float32.
///
/// Source: `jax.numpy`, *statistics*.
public final class Statistics {
    private Statistics() {}

    /// Variance, the mean squared deviation.
    public static Array var(Array x, int... axes) {
        return var(x, Reduction.over(axes));
    }

    /// [#var(Array,int...)] over one axis.
    public static Array var(Array x, int axis, boolean keepDims) {
        return var(x, new int[] {axis}, keepDims);
    }

    /// [#var(Array,int...)] over several axes.
    public static Array var(Array x, int[] axes, boolean keepDims) {
        return var(x, Reduction.over(axes, keepDims));
    }

    /// [#var(Array,int...)] with all that a [Reduction] says.
    public static Array var(Array x, Reduction how) {
        how.reject("var", true, false);
        var values = x.astype(how.dtypeOr(Promotion.inexact(x.dtype())));
        var mean = how.restored(Reductions.mean(values, how.ddof(0)), values);
        // Masked before it is squared, so that a NaN that does not count has no part in the derivative.
        var deviation = how.masked(values.sub(mean), 0);
        var squared = values.dtype().isComplex() ? deviation.mul(deviation.conj()).real() : Lax.square(deviation);
        return how.finish(squared.sum(how.axesOf(x)), x).div(how.count(x, squared.dtype()).sub(how.degreesOfFreedom()));
    }

    /// Standard deviation.
    public static Array std(Array x, int... axes) {
        return std(x, Reduction.over(axes));
    }

    /// [#std(Array,int...)] over one axis.
    public static Array std(Array x, int axis, boolean keepDims) {
        return std(x, new int[] {axis}, keepDims);
    }

    /// [#std(Array,int...)] over several axes.
    public static Array std(Array x, int[] axes, boolean keepDims) {
        return std(x, Reduction.over(axes, keepDims));
    }

    /// [#std(Array,int...)] with all that a [Reduction] says.
    public static Array std(Array x, Reduction how) {
        return Lax.sqrt(var(x, how));
    }

    /// Median; the mean of the middle two of an even number. NaN if any element is.
    public static Array median(Array x, int... axes) {
        return median(x, Reduction.over(axes));
    }

    /// [#median(Array,int...)] over one axis.
    public static Array median(Array x, int axis, boolean keepDims) {
        return median(x, new int[] {axis}, keepDims);
    }

    /// [#median(Array,int...)] over several axes.
    public static Array median(Array x, int[] axes, boolean keepDims) {
        return median(x, Reduction.over(axes, keepDims));
    }

    /// [#median(Array,int...)] with all that a [Reduction] says.
    public static Array median(Array x, Reduction how) {
        return quantile(x, 0.5, how);
    }

    /// Variance over several axes (none: all) with `ddof` degrees of freedom taken off the count: 1 for a sample's.
    public static Array var(Array x, int[] axes, int ddof) {
        return var(x, Reduction.over(axes).ddof(ddof));
    }

    /// [#var(Array,int...)] of what is not NaN; NaN if nothing else is there.
    public static Array nanvar(Array x, int... axes) {
        return nanvar(x, Reduction.over(axes));
    }

    /// [#nanvar(Array,int...)] with all that a [Reduction] says.
    public static Array nanvar(Array x, Reduction how) {
        var present = Reductions.present(x, how);
        // Too few elements for the degrees of freedom have no variance, where a negative count would give it one.
        return Numpy.where(present.count(x, DType.INT32).gt(how.degreesOfFreedom()), var(x, present), Double.NaN);
    }

    /// [#std(Array,int...)] of what is not NaN; NaN if nothing else is there.
    public static Array nanstd(Array x, int... axes) {
        return Lax.sqrt(nanvar(x, axes));
    }

    /// [#nanstd(Array,int...)] with all that a [Reduction] says.
    public static Array nanstd(Array x, Reduction how) {
        return Lax.sqrt(nanvar(x, how));
    }

    /// [#median(Array,int...)] of what is not NaN; NaN if nothing else is there.
    public static Array nanmedian(Array x, int... axes) {
        return nanmedian(x, Reduction.over(axes));
    }

    /// [#nanmedian(Array,int...)] with all that a [Reduction] says.
    public static Array nanmedian(Array x, Reduction how) {
        return nanquantile(x, 0.5, how);
    }

    // ---- quantiles ----

    /// The value below which the part `q`, 0 to 1, of the elements lies, interpolated between the nearest two. NaN if any element is.
    ///
    /// @param q a Java number, or an [Array] whose axes come first in the result
    public static Array quantile(Array x, Object q, int... axes) {
        return quantile(x, q, Reduction.over(axes));
    }

    /// [#quantile(Array,Object,int...)] with all that a [Reduction] says.
    public static Array quantile(Array x, Object q, Reduction how) {
        return quantile(x, q, how, "linear");
    }

    /// [#quantile(Array,Object,int...)] between two elements by `method`.
    ///
    /// @param method `"linear"`, `"lower"`, `"higher"`, `"nearest"` or `"midpoint"`
    public static Array quantile(Array x, Object q, Reduction how, String method) {
        return Quantiles.of(x, Operands.array(q), how, method, false);
    }

    /// [#quantile(Array,Object,int...)] of what is not NaN; NaN if nothing else is there.
    public static Array nanquantile(Array x, Object q, int... axes) {
        return nanquantile(x, q, Reduction.over(axes));
    }

    /// [#nanquantile(Array,Object,int...)] with all that a [Reduction] says.
    public static Array nanquantile(Array x, Object q, Reduction how) {
        return nanquantile(x, q, how, "linear");
    }

    /// [#nanquantile(Array,Object,int...)] between two elements by `method`, as of [#quantile(Array,Object,Reduction,String)].
    public static Array nanquantile(Array x, Object q, Reduction how, String method) {
        return Quantiles.of(x, Operands.array(q), how, method, true);
    }

    /// [#quantile(Array,Object,int...)] of percent, 0 to 100.
    public static Array percentile(Array x, Object q, int... axes) {
        return percentile(x, q, Reduction.over(axes));
    }

    /// [#percentile(Array,Object,int...)] with all that a [Reduction] says.
    public static Array percentile(Array x, Object q, Reduction how) {
        return quantile(x, Operands.array(q).div(100), how);
    }

    /// [#percentile(Array,Object,int...)] of what is not NaN; NaN if nothing else is there.
    public static Array nanpercentile(Array x, Object q, int... axes) {
        return nanpercentile(x, q, Reduction.over(axes));
    }

    /// [#nanpercentile(Array,Object,int...)] with all that a [Reduction] says.
    public static Array nanpercentile(Array x, Object q, Reduction how) {
        return nanquantile(x, Operands.array(q).div(100), how);
    }

    // ---- means and correlations ----

    /// The mean of all elements weighted by `weights`, of the same shape.
    public static Array average(Array x, Array weights) {
        return average(x.reshape(-1), weights.reshape(-1), 0);
    }

    /// The mean along the axis weighted by `weights`: a vector, or of the shape of `x`.
    public static Array average(Array x, Array weights, int axis) {
        int along = x.shape().axis(axis);
        var dtype = Promotion.inexact(Promotion.promote(x.dtype(), weights.dtype()));
        if (!weights.shape().equals(x.shape()) && (weights.rank() != 1 || weights.size() != x.shape().dim(along))) {
            throw Mistake.of("average: the weights are " + weights.summary() + ", but " + x.summary()
                    + " needs its own shape or a vector as long as axis " + axis);
        }
        var spread = new int[x.rank()];
        Arrays.fill(spread, 1);
        spread[along] = -1;
        var w = (weights.rank() == x.rank() ? weights : weights.reshape(spread)).astype(dtype).broadcastTo(x.shape());
        return x.astype(dtype).mul(w).sum(along).div(w.sum(along));
    }

    /// The covariance matrix of variables that are the rows of `x`, observed in its columns; of a vector its variance.
    public static Array cov(Array x) {
        return cov(x, 1);
    }

    /// The covariance matrix with `ddof` degrees of freedom taken off the number of observations.
    public static Array cov(Array x, int ddof) {
        var rows = observations(x);
        var centred = rows.sub(rows.mean(1).expandDims(1));
        return centred.matmul(centred.transpose().conj()).div((double) Math.max(0, rows.shape().dim(1) - ddof)).squeeze();
    }

    /// The covariance matrix of the variables of `x` and then those of `y`.
    public static Array cov(Array x, Array y) {
        return cov(joint(x, y));
    }

    /// The correlation matrix of variables that are the rows of `x`, observed in its columns.
    public static Array corrcoef(Array x) {
        var c = cov(x);
        if (c.rank() == 0) return c.div(c);
        var deviation = Lax.sqrt(Manipulation.diagonal(c, 0).real());
        var correlation = c.div(deviation.expandDims(1)).div(deviation);
        var real = Numpy.clip(correlation.real(), -1, 1);
        return c.dtype().isComplex() ? Lax.complex(real, Numpy.clip(correlation.imag(), -1, 1)) : real;
    }

    /// The correlation matrix of the variables of `x` and then those of `y`.
    public static Array corrcoef(Array x, Array y) {
        return corrcoef(joint(x, y));
    }

    private static Array joint(Array x, Array y) {
        return Manipulation.concatenate(observations(x), observations(y));
    }

    private static Array observations(Array x) {
        if (x.rank() > 2) throw Mistake.of("the variables are the rows of a matrix or one vector, not " + x.summary());
        var values = Numpy.inexact(x);
        return x.rank() == 2 ? values : values.reshape(1, x.size());
    }
}
