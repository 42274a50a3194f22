package dev.solstice.kernel.widget;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/// Something in the notebook that shows a state and may change it. A cell's value that is a widget is shown as one.
///
/// Widgets stay alive as long as the kernel: the page may ask for them at any time.
public abstract sealed class Widget implements DisplayDataRenderable permits Control, Button, Html, Output, Box, Widget.Plain {
    private static final String VIEW = "application/vnd.jupyter.widget-view+json";
    private static final String REFERENCE = "IPY_MODEL_";
    private static final int LONGEST_ALIGNED_LABEL = 10;

    private final Model model;
    private final JsonObject state;
    private final WidgetComm comm;

    /// @param initial what the state has besides the names of its classes
    Widget(Model model, JsonObject initial) {
        this.model = model;
        this.state = model.state();
        if (!(this instanceof Plain)) {
            state.add("layout", new Plain(Model.base("Layout"), new JsonObject()).reference());
        }
        if (!model.style().isEmpty()) {
            state.add("style", new Plain(Model.control(model.style(), ""), style(initial)).reference());
        }
        initial.entrySet().forEach(entry -> state.add(entry.getKey(), entry.getValue()));
        this.comm = WidgetComm.open(this);
    }

    /// What other widgets refer to, not shown by itself.
    static final class Plain extends Widget {
        Plain(Model model, JsonObject initial) {
            super(model, initial);
        }
    }

    /// A style is shown by the base package's class. A label that does not fit beside those of other controls is shown whole.
    private static JsonObject style(JsonObject widget) {
        var style = new JsonObject();
        style.addProperty("_view_module", "@jupyter-widgets/base");
        style.addProperty("_view_name", "StyleView");
        if (widget.has("description") && widget.get("description").getAsString().length() > LONGEST_ALIGNED_LABEL) {
            style.addProperty("description_width", "initial");
        }
        return style;
    }

    /// How another widget's state names this one.
    final JsonElement reference() {
        return new JsonPrimitive(REFERENCE + comm.getID());
    }

    static JsonArray references(List<? extends Widget> widgets) {
        var references = new JsonArray();
        widgets.forEach(widget -> references.add(widget.reference()));
        return references;
    }

    synchronized JsonObject state() {
        return state.deepCopy();
    }

    final synchronized JsonElement get(String key) {
        return state.get(key);
    }

    /// Changes the state here and in the page.
    ///
    /// @return whether it was another one
    final boolean set(String key, JsonElement value) {
        synchronized (this) {
            if (value.equals(state.get(key))) {
                return false;
            }
            state.add(key, value);
        }
        var change = new JsonObject();
        change.add(key, value);
        comm.sendState(change);
        return true;
    }

    /// The state with its classes, as a page that is loaded again wants it.
    final JsonObject model() {
        var all = new JsonObject();
        all.addProperty("model_module", model.module());
        all.addProperty("model_module_version", model.version());
        all.addProperty("model_name", model.name() + "Model");
        all.add("state", state());
        return all;
    }

    /// A page has changed the state; others that show this widget are told, and it itself where it has to take it back.
    final void changed(JsonObject change) {
        comm.echo(change);
        var refused = new JsonObject();
        var accepted = new ArrayList<String>();
        synchronized (this) {
            for (var entry : change.entrySet()) {
                var before = state.get(entry.getKey());
                if (!accepts(entry.getKey(), entry.getValue())) {
                    refused.add(entry.getKey(), before);
                } else if (!entry.getValue().equals(before)) {
                    state.add(entry.getKey(), entry.getValue());
                    accepted.add(entry.getKey());
                }
            }
        }
        if (!refused.isEmpty()) {
            comm.sendState(refused);
        }
        accepted.forEach(this::changed);
    }

    /// Whether the state can have this value.
    boolean accepts(String key, JsonElement value) {
        return true;
    }

    /// For subclasses that tell somebody.
    void changed(String key) {
    }

    /// The page says that something happened which is no change of state.
    void happened(JsonObject event) {
    }

    @Override
    public final void render(RenderContext context) {
        var view = new JsonObject();
        view.addProperty("version_major", 2);
        view.addProperty("version_minor", 0);
        view.addProperty("model_id", comm.getID());
        context.renderIfRequested(MIMEType.parse(VIEW), () -> view);
        context.renderIfRequested(MIMEType.TEXT_PLAIN, this::toString);
    }

    @Override
    public final Set<MIMEType> getPreferredRenderTypes() {
        return Set.of(MIMEType.parse(VIEW), MIMEType.TEXT_PLAIN);
    }

    @Override
    public String toString() {
        return model.name();
    }
}
