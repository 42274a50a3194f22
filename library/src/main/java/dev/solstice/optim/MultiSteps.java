package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Fn1;
import java.util.Optional;

/// Gradients of several small batches for one step, as if they were one large batch: each `every`-th call is a step of
/// `inner` with the mean of the gradients since the last; the calls between change nothing.
///
/// ```java
/// var optim = Optim.multiSteps(Optim.adam(1e-3), 4).skipping(Skip.notFinite());
/// optim.update(model, optim.init(model), model);
/// ```
///
/// Source: `optax.MultiSteps`.
///
/// @param every how many calls make the next step, int32 `[]`, by the number of steps done, int32 `[]`
/// @param isMean whether the step goes by the mean of the gradients; else by their sum
/// @param skip which gradients are left out
/// @param dtype that gradients are accumulated in; if it is empty their own, but at least float32
public record MultiSteps(Optim inner, Fn1<Array, Array> every, boolean isMean, Skip skip, Optional<DType> dtype) implements LossAware {
    /// @param call calls since the last step, int32 `[]`
    /// @param step steps done, int32 `[]`
    /// @param accumulated mean or sum of the gradients since the last step, with the model's structure
    /// @param inner what the inner optimiser remembers
    /// @param measured what [Skip] decided by at the last call
    public record State(Array call, Array step, Object accumulated, OptState inner, Array measured) implements OptState {
        /// Whether the last call made a step, bool `[]`.
        public Array hasUpdated() {
            return Lax.bitwiseAnd(call.eq(0), step.gt(0));
        }
    }

    /// Each `every` calls are a step of their mean.
    public static MultiSteps of(Optim inner, int every) {
        if (every < 1) throw Mistake.of("a step is made of at least one gradient, got " + every);
        return new MultiSteps(inner, _ -> Array.scalar(every), true, Skip.nothing(), Optional.empty());
    }

    /// Another number of calls for each step.
    ///
    /// @param every of the number of steps done, both int32 `[]`
    public MultiSteps every(Fn1<Array, Array> every) {
        return new MultiSteps(inner, every, isMean, skip, dtype);
    }

    /// Steps by the sum of the gradients.
    public MultiSteps summing() {
        return new MultiSteps(inner, every, false, skip, dtype);
    }

    /// Leaves gradients out.
    public MultiSteps skipping(Skip skip) {
        return new MultiSteps(inner, every, isMean, skip, dtype);
    }

    /// Accumulates in this dtype, whatever the gradients'.
    public MultiSteps accumulatingIn(DType dtype) {
        return new MultiSteps(inner, every, isMean, skip, Optional.of(dtype));
    }

    @Override
    public OptState init(Object model) {
        var zeros = Parameters.init(model, p -> Array.full(p.shape(), dtype.orElse(Promotion.promote(p.dtype(), DType.FLOAT32)), 0));
        return new State(Counter.zero(), Counter.zero(), zeros, inner.init(model), skip.decide(zeros, Counter.zero()).measured());
    }

    /// Computes the inner step always and takes it where it is due, so that a compiled step is one program.
    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        var before = States.require(this, State.class, state);
        var decision = skip.decide(gradient, before.step());
        var isUsed = Lax.not(decision.isSkipped());
        var isDue = Lax.bitwiseAnd(isUsed, before.call().eq(every.apply(before.step()).sub(1)));
        M accumulated = Parameters.advance(model, x -> accumulate(x[0], x[1], before.call()), before.accumulated(), gradient);
        // A parameter without gradient gets no inner step: its place stays a hole.
        var step = Objective.step(inner, Parameters.map(model, x -> x[1].astype(x[0].dtype()), gradient, accumulated), before.inner(), model, objective);
        M updates = Parameters.map(model, x -> choose(isDue, x[0], Parameters.zerosLike(x[0])), step.updates());
        M rest = Parameters.map(model, x -> choose(isDue, Parameters.zerosLike(x[0]), choose(isUsed, x[0], x[1])), accumulated, before.accumulated());
        var next = Conditionally.choose(isDue, step.state(), before.inner());
        var calls = choose(isDue, Counter.zero(), choose(isUsed, Counter.next(before.call()), before.call()));
        return new Update<>(updates, new State(calls, choose(isDue, Counter.next(before.step()), before.step()), rest, next, decision.measured()));
    }

    private Array accumulate(Array before, Array gradient, Array call) {
        var now = gradient.astype(before.dtype());
        return before.add(isMean ? now.sub(before).div(call.add(1).astype(before.dtype())) : now);
    }

    private static Array choose(Array condition, Array yes, Array no) {
        return Lax.select(condition.broadcastTo(yes.shape()), yes, no);
    }
}
