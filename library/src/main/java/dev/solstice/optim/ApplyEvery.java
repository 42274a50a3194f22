package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// The sum of the gradients since the last time at each `every`-th step, 0 at others.
///
/// Source: `optax.apply_every`.
public record ApplyEvery(int every) implements Optim {
    /// @param count steps since the last sum, int32 `[]`
    /// @param sum of the gradients, with the model's structure
    public record State(Array count, Object sum) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var isFirst = before.count().eq(0);
        var isDue = before.count().eq(every - 1);
        M sum = Parameters.advance(model, x -> x[1].add(Lax.select(isFirst.broadcastTo(x[0].shape()), Parameters.zerosLike(x[0]), x[0])),
                before.sum(), gradient);
        M updates = Parameters.map(model, x -> Lax.select(isDue.broadcastTo(x[1].shape()), x[1], Parameters.zerosLike(x[1])), gradient, sum);
        return new Update<>(updates, new State(Lax.select(isDue, Counter.zero(), before.count().add(1)), sum));
    }
}
