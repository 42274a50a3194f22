package dev.solstice.nn;

import static dev.solstice.numpy.Numpy.where;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Numpy;
import dev.solstice.numpy.Reduction;
import dev.solstice.numpy.Reductions;
import java.util.stream.IntStream;

/// The functions between layers. Elementwise ones take and give any shape; those with an `axis` give the operand's
/// shape too, unless it says otherwise. Integers become float32 except for [#relu].
///
/// Derivatives at kinks are those of `jax.nn`: `relu` has 0 at 0. To hold one of these as a component of a model, use
/// the [Activation] of its name, which prints as such.
///
/// Source: `jax.nn`.
public final class Activations {
    private Activations() {}

    private static Array floating(Array x) {
        return x.astype(Promotion.inexact(x.dtype()));
    }

    /// `max(x, 0)`.
    public static Array relu(Array x) {
        // Not `max`, whose derivative at 0 would be a half. NaN stays NaN.
        return where(x.le(0), 0, x);
    }

    /// `min(max(x, 0), 6)`.
    public static Array relu6(Array x) {
        // Cut off as JAX does: with derivative 0 at both corners.
        var inside = Lax.bitwiseAnd(x.gt(0), x.lt(6));
        return Lax.select(inside, x, Lax.stopGradient(Lax.min(positivePart(x), Array.scalar(x.dtype(), 6))));
    }

    /// `1 / (1 + exp(-x))`.
    public static Array sigmoid(Array x) {
        return Lax.logistic(floating(x));
    }

    public static Array tanh(Array x) {
        return Lax.tanh(floating(x));
    }

    /// `log(1 + exp(x))`, for large `x` too.
    public static Array softplus(Array x) {
        return Numpy.logaddexp(floating(x), 0);
    }

    private static Array positivePart(Array x) {
        return Lax.max(x, Array.scalar(x.dtype(), 0));
    }

    /// `log(sigmoid(x))`.
    public static Array logSigmoid(Array x) {
        return softplus(x.neg()).neg();
    }

    /// `x * sigmoid(x)`, also called swish.
    public static Array silu(Array x) {
        var value = floating(x);
        return value.mul(Lax.logistic(value));
    }

    /// The Gaussian error linear unit in its approximation by `tanh`, JAX's default.
    public static Array gelu(Array x) {
        var value = floating(x);
        var inner = value.add(Lax.integerPow(value, 3).mul(0.044715)).mul(Math.sqrt(2 / Math.PI));
        return value.mul(Lax.tanh(inner).add(1).mul(0.5));
    }

    /// The Gaussian error linear unit itself: `x` times the normal distribution function.
    public static Array geluExact(Array x) {
        var value = floating(x);
        return value.mul(Lax.erf(value.mul(Math.sqrt(0.5))).add(1).mul(0.5));
    }

    /// `x` where positive, else `exp(x) - 1`.
    public static Array elu(Array x) {
        return elu(x, 1);
    }

    /// `x` where positive, else `alpha (exp(x) - 1)`.
    public static Array elu(Array x, double alpha) {
        var value = floating(x);
        var positive = value.gt(0);
        // The inner choice keeps the exponential of large numbers, and its infinite derivative, out of the sum.
        return where(positive, value, Lax.expm1(where(positive, 0, value)).mul(alpha));
    }

    /// `x` where positive, else `0.01 x`.
    public static Array leakyRelu(Array x) {
        return leakyRelu(x, 0.01);
    }

    /// `x` where positive, else `slope x`.
    public static Array leakyRelu(Array x, double slope) {
        var value = floating(x);
        return where(value.ge(0), value, value.mul(slope));
    }

    /// The self-normalising [#elu].
    public static Array selu(Array x) {
        return elu(x, 1.6732632423543772).mul(1.0507009873554805);
    }

    /// `x / (1 + |x|)`.
    public static Array softSign(Array x) {
        var value = floating(x);
        return value.div(Lax.abs(value).add(1));
    }

    /// `x tanh(softplus(x))`.
    public static Array mish(Array x) {
        var value = floating(x);
        return value.mul(Lax.tanh(softplus(value)));
    }

    /// `x` where positive, else `exp(x) - 1`: [#celu(Array,double)] with `alpha` 1.
    public static Array celu(Array x) {
        return celu(x, 1);
    }

