package dev.solstice.optim;

import dev.solstice.core.Array;

/// The gradient over the root of the decaying mean of its squares.
///
/// Source: `optax.scale_by_rms`; G. Hinton, lecture 6 of "Neural networks for machine learning", 2012.
///
/// @param decay of the mean square
/// @param eps added under the root, or to it
/// @param initialScale the mean square before the first step
/// @param epsInRoot whether `eps` is added under the root
/// @param unbiased whether the mean is corrected for having started at 0
public record ScaleByRms(double decay, double eps, double initialScale, boolean epsInRoot, boolean unbiased) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param nu decaying mean of the squares of the gradients, with the model's structure
    public record State(Array count, Object nu) implements OptState {}

    public ScaleByRms(double decay, double eps, double initialScale) {
        this(decay, eps, initialScale, true, false);
    }

    /// `decay` 0.9, `eps` 1e-8, from 0.
    public static ScaleByRms of() {
        return new ScaleByRms(0.9, 1e-8, 0);
    }

    public ScaleByRms withDecay(double decay) {
        return new ScaleByRms(decay, eps, initialScale, epsInRoot, unbiased);
    }

    public ScaleByRms withEps(double eps) {
        return new ScaleByRms(decay, eps, initialScale, epsInRoot, unbiased);
    }

    public ScaleByRms withInitialScale(double initialScale) {
        return new ScaleByRms(decay, eps, initialScale, epsInRoot, unbiased);
    }

    /// `eps` is added to the root, not under it.
    public ScaleByRms withEpsOutside() {
        return new ScaleByRms(decay, eps, initialScale, false, unbiased);
    }

    /// The mean is corrected for having started at 0.
    public ScaleByRms withBiasCorrection() {
        return new ScaleByRms(decay, eps, initialScale, epsInRoot, true);
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.sizes(model, initialScale));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M nu = Parameters.advance(model, x -> Moments.mean(decay, x[0], Moments.squaredSize(x[1])), before.nu(), gradient);
        var count = Counter.next(before.count());
        M updates = Parameters.map(model, x -> x[0].mul(Moments.overRoot(unbiased ? Moments.unbiased(decay, x[1], count) : x[1], eps, epsInRoot)),
                gradient, nu);
        return new Update<>(updates, new State(count, nu));
    }
}
