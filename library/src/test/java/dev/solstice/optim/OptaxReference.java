package dev.solstice.optim;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.solstice.core.Array;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// `optax_steps.json`: optax's numbers, made by the script beside it.
final class OptaxReference {
    static final JsonObject EXPECTED = read();

    private OptaxReference() {}

    /// A vector.
    static Array array(JsonElement numbers) {
        var list = numbers.getAsJsonArray();
        var values = new float[list.size()];
        for (int i = 0; i < values.length; i++) values[i] = list.get(i).getAsFloat();
        return Array.of(values);
    }

    private static JsonObject read() {
        try (var file = OptaxReference.class.getResourceAsStream("/optim/optax_steps.json")) {
            return JsonParser.parseString(new String(file.readAllBytes(), StandardCharsets.UTF_8)).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
