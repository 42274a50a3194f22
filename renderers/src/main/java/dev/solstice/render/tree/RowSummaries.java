package dev.solstice.render.tree;

import dev.solstice.filter.Frozen;
import dev.solstice.filter.Parameter;
import dev.solstice.random.Key;
import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Figures;
import dev.solstice.render.tensor.Statistics;
import dev.solstice.render.tensor.Tensor;
import dev.solstice.render.tensor.Tensors;
import dev.solstice.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/// The summaries that are registered. A class that a notebook has redefined can be unloaded with its summary.
public final class RowSummaries {
    private static final int MOST_TO_COMPUTE = 100_000;

    private static final Map<Class<?>, RowSummary<?>> REGISTERED = new WeakHashMap<>();

    static {
        register(Key.class, RowSummaries::words);
        register(Frozen.class, _ -> List.of());
        register(Parameter.class, RowSummaries::computed);
    }

    private RowSummaries() {}

    /// The two words of one key.
    private static List<Cell> words(Key key) {
        return Tensors.of(key.data()).filter(data -> data.hasValues() && data.size() == 2).map(data -> {
            var words = new double[2];
            data.read(0, 2, words);
            return List.<Cell>of(new Cell.Value((long) words[0] + ":" + (long) words[1]));
        }).orElse(List.of());
    }

    /// The value of a parameter, which is not what is stored. A large one is not computed only to be shown, and one with holes,
    /// as in a gradient, has none.
    private static List<Cell> computed(Parameter<?> parameter) {
        long stored = Tree.leaves(parameter).stream().flatMap(leaf -> Tensors.of(leaf).stream()).mapToLong(Tensor::size).sum();
        if (stored > MOST_TO_COMPUTE) return List.of();
        try {
            return Tensors.of(parameter.get()).filter(Tensor::hasValues).<List<Cell>>map(value -> List.of(new Cell.Note("→"),
                    new Cell.Numbers(Figures.statistics(Statistics.of(value, Statistics.Effort.FAST), value.elements())))).orElse(List.of());
        } catch (RuntimeException incomplete) {
            return List.of();
        }
    }

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
