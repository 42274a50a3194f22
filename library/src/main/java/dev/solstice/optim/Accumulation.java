package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// How [Microbatch] makes one result of those of the small batches.
///
/// Source: `optax.microbatching.Accumulator` and `AccumulationType`.
public interface Accumulation {
    /// What there is before the first small batch.
    ///
    /// @param result what the function gives for a small batch
    /// @param batches how many there are
    Array start(AbstractValue result, int batches);

    /// What there is after one more small batch.
    ///
    /// @param step its number from 0, int32 `[]`
    Array next(Array before, Array result, Array step);

    /// The result of all.
    Array end(Array last, int batches);

    /// The sum.
    static Accumulation sum() {
        return Kind.SUM;
    }

    /// The sum over the number of small batches.
    static Accumulation mean() {
        return Kind.MEAN;
    }

    /// The mean of the small batches so far at each step, so that it is right too if only some are computed.
    static Accumulation runningMean() {
        return Kind.RUNNING_MEAN;
    }

    /// One after the other along axis 0, in the order of the examples: what is given for each example.
    static Accumulation concat() {
        return Kind.CONCAT;
    }

    /// The usual ones.
    enum Kind implements Accumulation {
        SUM, MEAN, RUNNING_MEAN, CONCAT;

        @Override
        public Array start(AbstractValue result, int batches) {
            if ((this == MEAN || this == RUNNING_MEAN) && !result.dtype().isInexact()) {
                throw Mistake.of("a mean is of floating numbers, but a result is " + result + ": add them with Accumulation.sum()");
            }
            if (this == CONCAT && result.shape().isScalar()) {
                throw Mistake.of("a result of each example has an axis of examples, but it is " + result + ": add them with Accumulation.sum()");
            }
            return Array.full(this == CONCAT ? result.shape().insert(0, batches) : result.shape(), result.dtype(), 0);
        }

        @Override
        public Array next(Array before, Array result, Array step) {
            return switch (this) {
                case SUM, MEAN -> before.add(result);
                case RUNNING_MEAN -> {
                    var share = step.astype(DType.FLOAT32).div(step.add(1).astype(DType.FLOAT32)).astype(before.dtype());
                    yield before.mul(share).add(result.mul(share.neg().add(1)));
                }
                case CONCAT -> Lax.dynamicUpdateIndexInDim(before, result, step, 0);
            };
        }

        /// Of the examples, each small batch has one of every `batches`.
        @Override
        public Array end(Array last, int batches) {
            return switch (this) {
                case SUM, RUNNING_MEAN -> last;
                case MEAN -> last.div(batches);
                case CONCAT -> last.moveAxis(0, 1).reshape(last.shape().remove(0).remove(0).insert(0, last.shape().dim(0) * last.shape().dim(1)));
            };
        }
    }
}