    /// `max(x, 0) + alpha (exp(min(x, 0) / alpha) - 1)`, an [#elu] whose derivative is continuous for every `alpha`.
    public static Array celu(Array x, double alpha) {
        var value = floating(x);
        return positivePart(value).add(Lax.expm1(Lax.min(value, Array.scalar(value.dtype(), 0)).div(alpha)).mul(alpha));
    }

    /// `x` cut off at -1 and 1.
    public static Array hardTanh(Array x) {
        return where(x.gt(1), 1, where(x.lt(-1), -1, x));
    }

    /// `relu6(x + 3) / 6`, a [#sigmoid] of straight lines.
    public static Array hardSigmoid(Array x) {
        return relu6(floating(x).add(3)).div(6);
    }

    /// `x hardSigmoid(x)`, also called hard SiLU.
    public static Array hardSwish(Array x) {
        return floating(x).mul(hardSigmoid(x));
    }

    /// `(x + sqrt(x^2 + 4)) / 2`, an algebraic [#softplus].
    public static Array squareplus(Array x) {
        return squareplus(x, 4);
    }

    /// `(x + sqrt(x^2 + b)) / 2`.
    public static Array squareplus(Array x, double b) {
        var value = floating(x);
        return value.add(Lax.sqrt(Lax.square(value).add(b))).mul(0.5);
    }

    /// The gated linear unit along the last axis: the first half times the [#sigmoid] of the second.
    ///
    /// ```java
    /// glu(Array.of(3f, 4f, 0f, 0f)).toString()   // "[1.5 2.0]"
    /// ```
    ///
    /// @throws IllegalArgumentException if the axis has an odd length
    public static Array glu(Array x) {
        return glu(x, -1);
    }

    /// The gated linear unit along `axis`, which the result has half as long.
    ///
    /// @throws IllegalArgumentException if the axis has an odd length
    public static Array glu(Array x, int axis) {
        int length = x.shape().dim(axis);
        if (length % 2 != 0) {
            throw Mistake.of("glu halves axis " + axis + ", but its length is odd: " + x.summary() + ". Give another axis, or make the length even");
        }
        var value = floating(x);
        return Lax.sliceInDim(value, 0, length / 2, axis).mul(Lax.logistic(Lax.sliceInDim(value, length / 2, length, axis)));
    }

    /// `x` shifted and scaled to mean 0 and variance 1 along the last axis.
    public static Array standardize(Array x) {
        return standardize(x, -1, 1e-5);
    }

    /// `(x - mean) / sqrt(variance + epsilon)` along `axis`.
    public static Array standardize(Array x, int axis, double epsilon) {
        return standardize(x, new int[] {axis}, epsilon);
    }

    /// `(x - mean) / sqrt(variance + epsilon)` over the axes together; over all if none are given.
    public static Array standardize(Array x, int[] axes, double epsilon) {
        var value = floating(x);
        var centred = value.sub(Reductions.mean(value, axes, true));
        return centred.mul(Lax.rsqrt(Reductions.mean(Lax.square(centred), axes, true).add(epsilon)));
    }

    /// Exponentials that sum to 1 along the last axis.
    public static Array softmax(Array x) {
        return softmax(x, -1);
    }

    /// Exponentials that sum to 1 over the axes together.
    public static Array softmax(Array x, int... axes) {
        var exponentials = Lax.exp(shifted(x, axes));
        return exponentials.div(Reductions.sum(exponentials, axes, true));
    }

    /// `log(softmax(x))` along the last axis, exact for large differences too.
    public static Array logSoftmax(Array x) {
        return logSoftmax(x, -1);
    }

    /// `log(softmax(x))` over the axes together.
    public static Array logSoftmax(Array x, int... axes) {
        var shifted = shifted(x, axes);
        return shifted.sub(Lax.log(Reductions.sum(Lax.exp(shifted), axes, true)));
    }

    // Minus the maximum, which changes no result but keeps exponentials finite; it has no part in derivatives.
    private static Array shifted(Array x, int... axes) {
        var value = floating(x);
        return value.sub(Lax.stopGradient(Reductions.max(value, axes, true)));
    }

