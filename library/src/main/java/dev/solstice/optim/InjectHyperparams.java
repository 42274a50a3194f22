package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.transform.Fn1;
import java.util.Map;
import java.util.TreeMap;

/// An optimiser whose settings are in its state: constants, which can be changed there between two steps without compiling anew, and
/// schedules, whose value at each step is seen there. What an [Optim] takes as a [Schedule] can be such a setting.
///
/// ```java
/// var optim = Optim.injectHyperparams(Map.of("rate", Schedule.constant(1e-3), "decay", Schedule.linear(1e-2, 0, 100)), h ->
///         Optim.chain(ScaleByAdam.of(), Optim.addDecayedWeights(Schedule.of(h.get("decay")), Filter.decaying()),
///                 Optim.scaleByLearningRate(Schedule.of(h.get("rate")))));
/// var state = (InjectHyperparams.State) optim.init(model);
/// state = state.with("rate", 1e-4);
/// optim.update(model, state, model);
/// ```
///
/// Source: `optax.inject_hyperparams`.
///
/// @param hyperparams the settings by name
/// @param optim what they make
public record InjectHyperparams(Map<String, Schedule> hyperparams, Fn1<Map<String, Array>, Optim> optim) implements LossAware {
    /// @param count steps done, int32 `[]`
    /// @param hyperparams float32 `[]` each
    /// @param inner what the optimiser remembers
    public record State(Array count, Map<String, Array> hyperparams, OptState inner) implements OptState {
        /// The same with another value of a setting that is no schedule.
        public State with(String name, double value) {
            var changed = new TreeMap<>(hyperparams);
            changed.put(name, Array.scalar((float) value));
            return new State(count, changed, inner);
        }
    }

    @Override
    public OptState init(Object model) {
        var first = new TreeMap<String, Array>();
        hyperparams.forEach((name, schedule) -> first.put(name, schedule.at(Counter.zero())));
        return new State(Counter.zero(), first, optim.apply(first).init(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective) {
        var before = States.require(this, State.class, state);
        var now = new TreeMap<>(before.hyperparams());
        hyperparams.forEach((name, schedule) -> {
            if (!(schedule instanceof Schedule.Constant)) now.put(name, schedule.at(before.count()));
        });
        var step = Objective.step(optim.apply(now), gradient, before.inner(), model, objective);
        return new Update<>(step.updates(), new State(Counter.next(before.count()), now, step.state()));
    }
}
