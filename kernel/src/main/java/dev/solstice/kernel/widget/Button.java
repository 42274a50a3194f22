package dev.solstice.kernel.widget;

import com.google.gson.JsonObject;

/// A button; [Widgets#button] makes one.
public final class Button extends Widget {
    private final Listeners<Button> listeners = new Listeners<>();

    Button(JsonObject initial) {
        super(Model.control("Button", "ButtonStyle"), initial);
    }

    /// Runs this at each click from here on. What it prints and displays, and what it throws, is shown by the cell that
    /// calls `onClick`; an [Output#capture] inside of it shows it elsewhere.
    public Button onClick(Runnable listener) {
        listeners.add(button -> listener.run());
        return this;
    }

    /// Clicks it from Java.
    public void click() {
        listeners.tell(this);
    }

    @Override
    void happened(JsonObject event) {
        if (event.has("event") && event.get("event").getAsString().equals("click")) {
            listeners.tellFromPage(this);
        }
    }

    @Override
    public String toString() {
        return super.toString() + "(" + get("description").getAsString() + ")";
    }
}
