package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import java.util.Optional;

/// The decaying mean of the gradients in place of the gradient.
///
/// Source: `optax.ema`.
///
/// @param debias whether the mean is corrected for having started at 0
/// @param dtype that the mean is kept in; the parameter's, if it is empty
public record Ema(double decay, boolean debias, Optional<DType> dtype) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param ema the mean, with the model's structure
    public record State(Array count, Object ema) implements OptState {}

    public Ema(double decay, boolean debias) {
        this(decay, debias, Optional.empty());
    }

    /// Keeps the mean in this dtype: float32 for parameters of 16 bits, or bfloat16 to save memory.
    public Ema accumulatingIn(DType dtype) {
        return new Ema(decay, debias, Optional.of(dtype));
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model, dtype));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var count = Counter.next(before.count());
        M ema = Parameters.advance(model, x -> Moments.mean(decay, x[0], x[1]), before.ema(), gradient);
        M updates = Parameters.map(model, x -> debias ? Moments.unbiased(decay, x[1], count) : x[1], gradient, ema);
        return new Update<>(updates, new State(count, Parameters.stored(ema, dtype)));
    }
}
