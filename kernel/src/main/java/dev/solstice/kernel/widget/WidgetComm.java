package dev.solstice.kernel.widget;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.messages.Message;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;

/// A widget's line to its model in the front end.
public final class WidgetComm extends Comm {
    private static final String TARGET = "jupyter.widget";
    private static final String CONTROL_TARGET = "jupyter.widget.control";
    private static final String PROTOCOL = "2.1.0";

    private final Widget widget;

    private WidgetComm(CommManager manager, String id, String target, Widget widget) {
        super(manager, id, target);
        this.widget = widget;
    }

    /// @throws IllegalStateException where there is no notebook
    static WidgetComm open(Widget widget) {
        var kernel = BaseKernel.notebookKernel();
        if (kernel == null) {
            throw new IllegalStateException("widgets need a notebook: this program does not run in a kernel");
        }
        return kernel.getCommManager().openComm(TARGET, (manager, id, target, opening) -> {
            opening.getNonNullMetadata().put("version", PROTOCOL);
            opening.getContent().getData().add("state", widget.state());
            opening.getContent().getData().add("buffer_paths", new JsonArray());
            return new WidgetComm(manager, id, target, widget);
        });
    }

    /// Lets a page that is loaded again ask for all widgets at once.
    public static void register(CommManager manager) {
        manager.registerTarget(CONTROL_TARGET, (own, id, target, opening) -> new Control(own, id, target));
    }

    void sendState(JsonObject state) {
        send("update", state);
    }

    /// Shows a page's change to all pages; the one that sent it knows it for its own by the parent of the message.
    void echo(JsonObject state) {
        send("echo_update", state);
    }

    private void send(String method, JsonObject state) {
        var data = new JsonObject();
        data.addProperty("method", method);
        data.add("state", state);
        data.add("buffer_paths", new JsonArray());
        send(data);
    }

    @Override
    protected void onMessage(Message<CommMsgCommand> message) {
        var data = message.getContent().getData();
        switch (data.get("method").getAsString()) {
            case "update" -> widget.changed(data.getAsJsonObject("state"));
            case "request_state" -> sendState(widget.state());
            case "custom" -> widget.happened(data.getAsJsonObject("content"));
            default -> { } // of a later protocol
        }
    }

    @Override
    protected void onClose(Message<CommCloseCommand> message, boolean here) {
        // the model is gone; the value stays
    }

    private static final class Control extends Comm {
        Control(CommManager manager, String id, String target) {
            super(manager, id, target);
        }

        @Override
        protected void onMessage(Message<CommMsgCommand> message) {
            if (!"request_states".equals(message.getContent().getData().get("method").getAsString())) {
                return;
            }
            var states = new JsonObject();
            BaseKernel.notebookKernel().getCommManager().forEach(comm -> {
                if (comm instanceof WidgetComm open) {
                    states.add(comm.getID(), open.widget.model());
                }
            });
            var data = new JsonObject();
            data.addProperty("method", "update_states");
            data.add("states", states);
            data.add("buffer_paths", new JsonArray());
            send(data);
        }

        @Override
        protected void onClose(Message<CommCloseCommand> message, boolean here) {
            // the page has what it wanted
        }
    }
}
