package dev.solstice.optim;

import static dev.solstice.filter.Partition.combine;
import static dev.solstice.filter.Partition.partition;

import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;

/// `inner` for the parameters that `mask` accepts; the gradients of others go on as they are.
///
/// Source: `optax.masked`.
public record Masked(Optim inner, Filter mask) implements LossAware {
    @Override
    public OptState init(Object model) {
        return inner.init(Partition.filter(model, mask));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        var step = part(inner, mask, gradient, state, model, objective);
        M others = Parameters.map(model, x -> x[0], gradient, Partition.filter(model, mask.not()));
        return new Update<>(Parameters.orElse(model, step.updates(), others), step.state());
    }

    /// A step of the part of a model that `which` accepts; updates have holes at other places.
    ///
    /// @param objective of the whole model, or null
    static <M> Update<M> part(Optim inner, Filter which, M gradient, OptState state, M model, Objective<M> objective) {
        var parts = partition(model, which);
        var ofPart = objective == null ? null
                : new Objective<M>(objective.value(), kept -> objective.loss().apply(combine(kept, parts.rest())));
        return Objective.step(inner, Parameters.map(model, x -> x[0], gradient, parts.kept()), state, parts.kept(), ofPart);
    }
}
