package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Adam whose root is of the squared deviation of the gradient from its mean: steps are long where gradients come as believed.
///
/// Source: `optax.scale_by_belief`; J. Zhuang et al., arXiv 2010.07468.
///
/// @param b1 decay of the mean
/// @param b2 decay of the mean square
/// @param eps added to the root
/// @param epsRoot added to the mean square at each step
/// @param nesterov whether the mean is looked one step ahead
public record ScaleByBelief(double b1, double b2, double eps, double epsRoot, boolean nesterov) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param mu decaying mean of the gradients, with the model's structure
    /// @param nu decaying mean of the squares of their deviations from it, with the model's structure
    public record State(Array count, Object mu, Object nu) implements OptState {}

    public ScaleByBelief(double b1, double b2, double eps, double epsRoot) {
        this(b1, b2, eps, epsRoot, false);
    }

    /// `b1` 0.9, `b2` 0.999, `eps` and `epsRoot` 1e-16.
    public static ScaleByBelief of() {
        return new ScaleByBelief(0.9, 0.999, 1e-16, 1e-16);
    }

    public ScaleByBelief withNesterov(boolean nesterov) {
        return new ScaleByBelief(b1, b2, eps, epsRoot, nesterov);
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
        M squares = Parameters.map(model, x -> Moments.squaredSize(x[0].sub(x[1])), gradient, mu);
        M nu = Parameters.advance(model, x -> Moments.mean(b2, x[0], x[1]).add(epsRoot), before.nu(), squares);
        M updates = Parameters.map(model,
                x -> (nesterov ? Moments.ahead(b1, x[1], x[0], count) : Moments.unbiased(b1, x[1], count)).div(
                        Lax.sqrt(Moments.unbiased(b2, x[2], count)).add(eps)), gradient, mu, nu);
        return new Update<>(updates, new State(count, mu, nu));
    }
}
