package dev.solstice.optim;

import dev.solstice.array.Mistake;
import java.util.ArrayList;
import java.util.List;

/// Several transformations, each of what the one before it gave.
///
/// Source: `optax.chain`.
public record Chain(List<Optim> parts) implements Optim {
    /// @param states one for each part
    public record State(List<OptState> states) implements OptState {}

    @Override
    public OptState init(Object model) {
        return new State(parts.stream().map(part -> part.init(model)).toList());
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        return update(state, gradient, (part, before, updates) -> part.update(updates, before, model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        return update(state, gradient, (part, before, updates) -> part.update(updates, before, model, objective));
    }

    private interface Step<M> {
        Update<M> of(Optim part, OptState before, M updates);
    }

    private <M> Update<M> update(OptState state, M gradient, Step<M> each) {
        var states = States.require(this, State.class, state).states();
        if (states.size() != parts.size()) {
            throw Mistake.of("a chain of " + parts.size() + " parts got the state of one of " + states.size());
        }
        var next = new ArrayList<OptState>();
        var updates = gradient;
        for (int i = 0; i < parts.size(); i++) {
            var step = each.of(parts.get(i), states.get(i), updates);
            updates = step.updates();
            next.add(step.state());
        }
        return new Update<>(updates, new State(List.copyOf(next)));
    }
}
