package dev.solstice.reference;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static dev.solstice.nn.State.makeWithState;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.core.Array;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Layer;
import dev.solstice.nn.State;
import dev.solstice.nn.Stateful;
import dev.solstice.nn.StatefulLayer;
import dev.solstice.random.Key;
import dev.solstice.transform.MapAxes;
import dev.solstice.tree.Tree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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
        operations.put("equinox.nn.StatefulLayer", given -> run(given, Pipeline.of(given)));
        return operations;
    }

    /// A convolution, batch normalisation and functions of no parameters.
    record Pipeline(Layer conv, BatchNorm norm, List<Layer> rest) implements StatefulLayer {
        /// From `Conv1d(2, C, 3, padding=1; k1) -> BatchNorm(C, momentum=0.9, mode='batch') -> relu -> flatten`.
        static Pipeline of(ReferenceCase given) {
            var keys = NnCases.keys(given);
            var parts = Arrays.stream(given.params().text("model").split(" -> ")).map(PythonExpression::parse).map(part -> layer(given, part, keys)).toList();
            return new Pipeline(parts.get(0), (BatchNorm) parts.get(1), parts.subList(2, parts.size()));
        }

        private static Layer layer(ReferenceCase given, PythonExpression part, Iterator<Key> keys) {
            if (part instanceof PythonExpression.Name(var function)) return NamedFunctions.of(function);
            if (!(part instanceof PythonExpression.Call call)) throw new NotImplemented("the layer " + part);
            var spec = new JsonArray();
            spec.add(call.called());
            for (var argument : call.arguments()) if (!isKey(argument)) spec.add(value(given, argument));
            var named = new JsonObject();
            call.named().forEach((name, argument) -> named.add(name, value(given, argument)));
            spec.add(named);
            return EquinoxLayers.of(spec, keys::next);
        }

        private static boolean isKey(PythonExpression argument) {
            return argument instanceof PythonExpression.Name(var name) && name.matches("k\\d*|key");
        }

        private static JsonElement value(ReferenceCase given, PythonExpression argument) {
            return switch (argument) {
                case PythonExpression.Literal(var literal) -> literal;
                case PythonExpression.Name(var name) -> given.params().json(name);
                case PythonExpression.Items(var items) -> {
                    var array = new JsonArray();
                    items.forEach(item -> array.add(value(given, item)));
                    yield array;
                }
                default -> throw new NotImplemented("the argument " + argument);
            };
        }

        @Override
        public Stateful<Array> apply(Array x, State state, Key key) {
            var normalised = norm.apply(conv.apply(x), state, key);
            var y = normalised.value();
            for (var function : rest) y = function.apply(y);
            return new Stateful<>(y, normalised.state());
        }
    }

    private static final Pattern AXIS_NAME = Pattern.compile("jax\\.vmap\\(.*axis_name='(\\w+)'");

    /// What the outputs are differentiated by.
    private record Arguments(StatefulLayer layer, Array x) {}

    static void run(ReferenceCase given, StatefulLayer built) {
        var names = LayerCheck.names(given);
        var made = makeWithState(() -> built);
        var layer = LayerCheck.parameters(given, names, made.model());
        var state = made.state();
        expect(given, "state_before", state);
        var batch = AXIS_NAME.matcher(given.json().get("call").getAsString());
        var batched = batch.find() ? batch.group(1) : null;
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

    private static Stateful<Array> called(ReferenceCase given, StatefulLayer layer, Array x, State state, String batched) {
        return given.mode((Call c) -> call(c.layer(), c.x(), c.state(), batched)).apply(new Call(layer, x, state));
    }

    private static Stateful<Array> call(StatefulLayer layer, Array x, State state, String batched) {
        return batched != null
                ? filterVmap((StatefulLayer l, Array row, State s) -> l.apply(row, s), MapAxes.in(null, 0, null).out(Stateful.AXES).name(batched)).apply(layer, x, state)
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
