package dev.solstice.optim;

import dev.solstice.array.Mistake;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;

/// Each parameter is in a group that has a transformation of its own.
///
/// ```java
/// var optim = Optim.partition(Map.of("matrix", Optim.adam(1e-3), "vector", Optim.sgd(1e-2)),
///         (path, leaf) -> leaf instanceof Array a && a.rank() > 1 ? "matrix" : "vector");
/// optim.update(model, optim.init(model), model);
/// ```
///
/// Source: `optax.partition`.
///
/// @param groups a transformation for each name of a group
/// @param nameOf the group of a parameter, by its path and itself
public record Groups(Map<String, Optim> groups, BiFunction<KeyPath, Object, String> nameOf) implements LossAware {
    /// @param groups what the transformation of each group remembers
    public record State(Map<String, OptState> groups) implements OptState {}

    @Override
    public OptState init(Object model) {
        for (var leaf : Tree.leavesWithPath(Partition.filter(model, Filter.trainable()))) {
            var name = nameOf.apply(leaf.path(), leaf.value());
            if (!groups.containsKey(name)) {
                throw Mistake.of("the parameter " + leaf.path() + " is in the group \"" + name + "\", but there are transformations for "
                        + new TreeSet<>(groups.keySet()) + " only. For parameters that stay there is Optim.setToZero().");
            }
        }
        var states = new LinkedHashMap<String, OptState>();
        for (var name : new TreeSet<>(groups.keySet())) states.put(name, groups.get(name).init(Partition.filter(model, members(name))));
        return new State(states);
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        var before = States.require(this, State.class, state).groups();
        var next = new LinkedHashMap<String, OptState>();
        M updates = Partition.filter(model, Filter.none());
        for (var name : before.keySet()) {
            var step = Masked.part(groups.get(name), members(name), gradient, before.get(name), model, objective);
            updates = Parameters.orElse(model, updates, step.updates());
            next.put(name, step.state());
        }
        return new Update<>(updates, new State(next));
    }

    private Filter members(String name) {
        return (path, leaf) -> Parameters.isParameter(leaf) && name.equals(nameOf.apply(path, leaf));
    }
}
