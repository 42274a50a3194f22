package dev.solstice.kernel;

import dev.solstice.render.Display;
import java.lang.reflect.Array;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
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
    /// What a browser still shows at once.
    private static final int MOST_CHARS = 250_000;

    private final Set<Class<?>> registered = new HashSet<>();
    private final UnaryOperator<String> wording;

    /// @param wording of what a `toString` says
    ValueRenderer(UnaryOperator<String> wording) {
        this.wording = wording;
    }

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
        if (value instanceof CharSequence text && text.length() > MOST_CHARS) {
            return new DisplayData(shortened(text.toString()));
        }
        return renderedByOthers(value) ? super.render(value, params)
            : solstice(value).orElseGet(() -> new DisplayData(text(value)));
    }

    private boolean renderedByOthers(Object value) {
        return value instanceof DisplayDataRenderable || registered.stream().anyMatch(type -> type.isInstance(value));
    }

    private Optional<DisplayData> solstice(Object value) {
        return Display.bundle(value).map(bundle -> {
            var data = new DisplayData();
            bundle.forEach(data::putData);
            if (!bundle.containsKey("text/plain")) {
                data.putText(text(value));
            }
            return data;
        });
    }

    private String text(Object value) {
        var text = shortened(text(value, List.of()));
        return value instanceof CharSequence ? text : wording.apply(text);
    }

    private static String shortened(String text) {
        return text.length() <= MOST_CHARS ? text : text.substring(0, MOST_CHARS) + "... (" + text.length() + " characters)";
    }

    /// @param around the arrays that this is in, one of which it may be itself
    private static String text(Object value, List<Object> around) {
        return switch (value) {
            case null -> "null";
            case Object array when array.getClass().isArray() -> around.stream().anyMatch(other -> other == array) ? "[...]"
                : array(array, Stream.concat(around.stream(), Stream.of(array)).toList());
            case Collection<?> many when many.size() > MOST_ELEMENTS && isOfJdk(many) -> joined(many.stream(), many.size(), "[", "]");
            case Map<?, ?> many when many.size() > MOST_ELEMENTS && isOfJdk(many) -> joined(many.entrySet().stream(), many.size(), "{", "}");
            default -> Objects.requireNonNullElse(value.toString(), "null");
        };
    }

    private static String array(Object array, List<Object> within) {
        int length = Array.getLength(array);
        return joined(IntStream.range(0, length).mapToObj(i -> text(Array.get(array, i), within)), length, "[", "]");
    }

    /// As the value's own `toString` has it, which would take a million elements to the browser.
    private static String joined(Stream<?> elements, int count, String start, String end) {
        return elements.limit(MOST_ELEMENTS).map(String::valueOf)
            .collect(Collectors.joining(", ", start, count > MOST_ELEMENTS ? ", ... (" + count + " elements)" + end : end));
    }

    private static boolean isOfJdk(Object value) {
        return value.getClass().getClassLoader() == null;
    }
}
