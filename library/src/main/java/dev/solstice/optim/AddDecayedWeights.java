package dev.solstice.optim;

import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;

/// Adds a multiple of the parameter to its gradient.
///
/// Source: `optax.add_decayed_weights`.
///
/// @param mask which parameters decay
public record AddDecayedWeights(double weightDecay, Filter mask) implements Optim {
    @Override
    public OptState init(Object model) {
        return new OptState.Empty();
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        M decaying = Partition.filter(model, mask);
        M updates = Parameters.map(model, x -> x[0].add(x[1].mul(weightDecay)), gradient, decaying);
        return new Update<>(Parameters.orElse(model, updates, gradient), state);
    }
}
