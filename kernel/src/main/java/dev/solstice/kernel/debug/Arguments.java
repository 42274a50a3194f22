package dev.solstice.kernel.debug;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a request of the protocol asks for; what is missing or of another kind is absent.
record Arguments(JsonObject json) {
    static Arguments of(JsonElement json) {
        return new Arguments(json instanceof JsonObject object ? object : new JsonObject());
    }

    Optional<String> text(String name) {
        return json.get(name) instanceof JsonElement value && value.isJsonPrimitive() ? Optional.of(value.getAsString()) : Optional.empty();
    }

    /// @throws Refusal when it is missing
    String needed(String name) {
        return text(name).orElseThrow(() -> new Refusal("the argument \"" + name + "\" is missing"));
    }

    OptionalInt number(String name) {
        boolean isNumber = json.get(name) instanceof JsonElement value && value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber();
        return isNumber ? OptionalInt.of((int) json.get(name).getAsDouble()) : OptionalInt.empty();
    }

    Arguments inside(String name) {
        return of(json.get(name));
    }

    List<JsonElement> list(String name) {
        return json.get(name) instanceof JsonArray array ? array.asList() : List.of();
    }
}
