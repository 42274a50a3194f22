package dev.solstice.kernel;

import dev.solstice.render.Display;
import java.lang.reflect.Array;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.DisplayDataRenderable;
import org.dflib.jjava.jupyter.kernel.display.RenderFunction;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/// Shows a value: as whoever registered its class with JJava wants it, else as Solstice's renderers do, Java arrays by
/// their content, and everything else by `toString`.
final class ValueRenderer extends Renderer {
    private static final int MOST_ELEMENTS = 1000;

    private final Set<Class<?>> registered = new HashSet<>();

    @Override
    public <T> void register(Set<MIMEType> supported, Set<MIMEType> preferred, Set<Class<? extends T>> types, RenderFunction<T> function) {
        super.register(supported, preferred, types, function);
        registered.addAll(types);
    }

    @Override
    public DisplayData render(Object value, Map<String, Object> params) {
        if (value == null) {
            return new DisplayData("null");
        }
        if (value instanceof DisplayData data) {
            return data;
        }
        return renderedByOthers(value) ? super.render(value, params)
            : solstice(value).orElseGet(() -> new DisplayData(text(value)));
    }

    private boolean renderedByOthers(Object value) {
        return value instanceof DisplayDataRenderable || registered.stream().anyMatch(type -> type.isInstance(value));
    }

    private static Optional<DisplayData> solstice(Object value) {
        return Display.bundle(value).map(bundle -> {
            var data = new DisplayData();
            bundle.forEach(data::putData);
            if (!bundle.containsKey("text/plain")) {
                data.putText(text(value));
            }
            return data;
        });
    }

    private static String text(Object value) {
        return text(value, List.of());
    }

    /// @param around the arrays that this is in, one of which it may be itself
    private static String text(Object value, List<Object> around) {
        if (value == null || !value.getClass().isArray()) {
            return Objects.requireNonNullElse(String.valueOf(value), "null"); // what toString gives
        }
        if (around.stream().anyMatch(array -> array == value)) {
            return "[...]";
        }
        var within = Stream.concat(around.stream(), Stream.of(value)).toList();
        int length = Array.getLength(value);
        var elements = IntStream.range(0, Math.min(length, MOST_ELEMENTS)).mapToObj(i -> text(Array.get(value, i), within));
        return elements.collect(Collectors.joining(", ", "[", length > MOST_ELEMENTS ? ", ... (" + length + " elements)]" : "]"));
    }
}
