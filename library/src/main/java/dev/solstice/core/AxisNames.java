package dev.solstice.core;

import dev.solstice.array.Mistake;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The named batch axes in scope, outermost first: what [Primitive.Collective]s can refer to.
public final class AxisNames {
    private static final ScopedValue<Map<String, Integer>> CURRENT = ScopedValue.newInstance();

    private AxisNames() {}

    /// The axes in scope and their sizes.
    public static Map<String, Integer> current() {
        return CURRENT.orElse(Map.of());
    }

    /// Runs `body` with one more axis in scope, in this thread only.
    public static <T> T with(String name, int size, Supplier<T> body) {
        var inner = new LinkedHashMap<>(current());
        inner.remove(name); // an inner axis hides an outer one of the same name
        inner.put(name, size);
        return ScopedValue.where(CURRENT, Collections.unmodifiableMap(inner)).call(body::get);
    }

    /// @throws IllegalArgumentException if no axis of this name is in scope
    public static int size(String name) {
        var size = current().get(name);
        if (size == null) throw unbound(name);
        return size;
    }

    /// The error of naming an axis that is not in scope.
    public static IllegalArgumentException unbound(String name) {
        var names = current().keySet();
        return Mistake.of("""
                there is no axis named '%s' here: %s.
                Name the axis where it is mapped: vmap(f, MapAxes.in(0).name("%s")), and compute along it inside f.""".formatted(
                name, names.isEmpty() ? "no named axis is in scope" : "in scope are " + String.join(", ", names), name));
    }

    /// The axes that a primitive computes along, by itself or in the programs that it calls.
    public static Set<String> of(Primitive primitive) {
        return switch (primitive) {
            case Primitive.Collective collective -> Set.of(collective.axisName());
            case Primitive.HigherOrder program -> {
                var names = new LinkedHashSet<String>();
                program.programs().forEach(jaxpr -> names.addAll(of(jaxpr)));
                yield names;
            }
            default -> Set.of();
        };
    }

    private static Set<String> of(Jaxpr jaxpr) {
        return jaxpr.derived("axis names", () -> {
            var names = new LinkedHashSet<String>();
            jaxpr.equations().forEach(equation -> names.addAll(of(equation.primitive())));
            return names;
        });
    }
}
