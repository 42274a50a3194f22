package dev.solstice.optim;

import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;

/// `inner` for the parameters that `mask` accepts; the gradients of others go on as they are.
///
/// Source: `optax.masked`.
public record Masked(Optim inner, Filter mask) implements Optim {
    @Override
    public OptState init(Object model) {
        return inner.init(Partition.filter(model, mask));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        M accepted = Partition.filter(model, mask);
        var step = inner.update(Parameters.map(model, x -> x[0], gradient, accepted), state, accepted);
        M others = Parameters.map(model, x -> x[0], gradient, Partition.filter(model, mask.not()));
        return new Update<>(Parameters.orElse(model, step.updates(), others), step.state());
    }
}
