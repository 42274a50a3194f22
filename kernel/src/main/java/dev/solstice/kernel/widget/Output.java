package dev.solstice.kernel.widget;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/// A place for values and for what code prints, drawn as a cell's output would be; [Widgets#output] makes one.
public final class Output extends Widget {
    private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

    private volatile Capture content = capture();

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
        var drawn = drawn(value);
        content = capture();
        add(drawn);
    }

    /// Shows this value below what is there.
    public void append(Object value) {
        add(drawn(value));
    }

    public void clear() {
        content = capture();
        content.tell();
    }

    /// Shows here, below what is there, what the code prints and displays, and what it throws.
    ///
    /// ```java
    /// var log = output();
    /// display(log);
    /// log.capture(() -> System.out.println("printed in the widget"));
    /// ```
    public void capture(Runnable code) {
        var place = content;
        try {
            Stage.current().run(place, code);
        } finally {
            place.tell();
        }
    }

    /// Shows what the code prints and displays and then its value, unless it is null, instead of all that is there.
    void replace(Supplier<?> code) {
        content = capture();
        capture(() -> {
            var value = code.get();
            if (value != null) {
                var kernel = BaseKernel.notebookKernel();
                kernel.display(kernel.getRenderer().render(value)); // after all that has been printed
            }
        });
    }

    private void add(JsonObject drawn) {
        content.publish("display_data", drawn);
        content.tell();
    }

    /// What code shows late that has been called for an earlier content is not seen.
    private Capture capture() {
        return new Capture(Stage.current().place(), (capture, outputs) -> {
            if (capture == content) {
                set("outputs", outputs);
            }
        });
    }

    /// What a front end without widgets, or an export, shows of it.
    @Override
    public String toString() {
        return get("outputs").getAsJsonArray().asList().stream().map(output -> text(output.getAsJsonObject()).strip())
            .collect(Collectors.joining("\n", super.toString() + "(", ")"));
    }

    private static String text(JsonObject output) {
        return switch (output.get("output_type").getAsString()) {
            case "stream" -> output.get("text").getAsString();
            case "error" -> output.get("ename").getAsString() + ": " + output.get("evalue").getAsString();
            default -> output.getAsJsonObject("data").has("text/plain") ? output.getAsJsonObject("data").get("text/plain").getAsString() : "";
        };
    }

    private static JsonObject drawn(Object value) {
        return GSON.toJsonTree(BaseKernel.notebookKernel().getRenderer().render(value)).getAsJsonObject();
    }
}
