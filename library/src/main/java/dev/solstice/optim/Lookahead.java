package dev.solstice.optim;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Slow parameters that follow fast ones: each `period` steps of `inner` the slow ones go a share of the way to where those
/// have got, and the fast ones start from there again.
///
/// The model that is trained is the fast one; after a multiple of `period` steps both are the same.
/// Source: `optax.lookahead`; M. R. Zhang et al., arXiv 1907.08610.
///
/// @param period steps between two synchronisations
/// @param stepSize share of the way, in `[0, 1]`
/// @param resets whether `inner` forgets everything at each synchronisation
public record Lookahead(Optim inner, int period, double stepSize, boolean resets) implements LossAware {
    /// @param steps since the last synchronisation, int32 `[]`
    /// @param slow parameters, with the model's structure
    /// @param inner what the inner optimiser remembers
    public record State(Array steps, Object slow, OptState inner) implements OptState {}

    public Lookahead {
        if (period < 1) throw Mistake.of("the period is at least one step, got " + period);
    }

    public Lookahead(Optim inner, int period, double stepSize) {
        this(inner, period, stepSize, false);
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.init(model, p -> p), inner.init(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        var before = States.require(this, State.class, state);
        var step = Objective.step(inner, gradient, before.inner(), model, objective);
        var isDue = before.steps().eq(period - 1);
        M slow = Parameters.advance(model, x -> Lax.select(isDue.broadcastTo(x[0].shape()), x[0].add(x[1].sub(x[0]).mul(stepSize)), x[0]),
                before.slow(), Parameters.map(model, x -> x[0].add(x[1]), model, step.updates()));
        M updates = Parameters.map(model, x -> Lax.select(isDue.broadcastTo(x[0].shape()), x[1].sub(x[2]), x[0]), step.updates(), slow, model);
        var next = resets ? Conditionally.choose(isDue, inner.init(model), step.state()) : step.state();
        return new Update<>(updates, new State(Lax.select(isDue, Counter.zero(), before.steps().add(1)), slow, next));
    }
}
