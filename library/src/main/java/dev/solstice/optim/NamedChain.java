package dev.solstice.optim;

import dev.solstice.array.Mistake;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// [Chain] whose parts have names, by which their states are found: `state.states().get("adam")`.
///
/// Source: `optax.named_chain`.
public record NamedChain(List<Part> parts) implements LossAware {
    /// A part and its name.
    public record Part(String name, Optim optim) {}

    /// @param states by the names of the parts
    public record State(Map<String, OptState> states) implements OptState {}

    public NamedChain {
        var names = parts.stream().map(Part::name).toList();
        if (names.stream().distinct().count() < names.size()) throw Mistake.of("the parts of a named chain have different names, got " + names);
    }

    @Override
    public OptState init(Object model) {
        return named(((Chain.State) chain().init(model)).states());
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        var before = States.require(this, State.class, state).states();
        var step = Objective.step(chain(), gradient, new Chain.State(parts.stream().map(part -> before.get(part.name())).toList()), model, objective);
        return new Update<>(step.updates(), named(((Chain.State) step.state()).states()));
    }

    private Chain chain() {
        return new Chain(parts.stream().map(Part::optim).toList());
    }

    private State named(List<OptState> states) {
        var named = new LinkedHashMap<String, OptState>();
        for (int i = 0; i < parts.size(); i++) named.put(parts.get(i).name(), states.get(i));
        return new State(named);
    }
}
