package dev.solstice.kernel.widget;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/// A place for values, drawn as a cell's result would be; [Widgets#output] makes one.
public final class Output extends Widget {
    private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

    Output() {
        super(new Model("@jupyter-widgets/output", "1.0.0", "Output", ""), initial());
    }

    private static JsonObject initial() {
        var state = new JsonObject();
        state.add("outputs", new JsonArray());
        state.addProperty("msg_id", "");
        return state;
    }

    /// Shows this value instead of all that is there.
    public void show(Object value) {
        var outputs = new JsonArray();
        outputs.add(drawn(value));
        set("outputs", outputs);
    }

    /// Shows this value below what is there.
    public void append(Object value) {
        var outputs = get("outputs").deepCopy().getAsJsonArray();
        outputs.add(drawn(value));
        set("outputs", outputs);
    }

    public void clear() {
        set("outputs", new JsonArray());
    }

    /// As a notebook file writes an output.
    private static JsonObject drawn(Object value) {
        var shown = GSON.toJsonTree(BaseKernel.notebookKernel().getRenderer().render(value)).getAsJsonObject();
        var output = new JsonObject();
        output.addProperty("output_type", "display_data");
        output.add("data", shown.get("data"));
        output.add("metadata", shown.has("metadata") ? shown.get("metadata") : new JsonObject());
        return output;
    }
}
