package dev.solstice.filter;

import dev.solstice.core.Array;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Objects;

/// A tree as two of the same shape, each with holes (null) where the other has its leaf.
///
/// ```java
/// var parts = partition(model, isArray());
/// combine(parts.kept(), parts.rest())   // the model again
/// ```
///
/// @param kept the leaves that the filter chose
/// @param rest the others
public record Partition<M>(M kept, M rest) {
    /// Splits a tree. Equinox's `partition`.
    @SuppressWarnings("unchecked") // both halves have the structure of the tree
    public static <M> Partition<M> partition(M tree, Filter filter) {
        var flat = Tree.flatten(tree);
        var mask = filter.mask(tree);
        var kept = new ArrayList<Object>(flat.leaves());
        var rest = new ArrayList<Object>(flat.leaves());
        for (int i = 0; i < mask.size(); i++) (mask.get(i) ? rest : kept).set(i, null);
        return new Partition<>((M) flat.treedef().unflatten(kept), (M) flat.treedef().unflatten(rest));
    }

    /// The tree with holes where the filter does not hold. Equinox's `filter`.
    public static <M> M filter(M tree, Filter filter) {
        return partition(tree, filter).kept();
    }

    /// The first leaf there is at each place; undoes [#partition]. Equinox's `combine`.
    @SafeVarargs
    public static <M> M combine(M first, M... rest) {
        return Holes.combine(first, rest);
    }

    /// `model + updates`, leaf by leaf; holes in the updates change nothing. Equinox's `apply_updates`.
    public static <M> M applyUpdates(M model, M updates) {
        return Holes.map(leaves -> leaves[1] == null ? leaves[0] : add(leaves[0], leaves[1]), model, updates);
    }

    private static Array add(Object leaf, Object update) {
        if (leaf instanceof Array array && update instanceof Array change) return array.add(change).astype(array.dtype());
        throw new IllegalArgumentException("applyUpdates adds arrays to arrays, but got " + leaf + " and the update " + update);
    }
}
