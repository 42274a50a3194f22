package dev.solstice.optim;

/// Momentum: a decaying sum of the gradients so far.
///
/// Source: `optax.trace`.
///
/// @param nesterov whether one more step of it is looked ahead
public record Trace(double decay, boolean nesterov) implements Optim {
    /// @param trace the sum, with the model's structure
    public record State(Object trace) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(Parameters.zeros(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state).trace();
        M trace = Parameters.advance(model, x -> x[1].add(x[0].mul(decay)), before, gradient);
        M updates = nesterov
                ? Parameters.map(model, x -> x[0].add(x[1].mul(decay)), gradient, trace)
                : Parameters.map(model, x -> x[1], gradient, trace);
        return new Update<>(updates, new State(trace));
    }
}