    /// `log(sum(exp(x)))` over the axes, which the result lacks; over all if none are given.
    public static Array logsumexp(Array x, int... axes) {
        var value = floating(x);
        var reduced = axes.length == 0 ? IntStream.range(0, x.rank()).toArray() : x.shape().axes(axes);
        var max = Lax.stopGradient(value.max(reduced));
        var finite = where(Lax.isFinite(max), max, 0);
        var kept = x.shape();
        for (int axis : reduced) kept = kept.remove(axis).insert(axis, 1);
        return Lax.log(Lax.exp(value.sub(finite.reshape(kept))).sum(reduced)).add(finite);
    }

    /// `log(sum(weights exp(x)))` over the axes, which the result lacks; over all if none are given. The weights broadcast.
    public static Array logsumexp(Array x, Array weights, int... axes) {
        var value = floating(x);
        var how = Reduction.over(axes);
        var w = weights.astype(value.dtype());
        // An element without weight has no part, were it infinite.
        var max = Lax.stopGradient(Reductions.max(where(w.eq(0), Double.NEGATIVE_INFINITY, value), how.keepDims()));
        var finite = where(Lax.isFinite(max), max, 0);
        var terms = where(w.eq(0), 0, w.mul(Lax.exp(where(w.eq(0), 0, value.sub(finite)))));
        return Lax.log(Reductions.sum(terms, how)).add(finite.reshape(terms.sum(axes).shape()));
    }

    /// `log(mean(exp(x)))` over the axes, which the result lacks; over all if none are given.
    public static Array logmeanexp(Array x, int... axes) {
        var sum = logsumexp(x, axes);
        return sum.sub(Math.log((double) x.size() / sum.size()));
    }

    /// `log(1 - exp(-x))` of a positive `x`, exact near 0 too.
    public static Array log1mexp(Array x) {
        var value = floating(x);
        var small = value.lt(Math.log(2));
        // Each formula gets numbers that it is good for, so that derivatives of the other one are finite.
        var near = Lax.log(Lax.expm1(where(small, value, 1).neg()).neg());
        var far = Lax.log1p(Lax.exp(where(small, 1, value).neg()).neg());
        return where(small, near, far);
    }

    /// 0 up to -1, `x` from 1 on, a parabola between: a [#softplus] that reaches 0.
    public static Array sparsePlus(Array x) {
        var value = floating(x);
        return where(value.le(-1), 0, where(value.ge(1), value, Lax.square(value.add(1)).mul(0.25)));
    }

    /// `(x + 1) / 2` cut off at 0 and 1, the derivative of [#sparsePlus].
    public static Array sparseSigmoid(Array x) {
        return Numpy.clip(floating(x).add(1), 0, 2).mul(0.5);
    }

    /// `x` itself.
    public static Array identity(Array x) {
        return x;
    }

    /// The attention of queries `[batch, T, heads, size]` to keys and values `[batch, S, heads, size]`, or all without a batch:
    /// a mean of the values weighted by the [#softmax] of `query . key / sqrt(size)`. There may be fewer heads of keys and values,
    /// each for several of the queries. What else there is to say says a [DotProductAttention].
    public static Array dotProductAttention(Array query, Array key, Array value) {
        return DotProductAttention.of().apply(query, key, value);
    }

    /// Exponentials that sum to 1 along `axis`, of the elements where the mask, which broadcasts, is true; 0 elsewhere.
    public static Array softmax(Array x, int axis, Array mask) {
        var value = floating(x);
        int place = x.shape().axis(axis);
        var max = Lax.stopGradient(where(mask, value, Double.NEGATIVE_INFINITY).max(place).expandDims(place));
        var exponentials = where(mask, Lax.exp(where(mask, value.sub(max), 0)), 0);
        return exponentials.div(exponentials.sum(place).expandDims(place));
    }

    /// 1 at the place that each integer of `x` names along a new axis, else 0.
    public static Array oneHot(Array x, int classes, int axis, DType dtype) {
        return oneHot(x, classes).astype(dtype).moveAxis(-1, axis);
    }

    /// 1 at the place that each integer of `x` names, else 0: shape `[..., classes]`, float32.
    ///
    /// An integer outside `0 .. classes-1` gives a row of zeros.
    public static Array oneHot(Array x, int classes) {
        var numbers = Lax.iota(x.dtype(), classes);
        return x.expandDims(x.rank()).eq(numbers).astype(DType.FLOAT32);
    }
}
