package dev.solstice.optim;

import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;

/// One transformation for the parameters that `which` accepts, another for all others.
///
/// Source: `optax.multi_transform`.
public record MultiTransform(Filter which, Optim accepted, Optim others) implements Optim {
    /// @param accepted what the first remembers
    /// @param others what the second remembers
    public record State(OptState accepted, OptState others) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(accepted.init(Partition.filter(model, which)), others.init(Partition.filter(model, which.not())));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M left = Partition.filter(model, which);
        M right = Partition.filter(model, which.not());
        var first = accepted.update(Parameters.map(model, x -> x[0], gradient, left), before.accepted(), left);
        var second = others.update(Parameters.map(model, x -> x[0], gradient, right), before.others(), right);
        return new Update<>(Parameters.orElse(model, first.updates(), second.updates()), new State(first.state(), second.state()));
    }
}
