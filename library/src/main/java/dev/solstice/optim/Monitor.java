package dev.solstice.optim;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;
import dev.solstice.tree.Tree;
import java.util.Map;
import java.util.TreeMap;

/// The updates as they are at its place in a chain; measurements of them are in the state.
///
/// ```java
/// var norm = Measure.of(Updates::globalNorm);
/// var optim = Optim.chain(Optim.monitor(Map.of("norm", norm, "usual norm", norm.withEma(0.9))), Optim.adam(1e-3));
/// var step = optim.update(model, optim.init(model), model);
/// Monitor.measured(step.state(), "norm");
/// ```
///
/// Source: `optax.monitor`, `optax.snapshot`.
public record Monitor(Map<String, Measure> measures) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param means what is known of each measure
    /// @param measurements of the last step, by name; 0 before the first
    public record State(Array count, Map<String, Object> means, Map<String, Object> measurements) implements OptState {}

    @Override
    public OptState init(Object model) {
        var parameters = Partition.filter(model, Filter.trainable());
        var zeros = new TreeMap<String, Object>();
        measures.forEach((name, measure) -> zeros.put(name, measure.start(parameters)));
        return new State(Counter.zero(), zeros, zeros);
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var count = Counter.next(before.count());
        var means = new TreeMap<String, Object>();
        var shown = new TreeMap<String, Object>();
        measures.forEach((name, measure) -> {
            means.put(name, measure.next(before.means().get(name), gradient));
            shown.put(name, measure.shown(means.get(name), count));
        });
        return new Update<>(gradient, new State(count, means, shown));
    }

    /// The measurement of this name, wherever in the state of an optimiser its monitor is. `optax.tree.get`.
    ///
    /// @throws IllegalArgumentException if there is none
    public static Object measured(OptState state, String name) {
        var monitors = Tree.flatten(state, State.class::isInstance).leaves().stream().filter(State.class::isInstance).map(State.class::cast).toList();
        return monitors.stream().map(State::measurements).filter(all -> all.containsKey(name)).findFirst()
                .orElseThrow(() -> Mistake.of("nothing was measured as \"" + name + "\". There is: "
                        + monitors.stream().flatMap(monitor -> monitor.measurements().keySet().stream()).toList())).get(name);
    }
}
