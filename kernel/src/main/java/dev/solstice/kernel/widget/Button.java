package dev.solstice.kernel.widget;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A button; [Widgets#button] makes one.
public final class Button extends Widget {
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    Button(JsonObject initial) {
        super(Model.control("Button", "ButtonStyle"), initial);
    }

    /// Runs this at each click from here on.
    public Button onClick(Runnable listener) {
        listeners.add(listener);
        return this;
    }

    /// Clicks it from Java.
    public void click() {
        listeners.forEach(Runnable::run);
    }

    @Override
    void happened(JsonObject event) {
        if (event.has("event") && event.get("event").getAsString().equals("click")) {
            click();
        }
    }

    @Override
    public String toString() {
        return super.toString() + "(" + get("description").getAsString() + ")";
    }
}
