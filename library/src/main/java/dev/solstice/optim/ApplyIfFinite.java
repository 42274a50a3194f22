package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;

/// Steps of `inner` for gradients without NaN and infinities; others are left out, up to `maxErrors` in a row.
///
/// Source: `optax.apply_if_finite`.
public record ApplyIfFinite(Optim inner, int maxErrors) implements LossAware {
    /// @param errors left out in a row, int32 `[]`
    /// @param lastFinite whether the last gradient was finite, bool `[]`
    /// @param total left out ever, int32 `[]`
    /// @param inner what the inner optimiser remembers
    public record State(Array errors, Array lastFinite, Array total, OptState inner) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Array.scalar(true), Counter.zero(), inner.init(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        var before = States.require(this, State.class, state);
        var finite = Parameters.arrays(gradient).stream().map(g -> Lax.reduceAnd(Parameters.isFinite(g), Axes.range(0, g.rank()).toArray()))
                .reduce(Lax::bitwiseAnd).orElseGet(() -> Array.scalar(true));
        var errors = Lax.select(finite, Counter.zero(), Counter.next(before.errors()));
        var total = Lax.select(finite, before.total(), Counter.next(before.total()));
        var step = Conditionally.step(inner, Lax.bitwiseOr(finite, errors.gt(maxErrors)), gradient, before.inner(), model, objective, false);
        return new Update<>(step.updates(), new State(errors, finite, total, step.state()));
    }
}
