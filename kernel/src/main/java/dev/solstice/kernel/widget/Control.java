package dev.solstice.kernel.widget;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.function.Consumer;
import java.util.function.Function;

/// A widget with a value: slider, dropdown, checkbox, text field. [Widgets] makes them.
///
/// ```java
/// var rank = intSlider("rank", 1, 64, 8);
/// rank.onChange(r -> System.out.println("now " + r));
/// rank.value()
/// ```
public final class Control<T> extends Widget {
    private final String key;
    private final Function<JsonElement, T> read;
    private final Function<T, JsonElement> write;
    private final Listeners<T> listeners = new Listeners<>();

    /// @param key   where the value is in the state
    /// @param read  the value of what is there
    /// @param write the reverse; an `IllegalArgumentException` for what the control cannot show
    Control(Model model, JsonObject initial, String key, Function<JsonElement, T> read, Function<T, JsonElement> write) {
        super(model, initial);
        this.key = key;
        this.read = read;
        this.write = write;
    }

    /// What the user has chosen, or a cell has set.
    public T value() {
        return read.apply(get(key));
    }

    /// Chooses a value, in the page too, and tells all listeners if it is another one; so two controls may set each other.
    ///
    /// @throws IllegalArgumentException if it is none that the control can have
    public void value(T value) {
        if (set(key, write.apply(value))) {
            listeners.tell(value());
        }
    }

    /// Calls this with each new value from here on. When the page has changed it, what this prints and displays, and what it
    /// throws, is shown by the cell that calls `onChange`.
    public Control<T> onChange(Consumer<? super T> listener) {
        listeners.add(listener);
        return this;
    }

    @Override
    boolean accepts(String changed, JsonElement value) {
        try {
            return !changed.equals(key) || write.apply(read.apply(value)).equals(value);
        } catch (RuntimeException none) { // of Gson for another type than expected, or of the control itself
            return false;
        }
    }

    @Override
    void changed(String changed) {
        if (changed.equals(key)) {
            listeners.tellFromPage(value());
        }
    }

    @Override
    public String toString() {
        return super.toString() + "(" + get("description").getAsString() + " = " + value() + ")";
    }
}
