package dev.solstice.optim;

import dev.solstice.lax.Lax;

/// The gradient over its decaying standard deviation: [ScaleByRms], centred.
///
/// Source: `optax.scale_by_stddev`.
///
/// @param decay of the mean and of the mean square
/// @param eps added under the root
/// @param initialScale the mean square before the first step
public record ScaleByStddev(double decay, double eps, double initialScale) implements Optim {
    /// @param mu decaying mean of the gradients, with the model's structure
    /// @param nu decaying mean of their squares, with the model's structure
    public record State(Object mu, Object nu) implements OptState {}

    /// `decay` 0.9, `eps` 1e-8, from 0.
    public static ScaleByStddev of() {
        return new ScaleByStddev(0.9, 1e-8, 0);
    }

    public ScaleByStddev withDecay(double decay) {
        return new ScaleByStddev(decay, eps, initialScale);
    }

    public ScaleByStddev withEps(double eps) {
        return new ScaleByStddev(decay, eps, initialScale);
    }

    public ScaleByStddev withInitialScale(double initialScale) {
        return new ScaleByStddev(decay, eps, initialScale);
    }

    @Override
    public OptState init(Object model) {
        return new State(Parameters.zeros(model), Parameters.sizes(model, initialScale));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M mu = Parameters.advance(model, x -> Moments.mean(decay, x[0], x[1]), before.mu(), gradient);
        M nu = Parameters.advance(model, x -> Moments.mean(decay, x[0], Moments.squaredSize(x[1])), before.nu(), gradient);
        M updates = Parameters.map(model, x -> x[0].mul(Lax.rsqrt(x[2].sub(Moments.squaredSize(x[1])).add(eps))), gradient, mu, nu);
        return new Update<>(updates, new State(mu, nu));
    }
}
