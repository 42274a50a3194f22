package dev.solstice.kernel.widget;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

/// A text with markup that Java changes; [Widgets#htmlText] makes one.
public final class Html extends Widget {
    Html(JsonObject initial) {
        super(Model.control("HTML", "HTMLStyle"), initial);
    }

    public String value() {
        return get("value").getAsString();
    }

    public void value(String html) {
        set("value", new JsonPrimitive(html));
    }
}
