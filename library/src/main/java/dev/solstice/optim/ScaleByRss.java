package dev.solstice.optim;

import dev.solstice.lax.Lax;

/// The gradient over the root of the sum of all its squares so far.
///
/// Source: `optax.scale_by_rss`; J. Duchi, E. Hazan, Y. Singer, JMLR 12, 2011.
///
/// @param initial the sum before the first step
/// @param eps added under the root
public record ScaleByRss(double initial, double eps) implements Optim {
    /// @param sum of the squares of the gradients, with the model's structure
    public record State(Object sum) implements OptState {}

    /// From 0.1, `eps` 1e-7.
    public static ScaleByRss of() {
        return new ScaleByRss(0.1, 1e-7);
    }

    @Override
    public OptState init(Object model) {
        return new State(Parameters.sizes(model, initial));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M sum = Parameters.advance(model, x -> x[0].add(Moments.squaredSize(x[1])), before.sum(), gradient);
        // A parameter that never had a gradient stays, even with eps 0.
        M updates = Parameters.map(model, x -> {
            var scaled = x[0].mul(Lax.rsqrt(x[1].add(eps)));
            return Lax.select(x[1].gt(0), scaled, Parameters.zerosLike(x[0]));
        }, gradient, sum);
        return new Update<>(updates, new State(sum));
    }
}
