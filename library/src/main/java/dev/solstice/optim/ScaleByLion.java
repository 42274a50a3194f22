package dev.solstice.optim;

import dev.solstice.lax.Lax;

/// The sign of the momentum: every parameter moves by the same amount.
///
/// Source: `optax.scale_by_lion`; X. Chen et al., arXiv 2302.06675.
///
/// @param b1 how much of the momentum is in the sign
/// @param b2 decay of the momentum
public record ScaleByLion(double b1, double b2) implements Optim {
    /// @param mu decaying mean of the gradients, with the model's structure
    public record State(Object mu) implements OptState {}

    /// `b1` 0.9, `b2` 0.99.
    public static ScaleByLion of() {
        return new ScaleByLion(0.9, 0.99);
    }

    @Override
    public OptState init(Object model) {
        return new State(Parameters.zeros(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state).mu();
        M updates = Parameters.map(model, x -> Lax.sign(Moments.mean(b1, x[1], x[0])), gradient, before);
        return new Update<>(updates, new State(Parameters.advance(model, x -> Moments.mean(b2, x[0], x[1]), before, gradient)));
    }
}
