package dev.solstice.filter;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeDef;
import java.util.ArrayList;
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

    /// The tree with `replacement` at each leaf for which the filter does not hold.
    @SuppressWarnings("unchecked") // the same structure as the tree
    public static <M> M filter(M tree, Filter filter, Object replacement) {
        var flat = Tree.flatten(tree);
        var mask = filter.mask(tree);
        var leaves = new ArrayList<Object>(flat.leaves());
        for (int i = 0; i < mask.size(); i++) if (!mask.get(i)) leaves.set(i, replacement);
        return (M) flat.treedef().unflatten(leaves);
    }

    /// The first leaf there is at each place; undoes [#partition]. Equinox's `combine`.
    @SafeVarargs
    @SuppressWarnings("unchecked") // same structure as the halves
    public static <M> M combine(M first, M... rest) {
        var flat = Tree.flatten(first, Objects::isNull);
        var leaves = new ArrayList<Object>(flat.leaves());
        for (var other : rest) {
            var others = flat.treedef().flattenUpTo(other);
            for (int i = 0; i < leaves.size(); i++) if (leaves.get(i) == null) leaves.set(i, others.get(i));
        }
        return (M) flat.treedef().unflatten(leaves);
    }

    /// `model + updates`, leaf by leaf; holes in the updates change nothing, and nothing changes what is
    /// [Frozen]. Equinox's `apply_updates`.
    @SuppressWarnings("unchecked") // same structure as the model
    public static <M> M applyUpdates(M model, M updates) {
        var flat = Tree.flatten(model);
        var changes = Tree.broadcastPrefix(updates, model, Objects::isNull);
        var free = Filters.NOT_FROZEN.mask(model);
        var leaves = new ArrayList<Object>(flat.leaves());
        for (int i = 0; i < leaves.size(); i++) {
            if (free.get(i) && changes.get(i) != null) leaves.set(i, add(leaves.get(i), changes.get(i), flat.treedef(), i));
        }
        return (M) flat.treedef().unflatten(leaves);
    }

    private static Array add(Object leaf, Object update, TreeDef structure, int i) {
        if (!(leaf instanceof Array array && update instanceof Array change)) {
            throw Mistake.of("applyUpdates adds arrays to arrays, but at %s is %s and its update is %s. An update of null changes nothing"
                    .formatted(place(structure, i), leaf, update));
        }
        var sum = array.add(change).astype(array.dtype());
        if (sum.shape().equals(array.shape())) return sum;
        throw Mistake.of("applyUpdates keeps shapes, but the update of the parameter %s at %s is %s"
                .formatted(array.summary(), place(structure, i), change.summary()));
    }

    private static String place(TreeDef structure, int leaf) {
        var path = structure.paths().get(leaf).toString();
        return path.isEmpty() ? "the root" : path;
    }
}
