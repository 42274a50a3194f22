package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Moves each element into `[-delta, delta]`.
///
/// Source: `optax.clip`.
public record Clip(double delta) implements Optim {
    @Override
    public OptState init(Object model) {
        return new OptState.Empty();
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        return new Update<>(Parameters.map(model, g -> clipped(g[0]), gradient), state);
    }

    private Array clipped(Array gradient) {
        return Lax.clamp(Array.scalar(gradient.dtype(), -delta), gradient, Array.scalar(gradient.dtype(), delta));
    }
}
