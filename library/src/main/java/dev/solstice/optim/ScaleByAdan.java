package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Adam with Nesterov momentum estimated from the differences of gradients.
///
/// Source: `optax.scale_by_adan`; X. Xie et al., arXiv 2208.06677.
///
/// @param b1 decay of the mean
/// @param b2 decay of the mean difference
/// @param b3 decay of the mean square
/// @param eps added to the root
/// @param epsRoot added under the root
public record ScaleByAdan(double b1, double b2, double b3, double eps, double epsRoot) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param mean of the gradients, with the model's structure
    /// @param difference decaying mean of the differences of gradients
    /// @param square decaying mean square
    /// @param gradient of the last step
    public record State(Array count, Object mean, Object difference, Object square, Object gradient) implements OptState {}

    /// The settings of optax's `adan`.
    public static ScaleByAdan of() {
        return new ScaleByAdan(0.98, 0.92, 0.99, 1e-8, 1e-8);
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model), Parameters.zeros(model), Parameters.sizes(model, 0), Parameters.zeros(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var isFirst = before.count().eq(0);
        M change = Parameters.map(model, x -> Lax.select(isFirst.broadcastTo(x[0].shape()), Parameters.zerosLike(x[0]), x[0].sub(x[1])),
                gradient, before.gradient());
        M ahead = Parameters.map(model, x -> x[0].add(x[1].mul(1 - b2)), gradient, change);
        M mean = Parameters.advance(model, x -> Moments.mean(b1, x[0], x[1]), before.mean(), gradient);
        M difference = Parameters.advance(model, x -> Moments.mean(b2, x[0], x[1]), before.difference(), change);
        M square = Parameters.advance(model, x -> Moments.mean(b3, x[0], Moments.squaredSize(x[1])), before.square(), ahead);
        var count = Counter.next(before.count());
        M updates = Parameters.map(model, x -> Moments.unbiased(b1, x[1], count).add(Moments.unbiased(b2, x[2], count).mul(1 - b2))
                .div(Lax.sqrt(Moments.unbiased(b3, x[3], count).add(epsRoot)).add(eps)), gradient, mean, difference, square);
        return new Update<>(updates, new State(count, mean, difference, square, Parameters.orElse(model, gradient, before.gradient())));
    }
}
