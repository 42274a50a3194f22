package dev.solstice.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.solstice.kernel.error.CellFailure;
import java.util.Optional;
import java.util.regex.Pattern;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// JSON that several kinds of message contain.
final class Bundle {
    private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

    private static final Pattern JSON_TYPE = Pattern.compile("application/(json|.+\\+json)\\b.*");

    private Bundle() {
    }

    /// `data`, `metadata` and, if there is a display id, `transient`.
    ///
    /// JSON that somebody has put in as a text is taken apart, as front ends expect it.
    static JsonObject of(DisplayData display) {
        var content = GSON.toJsonTree(display).getAsJsonObject();
        content.getAsJsonObject("data").entrySet().forEach(entry -> {
            if (JSON_TYPE.matcher(entry.getKey()).matches() && entry.getValue() instanceof JsonPrimitive text && text.isString()) {
                parsed(text.getAsString()).ifPresent(entry::setValue);
            }
        });
        return content;
    }

    private static Optional<JsonElement> parsed(String json) {
        try {
            return Optional.of(JsonParser.parseString(json));
        } catch (JsonParseException text) {
            return Optional.empty();
        }
    }

    /// Any of JJava's message contents.
    static JsonObject ofContent(Object content) {
        return content instanceof DisplayData display ? of(display) : GSON.toJsonTree(content).getAsJsonObject();
    }

    static JsonObject ok() {
        return status("ok");
    }

    static JsonObject status(String status) {
        var content = new JsonObject();
        content.addProperty("status", status);
        return content;
    }

    /// `ename`, `evalue` and `traceback`.
    static JsonObject error(CellFailure failure) {
        var content = status("error");
        content.addProperty("ename", failure.name());
        content.addProperty("evalue", failure.getMessage());
        content.add("traceback", strings(failure.traceback()));
        return content;
    }

    static JsonObject error(String name, String message) {
        return error(CellFailure.plain(name, message));
    }

    static JsonArray strings(Iterable<String> texts) {
        var array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
