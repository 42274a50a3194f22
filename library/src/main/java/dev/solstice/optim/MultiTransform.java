package dev.solstice.optim;

import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;

/// One transformation for the parameters that `which` accepts, another for all others.
///
/// Source: `optax.multi_transform`; for more groups see [Groups].
public record MultiTransform(Filter which, Optim accepted, Optim others) implements LossAware {
    /// @param accepted what the first remembers
    /// @param others what the second remembers
    public record State(OptState accepted, OptState others) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(accepted.init(Partition.filter(model, which)), others.init(Partition.filter(model, which.not())));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        var before = States.require(this, State.class, state);
        var first = Masked.part(accepted, which, gradient, before.accepted(), model, objective);
        var second = Masked.part(others, which.not(), gradient, before.others(), model, objective);
        return new Update<>(Parameters.orElse(model, first.updates(), second.updates()), new State(first.state(), second.state()));
    }
}
