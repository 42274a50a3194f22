package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// The direction of Adam, corrected for how little is known of the mean square in the first steps, in which it is the plain
/// mean.
///
/// Source: `optax.scale_by_radam`; L. Liu et al., arXiv 1908.03265.
///
/// @param b1 decay of the mean
/// @param b2 decay of the mean square
/// @param eps added to the root
/// @param epsRoot added under the root
/// @param threshold how long the mean square's average must be for it to be used
/// @param nesterov whether the mean is looked one step ahead
public record ScaleByRadam(double b1, double b2, double eps, double epsRoot, double threshold, boolean nesterov) implements Optim {
    /// The settings of the paper.
    public static ScaleByRadam of() {
        return new ScaleByRadam(0.9, 0.999, 1e-8, 0, 5, false);
    }

    @Override
    public OptState init(Object model) {
        return new ScaleByAdam.State(Counter.zero(), Parameters.zeros(model), Parameters.sizes(model, 0));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, ScaleByAdam.State.class, state);
        M mu = Parameters.advance(model, x -> Moments.mean(b1, x[0], x[1]), before.mu(), gradient);
        M nu = Parameters.advance(model, x -> Moments.mean(b2, x[0], Moments.squaredSize(x[1])), before.nu(), gradient);
        var count = Counter.next(before.count());
        var length = length(count);
        M updates = Parameters.map(model, x -> direction(x[0], x[1], x[2], count, length), gradient, mu, nu);
        return new Update<>(updates, new ScaleByAdam.State(count, mu, nu));
    }

    private double longest() {
        return 2 / (1 - b2) - 1;
    }

    /// How many gradients the decaying mean square is the mean of, so to speak.
    private Array length(Array count) {
        var steps = count.astype(DType.FLOAT32);
        var left = Lax.pow(Array.scalar((float) b2), steps);
        return steps.mul(2).mul(left).div(left.neg().add(1)).neg().add(longest());
    }

    private Array direction(Array gradient, Array mu, Array nu, Array count, Array length) {
        var mean = nesterov ? Moments.ahead(b1, mu, gradient, count) : Moments.unbiased(b1, mu, count);
        var root = Lax.sqrt(Moments.unbiased(b2, nu, count).add(epsRoot)).add(eps);
        double most = longest();
        var correction = Lax.sqrt(length.sub(4).mul(length.sub(2)).mul(most).div(length.mul((most - 4) * (most - 2)))).astype(mean.dtype());
        return Lax.select(length.ge(threshold).broadcastTo(mean.shape()), mean.mul(correction).div(root), mean);
    }
}
