package dev.solstice.optim;

import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;

/// Adds a multiple of the parameter to its gradient.
///
/// Source: `optax.add_decayed_weights`.
///
/// @param mask which parameters decay
public record AddDecayedWeights(Schedule weightDecay, Filter mask) implements Optim {
    @Override
    public OptState init(Object model) {
        return weightDecay instanceof Schedule.Constant ? new OptState.Empty() : new ScaleBySchedule.State(Counter.zero());
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        if (weightDecay instanceof Schedule.Constant(double share)) {
            States.require(this, OptState.Empty.class, state);
            return new Update<>(decayed(gradient, model, x -> x[0].add(x[1].mul(share))), state);
        }
        var count = States.require(this, ScaleBySchedule.State.class, state).count();
        var share = weightDecay.at(count);
        return new Update<>(decayed(gradient, model, x -> x[0].add(x[1].mul(share.astype(x[1].dtype())))), new ScaleBySchedule.State(Counter.next(count)));
    }

    private <M> M decayed(M gradient, M model, Parameters.Rule rule) {
        return Parameters.orElse(model, Parameters.map(model, rule, gradient, Partition.filter(model, mask)), gradient);
    }
}
