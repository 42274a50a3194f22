package dev.solstice.render.tree;

import dev.solstice.render.model.Cell;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/// The summaries that are registered. A class that a notebook has redefined can be unloaded with its summary.
public final class RowSummaries {
    private static final Map<Class<?>, RowSummary<?>> REGISTERED = new WeakHashMap<>();

    private RowSummaries() {}

    /// For values of this class and its subclasses; a later registration replaces an earlier one.
    public static synchronized <T> void register(Class<T> type, RowSummary<? super T> summary) {
        REGISTERED.put(type, summary);
    }

    /// The summary of the most special class that is registered; nothing if there is none. One that throws is a warning.
    @SuppressWarnings("unchecked") // registered for a class of which the value is an instance
    static List<Cell> of(Object value) {
        var summary = (RowSummary<Object>) found(value.getClass());
        if (summary == null) return List.of();
        try {
            return List.copyOf(summary.summary(value));
        } catch (RuntimeException e) {
            return List.of(new Cell.Warning(Names.of(e), "the summary of " + value.getClass().getSimpleName() + " failed"));
        }
    }

    private static synchronized RowSummary<?> found(Class<?> type) {
        for (Class<?> c = type; c != null; c = c.getSuperclass()) {
            var summary = REGISTERED.get(c);
            if (summary != null) return summary;
        }
        return REGISTERED.entrySet().stream().filter(entry -> entry.getKey().isAssignableFrom(type)).findFirst()
                .map(Map.Entry::getValue).orElse(null);
    }
}
