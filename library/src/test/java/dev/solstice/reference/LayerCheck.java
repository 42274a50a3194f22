package dev.solstice.reference;

import static dev.solstice.filter.FilterGrad.filterGrad;

import com.google.gson.JsonElement;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.List;

/// Compares a layer with its case: initial parameters, outputs, and the gradients of the sum of squares of the outputs.
final class LayerCheck {
    private LayerCheck() {}

    @FunctionalInterface
    interface Call<L> {
        List<Array> outputs(L layer, List<Array> inputs);
    }

    /// What the outputs are differentiated by.
    private record Arguments<L>(L layer, List<Array> inputs) {}

    static <L> void run(ReferenceCase given, L built, Call<L> call) {
        var names = names(given);
        var layer = parameters(given, names, built);
        var inputs = given.sequence("x");
        var arguments = new Arguments<>(layer, inputs);
        var outputs = given.mode((Arguments<L> a) -> call.outputs(a.layer(), a.inputs())).apply(arguments);
        for (int i = 0; i < outputs.size(); i++) given.expect("out" + i, outputs.get(i));

        var gradient = given.mode(filterGrad((Arguments<L> a) -> sumOfSquares(call.outputs(a.layer(), a.inputs())))).apply(arguments);
        for (var name : names) given.expect("grad." + name, (Array) path(name).get(gradient.layer()));
        for (int i = 0; i < inputs.size(); i++) {
            if (given.has("grad_x" + i)) given.expect("grad_x" + i, gradient.inputs().get(i));
        }
    }

    /// The names of the layer's parameters.
    static List<String> names(ReferenceCase given) {
        return given.json().getAsJsonArray("leaves").asList().stream().map(JsonElement::getAsString).toList();
    }

    /// The layer, after the check that its parameters are where and what they should be; or with those of the case.
    static <L> L parameters(ReferenceCase given, List<String> names, L built) {
        int count = Tree.leaves(Partition.filter(built, Filter.isInexactArray())).size();
        given.require(count == names.size(), "the layer has " + count + " parameters, expected " + names);
        boolean replaced = given.json().get("replaced").getAsBoolean();
        L layer = built;
        for (var name : names) {
            if (replaced) {
                layer = Tree.at(layer, path(name), given.tensor("param." + name));
            } else {
                given.expect("param." + name, (Array) path(name).get(built),
                        given.json().get("init_rtol").getAsDouble(), given.json().get("init_atol").getAsDouble());
            }
        }
        return layer;
    }

    /// `layers.0.weight_ih` is `.layers().get(0).weightIh()`.
    static KeyPath path(String name) {
        var java = new StringBuilder();
        for (var step : name.split("\\.")) {
            java.append(Character.isDigit(step.charAt(0)) ? ".get(" + step + ")" : "." + camelCase(step) + "()");
        }
        return KeyPath.parse(java.toString());
    }

    static String camelCase(String name) {
        var words = name.split("_");
        var joined = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) joined.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        return joined.toString();
    }

    private static Array sumOfSquares(List<Array> outputs) {
        return outputs.stream().map(y -> y.mul(y).sum()).reduce(Array::add).orElseThrow();
    }
}
