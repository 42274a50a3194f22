package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Adam with the largest gradient, decaying, in place of the root mean square.
///
/// Source: `optax.scale_by_adamax`; D. P. Kingma, J. Ba, arXiv 1412.6980, section 7.
///
/// @param b1 decay of the mean
/// @param b2 decay of the largest
/// @param eps added to the gradient's absolute value
public record ScaleByAdamax(double b1, double b2, double eps) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param mu decaying mean of the gradients, with the model's structure
    /// @param nu decaying largest of their absolute values, with the model's structure
    public record State(Array count, Object mu, Object nu) implements OptState {}

    /// The settings of the paper.
    public static ScaleByAdamax of() {
        return new ScaleByAdamax(0.9, 0.999, 1e-8);
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model), Parameters.sizes(model, 0));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var count = Counter.next(before.count());
        M mu = Parameters.advance(model, x -> Moments.mean(b1, x[0], x[1]), before.mu(), gradient);
        M nu = Parameters.advance(model, x -> Lax.max(Lax.abs(x[1]).add(eps), x[0].mul(b2)), before.nu(), gradient);
        M updates = Parameters.map(model, x -> Moments.unbiased(b1, x[1], count).div(x[2]), gradient, mu, nu);
        return new Update<>(updates, new State(count, mu, nu));
    }
}
