package dev.solstice.transform;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeException;
import java.util.List;
import java.util.function.Function;

/// Resolves a prefix tree of batch axes (numbers, nulls, functions of a leaf) against the tree it is for.
final class AxisSpec {
    private AxisSpec() {}

    /// The axis of each leaf of `tree`, counted from the front; [Batching#NOT_MAPPED] for none.
    static int[] resolve(Object spec, Object tree) {
        return resolve(spec, tree, 0);
    }

    /// As [#resolve] for an axis that is to be put in, for which an array of rank `r` has `r + 1` places.
    static int[] resolveOut(Object spec, Object tree) {
        return resolve(spec, tree, 1);
    }

    private static int[] resolve(Object spec, Object tree, int extraAxes) {
        var specs = spread(spec, tree, extraAxes == 0 ? "axes" : "out axes");
        var leaves = Tree.leaves(tree);
        var out = new int[leaves.size()];
        for (int i = 0; i < out.length; i++) out[i] = place(specs.get(i), tree, i, leaves.get(i), extraAxes);
        return out;
    }

    private static List<Object> spread(Object spec, Object tree, String what) {
        try {
            return Tree.broadcastPrefix(spec, tree, AxisSpec::isSpec);
        } catch (TreeException misfit) {
            throw Mistake.of("the %s %s of vmap do not fit the structure of what they are for.\n%s\nThey are one for all, or a tree of them with that structure."
                    .formatted(what, spec, misfit.getMessage()));
        }
    }

    private static boolean isSpec(Object value) {
        return value == null || value instanceof Integer || value instanceof Function;
    }

    @SuppressWarnings("unchecked") // a function among axes maps a leaf to its axis
    private static int place(Object spec, Object tree, int i, Object leaf, int extraAxes) {
        return switch (spec) {
            case null -> Batching.NOT_MAPPED;
            case Integer axis -> inside(axis, tree, i, leaf, extraAxes);
            case Function<?, ?> function -> place(((Function<Object, Integer>) function).apply(leaf), tree, i, leaf, extraAxes);
            case Object other -> throw Mistake.of(
                    "the axes of vmap are numbers, null, or a tree of these with the argument's structure; got " + other);
        };
    }

    private static int inside(int axis, Object tree, int i, Object leaf, int extraAxes) {
        int rank = (leaf instanceof Array array ? array.rank() : 0) + extraAxes;
        int found = axis < 0 ? axis + rank : axis;
        if (found < 0 || found >= rank) {
            if (extraAxes > 0) {
                throw Mistake.of("vmap cannot put the examples along axis %d of the result %s: each is %s, so that together they have %d %s"
                        .formatted(axis, Leaves.path(tree, i), leaf instanceof Array array ? array.summary() : leaf, rank, rank == 1 ? "axis" : "axes"));
            }
            throw Mistake.of("vmap along axis " + axis + " of " + Leaves.path(tree, i) + ", " + (leaf instanceof Array array ? array.summary() : leaf)
                    + ", which has " + rank + (rank == 1 ? " axis" : " axes") + ". What is not mapped gets the axis null.");
        }
        return found;
    }
}
