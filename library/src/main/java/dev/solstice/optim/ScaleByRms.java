package dev.solstice.optim;

import dev.solstice.lax.Lax;

/// The gradient over the root of the decaying mean of its squares.
///
/// Source: `optax.scale_by_rms`; G. Hinton, lecture 6 of "Neural networks for machine learning", 2012.
///
/// @param decay of the mean square
/// @param eps added under the root
/// @param initialScale the mean square before the first step
public record ScaleByRms(double decay, double eps, double initialScale) implements Optim {
    /// @param nu decaying mean of the squares of the gradients, with the model's structure
    public record State(Object nu) implements OptState {}

    /// `decay` 0.9, `eps` 1e-8, from 0.
    public static ScaleByRms of() {
        return new ScaleByRms(0.9, 1e-8, 0);
    }

    public ScaleByRms withDecay(double decay) {
        return new ScaleByRms(decay, eps, initialScale);
    }

    public ScaleByRms withEps(double eps) {
        return new ScaleByRms(decay, eps, initialScale);
    }

    public ScaleByRms withInitialScale(double initialScale) {
        return new ScaleByRms(decay, eps, initialScale);
    }

    @Override
    public OptState init(Object model) {
        return new State(Parameters.sizes(model, initialScale));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M nu = Parameters.advance(model, x -> Moments.mean(decay, x[0], Moments.squaredSize(x[1])), before.nu(), gradient);
        M updates = Parameters.map(model, x -> x[0].mul(Lax.rsqrt(x[1].add(eps))), gradient, nu);
        return new Update<>(updates, new State(nu));
    }
}
