package dev.solstice.reference;

import static dev.solstice.filter.FilterVmap.filterVmap;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.nn.Activation;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Conv1d;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.Conv3d;
import dev.solstice.nn.Dropout;
import dev.solstice.nn.Embedding;
import dev.solstice.nn.GRUCell;
import dev.solstice.nn.Identity;
import dev.solstice.nn.LSTMCell;
import dev.solstice.nn.Lambda;
import dev.solstice.nn.Layer;
import dev.solstice.nn.LayerNorm;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.nn.PReLU;
import dev.solstice.nn.RMSNorm;
import dev.solstice.nn.Sequential;
import dev.solstice.nn.SpectralNorm;
import dev.solstice.random.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// What the library computes for each `op` of the area: layers built from the same key, called, and differentiated.
final class NnCases {
    private NnCases() {}

    static Map<String, Operation> operations() {
        var operations = new HashMap<String, Operation>();
        operations.put("equinox.nn.Linear", layer(NnCases::linear));
        operations.put("equinox.nn.Identity", layer(_ -> new Identity()));
        operations.put("equinox.nn.MLP", layer(NnCases::mlp));
        operations.put("equinox.nn.Sequential", NnCases::sequential);
        operations.put("equinox.nn.Lambda", layer(given -> new Lambda(activation(given.params().text("fn")))));
        operations.put("equinox.nn.Dropout", layer(NnCases::dropout));
        operations.put("equinox.nn.PReLU", layer(NnCases::prelu));
        operations.put("equinox.nn.Embedding", layer(given ->
                Embedding.of(given.params().integer("num_embeddings"), given.params().integer("embedding_size"), key(given))));
        operations.put("equinox.nn.LayerNorm", layer(given -> LayerNorm.of(given.params().shape("shape"),
                given.params().real("eps", 1e-5), given.params().truth("use_weight", true), given.params().truth("use_bias", true))));
        operations.put("equinox.nn.RMSNorm", layer(given -> RMSNorm.of(given.params().shape("shape"),
                given.params().real("eps", 1e-5), given.params().truth("use_weight", true), given.params().truth("use_bias", true))));
        operations.put("equinox.nn.Conv1d", layer(given -> Conv1d.of(ConvolutionCases.settings(given.params(), 1), key(given))));
        operations.put("equinox.nn.Conv2d", layer(given -> Conv2d.of(ConvolutionCases.settings(given.params(), 2), key(given))));
        operations.put("equinox.nn.Conv3d", layer(given -> Conv3d.of(ConvolutionCases.settings(given.params(), 3), key(given))));
        ConvolutionCases.pools().forEach((op, constructor) -> operations.put(op, layer(given -> constructor.apply(given.params()))));
        MoreNnCases.layers().forEach((op, constructor) -> operations.put("equinox.nn." + op, layer(constructor::apply)));
        operations.put("equinox.nn.MultiheadAttention", MoreNnCases::attention);
        operations.put("equinox.nn.GRUCell", NnCases::gru);
        operations.putAll(StatefulCases.operations());
        operations.put("equinox.nn.LSTMCell", NnCases::lstm);
        return operations;
    }

    @FunctionalInterface
    private interface Constructor {
        Layer of(ReferenceCase given);
    }

    private static Operation layer(Constructor constructor) {
        return given -> LayerCheck.run(given, constructor.of(given), call(given));
    }

    /// How the case applies its layer.
    private static LayerCheck.Call<Layer> call(ReferenceCase given) {
        return switch (given.json().has("call") ? given.json().get("call").getAsString() : "layer(x0)") {
            case "layer(x0)" -> (layer, x) -> List.of(layer.apply(x.get(0)));
            case "jax.vmap(layer)(x0)" -> (layer, x) -> List.of(filterVmap((Layer l, Array row) -> l.apply(row), null, 0).apply(layer, x.get(0)));
            case "layer(x0, key=call_key)" -> (layer, x) -> List.of(layer.apply(x.get(0), new Key(given.tensor("call_key"))));
            case String other -> throw new NotImplemented("the call " + other);
        };
    }

    static Key key(ReferenceCase given) {
        return new Key(given.tensor("key"));
    }

    private static int size(Params params, String name) {
        if (!params.isText(name)) return params.integer(name);
        given(params.text(name).equals("scalar"), "size " + params.text(name));
        return Linear.SCALAR;
    }

    private static void given(boolean known, String what) {
        if (!known) throw new NotImplemented(what);
    }

    private static Layer activation(String name) {
        return Arrays.stream(Activation.values()).filter(known -> known.toString().equals(name)).findFirst()
                .orElseThrow(() -> new NotImplemented("activation " + name));
    }

