package dev.solstice.kernel.widget;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/// Widgets below or beside one another; [Widgets#vbox] and [Widgets#hbox] make one.
public final class Box extends Widget {
    private final List<Widget> children;

    private Box(String name, List<Widget> children, JsonObject initial) {
        super(Model.control(name, ""), initial);
        this.children = children;
    }

    static Box of(String name, List<? extends Widget> children) {
        var initial = new JsonObject();
        initial.add("children", references(children));
        initial.addProperty("box_style", "");
        return new Box(name, List.copyOf(children), initial);
    }

    @Override
    public String toString() {
        return children.stream().map(Widget::toString).collect(Collectors.joining(", ", super.toString() + "(", ")"));
    }
}
