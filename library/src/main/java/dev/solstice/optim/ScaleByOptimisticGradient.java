package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// The gradient and what has changed in it since the last step: `(alpha + beta) * g - beta * last`. Settles games between
/// several players where plain descent goes in circles.
///
/// Source: `optax.scale_by_optimistic_gradient`; A. Mokhtari et al., arXiv 1901.08511.
public record ScaleByOptimisticGradient(double alpha, double beta) implements Optim {
    /// @param isFirst whether there has been no step, bool `[]`
    /// @param last gradient, with the model's structure
    public record State(Array isFirst, Object last) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(Array.scalar(true), Parameters.zeros(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M updates = Parameters.map(model, x -> x[0].mul(alpha + beta)
                .sub(Lax.select(before.isFirst().broadcastTo(x[0].shape()), x[0], x[1]).mul(beta)), gradient, before.last());
        return new Update<>(updates, new State(Array.scalar(false), Parameters.orElse(model, gradient, before.last())));
    }
}
