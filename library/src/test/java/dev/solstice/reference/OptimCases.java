package dev.solstice.reference;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.Partition.applyUpdates;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.optim.Objective;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.optim.Schedule;
import dev.solstice.transform.Fn1;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the library computes for each `op` of the area: steps of an optimiser, a schedule, or a loss.
final class OptimCases {
    private OptimCases() {}

    static Map<String, Operation> operations() {
        var operations = new HashMap<String, Operation>();
        for (var name : OptaxFormula.functions()) operations.put("optax." + name, given -> replay(given, OptaxOptimisers.of(given)));
        for (var name : OptaxSchedules.NAMES) operations.put("optax." + name, given -> schedule(given, OptaxSchedules.of(given)));
        operations.putAll(LossCases.operations());
        return operations;
    }

    /// Some steps on the case's problem, compared with everything that was recorded of them.
    private static void replay(ReferenceCase given, Optim optim) {
        var loss = problem(given);
        Map<String, Array> model = new TreeMap<>();
        for (var name : given.inputs()) if (name.startsWith("init.")) model.put(name.substring(5), given.tensor(name));
        var state = optim.init(model);
        var losses = new ArrayList<Array>();
        var recorded = new TreeMap<String, List<Array>>();
        record(recorded, "p.", model);
        var next = given.mode((Before before) -> {
            var both = filterValueAndGrad(loss).apply(before.model());
            var update = optim.update(both.grad(), before.state(), before.model(), new Objective<>(both.value(), loss));
            return new After(applyUpdates(before.model(), update.updates()), update.state(), both.value(), both.grad());
        });
        int steps = given.tensor("loss").size();
        for (int step = 0; step < steps; step++) {
            var after = next.apply(new Before(model, state));
            losses.add(after.loss());
            record(recorded, "g.", after.grad());
            model = after.model();
            state = after.state();
            record(recorded, "p.", model);
        }
        given.expect("loss", stacked(losses));
        recorded.forEach((name, values) -> given.expect(name, stacked(values)));
    }

    private record Before(Map<String, Array> model, OptState state) {}

    private record After(Map<String, Array> model, OptState state, Array loss, Map<String, Array> grad) {}

    private static void record(Map<String, List<Array>> recorded, String prefix, Map<String, Array> values) {
        values.forEach((name, value) -> recorded.computeIfAbsent(prefix + name, _ -> new ArrayList<>()).add(value));
    }

    private static Array stacked(List<Array> arrays) {
        return Lax.concatenate(0, arrays.stream().map(array -> array.expandDims(0)).toArray(Array[]::new));
    }

    private static Fn1<Map<String, Array>, Array> problem(ReferenceCase given) {
        return switch (given.params().text("problem")) {
            case "quadratic" -> p -> part(given, p, "w").add(part(given, p, "b")).add(part(given, p, "s")).mul(0.5);
            case "mlp" -> p -> {
                var hidden = Lax.tanh(given.tensor("x").matmul(p.get("w1")).add(p.get("b1")));
                var error = hidden.matmul(p.get("w2")).add(p.get("b2")).sub(given.tensor("y"));
                return error.mul(error).mean();
            };
            case String other -> throw new NotImplemented("the problem " + other);
        };
    }

    private static Array part(ReferenceCase given, Map<String, Array> p, String name) {
        var distance = p.get(name).sub(given.tensor("t" + name));
        return given.tensor("c" + name).mul(distance.mul(distance)).sum();
    }

    private static void schedule(ReferenceCase given, Schedule schedule) {
        var values = new float[given.tensor("values").size()];
        for (int step = 0; step < values.length; step++) values[step] = (float) schedule.at(step);
        given.expect("values", Array.of(Shape.of(values.length), values));
    }
}
