package dev.solstice.reference;

import static dev.solstice.filter.FilterVmap.filterVmap;

import dev.solstice.core.Array;
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
import dev.solstice.random.Key;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What the library computes for each `op` of the area: layers built from the same key, called, and differentiated.
final class NnCases {
    private NnCases() {}

    private static final List<String> LAYERS = List.of("Linear", "Identity", "MLP", "Lambda", "Dropout", "PReLU", "Embedding", "LayerNorm", "RMSNorm",
            "GroupNorm", "Conv", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d",
            "MaxPool1d", "MaxPool2d", "MaxPool3d", "AvgPool1d", "AvgPool2d", "AvgPool3d", "Pool",
            "AdaptiveAvgPool1d", "AdaptiveAvgPool2d", "AdaptiveAvgPool3d", "AdaptiveMaxPool1d", "AdaptiveMaxPool2d", "AdaptiveMaxPool3d", "AdaptivePool",
            "RotaryPositionalEmbedding", "WeightNorm");

    static Map<String, Operation> operations() {
        var operations = new HashMap<String, Operation>();
        for (var name : LAYERS) {
            operations.put("equinox.nn." + name, given -> LayerCheck.run(given, EquinoxLayers.of(name, given.params(), () -> key(given)), call(given)));
        }
        operations.put("equinox.nn.Sequential", NnCases::sequential);
        operations.put("equinox.nn.MultiheadAttention", AttentionCases::run);
        operations.put("equinox.nn.GRUCell", NnCases::gru);
        operations.put("equinox.nn.LSTMCell", NnCases::lstm);
        operations.putAll(StatefulCases.operations());
        return operations;
    }

    /// How the case applies its layer.
    private static LayerCheck.Call<Layer> call(ReferenceCase given) {
        return switch (given.json().has("call") ? given.json().get("call").getAsString() : "layer(x0)") {
            case "layer(x0)" -> (layer, x) -> List.of(layer.apply(x.get(0)));
            case "jax.vmap(layer)(x0)" -> (layer, x) -> List.of(batched(layer, x.get(0)));
            case "jax.vmap(jax.vmap(layer))(x0)" -> (layer, x) -> List.of(filterVmap((Layer l, Array rows) -> batched(l, rows), null, 0).apply(layer, x.get(0)));
            case "layer(x0, key=call_key)" -> (layer, x) -> List.of(layer.apply(x.get(0), new Key(given.tensor("call_key"))));
            case String other -> throw new NotImplemented("the call " + other);
        };
    }

    private static Array batched(Layer layer, Array x) {
        return filterVmap((Layer l, Array row) -> l.apply(row), null, 0).apply(layer, x);
    }

    static Key key(ReferenceCase given) {
        return new Key(given.tensor("key"));
    }

    private static void sequential(ReferenceCase given) {
        var keys = keys(given);
        var layers = EquinoxLayers.sequential(given.params().json("layers").getAsJsonArray(), keys::next);
        if (layers.isStateful()) StatefulCases.run(given, layers);
        else LayerCheck.run(given, layers, call(given));
    }

    private static final Pattern SPLIT = Pattern.compile("split\\(key(?:, (\\d+))?\\)");

    /// The keys that `(k0, k1) = split(key)` or `split(key, 3)` says; the case's own key if nothing is said.
    static Iterator<Key> keys(ReferenceCase given) {
        if (!given.params().has("keys")) return List.of(key(given)).iterator();
        var split = SPLIT.matcher(given.params().text("keys"));
        if (!split.find()) throw new NotImplemented("the keys " + given.params().text("keys"));
        return List.of(key(given).split(split.group(1) == null ? 2 : Integer.parseInt(split.group(1)))).iterator();
    }

    /// A cell applied to the rows of a sequence has a name of its own in the reference.
    private record Scanned<C>(C cell) {}

    private static void gru(ReferenceCase given) {
        var cell = GRUCell.of(given.params().integer("input_size"), given.params().integer("hidden_size"),
                given.params().truth("use_bias", true), EquinoxLayers.start(given.params(), () -> key(given)));
        if (!isScan(given)) {
            LayerCheck.run(given, cell, (c, x) -> List.of(c.apply(x.get(0), x.get(1))));
            return;
        }
        LayerCheck.run(given, new Scanned<>(cell), (scanned, x) -> {
            var hidden = scanned.cell().start();
            for (int i = 0; i < x.get(0).shape().dim(0); i++) hidden = scanned.cell().apply(x.get(0).get(i), hidden);
            return List.of(hidden);
        });
    }

    private static void lstm(ReferenceCase given) {
        var cell = LSTMCell.of(given.params().integer("input_size"), given.params().integer("hidden_size"),
                given.params().truth("use_bias", true), EquinoxLayers.start(given.params(), () -> key(given)));
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
