package dev.solstice.kernel.widget;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Fn4;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Makes widgets, and runs functions whenever one changes.
///
/// ```java
/// interact(part -> view(model).partition(part), dropdown("trainable", Map.of("all", Filter.all(), "none", Filter.none())))
/// ```
///
/// Mirrors ipywidgets.
public final class Widgets {
    private Widgets() {
    }

    /// A slider over whole numbers, both ends included.
    ///
    /// @throws IllegalArgumentException if the value is not between the ends
    public static Control<Integer> intSlider(String label, int min, int max, int value) {
        var state = slider(label, min, max, 1, value, "d");
        return new Control<>(Model.control("IntSlider", "SliderStyle"), state, "value", JsonElement::getAsInt,
            chosen -> new JsonPrimitive(within(chosen, min, max)));
    }

    /// A slider over numbers, in a hundred steps.
    ///
    /// @throws IllegalArgumentException if the value is not between the ends
    public static Control<Double> floatSlider(String label, double min, double max, double value) {
        var state = slider(label, min, max, (max - min) / 100, value, ".3g");
        return new Control<>(Model.control("FloatSlider", "SliderStyle"), state, "value", JsonElement::getAsDouble,
            chosen -> new JsonPrimitive(within(chosen, min, max)));
    }

    /// A choice of values, shown by their `toString`; the first is chosen.
    ///
    /// @throws IllegalArgumentException if there are none
    public static <T> Control<T> dropdown(String label, List<? extends T> options) {
        return dropdown(label, options.stream().map(String::valueOf).toList(), new ArrayList<>(options));
    }

    /// A choice of values by name; the first is chosen.
    ///
    /// @throws IllegalArgumentException if there are none
    public static <T> Control<T> dropdown(String label, Map<String, ? extends T> options) {
        return dropdown(label, List.copyOf(options.keySet()), new ArrayList<>(options.values()));
    }

    private static <T> Control<T> dropdown(String label, List<String> names, List<T> values) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("expected at least one option, got none");
        }
        var labels = new JsonArray();
        names.forEach(labels::add);
        var state = described(label);
        state.add("_options_labels", labels);
        state.addProperty("index", 0);
        return new Control<>(Model.control("Dropdown", "DescriptionStyle"), state, "index", index -> values.get(index.getAsInt()), chosen -> {
            int index = values.indexOf(chosen);
            if (index < 0) {
                throw new IllegalArgumentException("expected one of " + names + ", got " + chosen);
            }
            return new JsonPrimitive(index);
        });
    }

    public static Control<Boolean> checkbox(String label, boolean value) {
        var state = described(label);
        state.addProperty("value", value);
        state.addProperty("indent", false);
        return new Control<>(Model.control("Checkbox", "CheckboxStyle"), state, "value", JsonElement::getAsBoolean, JsonPrimitive::new);
    }

    /// A field for one line of text.
    public static Control<String> textField(String label, String value) {
        var state = described(label);
        state.addProperty("value", value);
        state.addProperty("continuous_update", true);
        return new Control<>(Model.control("Text", "TextStyle"), state, "value", JsonElement::getAsString, JsonPrimitive::new);
    }

    public static Button button(String label) {
        var state = described(label);
        state.addProperty("button_style", "");
        state.addProperty("icon", "");
        return new Button(state);
    }

    /// A text with markup.
    public static Html htmlText(String html) {
        var state = described("");
        state.addProperty("value", html);
        return new Html(state);
    }

    /// An empty place for values.
    public static Output output() {
        return new Output();
    }

    /// Widgets below one another.
    public static Box vbox(Widget... children) {
        return vbox(List.of(children));
    }

    /// @see #vbox(Widget...)
    public static Box vbox(List<? extends Widget> children) {
        return Box.of("VBox", children);
    }

    /// Widgets beside one another.
    public static Box hbox(Widget... children) {
        return hbox(List.of(children));
    }

    /// @see #hbox(Widget...)
    public static Box hbox(List<? extends Widget> children) {
        return Box.of("HBox", children);
    }

    /// Shows what the function makes of the control's value, now and after each change: what it prints and displays, what it
    /// returns unless that is null, and what it throws.
    public static <A> Box interact(Function<? super A, ?> function, Control<A> control) {
        return interact(() -> function.apply(control.value()), control);
    }

    /// @see #interact(Function, Control)
    public static <A, B> Box interact(BiFunction<? super A, ? super B, ?> function, Control<A> first, Control<B> second) {
        return interact(() -> function.apply(first.value(), second.value()), first, second);
    }

    /// @see #interact(Function, Control)
    public static <A, B, C> Box interact(Fn3<? super A, ? super B, ? super C, ?> function, Control<A> first, Control<B> second, Control<C> third) {
        return interact(() -> function.apply(first.value(), second.value(), third.value()), first, second, third);
    }

    /// @see #interact(Function, Control)
    public static <A, B, C, D> Box interact(Fn4<? super A, ? super B, ? super C, ? super D, ?> function, Control<A> first, Control<B> second,
            Control<C> third, Control<D> fourth) {
        return interact(() -> function.apply(first.value(), second.value(), third.value(), fourth.value()), first, second, third, fourth);
    }

    /// The same for any number of controls, which the function asks for their values itself.
    public static Box interact(Supplier<?> function, Control<?>... controls) {
        var output = output();
        for (var control : controls) {
            control.onChange(value -> output.replace(function));
        }
        output.replace(function);
        return vbox(Stream.concat(Stream.of(controls), Stream.of(output)).toList());
    }

    private static JsonObject described(String label) {
        var state = new JsonObject();
        state.addProperty("description", label);
        state.addProperty("disabled", false);
        return state;
    }

    private static JsonObject slider(String label, Number min, Number max, Number step, Number value, String format) {
        within(value, min.doubleValue(), max.doubleValue());
        var state = described(label);
        state.addProperty("min", min);
        state.addProperty("max", max);
        state.addProperty("step", step);
        state.addProperty("value", value);
        state.addProperty("readout", true);
        state.addProperty("readout_format", format);
        state.addProperty("continuous_update", true);
        state.addProperty("orientation", "horizontal");
        state.addProperty("behavior", "drag-tap");
        return state;
    }

    private static Number within(Number value, double min, double max) {
        if (!(min <= value.doubleValue() && value.doubleValue() <= max)) {
            throw new IllegalArgumentException("expected a value between " + min + " and " + max + ", got " + value);
        }
        return value;
    }
}
