package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Adam whose mean square never gets smaller, so that steps do not grow again.
///
/// Source: `optax.scale_by_amsgrad`; S. J. Reddi, S. Kale, S. Kumar, arXiv 1904.09237.
///
/// @param b1 decay of the mean
/// @param b2 decay of the mean square
/// @param eps added to the root
/// @param epsRoot added under the root
public record ScaleByAmsgrad(double b1, double b2, double eps, double epsRoot) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param mu decaying mean of the gradients, with the model's structure
    /// @param nu decaying mean of their squares, with the model's structure
    /// @param nuMax the largest that `nu`, corrected for its start, has been
    public record State(Array count, Object mu, Object nu, Object nuMax) implements OptState {}

    /// `b1` 0.9, `b2` 0.999, `eps` 1e-8.
    public static ScaleByAmsgrad of() {
        return new ScaleByAmsgrad(0.9, 0.999, 1e-8, 0);
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model), Parameters.zeros(model), Parameters.zeros(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var count = Counter.next(before.count());
        M mu = Parameters.advance(model, x -> Moments.mean(b1, x[0], x[1]), before.mu(), gradient);
        M nu = Parameters.advance(model, x -> Moments.mean(b2, x[0], Lax.square(x[1])), before.nu(), gradient);
        M reached = Parameters.map(model, x -> Lax.max(x[1], Moments.unbiased(b2, x[2], count)), gradient, before.nuMax(), nu);
        M nuMax = Parameters.orElse(model, reached, before.nuMax());
        M updates = Parameters.map(model,
                x -> Moments.unbiased(b1, x[1], count).div(Lax.sqrt(x[2].add(epsRoot)).add(eps)), gradient, mu, nuMax);
        return new Update<>(updates, new State(count, mu, nu, nuMax));
    }
}
