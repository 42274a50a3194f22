package dev.solstice.kernel.widget;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/// Gathers what code shows, as a notebook file writes outputs.
final class Capture implements Place {
    /// A loop that prints must not send all that it has printed so far with each line.
    private static final long MILLIS_BETWEEN_CHANGES = 100;

    /// @param id by which it can be changed, or empty
    private record Shown(String id, JsonObject output) {}

    private final Place elsewhere;
    private final BiConsumer<Capture, JsonArray> changed;
    private final List<Shown> shown = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private boolean clearBeforeNext;
    private boolean waiting;

    /// @param elsewhere where changes go of what is not shown here
    /// @param changed   told all outputs some time after one has changed
    Capture(Place elsewhere, BiConsumer<Capture, JsonArray> changed) {
        this.elsewhere = elsewhere;
        this.changed = changed;
    }

    @Override
    public synchronized void publish(String type, JsonObject content) {
        switch (type) {
            case "stream" -> print(content);
            case "display_data", "execute_result" -> add(new Shown(id(content), displayed(content)));
            case "error" -> add(new Shown("", typed("error", content)));
            case "update_display_data" -> update(content);
            case "clear_output" -> clear(content.get("wait").getAsBoolean());
            default -> elsewhere.publish(type, content);
        }
        if (!waiting) {
            waiting = true;
            CompletableFuture.delayedExecutor(MILLIS_BETWEEN_CHANGES, TimeUnit.MILLISECONDS).execute(this::tellWaiting);
        }
    }

    /// Tells now what has been gathered.
    synchronized void tell() {
        waiting = false;
        var outputs = new JsonArray();
        shown.forEach(each -> outputs.add(each.output().deepCopy()));
        changed.accept(this, outputs);
    }

    private synchronized void tellWaiting() {
        if (waiting) {
            tell();
        }
    }

    private void print(JsonObject content) {
        var last = shown.isEmpty() || clearBeforeNext ? null : shown.getLast().output();
        if (last != null && content.get("name").equals(last.get("name"))) {
            last.addProperty("text", last.get("text").getAsString() + content.get("text").getAsString());
        } else {
            add(new Shown("", typed("stream", content)));
        }
    }

    private void add(Shown output) {
        if (clearBeforeNext) {
            clear(false);
        }
        ids.add(output.id());
        shown.add(output);
    }

    private void update(JsonObject content) {
        var id = id(content);
        if (!ids.contains(id)) {
            elsewhere.publish("update_display_data", content);
            return;
        }
        shown.replaceAll(each -> each.id().equals(id) ? new Shown(id, displayed(content)) : each);
    }

    private void clear(boolean wait) {
        clearBeforeNext = wait;
        if (!wait) {
            shown.clear();
        }
    }

    private static String id(JsonObject content) {
        return content.get("transient") instanceof JsonObject told && told.has("display_id") ? told.get("display_id").getAsString() : "";
    }

    private static JsonObject displayed(JsonObject content) {
        var output = new JsonObject();
        output.add("data", content.get("data"));
        output.add("metadata", content.has("metadata") ? content.get("metadata") : new JsonObject());
        return typed("display_data", output);
    }

    private static JsonObject typed(String type, JsonObject content) {
        var output = content.deepCopy();
        output.addProperty("output_type", type);
        return output;
    }
}
