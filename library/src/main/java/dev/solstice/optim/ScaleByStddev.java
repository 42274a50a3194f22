package dev.solstice.optim;

import dev.solstice.core.Array;

/// The gradient over its decaying standard deviation: [ScaleByRms], centred.
///
/// Source: `optax.scale_by_stddev`.
///
/// @param decay of the mean and of the mean square
/// @param eps added under the root, or to it
/// @param initialScale the mean square before the first step
/// @param epsInRoot whether `eps` is added under the root
/// @param unbiased whether the means are corrected for having started at 0
public record ScaleByStddev(double decay, double eps, double initialScale, boolean epsInRoot, boolean unbiased) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param mu decaying mean of the gradients, with the model's structure
    /// @param nu decaying mean of their squares, with the model's structure
    public record State(Array count, Object mu, Object nu) implements OptState {}

    public ScaleByStddev(double decay, double eps, double initialScale) {
        this(decay, eps, initialScale, true, false);
    }

    /// `decay` 0.9, `eps` 1e-8, from 0.
    public static ScaleByStddev of() {
        return new ScaleByStddev(0.9, 1e-8, 0);
    }

    public ScaleByStddev withDecay(double decay) {
        return new ScaleByStddev(decay, eps, initialScale, epsInRoot, unbiased);
    }

    public ScaleByStddev withEps(double eps) {
        return new ScaleByStddev(decay, eps, initialScale, epsInRoot, unbiased);
    }

    public ScaleByStddev withInitialScale(double initialScale) {
        return new ScaleByStddev(decay, eps, initialScale, epsInRoot, unbiased);
    }

    /// `eps` is added to the root, not under it.
    public ScaleByStddev withEpsOutside() {
        return new ScaleByStddev(decay, eps, initialScale, false, unbiased);
    }

    /// The means are corrected for having started at 0.
    public ScaleByStddev withBiasCorrection() {
        return new ScaleByStddev(decay, eps, initialScale, epsInRoot, true);
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model), Parameters.sizes(model, initialScale));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M mu = Parameters.advance(model, x -> Moments.mean(decay, x[0], x[1]), before.mu(), gradient);
        M nu = Parameters.advance(model, x -> Moments.mean(decay, x[0], Moments.squaredSize(x[1])), before.nu(), gradient);
        var count = Counter.next(before.count());
        M updates = Parameters.map(model, x -> {
            var mean = unbiased ? Moments.unbiased(decay, x[1], count) : x[1];
            var square = unbiased ? Moments.unbiased(decay, x[2], count) : x[2];
            return x[0].mul(Moments.overRoot(square.sub(Moments.squaredSize(mean)), eps, epsInRoot));
        }, gradient, mu, nu);
        return new Update<>(updates, new State(count, mu, nu));
    }
}
