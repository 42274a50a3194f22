package dev.solstice.reference;

import dev.solstice.nn.GRUCell;
import dev.solstice.nn.LSTMCell;
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
            "MultiheadAttention", "RotaryPositionalEmbedding", "WeightNorm");

    static Map<String, Operation> operations() {
        var operations = new HashMap<String, Operation>();
        for (var name : LAYERS) {
            operations.put("equinox.nn." + name, given -> LayerCheck.run(given, EquinoxLayers.of(name, given.params(), () -> key(given)), LayerCall.of(given)));
        }
        operations.put("equinox.nn.Sequential", NnCases::sequential);
        operations.put("equinox.nn.GRUCell", NnCases::gru);
        operations.put("equinox.nn.LSTMCell", NnCases::lstm);
        operations.putAll(StatefulCases.operations());
        return operations;
    }

    static Key key(ReferenceCase given) {
        return new Key(given.tensor("key"));
    }

    private static void sequential(ReferenceCase given) {
        var keys = keys(given);
        var layers = EquinoxLayers.sequential(given.params().json("layers").getAsJsonArray(), keys::next);
        if (layers.isStateful()) StatefulCases.run(given, layers);
        else LayerCheck.run(given, layers, LayerCall.of(given));
    }

    private static final Pattern SPLIT = Pattern.compile("split\\(key(?:, (\\d+))?\\)");

    /// The keys that `(k0, k1) = split(key)` or `split(key, 3)` says; the case's own key if nothing is said.
    static Iterator<Key> keys(ReferenceCase given) {
        if (!given.params().has("keys")) return List.of(key(given)).iterator();
        var split = SPLIT.matcher(given.params().text("keys"));
        if (!split.find()) throw new NotImplemented("the keys " + given.params().text("keys"));
        return List.of(key(given).split(split.group(1) == null ? 2 : Integer.parseInt(split.group(1)))).iterator();
    }

    private static void gru(ReferenceCase given) {
        run(given, GRUCell.of(given.params().integer("input_size"), given.params().integer("hidden_size"),
                given.params().truth("use_bias", true), EquinoxLayers.start(given.params(), () -> key(given))));
    }

    private static void lstm(ReferenceCase given) {
        run(given, LSTMCell.of(given.params().integer("input_size"), given.params().integer("hidden_size"),
                given.params().truth("use_bias", true), EquinoxLayers.start(given.params(), () -> key(given))));
    }

    /// A cell that is applied to the rows of a sequence is part of a model in the reference.
    record Scanned<C>(C cell) {}

    private static <C> void run(ReferenceCase given, C cell) {
        if (!LayerCheck.names(given).getFirst().startsWith("cell.")) LayerCheck.run(given, cell, LayerCall.of(given));
        else LayerCheck.run(given, new Scanned<>(cell), (scanned, x) -> LayerCall.<C>of(given).outputs(scanned.cell(), x));
    }
}
