package dev.solstice.nn;

import static dev.solstice.numpy.Numpy.where;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Functional;
import dev.solstice.numpy.Reductions;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import java.util.function.UnaryOperator;

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
        requireLabels(logits, labels);
        // A choice and a sum instead of an index: both fuse with the rest, and so do their derivatives.
        var shifted = logits.sub(Lax.stopGradient(logits.max(-1)).expandDims(logits.rank() - 1));
        var isLabel = labels.expandDims(labels.rank()).eq(Lax.iota(labels.dtype(), logits.shape().dim(-1)));
        var loss = Lax.log(Lax.exp(shifted).sum(-1)).sub(where(isLabel, shifted, 0).sum(-1));
        return where(Lax.bitwiseAnd(labels.ge(0), labels.lt(logits.shape().dim(-1))), loss, Double.NaN);
    }

    /// The same where only some classes can be: the others have no probability.
    ///
    /// @param classes bool `[..., classes]`, which of them can be; where none can, the loss is 0
    public static Array softmaxCrossEntropyWithIntegerLabels(Array logits, Array labels, Array classes) {
        requireLabels(logits, labels);
        var isLabel = labels.expandDims(labels.rank()).eq(Lax.iota(labels.dtype(), logits.shape().dim(-1)));
        var loss = Activations.logsumexp(possible(logits, classes), -1).sub(where(isLabel, logits, 0).sum(-1));
        var isClass = Lax.bitwiseAnd(labels.ge(0), labels.lt(logits.shape().dim(-1)));
        return where(Reductions.any(classes, -1), where(isClass, loss, Double.NaN), 0);
    }

    private static void requireLabels(Array logits, Array labels) {
        if (!labels.dtype().isInteger() || logits.rank() == 0 || !labels.shape().equals(logits.shape().remove(-1))) {
            throw Mistake.of("labels should be integers of the logits' shape " + logits.shape()
                    + " without its last axis, got " + labels.summary());
        }
    }

    /// `-sum(labels * log(softmax(logits)))` over the last axis.
    ///
    /// @param labels probabilities of the logits' shape
    public static Array softmaxCrossEntropy(Array logits, Array labels) {
        return labels.mul(Activations.logSoftmax(logits)).sum(-1).neg();
    }

    /// The same where only some classes can be: the others have no probability, and their labels do not count.
    ///
    /// @param classes bool `[..., classes]`, which of them can be; where none can, the loss is 0
    public static Array softmaxCrossEntropy(Array logits, Array labels, Array classes) {
        return where(classes, labels.mul(where(classes, Activations.logSoftmax(possible(logits, classes)), 0)), 0).sum(-1).neg();
    }

    /// Minus infinity where a class cannot be; as they are where none can, so that derivatives are finite.
    private static Array possible(Array logits, Array classes) {
        var any = Reductions.any(classes, -1).expandDims(logits.rank() - 1).broadcastTo(classes.shape());
        return where(Lax.bitwiseOr(classes, Lax.not(any)), logits, Double.NEGATIVE_INFINITY);
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
        return cosineSimilarity(predictions, targets, 0);
    }

    /// The same of vectors whose squared norms count as at least `epsilon`.
    public static Array cosineSimilarity(Array predictions, Array targets, double epsilon) {
        return unit(predictions, epsilon).mul(unit(targets, epsilon)).sum(-1);
    }

    private static Array unit(Array x, double epsilon) {
        var norm = Lax.square(x).sum(-1).expandDims(x.rank() - 1);
        var squares = epsilon > 0 ? Lax.max(norm, Array.full(norm.shape(), norm.dtype(), epsilon)) : norm;
        // The root of 0 has no derivative, so it is never taken.
        var isZero = squares.eq(0);
        return where(isZero, 0, x.mul(Lax.rsqrt(where(isZero, 1, squares))));
    }

    /// Labels mixed with the uniform distribution: `(1 - alpha) labels + alpha / classes`.
    public static Array smoothLabels(Array labels, double alpha) {
        return labels.mul(1 - alpha).add(alpha / labels.shape().dim(-1));
    }

    /// `1 - cosineSimilarity`.
    public static Array cosineDistance(Array predictions, Array targets) {
        return cosineDistance(predictions, targets, 0);
    }

    /// The same of vectors whose squared norms count as at least `epsilon`.
    public static Array cosineDistance(Array predictions, Array targets, double epsilon) {
        return cosineSimilarity(predictions, targets, epsilon).neg().add(1);
    }

    // ---- classification ----

    /// [#softmaxCrossEntropy] for logits of negative infinity where the label's probability is 0.
    public static Array safeSoftmaxCrossEntropy(Array logits, Array labels) {
        var log = Activations.logSoftmax(logits);
        var isUsed = labels.ne(0);
        return where(isUsed, labels.mul(where(isUsed, log, 0)), 0).sum(-1).neg();
    }

    /// `softmaxCrossEntropy + epsilon * (1 - probability of the label)`: Z. Leng et al., arXiv 2204.12511.
    public static Array polyLossCrossEntropy(Array logits, Array labels, double epsilon) {
        var missing = labels.mul(Activations.softmax(logits).neg().add(1)).sum(-1);
        return softmaxCrossEntropy(logits, labels).add(missing.mul(epsilon));
    }

    /// [#sigmoidBinaryCrossEntropy] times `(1 - probability of the label)^gamma`, elementwise: T.-Y. Lin et al., arXiv 1708.02002.
    public static Array sigmoidFocalLoss(Array logits, Array labels, double gamma) {
        var p = Activations.logSigmoid(logits);
        var q = Activations.logSigmoid(logits.neg());
        var missing = Lax.exp(p).mul(labels.neg().add(1)).add(Lax.exp(q).mul(labels));
        return sigmoidBinaryCrossEntropy(logits, labels).mul(Lax.pow(missing, Array.scalar(missing.dtype(), gamma)));
    }

    /// The same, weighted by `alpha` where the label is 1 and by `1 - alpha` where it is 0.
    public static Array sigmoidFocalLoss(Array logits, Array labels, double gamma, double alpha) {
        var weight = labels.mul(alpha).add(labels.neg().add(1).mul(1 - alpha));
        return weight.mul(sigmoidFocalLoss(logits, labels, gamma));
    }

    /// `max(0, 1 - predictions * targets)` for targets of -1 and 1, elementwise.
    public static Array hingeLoss(Array predictions, Array targets) {
        return Activations.relu(predictions.mul(targets).neg().add(1));
    }

    /// `max(0, -predictions * targets)` for targets of -1 and 1, elementwise.
    public static Array perceptronLoss(Array predictions, Array targets) {
        return Activations.relu(predictions.mul(targets).neg());
    }

    /// The binary sparsemax loss for labels of 0 and 1, elementwise: A. Martins, R. Astudillo, ICML 2016.
    public static Array sparsemaxLoss(Array logits, Array labels) {
        var x = where(labels.ne(0), logits.neg(), logits);
        return where(x.le(-1), 0, where(x.ge(1), x, Lax.square(x.add(1)).div(4)));
    }

    /// How much the best wrong class comes within 1 of the label's.
    ///
    /// @param scores `[..., classes]`
    /// @param labels integers `[...]`
    public static Array multiclassHingeLoss(Array scores, Array labels) {
        var isLabel = Activations.oneHot(labels, scores.shape().dim(-1)).astype(scores.dtype());
        return scores.add(1).sub(isLabel).max(-1).sub(scores.mul(isLabel).sum(-1));
    }

    /// How much the best class is better than the label's.
    ///
    /// @param scores `[..., classes]`
    /// @param labels integers `[...]`
    public static Array multiclassPerceptronLoss(Array scores, Array labels) {
        var isLabel = Activations.oneHot(labels, scores.shape().dim(-1)).astype(scores.dtype());
        return scores.max(-1).sub(scores.mul(isLabel).sum(-1));
    }

    /// The sparsemax loss: A. Martins, R. Astudillo, ICML 2016.
    ///
    /// @param scores `[..., classes]`
    /// @param labels integers `[...]`
    public static Array multiclassSparsemaxLoss(Array scores, Array labels) {
        var isLabel = Activations.oneHot(labels, scores.shape().dim(-1)).astype(scores.dtype());
        var p = simplexProjection(scores);
        var above = scores.sub(scores.mul(isLabel).sum(-1).expandDims(scores.rank() - 1));
        return p.mul(where(p.gt(0), above, 0)).sum(-1).add(Lax.square(p).sum(-1).neg().add(1).mul(0.5));
    }

    /// The nearest point of non-negative numbers of sum 1, along the last axis.
    private static Array simplexProjection(Array x) {
        int last = x.rank() - 1;
        var sorted = Lax.rev(Lax.sort(x, last), last);
        var ranks = Lax.iota(x.dtype(), x.shape().dim(-1)).add(1);
        var excess = Lax.cumsum(sorted, last, false).sub(1);
        var isIn = sorted.mul(ranks).gt(excess);
        var count = isIn.astype(x.dtype()).sum(-1);
        var threshold = where(isIn, sorted, 0).sum(-1).sub(1).div(count);
        return Activations.relu(x.sub(threshold.expandDims(last)));
    }

    // ---- distributions ----

    /// The Kullback-Leibler divergence of `targets` from predictions, `[...]`.
    ///
    /// @param logPredictions logarithms of probabilities, `[..., classes]`
    /// @param targets probabilities, `[..., classes]`
    public static Array klDivergence(Array logPredictions, Array targets) {
        var isZero = targets.eq(0);
        return targets.mul(where(isZero, 0, Lax.log(where(isZero, 1, targets))).sub(logPredictions)).sum(-1);
    }

    /// The same with logarithms of the targets.
    public static Array klDivergenceWithLogTargets(Array logPredictions, Array logTargets) {
        return Lax.exp(logTargets).mul(logTargets.sub(logPredictions)).sum(-1);
    }

    /// [#klDivergence] of measures that need not sum to 1.
    public static Array generalizedKlDivergence(Array logPredictions, Array targets) {
        return klDivergence(logPredictions, targets).add(Lax.exp(logPredictions).sub(targets).sum(-1));
    }

    // ---- sequences, sets, pairs ----

    /// Connectionist temporal classification: minus the log-probability of the label sequence, summed over all ways in which
    /// the frames can say it. A. Graves et al., ICML 2006.
    ///
    /// @param logits `[batch, frames, classes]`, of which class 0 is the blank
    /// @param logitPaddings `[batch, frames]`, 1 behind the end of a sequence
    /// @param labels integers `[batch, length]`, none of them 0
    /// @param labelPaddings `[batch, length]`, 1 behind the end of a sequence
    /// @return `[batch]`
    public static Array ctcLoss(Array logits, Array logitPaddings, Array labels, Array labelPaddings) {
        return ctcLossWithForwardProbs(logits, logitPaddings, labels, labelPaddings, 0).loss();
    }

    /// What [#ctcLossWithForwardProbs] gives.
    ///
    /// @param loss `[batch]`
    /// @param logBlank logarithms `[frames, batch, length + 1]` of the probability of having said so many labels at a frame, then a blank
    /// @param logLabel logarithms `[frames, batch, length]` of the probability of being at this label at a frame
    public record ForwardProbabilities(Array loss, Array logBlank, Array logLabel) {}

    /// [#ctcLoss] with the probabilities of its forward recursion.
    ///
    /// @param labels integers `[batch, length]`, none of them `blank`
    /// @param blank the class that says nothing
    /// @throws IllegalArgumentException if shapes do not fit or there is no such class
    public static ForwardProbabilities ctcLossWithForwardProbs(Array logits, Array logitPaddings, Array labels, Array labelPaddings, int blank) {
        return ConnectionistLoss.of(logits, logitPaddings, labels, labelPaddings, blank);
    }

    /// The softmax cross entropy of relevances with scores, the mean over lists: Z. Cao et al., ICML 2007.
    ///
    /// @param logits scores `[..., items]`
    /// @param labels relevances `[..., items]`
    public static Array rankingSoftmaxLoss(Array logits, Array labels) {
        return softmaxCrossEntropy(logits, labels.astype(logits.dtype())).mean();
    }

    /// [#rankingSoftmaxLoss(Array, Array)] of weighted items, some of which may be missing: the mean over the lists that have an item,
    /// 0 if none has.
    ///
    /// @param items bool `[..., items]`, which of them there are
    /// @param weights of the items, `[..., items]`
    public static Array rankingSoftmaxLoss(Array logits, Array labels, Array items, Array weights) {
        var hasItem = Reductions.any(items, -1);
        var count = hasItem.astype(logits.dtype()).sum();
        var sum = where(hasItem, rankingSoftmaxLosses(logits, labels, items, weights), 0).sum();
        return where(count.eq(0), 0, sum.div(where(count.eq(0), 1, count)));
    }

    /// [#rankingSoftmaxLoss(Array, Array, Array, Array)] of each list, `[...]`: 0 for a list without items.
    public static Array rankingSoftmaxLosses(Array logits, Array labels, Array items, Array weights) {
        return softmaxCrossEntropy(logits, labels.astype(logits.dtype()).mul(weights), items);
    }

    /// The loss that belongs to a maximum of scores: the maximum minus the scores of the targets, `[...]`. Of `logsumexp` it is
    /// [#softmaxCrossEntropy]. M. Blondel et al., arXiv 1901.02324.
    ///
    /// ```java
    /// var loss = makeFenchelYoungLoss(scores -> logsumexp(scores));
    /// loss.apply(Array.of(new float[][] {{1, 2, 3}}), Array.of(new float[][] {{0, 0, 1}})).closeTo(Array.of(0.40760595f), 1e-5, 0)   // true
    /// ```
    ///
    /// @param max of scores `[classes]`, `[]`
    /// @return a function of scores and targets, both `[..., classes]`
    public static Fn2<Array, Array, Array> makeFenchelYoungLoss(Fn1<Array, Array> max) {
        var ofScores = Functional.vectorize(max, "(n)->()");
        return (scores, targets) -> ofScores.apply(scores).sub(scores.mul(targets).sum(-1));
    }

    /// How much an anchor is nearer to a positive than to a negative example, up to `margin`, `[...]`: F. Schroff et al., arXiv 1503.03832.
    public static Array tripletMarginLoss(Array anchors, Array positives, Array negatives, double margin) {
        return tripletMarginLoss(anchors, positives, negatives, margin, 2, 1e-6);
    }

    /// @param degree of the norm of differences: 2 for the Euclidean one
    /// @param eps added under the root of this degree
    public static Array tripletMarginLoss(Array anchors, Array positives, Array negatives, double margin, int degree, double eps) {
        return Activations.relu(distance(anchors, positives, degree, eps).sub(distance(anchors, negatives, degree, eps)).add(margin));
    }

    private static Array distance(Array a, Array b, int degree, double eps) {
        var sum = Lax.integerPow(a.sub(b), degree).sum(-1).add(eps);
        return degree == 2 ? Lax.sqrt(sum) : Lax.pow(sum, Array.scalar(sum.dtype(), 1.0 / degree));
    }

    /// The contrastive loss with normalised temperature: K. Sohn, NeurIPS 2016.
    ///
    /// @param embeddings `[batch, size]`
    /// @param labels integers `[batch]`; those of a pair are equal
    /// @return `[]`
    public static Array ntxent(Array embeddings, Array labels, double temperature) {
        int batch = embeddings.shape().dim(0);
        var similarity = cosineSimilarity(embeddings.expandDims(0), embeddings.expandDims(1)).div(temperature);
        var same = labels.expandDims(1).eq(labels.expandDims(0));
        var index = Lax.iota(labels.dtype(), batch);
        var pair = Lax.bitwiseAnd(same, index.expandDims(1).ne(index.expandDims(0)));
        var shifted = similarity.sub(Lax.stopGradient(where(Lax.bitwiseOr(Lax.not(same), pair), similarity, Double.NEGATIVE_INFINITY).max(-1)).expandDims(1));
        var others = where(same, 0, Lax.exp(where(same, 0, shifted))).sum(-1).expandDims(1);
        var log = shifted.sub(Lax.log(others.add(Lax.exp(shifted))));
        return where(pair, log, 0).sum().neg().div(pair.astype(embeddings.dtype()).sum());
    }

    // ---- segmentation ----

    /// One minus the share of overlap of predicted and true areas, `[batch]`: the mean over classes.
    ///
    /// @param logits `[batch, ..., classes]`; one class means a sigmoid, more a softmax
    /// @param targets probabilities of the same shape
    /// @param smooth added to both sides of the share
    public static Array diceLoss(Array logits, Array targets, double smooth) {
        return diceLosses(logits, targets, smooth, 0.5, 0.5).mean(-1);
    }

    /// [#diceLoss] of each class, `[batch, classes]`, where wrong areas count by their kind: to weight classes or leave the background
    /// out. S. S. M. Salehi et al., arXiv 1706.05721.
    ///
    /// @param alpha how much predicted areas count that are none; 0.5 in [#diceLoss]
    /// @param beta how much areas count that are not predicted; 0.5 in [#diceLoss]
    public static Array diceLosses(Array logits, Array targets, double smooth, double alpha, double beta) {
        var p = logits.shape().dim(-1) == 1 ? Activations.sigmoid(logits) : Activations.softmax(logits);
        int[] places = Axes.range(1, logits.rank() - 1).toArray();
        UnaryOperator<Array> area = x -> places.length == 0 ? x : x.sum(places);
        var common = area.apply(p.mul(targets));
        var wrong = area.apply(p).sub(common).mul(alpha).add(area.apply(targets).sub(common).mul(beta));
        return common.add(smooth).div(common.add(wrong).add(smooth)).neg().add(1);
    }

    /// [#diceLoss] with one class, of which the arrays need not have an axis: `[batch, ...]`.
    public static Array binaryDiceLoss(Array logits, Array targets, double smooth) {
        return diceLoss(logits.expandDims(logits.rank()), targets.expandDims(targets.rank()), smooth);
    }

    /// [#diceLoss] in which rare classes count more, the mean over the batch: C. Sudre et al., arXiv 1707.03237.
    public static Array multiclassGeneralizedDiceLoss(Array logits, Array targets, double smooth) {
        var frequencies = targets.sum(Axes.range(0, targets.rank() - 1).toArray());
        var weights = Array.full(frequencies.shape(), frequencies.dtype(), 1).div(Lax.square(frequencies).add(1e-7));
        return diceLosses(logits, targets, smooth, 0.5, 0.5).mul(weights.div(weights.sum()).mul(frequencies.size())).mean();
    }
}
