package dev.solstice.reference;

import static dev.solstice.filter.FilterVmap.filterVmap;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.solstice.core.Array;
import dev.solstice.nn.AdaptiveAvgPool1d;
import dev.solstice.nn.AdaptiveAvgPool2d;
import dev.solstice.nn.AdaptiveAvgPool3d;
import dev.solstice.nn.AdaptiveMaxPool1d;
import dev.solstice.nn.AdaptiveMaxPool2d;
import dev.solstice.nn.AdaptiveMaxPool3d;
import dev.solstice.nn.AttentionSettings;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.ConvTranspose1d;
import dev.solstice.nn.ConvTranspose2d;
import dev.solstice.nn.ConvTranspose3d;
import dev.solstice.nn.GroupNorm;
import dev.solstice.nn.Layer;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MultiheadAttention;
import dev.solstice.nn.RotaryPositionalEmbedding;
import dev.solstice.nn.WeightNorm;
import dev.solstice.random.Key;
import dev.solstice.tree.KeyPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Attention, transposed convolutions, adaptive pooling, and the normalisations beside those of [NnCases].
final class MoreNnCases {
    private MoreNnCases() {}

    static Map<String, Function<ReferenceCase, Layer>> layers() {
        var layers = new HashMap<String, Function<ReferenceCase, Layer>>(Map.of(
                "AdaptiveAvgPool1d", given -> AdaptiveAvgPool1d.of(given.params().integers("target_shape")),
                "AdaptiveAvgPool2d", given -> AdaptiveAvgPool2d.of(given.params().integers("target_shape")),
                "AdaptiveAvgPool3d", given -> AdaptiveAvgPool3d.of(given.params().integers("target_shape")),
                "AdaptiveMaxPool1d", given -> AdaptiveMaxPool1d.of(given.params().integers("target_shape")),
                "AdaptiveMaxPool2d", given -> AdaptiveMaxPool2d.of(given.params().integers("target_shape")),
                "AdaptiveMaxPool3d", given -> AdaptiveMaxPool3d.of(given.params().integers("target_shape")),
                "ConvTranspose1d", given -> ConvTranspose1d.of(ConvolutionCases.settings(given.params(), 1), NnCases.key(given))
                        .withOutputPadding(given.params().integers("output_padding", 0)),
                "ConvTranspose2d", given -> ConvTranspose2d.of(ConvolutionCases.settings(given.params(), 2), NnCases.key(given))
                        .withOutputPadding(given.params().integers("output_padding", 0)),
                "ConvTranspose3d", given -> ConvTranspose3d.of(ConvolutionCases.settings(given.params(), 3), NnCases.key(given))
                        .withOutputPadding(given.params().integers("output_padding", 0))));
        layers.put("GroupNorm", MoreNnCases::groupNorm);
        layers.put("WeightNorm", MoreNnCases::weightNorm);
        layers.put("RotaryPositionalEmbedding", given ->
                new RotaryPositionalEmbedding(given.params().integer("embedding_size"), given.params().real("theta", 10000)));
        return layers;
    }

    private static Layer groupNorm(ReferenceCase given) {
        var p = given.params();
        var norm = p.truth("channelwise_affine", true) ? GroupNorm.of(p.integer("groups"), p.integer("channels")) : GroupNorm.of(p.integer("groups"));
        p.has("channels");
        return norm.withEps(p.real("eps", 1e-5));
    }

    private static Layer weightNorm(ReferenceCase given) {
        var p = given.params();
        var inner = p.json("layer").getAsJsonArray();
        if (!p.text("weight_name", "weight").equals("weight")) throw new NotImplemented("the weight " + p.text("weight_name"));
        return WeightNorm.of(inner(inner.get(0).getAsString(), inner.asList(), NnCases.key(given)), KeyPath.parse(".weight()"),
                p.has("axis") ? Integer.valueOf(p.integer("axis")) : null);
    }

    private static Layer inner(String name, List<JsonElement> sizes, Key key) {
        return switch (name) {
            case "Linear" -> Linear.of(sizes.get(1).getAsInt(), sizes.get(2).getAsInt(), key);
            case "Conv2d" -> Conv2d.of(sizes.get(1).getAsInt(), sizes.get(2).getAsInt(), sizes.get(3).getAsInt(), key);
            case String other -> throw new NotImplemented("WeightNorm of " + other);
        };
    }

    static void attention(ReferenceCase given) {
        var p = given.params();
        var settings = AttentionSettings.of(p.integer("num_heads"), p.integer("query_size"));
        settings = settings
                .withKeySize(p.integer("key_size", settings.keySize())).withValueSize(p.integer("value_size", settings.valueSize()))
                .withOutputSize(p.integer("output_size", settings.outputSize()))
                .withHeadSizes(p.integer("qk_size", settings.qkSize()), p.integer("vo_size", settings.voSize()))
                .withBiases(p.truth("use_query_bias", false), p.truth("use_key_bias", false), p.truth("use_value_bias", false),
                        p.truth("use_output_bias", false));
        var built = MultiheadAttention.of(settings, NnCases.key(given)).withDropout(p.real("dropout_p", 0));
        var rotation = p.has("rope") ? rotation(p.json("rope").getAsJsonObject()) : UnaryOperator.<MultiheadAttention.Heads>identity();
        LayerCheck.run(given, built, call(given, rotation));
    }

    private static LayerCheck.Call<MultiheadAttention> call(ReferenceCase given, UnaryOperator<MultiheadAttention.Heads> rotation) {
        var call = given.json().get("call").getAsString();
        return switch (call.substring(0, call.indexOf(')') + 1)) {
            case "layer(x0, x0, x0)" -> (layer, x) -> List.of(layer.apply(x.get(0)));
            case "layer(x0, x0, x0, mask=x1)" -> (layer, x) -> List.of(layer.apply(x.get(0), x.get(0), x.get(0), x.get(1)));
            case "layer(x0, x1, x2, mask=x3)" -> (layer, x) -> List.of(layer.apply(x.get(0), x.get(1), x.get(2), x.get(3)));
            case "layer(x0, x0, x0, key=call_key)" -> (layer, x) -> List.of(layer.apply(x.get(0), new Key(given.tensor("call_key"))));
            case "layer(x0, x0, x0, process_heads)" -> (layer, x) -> List.of(layer.apply(x.get(0), x.get(0), x.get(0), null, null, rotation));
            case String other -> throw new NotImplemented("the call " + other);
        };
    }

    private static UnaryOperator<MultiheadAttention.Heads> rotation(JsonObject json) {
        var rope = new RotaryPositionalEmbedding(json.get("embedding_size").getAsInt(), json.get("theta").getAsDouble());
        var everyHead = new MapHeads(rope);
        return heads -> new MultiheadAttention.Heads(everyHead.apply(heads.query()), everyHead.apply(heads.key()), heads.value());
    }

    /// A layer for sequences, applied to each head: axis 1.
    private record MapHeads(Layer layer) {
        Array apply(Array heads) {
            return filterVmap((Array head) -> layer.apply(head), 1).apply(heads).transpose(1, 0, 2);
        }
    }
}
