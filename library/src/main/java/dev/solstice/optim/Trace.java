package dev.solstice.optim;

import dev.solstice.array.DType;
import java.util.Optional;

/// Momentum: a decaying sum of the gradients so far.
///
/// Source: `optax.trace`.
///
/// @param nesterov whether one more step of it is looked ahead
/// @param dtype that the sum is kept in; the parameter's, if it is empty
public record Trace(double decay, boolean nesterov, Optional<DType> dtype) implements Optim {
    /// @param trace the sum, with the model's structure
    public record State(Object trace) implements OptState {}

    public Trace(double decay, boolean nesterov) {
        this(decay, nesterov, Optional.empty());
    }

    /// Keeps the sum in this dtype: float32 for parameters of 16 bits, or bfloat16 to save memory.
    public Trace accumulatingIn(DType dtype) {
        return new Trace(decay, nesterov, Optional.of(dtype));
    }

    @Override
    public OptState init(Object model) {
        return new State(Parameters.zeros(model, dtype));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state).trace();
        M trace = Parameters.advance(model, x -> x[1].add(x[0].mul(decay)), before, gradient);
        M updates = nesterov
                ? Parameters.map(model, x -> x[0].add(x[1].mul(decay)), gradient, trace)
                : Parameters.map(model, x -> x[1], gradient, trace);
        return new Update<>(updates, new State(Parameters.stored(trace, dtype)));
    }
}
