package dev.solstice.nn;

import static dev.solstice.numpy.Numpy.logaddexp;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;

/// Connectionist temporal classification by its forward recursion. For each number of labels said so far there are two
/// states: the last frame was a blank, or it was the label.
///
/// Source: `optax.losses.ctc_loss`.
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

    static Array of(Array logits, Array logitPaddings, Array labels, Array labelPaddings) {
        if (logits.rank() != 3 || labels.rank() != 2) {
            throw new IllegalArgumentException("ctcLoss takes logits [batch,frames,classes] and labels [batch,length], got "
                    + logits.summary() + " and " + labels.summary());
        }
        int batch = logits.shape().dim(0);
        int length = labels.shape().dim(1);
        var log = Activations.logSoftmax(logits);
        var isLabel = Activations.oneHot(labels, logits.shape().dim(2)).astype(log.dtype());
        var ofLabels = log.matmul(isLabel.transpose(0, 2, 1)).transpose(1, 0, 2);
        var ofBlank = Lax.sliceInDim(log, 0, 1, 2).transpose(1, 0, 2);
        var frames = new Frame(ofLabels, ofBlank, logitPaddings.astype(log.dtype()).transpose(1, 0));

        var none = Array.full(Shape.of(batch, length), log.dtype(), NONE);
        var zero = Array.full(Shape.of(batch, 1), log.dtype(), 0);
        var repeated = Lax.concatenate(1, Lax.sliceInDim(labels, 0, length - 1, 1).eq(Lax.sliceInDim(labels, 1, length, 1)).astype(log.dtype()), zero);
        var end = ControlFlow.scan((Forward at, Frame frame) -> {
            var next = step(at, frame, repeated);
            return new ControlFlow.Carried<>(next, Array.scalar(log.dtype(), 0));
        }, new Forward(Lax.concatenate(1, zero, none), none), frames).carry();

        var all = afterBlank(end.blank(), end.label());
        var lengths = labelPaddings.astype(log.dtype()).sum(-1).neg().add(length);
        var isEnd = lengths.expandDims(1).eq(Lax.iota(log.dtype(), length + 1).expandDims(0)).astype(log.dtype());
        return all.mul(isEnd).sum(-1).neg();
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
