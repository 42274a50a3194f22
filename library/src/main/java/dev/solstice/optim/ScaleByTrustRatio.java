package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Each array's update scaled to the norm of its parameter; as it is where either norm is 0.
///
/// Source: `optax.scale_by_trust_ratio`; Y. You et al., arXiv 1904.00962.
///
/// @param least norm of a parameter and of an update
/// @param trust factor of the ratio
/// @param eps added to the norm of the update
public record ScaleByTrustRatio(double least, double trust, double eps) implements Optim {
    @Override
    public OptState init(Object model) {
        return new OptState.Empty();
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        return new Update<>(Parameters.map(model, x -> x[0].mul(ratio(x[1], x[0])), gradient, model), state);
    }

    private Array ratio(Array parameter, Array update) {
        var wanted = Moments.atLeast(least, norm(parameter));
        var actual = Moments.atLeast(least, norm(update));
        var undefined = Lax.bitwiseOr(wanted.eq(0), actual.eq(0));
        return Lax.select(undefined, Array.scalar(update.dtype(), 1), wanted.mul(trust).div(actual.add(eps)).astype(update.dtype()));
    }

    private static Array norm(Array x) {
        return Lax.sqrt(Moments.squaredSize(x).sum());
    }
}
