package dev.solstice.optim;

import dev.solstice.core.Array;

/// Times minus a learning rate that is in the state, where it can be changed between two steps without compiling anew:
/// `Tree.at(state, s -> ..., Array.scalar(1e-4f))`.
///
/// Source: `optax.inject_hyperparams`, of the learning rate.
///
/// @param initial learning rate
public record InjectLearningRate(double initial) implements Optim {
    /// @param learningRate float32 `[]`
    public record State(Array learningRate) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(Array.scalar((float) initial));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var rate = States.require(this, State.class, state).learningRate();
        return new Update<>(Parameters.map(model, g -> g[0].mul(rate.neg().astype(g[0].dtype())), gradient), state);
    }
}
