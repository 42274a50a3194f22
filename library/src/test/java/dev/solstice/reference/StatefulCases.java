package dev.solstice.reference;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static dev.solstice.nn.State.makeWithState;

import dev.solstice.core.Array;
import dev.solstice.nn.Activations;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Conv1d;
import dev.solstice.nn.ConvolutionSettings;
import dev.solstice.nn.SpectralNorm;
import dev.solstice.nn.State;
import dev.solstice.nn.Stateful;
import dev.solstice.nn.StatefulLayer;
import dev.solstice.random.Key;
import dev.solstice.transform.MapAxes;
import dev.solstice.tree.Tree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The layers that have a state: some steps of training, each with the state of the one before, then inference.
final class StatefulCases {
    private StatefulCases() {}

    static Map<String, Operation> operations() {
        var operations = new HashMap<String, Operation>();
        operations.put("equinox.nn.BatchNorm", given -> run(given, (StatefulLayer) EquinoxLayers.of("BatchNorm", given.params(), () -> NnCases.key(given))));
        operations.put("equinox.nn.SpectralNorm", given -> {
            var keys = NnCases.keys(given);
            run(given, (StatefulLayer) EquinoxLayers.of("SpectralNorm", given.params(), keys::next));
        });
        operations.put("equinox.nn.StatefulLayer", given -> run(given, Flattened.of(given)));
        return operations;
    }

    /// A convolution, batch normalisation and relu.
    record Flattened(Conv1d conv, BatchNorm norm) implements StatefulLayer {
        static Flattened of(ReferenceCase given) {
            int channels = given.params().integer("C");
            given.params().text("model");
            given.params().text("keys");
            var settings = ConvolutionSettings.of(1, 2, channels, 3).withPadding(1);
            return new Flattened(Conv1d.of(settings, NnCases.key(given).split(3)[0]),
                    BatchNorm.of(channels, BatchNorm.Mode.BATCH, List.of("batch"), 1e-5, true, 0.9));
        }

        @Override
        public Stateful<Array> apply(Array x, State state, Key key) {
            var normalised = norm.apply(conv.apply(x), state, key);
            return new Stateful<>(Activations.relu(normalised.value()).reshape(-1), normalised.state());
        }
    }

    /// What the outputs are differentiated by.
    private record Arguments(StatefulLayer layer, Array x) {}

    static void run(ReferenceCase given, StatefulLayer built) {
        var names = LayerCheck.names(given);
        var made = makeWithState(() -> built);
        var layer = LayerCheck.parameters(given, names, made.model());
        var state = made.state();
        expect(given, "state_before", state);
        boolean batched = given.json().get("call").getAsString().contains("jax.vmap");
        int steps = given.json().get("training_steps").getAsInt();
        for (int step = 0; step < steps; step++) {
            var x = given.tensor("x" + step);
            var before = state;
            var gradient = given.mode(filterGrad((Arguments a) -> sumOfSquares(call(a.layer(), a.x(), before.copy(), batched).value())))
                    .apply(new Arguments(layer, x));
            for (var name : names) given.expect("grad" + step + "." + name, (Array) LayerCheck.path(name).get(gradient.layer()));
            given.expect("grad_x" + step, gradient.x());
            var result = called(given, layer, x, state, batched);
            given.expect("out" + step, result.value());
            state = result.state();
            expect(given, "state_after" + step, state);
        }
        var inference = called(given, inferenceMode(layer), given.tensor("x" + steps), state, batched);
        given.expect("out_inference", inference.value());
        expect(given, "state_after_inference", inference.state());
    }

    private record Call(StatefulLayer layer, Array x, State state) {}

    private static Stateful<Array> called(ReferenceCase given, StatefulLayer layer, Array x, State state, boolean batched) {
        return given.mode((Call c) -> call(c.layer(), c.x(), c.state(), batched)).apply(new Call(layer, x, state));
    }

    private static Stateful<Array> call(StatefulLayer layer, Array x, State state, boolean batched) {
        return batched
                ? filterVmap((StatefulLayer l, Array row, State s) -> l.apply(row, s), MapAxes.in(null, 0, null).out(Stateful.AXES).name("batch")).apply(layer, x, state)
                : layer.apply(x, state);
    }

    private static void expect(ReferenceCase given, String name, State state) {
        var leaves = Tree.leaves(state);
        for (int i = 0; i < leaves.size(); i++) given.expect(name + "." + i, (Array) leaves.get(i));
    }

    private static Array sumOfSquares(Array y) {
        return y.mul(y).sum();
    }
}
