package dev.solstice.optim;

import dev.solstice.array.Mistake;
import java.util.ArrayList;
import java.util.List;

/// Several transformations, each of what the one before it gave.
///
/// Source: `optax.chain`.
public record Chain(List<Optim> parts) implements LossAware {
    /// @param states one for each part
    public record State(List<OptState> states) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(parts.stream().map(part -> part.init(model)).toList());
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        var states = States.require(this, State.class, state).states();
        if (states.size() != parts.size()) {
            throw Mistake.of("a chain of " + parts.size() + " parts got the state of one of " + states.size());
        }
        var next = new ArrayList<OptState>();
        var updates = gradient;
        for (int i = 0; i < parts.size(); i++) {
            var step = Objective.step(parts.get(i), updates, states.get(i), model, objective);
            updates = step.updates();
            next.add(step.state());
        }
        return new Update<>(updates, new State(List.copyOf(next)));
    }
}
