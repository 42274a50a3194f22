package dev.solstice.nn;

import static dev.solstice.numpy.Numpy.where;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Losses of single examples: take their mean over a batch, for instance.
///
/// ```java
/// Array logits = Array.of(new float[][] {{2, 0, 0}, {0, 3, 1}});
/// Array labels = Array.of(0, 1);
/// Array loss = softmaxCrossEntropyWithIntegerLabels(logits, labels).mean();
/// ```
///
/// Source: `optax.losses`.
public final class Losses {
    private Losses() {}

    /// `-log(softmax(logits))` at the label's place.
    ///
    /// @param logits `[..., classes]`
    /// @param labels integers `[...]`, each from 0 to `classes - 1`
    /// @return `[...]`; NaN where the label names no class
    /// @throws IllegalArgumentException if the shapes do not fit or the labels are no integers
    public static Array softmaxCrossEntropyWithIntegerLabels(Array logits, Array labels) {
        if (!labels.dtype().isInteger() || logits.rank() == 0 || !labels.shape().equals(logits.shape().remove(-1))) {
            throw new IllegalArgumentException("labels should be integers of the logits' shape " + logits.shape()
                    + " without its last axis, got " + labels.summary());
        }
        // A choice and a sum instead of an index: both fuse with the rest, and so do their derivatives.
        var shifted = logits.sub(Lax.stopGradient(logits.max(-1)).expandDims(logits.rank() - 1));
        var isLabel = labels.expandDims(labels.rank()).eq(Lax.iota(labels.dtype(), logits.shape().dim(-1)));
        var loss = Lax.log(Lax.exp(shifted).sum(-1)).sub(where(isLabel, shifted, 0).sum(-1));
        return where(Lax.bitwiseAnd(labels.ge(0), labels.lt(logits.shape().dim(-1))), loss, Double.NaN);
    }

    /// `-sum(labels * log(softmax(logits)))` over the last axis.
    ///
    /// @param labels probabilities of the logits' shape
    public static Array softmaxCrossEntropy(Array logits, Array labels) {
        return labels.mul(Activations.logSoftmax(logits)).sum(-1).neg();
    }

    /// `-labels log(sigmoid(logits)) - (1 - labels) log(1 - sigmoid(logits))`, elementwise.
    public static Array sigmoidBinaryCrossEntropy(Array logits, Array labels) {
        var positive = labels.mul(Activations.logSigmoid(logits));
        var negative = labels.neg().add(1).mul(Activations.logSigmoid(logits.neg()));
        return positive.add(negative).neg();
    }

    /// `(predictions - targets)²`, elementwise.
    public static Array squaredError(Array predictions, Array targets) {
        return Lax.square(predictions.sub(targets));
    }

    /// Half the squared error, elementwise, whose derivative is the error.
    public static Array l2Loss(Array predictions, Array targets) {
        return squaredError(predictions, targets).mul(0.5);
    }

    /// [#huberLoss(Array, Array, double)] with `delta` 1.
    public static Array huberLoss(Array predictions, Array targets) {
        return huberLoss(predictions, targets, 1);
    }

    /// Half the squared error up to an error of `delta`, linear from there on; elementwise.
    public static Array huberLoss(Array predictions, Array targets, double delta) {
        var error = Lax.abs(predictions.sub(targets));
        var quadratic = Lax.min(error, Array.full(error.shape(), error.dtype(), delta));
        return Lax.square(quadratic).mul(0.5).add(error.sub(quadratic).mul(delta));
    }

    /// `log(cosh(predictions - targets))`, elementwise.
    public static Array logCosh(Array predictions, Array targets) {
        var error = predictions.sub(targets);
        return error.add(Activations.softplus(error.mul(-2))).sub(Math.log(2));
    }

    /// The cosine of the angle between vectors along the last axis: their product over the product of their norms. A vector
    /// of norm 0 is at a right angle to all.
    ///
    /// @return the shape without its last axis
    public static Array cosineSimilarity(Array predictions, Array targets) {
        return unit(predictions).mul(unit(targets)).sum(-1);
    }

    private static Array unit(Array x) {
        var squares = Lax.square(x).sum(-1).expandDims(x.rank() - 1);
        // The root of 0 has no derivative, so it is never taken.
        var isZero = squares.eq(0);
        return where(isZero, 0, x.mul(Lax.rsqrt(where(isZero, 1, squares))));
    }

    /// Labels mixed with the uniform distribution: `(1 - alpha) labels + alpha / classes`.
    public static Array smoothLabels(Array labels, double alpha) {
        return labels.mul(1 - alpha).add(alpha / labels.shape().dim(-1));
    }
}
