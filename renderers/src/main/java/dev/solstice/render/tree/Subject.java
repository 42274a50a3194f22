package dev.solstice.render.tree;

import dev.solstice.render.tensor.Statistics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a view is of: a tree, what is to be told apart in it, and what it is compared with.
///
/// @param other    a tree that the first is compared with; the differences are from `tree` to `other`
/// @param overlays trees of the first one's structure whose norms stand beside its rows, by name
public record Subject(Object tree, Partitioning partition, Optional<Object> other, Map<String, Object> overlays,
        Statistics.Effort effort) {

    public static Subject of(Object tree) {
        return new Subject(tree, Partitioning.byKind(), Optional.empty(), Map.of(), Statistics.Effort.FULL);
    }

    public Subject partitioned(Partitioning by) {
        return new Subject(tree, by, other, overlays, effort);
    }

    public Subject comparedWith(Object another) {
        return new Subject(tree, partition, Optional.of(another), overlays, effort);
    }

    public Subject overlaid(String name, Object values) {
        var more = new LinkedHashMap<>(overlays);
        more.put(name, values);
        return new Subject(tree, partition, other, more, effort);
    }

    public Subject with(Statistics.Effort another) {
        return new Subject(tree, partition, other, overlays, another);
    }
}
