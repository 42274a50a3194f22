package dev.solstice.optim;

/// Times a constant.
///
/// Source: `optax.scale`.
public record Scale(double factor) implements Optim {
    @Override
    public OptState init(Object model) {
        return new OptState.Empty();
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        return new Update<>(Parameters.map(model, g -> g[0].mul(factor), gradient), state);
    }
}
