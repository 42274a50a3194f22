package dev.solstice.optim;

import dev.solstice.core.Array;

/// Times the value of a schedule.
///
/// Source: `optax.scale_by_schedule`.
///
/// @param sign 1, or -1 to go down the gradient
public record ScaleBySchedule(Schedule schedule, double sign) implements Optim {
    /// @param count steps done, int32 `[]`
    public record State(Array count) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero());
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var count = States.require(this, State.class, state).count();
        var factor = schedule.at(count).mul(sign);
        var updates = Parameters.map(model, g -> g[0].mul(factor.astype(g[0].dtype())), gradient);
        return new Update<>(updates, new State(Counter.next(count)));
    }
}
