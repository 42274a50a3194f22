package dev.solstice.optim;

import dev.solstice.core.Array;

/// The decaying mean of the gradients in place of the gradient.
///
/// Source: `optax.ema`.
///
/// @param debias whether the mean is corrected for having started at 0
public record Ema(double decay, boolean debias) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param ema the mean, with the model's structure
    public record State(Array count, Object ema) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var count = Counter.next(before.count());
        M ema = Parameters.advance(model, x -> Moments.mean(decay, x[0], x[1]), before.ema(), gradient);
        M updates = Parameters.map(model, x -> debias ? Moments.unbiased(decay, x[1], count) : x[1], gradient, ema);
        return new Update<>(updates, new State(count, ema));
    }
}
