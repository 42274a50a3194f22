package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;

/// Gradients with 0 in place of NaN.
///
/// Source: `optax.zero_nans`.
public record ZeroNans() implements Optim {
    /// @param found whether the last gradient of each parameter had a NaN, bool `[]` each, with the model's structure
    public record State(Object found) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(Parameters.init(model, _ -> Array.scalar(false)));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M found = Parameters.advance(model, x -> Lax.reduceOr(x[1].ne(x[1]), Axes.range(0, x[1].rank()).toArray()), before.found(), gradient);
        M updates = Parameters.map(model, x -> Lax.select(x[0].ne(x[0]), Parameters.zerosLike(x[0]), x[0]), gradient);
        return new Update<>(updates, new State(found));
    }
}
