package dev.solstice.nn;

import static dev.solstice.numpy.Numpy.logaddexp;

import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;

/// Connectionist temporal classification by its forward recursion. For each number of labels said so far there are two
/// states: the last frame was a blank, or it was the label.
///
/// Source: `optax.losses.ctc_loss_with_forward_probs`.
final class ConnectionistLoss {
    /// The logarithm of as good as no probability: finite, so that derivatives stay so.
    private static final double NONE = -1e5;

    private ConnectionistLoss() {}

    /// @param blank log-probabilities `[batch, labels + 1]` of having said so many labels, then a blank
    /// @param label log-probabilities `[batch, labels]` of being at this label
    private record Forward(Array blank, Array label) {}

    /// @param blank `[batch, 1]`
    /// @param label `[batch, labels]`
    /// @param padding `[batch]`
    private record Frame(Array label, Array blank, Array padding) {}

    static Losses.ForwardProbabilities of(Array logits, Array logitPaddings, Array labels, Array labelPaddings, int blankClass) {
        requireShapes(logits, logitPaddings, labels, labelPaddings, blankClass);
        int batch = logits.shape().dim(0);
        int length = labels.shape().dim(1);
        var log = Activations.logSoftmax(logits);
        var isLabel = Activations.oneHot(labels, logits.shape().dim(2)).astype(log.dtype());
        var ofLabels = log.matmul(isLabel.transpose(0, 2, 1)).transpose(1, 0, 2);
        var ofBlank = Lax.sliceInDim(log, blankClass, blankClass + 1, 2).transpose(1, 0, 2);
        var frames = new Frame(ofLabels, ofBlank, logitPaddings.astype(log.dtype()).transpose(1, 0));

        var none = Array.full(Shape.of(batch, length), log.dtype(), NONE);
        var zero = Array.full(Shape.of(batch, 1), log.dtype(), 0);
        var repeated = Lax.concatenate(1, Lax.sliceInDim(labels, 0, length - 1, 1).eq(Lax.sliceInDim(labels, 1, length, 1)).astype(log.dtype()), zero);
        var forward = ControlFlow.scan((Forward at, Frame frame) -> {
            var next = step(at, frame, repeated);
            return new ControlFlow.Carried<>(next, next);
        }, new Forward(Lax.concatenate(1, zero, none), none), frames);

        var end = afterBlank(forward.carry().blank(), forward.carry().label());
        var lengths = labelPaddings.astype(log.dtype()).sum(-1).neg().add(length);
        var isEnd = lengths.expandDims(1).eq(Lax.iota(log.dtype(), length + 1).expandDims(0)).astype(log.dtype());
        var before = Lax.sliceInDim(forward.y().blank(), 0, logits.shape().dim(1) - 1, 0);
        return new Losses.ForwardProbabilities(end.mul(isEnd).sum(-1).neg(), Lax.concatenate(0, before, end.expandDims(0)), forward.y().label());
    }

    private static void requireShapes(Array logits, Array logitPaddings, Array labels, Array labelPaddings, int blankClass) {
        if (logits.rank() != 3 || labels.rank() != 2 || labels.shape().dim(0) != logits.shape().dim(0)) {
            throw Mistake.of("ctcLoss takes logits [batch,frames,classes] and labels [batch,length], got "
                    + logits.summary() + " and " + labels.summary());
        }
        if (!logitPaddings.shape().equals(logits.shape().remove(2)) || !labelPaddings.shape().equals(labels.shape())) {
            throw Mistake.of("paddings say of each frame " + logits.shape().remove(2) + " and of each label " + labels.shape()
                    + " whether it is behind the end, got " + logitPaddings.summary() + " and " + labelPaddings.summary());
        }
        int classes = logits.shape().dim(2);
        if (blankClass < 0 || blankClass >= classes) {
            throw Mistake.of("the blank is one of the " + classes + " classes, 0 to " + (classes - 1) + ", got " + blankClass);
        }
    }

    private static Forward step(Forward at, Frame frame, Array repeated) {
        // A label that repeats the one before it needs a blank between them.
        var blank = afterBlank(at.blank(), at.label().add(repeated.mul(NONE)));
        int labels = at.label().shape().dim(1);
        var label = logaddexp(Lax.sliceInDim(blank, 0, labels, 1).add(frame.label()), at.label().add(frame.label()));
        var nextBlank = afterBlank(blank.add(frame.blank()), at.label().add(frame.blank()).add(repeated.neg().add(1).mul(NONE)));
        var isPadding = frame.padding().expandDims(1);
        return new Forward(mix(isPadding, at.blank(), nextBlank), mix(isPadding, at.label(), label));
    }

    private static Array afterBlank(Array blank, Array added) {
        int length = blank.shape().dim(1);
        return Lax.concatenate(1, Lax.sliceInDim(blank, 0, 1, 1), logaddexp(Lax.sliceInDim(blank, 1, length, 1), added));
    }

    private static Array mix(Array share, Array a, Array b) {
        return share.mul(a).add(share.neg().add(1).mul(b));
    }
}
