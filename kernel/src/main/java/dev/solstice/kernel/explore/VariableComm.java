package dev.solstice.kernel.explore;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.solstice.core.Array;
import dev.solstice.kernel.jshell.JavaSession;
import dev.solstice.kernel.jshell.Variable;
import dev.solstice.tree.Tree;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;

/// The comm target `solstice.variables`. A front end opens a comm and sends in `data`:
///
/// - `{"method": "list"}`, answered by `{"method": "list", "variables": [...]}`. Each variable has `name`, `type` (as Java
///   writes it), `summary` (one line of text) and `size` (bytes of all arrays in it, 0 if there are none);
/// - `{"method": "details", "name": "model"}`, answered by `{"method": "details", "name": "model", "data": {...},
///   "metadata": {...}}`, the bundle of MIME types that a cell with this variable would show.
///
/// Anything else is answered by `{"method": "error", "message": "..."}`. Answers come after the cell that runs, or in a subshell
/// at once.
public final class VariableComm extends Comm {
    private static final String TARGET = "solstice.variables";
    private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().disableHtmlEscaping().create();

    private final JavaSession java;

    private VariableComm(CommManager manager, String id, String target, JavaSession java) {
        super(manager, id, target);
        this.java = java;
    }

    /// Lets front ends open it.
    public static void register(CommManager manager, JavaSession java) {
        manager.registerTarget(TARGET, (own, id, target, opening) -> new VariableComm(own, id, target, java));
    }

    @Override
    protected void onMessage(Message<CommMsgCommand> message) {
        var request = message.getContent().getData();
        send(switch (text(request, "method")) {
            case "list" -> list();
            case "details" -> details(text(request, "name"));
            default -> error("expected method list or details, got " + request);
        });
    }

    @Override
    protected void onClose(Message<CommCloseCommand> message, boolean here) {
        // nothing is kept for it
    }

    private static String text(JsonObject request, String key) {
        return request.get(key) instanceof JsonPrimitive text ? text.getAsString() : "";
    }

    private JsonObject list() {
        var variables = new JsonArray();
        java.variables().forEach(variable -> variables.add(entry(variable)));
        var answer = answer("list");
        answer.add("variables", variables);
        return answer;
    }

    private static JsonObject entry(Variable variable) {
        var entry = new JsonObject();
        entry.addProperty("name", variable.name());
        entry.addProperty("type", variable.type());
        entry.addProperty("summary", Summary.of(variable.value()));
        entry.addProperty("size", bytes(variable.value()));
        return entry;
    }

    private static long bytes(Object value) {
        try {
            return Tree.leaves(value).stream().filter(Array.class::isInstance).map(Array.class::cast)
                .mapToLong(array -> (long) array.size() * array.dtype().byteSize()).sum();
        } catch (RuntimeException e) { // not every object is a tree
            return 0;
        }
    }

    private JsonObject details(String name) {
        return java.variables().stream().filter(variable -> variable.name().equals(name)).findFirst().map(VariableComm::details)
            .orElseGet(() -> error("there is no variable " + name));
    }

    private static JsonObject details(Variable variable) {
        JsonObject shown;
        try {
            shown = GSON.toJsonTree(render(variable.value())).getAsJsonObject();
        } catch (Exception | Error e) { // of the user's code that draws it
            return error(variable.name() + " cannot be shown: " + e);
        }
        var answer = answer("details");
        answer.addProperty("name", variable.name());
        answer.add("data", shown.get("data"));
        answer.add("metadata", shown.has("metadata") ? shown.get("metadata") : new JsonObject());
        return answer;
    }

    private static DisplayData render(Object value) {
        return BaseKernel.notebookKernel().getRenderer().render(value);
    }

    private static JsonObject error(String message) {
        var answer = answer("error");
        answer.addProperty("message", message);
        return answer;
    }

    private static JsonObject answer(String method) {
        var answer = new JsonObject();
        answer.addProperty("method", method);
        return answer;
    }
}
