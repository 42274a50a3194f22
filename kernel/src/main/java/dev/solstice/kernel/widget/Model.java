package dev.solstice.kernel.widget;

import com.google.gson.JsonObject;

/// Which of the front end's classes stands for a widget.
///
/// @param module  the JavaScript package
/// @param version of the package's interface
/// @param name    of the model's class without `Model`; the view's is the same with `View`
/// @param style   of the style model's class, or empty when the widget has none
record Model(String module, String version, String name, String style) {
    static Model control(String name, String style) {
        return new Model("@jupyter-widgets/controls", "2.0.0", name, style);
    }

    static Model base(String name) {
        return new Model("@jupyter-widgets/base", "2.0.0", name, "");
    }

    JsonObject state() {
        var state = new JsonObject();
        state.addProperty("_model_module", module);
        state.addProperty("_model_module_version", version);
        state.addProperty("_model_name", name + "Model");
        state.addProperty("_view_module", module);
        state.addProperty("_view_module_version", version);
        state.addProperty("_view_name", name + "View");
        return state;
    }
}
