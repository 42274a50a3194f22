package dev.solstice.nn;

import static dev.solstice.numpy.Numpy.where;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
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
        return Lax.min(positivePart(x), Array.scalar(x.dtype(), 6));
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
        var value = floating(x);
        return positivePart(value).add(Lax.log1p(Lax.exp(Lax.abs(value).neg())));
    }

    // The half derivative that max has where both operands are equal is what makes softplus smooth at 0.
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
        if (length % 2 != 0) throw new IllegalArgumentException("glu halves axis " + axis + ", but its length is odd: " + x.summary());
        var value = floating(x);
        return Lax.sliceInDim(value, 0, length / 2, axis).mul(Lax.logistic(Lax.sliceInDim(value, length / 2, length, axis)));
    }

    /// `x` shifted and scaled to mean 0 and variance 1 along the last axis.
    public static Array standardize(Array x) {
        return standardize(x, -1, 1e-5);
    }

    /// `(x - mean) / sqrt(variance + epsilon)` along `axis`.
    public static Array standardize(Array x, int axis, double epsilon) {
        int place = x.shape().axis(axis);
        var value = floating(x);
        var centred = value.sub(value.mean(place).expandDims(place));
        return centred.mul(Lax.rsqrt(Lax.square(centred).mean(place).add(epsilon)).expandDims(place));
    }

    /// Exponentials that sum to 1 along the last axis.
    public static Array softmax(Array x) {
        return softmax(x, -1);
    }

    /// Exponentials that sum to 1 along `axis`.
    public static Array softmax(Array x, int axis) {
        var exponentials = Lax.exp(shifted(x, axis));
        return exponentials.div(exponentials.sum(axis).expandDims(x.shape().axis(axis)));
    }

    /// `log(softmax(x))` along the last axis, exact for large differences too.
    public static Array logSoftmax(Array x) {
        return logSoftmax(x, -1);
    }

    /// `log(softmax(x))` along `axis`.
    public static Array logSoftmax(Array x, int axis) {
        var shifted = shifted(x, axis);
        return shifted.sub(Lax.log(Lax.exp(shifted).sum(axis)).expandDims(x.shape().axis(axis)));
    }

    // Minus the maximum, which changes no result but keeps exponentials finite; it has no part in derivatives.
    private static Array shifted(Array x, int axis) {
        var value = floating(x);
        return value.sub(Lax.stopGradient(value.max(axis)).expandDims(x.shape().axis(axis)));
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

    /// 1 at the place that each integer of `x` names, else 0: shape `[..., classes]`, float32.
    ///
    /// An integer outside `0 .. classes-1` gives a row of zeros.
    public static Array oneHot(Array x, int classes) {
        var numbers = Lax.iota(x.dtype(), classes);
        return x.expandDims(x.rank()).eq(numbers).astype(DType.FLOAT32);
    }
}
