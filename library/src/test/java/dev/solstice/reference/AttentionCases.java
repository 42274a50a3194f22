package dev.solstice.reference;

import com.google.gson.JsonObject;
import dev.solstice.nn.MultiheadAttention;
import dev.solstice.nn.RotaryPositionalEmbedding;
import dev.solstice.random.Key;
import java.util.List;

/// Attention of sequences to themselves and to others, masked, rotated, with dropout.
final class AttentionCases {
    private AttentionCases() {}

    static void run(ReferenceCase given) {
        var attention = (MultiheadAttention) EquinoxLayers.of("MultiheadAttention", given.params(), () -> NnCases.key(given));
        LayerCheck.run(given, attention, call(given));
    }

    private static LayerCheck.Call<MultiheadAttention> call(ReferenceCase given) {
        var call = given.json().get("call").getAsString();
        return switch (call.substring(0, call.indexOf(')') + 1)) {
            case "layer(x0, x0, x0)" -> (layer, x) -> List.of(layer.apply(x.get(0)));
            case "layer(x0, x1, x2)" -> (layer, x) -> List.of(layer.apply(x.get(0), x.get(1), x.get(2)));
            case "layer(x0, x0, x0, mask=x1)" -> (layer, x) -> List.of(layer.apply(x.get(0), x.get(0), x.get(0), x.get(1)));
            case "layer(x0, x1, x2, mask=x3)" -> (layer, x) -> List.of(layer.apply(x.get(0), x.get(1), x.get(2), x.get(3)));
            case "layer(x0, x0, x0, key=call_key)" -> (layer, x) -> List.of(layer.apply(x.get(0), new Key(given.tensor("call_key"))));
            case "layer(x0, x0, x0, process_heads)" -> {
                var rope = rope(given.params().json("rope").getAsJsonObject());
                yield (layer, x) -> List.of(layer.apply(x.get(0), x.get(0), x.get(0), null, null, rope::rotate));
            }
            case String other -> throw new NotImplemented("the call " + other);
        };
    }

    private static RotaryPositionalEmbedding rope(JsonObject json) {
        return new RotaryPositionalEmbedding(json.get("embedding_size").getAsInt(), json.get("theta").getAsDouble());
    }
}
