package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Fn1;
import dev.solstice.tree.Tree;

/// Steps of `inner` where `condition` says so; at other steps the gradient goes on as it is, or nothing does.
///
/// Source: `optax.conditionally_transform`, `optax.conditionally_mask`.
///
/// @param condition of the number of the step, int32 `[]`, to bool `[]`
/// @param passOn whether the gradient goes on as it is at other steps; else updates are 0
public record Conditionally(Optim inner, Fn1<Array, Array> condition, boolean passOn) implements LossAware {
    /// @param count steps done, int32 `[]`
    /// @param inner what the inner optimiser remembers
    public record State(Array count, OptState inner) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), inner.init(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        var before = States.require(this, State.class, state);
        var step = step(inner, condition.apply(before.count()), gradient, before.inner(), model, objective, passOn);
        return new Update<>(step.updates(), new State(Counter.next(before.count()), step.state()));
    }

    /// Computes the inner step always and takes it where `isDue`, so that a compiled step is one program.
    static <M> Update<M> step(Optim inner, Array isDue, M gradient, OptState state, M model, Objective<M> objective, boolean passOn) {
        var step = Objective.step(inner, gradient, state, model, objective);
        M updates = Parameters.map(model, x -> choose(isDue, x[0], passOn ? x[1] : Parameters.zerosLike(x[0])), step.updates(), gradient);
        return new Update<>(updates, choose(isDue, step.state(), state));
    }

    /// One of two states of an optimiser, in the dtypes of the second.
    static OptState choose(Array isDue, OptState now, OptState then) {
        return Tree.map((Object yes, Object no) -> yes instanceof Array array ? choose(isDue, array.astype(((Array) no).dtype()), (Array) no) : yes, now, then);
    }

    private static Array choose(Array isDue, Array now, Array then) {
        return Lax.select(isDue.broadcastTo(now.shape()), now, then);
    }
}