    private static Layer linear(ReferenceCase given) {
        var params = given.params();
        return Linear.of(size(params, "in_features"), size(params, "out_features"), params.truth("use_bias", true), key(given));
    }

    private static Layer mlp(ReferenceCase given) {
        var params = given.params();
        return MLP.of(size(params, "in_size"), size(params, "out_size"), params.integer("width_size"), params.integer("depth"),
                        params.truth("use_bias", true), params.truth("use_final_bias", true), key(given))
                .withActivation(activation(params.text("activation", "relu")))
                .withFinalActivation(activation(params.text("final_activation", "identity")));
    }

    private static Layer prelu(ReferenceCase given) {
        if (!given.params().isList("init_alpha")) return PReLU.of(given.params().real("init_alpha"));
        var slopes = given.params().reals("init_alpha");
        var floats = new float[slopes.length];
        for (int i = 0; i < floats.length; i++) floats[i] = (float) slopes[i];
        return PReLU.of(floats);
    }

    private static Layer dropout(ReferenceCase given) {
        return new Dropout(given.params().real("p"), given.params().truth("inference", false));
    }

    private static void sequential(ReferenceCase given) {
        var layers = layers(given);
        if (layers.isStateful()) StatefulCases.run(given, layers);
        else layer(_ -> layers).run(given);
    }

    /// `[["Linear", 3, 6], ["Lambda", "relu"], ...]`, each key split from the given one for the next that needs one.
    private static Sequential layers(ReferenceCase given) {
        var keys = List.of(key(given).split(given.params().text("keys").contains("split(key, 3)") ? 3 : 2)).iterator();
        var layers = new ArrayList<Layer>();
        for (JsonElement element : given.params().json("layers").getAsJsonArray()) layers.add(layer(element.getAsJsonArray(), keys));
        return new Sequential(layers);
    }

    private static Layer layer(JsonArray layer, Iterator<Key> keys) {
        return switch (layer.get(0).getAsString()) {
            case "Linear" -> Linear.of(layer.get(1).getAsInt(), layer.get(2).getAsInt(), keys.next());
            case "Lambda" -> new Lambda(activation(layer.get(1).getAsString()));
            case "Dropout" -> Dropout.of(layer.get(1).getAsDouble());
            case "BatchNorm" -> {
                var options = layer.get(2).getAsJsonObject();
                yield BatchNorm.of(layer.get(1).getAsInt(), StatefulCases.mode(options.get("mode").getAsString()), List.of("batch"), 1e-5, true,
                        options.get("momentum").getAsDouble());
            }
            case "SpectralNorm" -> SpectralNorm.of(layer(layer.get(1).getAsJsonArray(), keys), keys.next());
            case String other -> throw new NotImplemented("a Sequential of " + other);
        };
    }

    /// A cell applied to the rows of a sequence has a name of its own in the reference.
    private record Scanned<C>(C cell) {}

    private static void gru(ReferenceCase given) {
        var cell = GRUCell.of(given.params().integer("input_size"), given.params().integer("hidden_size"),
                given.params().truth("use_bias", true), key(given));
        if (!isScan(given)) {
            LayerCheck.run(given, cell, (c, x) -> List.of(c.apply(x.get(0), x.get(1))));
            return;
        }
        LayerCheck.run(given, new Scanned<>(cell), (scanned, x) -> {
            var hidden = Array.full(Shape.of(cell.hiddenSize()), DType.FLOAT32, 0);
            for (int i = 0; i < x.get(0).shape().dim(0); i++) hidden = scanned.cell().apply(x.get(0).get(i), hidden);
            return List.of(hidden);
        });
    }

    private static void lstm(ReferenceCase given) {
        var cell = LSTMCell.of(given.params().integer("input_size"), given.params().integer("hidden_size"),
                given.params().truth("use_bias", true), key(given));
        if (!isScan(given)) {
            LayerCheck.run(given, cell, (c, x) -> {
                var memory = c.apply(x.get(0), new LSTMCell.Memory(x.get(1), x.get(2)));
                return List.of(memory.hidden(), memory.cell());
            });
            return;
        }
        LayerCheck.run(given, new Scanned<>(cell), (scanned, x) -> {
            var memory = scanned.cell().start();
            for (int i = 0; i < x.get(0).shape().dim(0); i++) memory = scanned.cell().apply(x.get(0).get(i), memory);
            return List.of(memory.hidden(), memory.cell());
        });
    }

    private static boolean isScan(ReferenceCase given) {
        return given.json().get("call").getAsString().startsWith("scan of the cell over the rows of x0 from");
    }
}
