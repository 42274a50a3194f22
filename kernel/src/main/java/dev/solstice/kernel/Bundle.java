package dev.solstice.kernel;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.solstice.kernel.error.CellFailure;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/// JSON that several kinds of message contain.
final class Bundle {
    private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

    private Bundle() {
    }

    /// `data`, `metadata` and, if there is a display id, `transient`.
    static JsonObject of(DisplayData display) {
        return GSON.toJsonTree(display).getAsJsonObject();
    }

    /// Any of JJava's message contents.
    static JsonObject ofContent(Object content) {
        return GSON.toJsonTree(content).getAsJsonObject();
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
