package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Polyak's step size: as far as the loss would reach its least value if it were linear. Needs an [Objective].
///
/// Source: `optax.scale_by_polyak`; N. Loizou et al., arXiv 2002.10542.
///
/// @param least value of the loss
/// @param mostRate largest learning rate
/// @param eps added to the squared norm of the gradient
/// @param clamped whether a loss below the least value stops instead of going back (SPS+)
public record ScaleByPolyak(double least, double mostRate, double eps, boolean clamped) implements LossAware {
    private static final double TINY = Math.ulp(1f);

    @Override
    public OptState init(Object model) {
        return new OptState.Empty();
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        var square = Lax.square(Updates.globalNorm(gradient)).add(eps);
        var gap = Objective.require(this, objective).value().sub(least).astype(square.dtype());
        if (clamped) gap = Lax.max(gap, Array.scalar(gap.dtype(), 0));
        var rate = Lax.select(square.le(TINY), Array.scalar(square.dtype(), 0), Lax.min(gap.div(square), Array.scalar(square.dtype(), mostRate)));
        return new Update<>(Parameters.map(model, g -> g[0].mul(rate.astype(g[0].dtype())), gradient), state);
    }
}
