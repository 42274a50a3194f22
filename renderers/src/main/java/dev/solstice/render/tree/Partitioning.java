package dev.solstice.render.tree;

import dev.solstice.filter.Filter;
import dev.solstice.render.model.Part;
import dev.solstice.render.tensor.Tensor;
import dev.solstice.render.tensor.Tensors;
import dev.solstice.tree.KeyPath;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Which part of a model each of its leaves belongs to.
public interface Partitioning {

    /// The parts where one filter selects.
    List<Part> SELECTION = List.of(Part.TRAINABLE, Part.FROZEN, Part.NON_DIFFERENTIABLE, Part.STATIC);

    /// All parts, in the order of the legend.
    List<Part> parts();

    Part partOf(KeyPath path, Object leaf);

    /// This partitioning for the leaves inside of a container, whose kind may decide; mostly the same.
    default Partitioning inside(Object container) {
        return this;
    }

    /// The part of a leaf inside a `Frozen`: nothing trains it.
    default Part frozen(Part part) {
        return part == Part.TRAINABLE ? Part.FROZEN : part;
    }

    /// What the row of a container says besides.
    default Optional<Remark> remark(KeyPath path, Object container) {
        return Optional.empty();
    }

    /// @param wrong whether it is something to look at: a row of its own
    record Remark(String text, boolean wrong) {}

    /// Floating-point arrays are trainable, or frozen inside a `Frozen`; other arrays non-differentiable, everything else static.
    static Partitioning byKind() {
        return of(SELECTION, (path, leaf) -> kindOf(leaf));
    }

    /// What the filter selects is trainable. Of the rest, floating-point arrays are frozen, as a training step
    /// whose filter this is would leave them. With a prefix tree, the rows that decide for all below say so, and where the
    /// structures differ is shown in place.
    static Partitioning where(Filter filter) {
        if (filter.prefixTree().isPresent()) return new PrefixPartitioning(filter.prefixTree().get());
        record Where(Filter filter) implements Partitioning {
            @Override
            public List<Part> parts() {
                return SELECTION;
            }

            @Override
            public Part partOf(KeyPath path, Object leaf) {
                return selected(filter.test(path, leaf), leaf);
            }

            @Override
            public Partitioning inside(Object container) {
                return new Where(filter.inside(container));
            }
        }
        return new Where(filter);
    }

    /// The part of a leaf that a filter has selected or not.
    static Part selected(boolean selected, Object leaf) {
        if (selected) return Part.TRAINABLE;
        Part kind = kindOf(leaf);
        return kind == Part.TRAINABLE ? Part.FROZEN : kind;
    }

    /// One part for each named filter; a leaf belongs to the first that selects it, in the map's order.
    ///
    /// @throws IllegalArgumentException with more than [Part#MOST] filters
    static Partitioning named(Map<String, ? extends Filter> filters) {
        if (filters.size() > Part.MOST) {
            throw new IllegalArgumentException("expected at most %d named filters, got %d: combine some with 'or'"
                    .formatted(Part.MOST, filters.size()));
        }
        var named = new LinkedHashMap<Part, Filter>();
        filters.forEach((name, filter) -> named.put(Part.named(named.size(), name), filter));
        var parts = new ArrayList<>(named.keySet());
        parts.add(Part.REST);
        parts.add(Part.STATIC);
        return new Named(parts, named);
    }

    /// See [#named].
    record Named(List<Part> parts, Map<Part, Filter> filters) implements Partitioning {
        @Override
        public Part partOf(KeyPath path, Object leaf) {
            for (var named : filters.entrySet()) if (named.getValue().test(path, leaf)) return named.getKey();
            return kindOf(leaf) == Part.STATIC ? Part.STATIC : Part.REST;
        }

        @Override
        public Partitioning inside(Object container) {
            var inside = new LinkedHashMap<Part, Filter>();
            filters.forEach((part, filter) -> inside.put(part, filter.inside(container)));
            return new Named(parts, inside);
        }
    }

    static Partitioning of(List<Part> parts, BiFunction<KeyPath, Object, Part> partOf) {
        record Given(List<Part> parts, BiFunction<KeyPath, Object, Part> function) implements Partitioning {
            @Override
            public Part partOf(KeyPath path, Object leaf) {
                return function.apply(path, leaf);
            }
        }
        return new Given(List.copyOf(parts), partOf);
    }

    private static Part kindOf(Object leaf) {
        return Tensors.of(leaf)
                .map(tensor -> tensor.elements() == Tensor.Elements.REAL ? Part.TRAINABLE : Part.NON_DIFFERENTIABLE)
                .orElse(Part.STATIC);
    }
}
