package dev.solstice.filter;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Reductions;
import dev.solstice.tree.Equality;
import dev.solstice.tree.Tree;

/// Whether trees are equal, as an array: inside of transformations, where the values of arrays are not known yet. On the host,
/// [Tree#equal] says it as a boolean.
public final class TreeEquality {
    private TreeEquality() {}

    /// Whether all trees have the structure and the leaves of the first, bool `[]`. Equinox's `tree_equal`.
    ///
    /// ```java
    /// filterJit((Array a, Array b) -> treeEqual(List.of(a, "name"), List.of(b, "name"))).apply(Array.of(1f), Array.of(1f)).booleanItem()   // true
    /// ```
    public static Array treeEqual(Object... trees) {
        return treeEqual(Equality.EXACT, trees);
    }

    /// [#treeEqual(Object...)] by other rules, such as `Equality.EXACT.within(1e-5, 1e-8)`. What does not depend on values (structures,
    /// shapes, dtypes, leaves that are no arrays) is compared at once.
    public static Array treeEqual(Equality rules, Object... trees) {
        if (trees.length == 0) throw Mistake.of("treeEqual compares at least one tree");
        var first = Tree.flatten(trees[0]);
        var equal = Array.scalar(true);
        for (int i = 1; i < trees.length; i++) {
            var other = Tree.flatten(trees[i]);
            if (!first.treedef().equals(other.treedef())) return Array.scalar(false);
            for (int leaf = 0; leaf < first.leaves().size(); leaf++) {
                equal = Lax.bitwiseAnd(equal, leaf(rules, first.leaves().get(leaf), other.leaves().get(leaf)));
            }
        }
        return equal;
    }

    private static Array leaf(Equality rules, Object a, Object b) {
        if (!(a instanceof Array left) || !(b instanceof Array right)) return Array.scalar(DType.BOOL, rules.test(a, b));
        if (!left.abstractValue().equals(right.abstractValue())) return Array.scalar(false);
        var same = left.eq(right);
        if (left.dtype().isInexact() && (rules.rtol() != 0 || rules.atol() != 0)) {
            same = Lax.bitwiseOr(same, Lax.abs(left.sub(right)).le(Lax.abs(right).mul(rules.rtol()).add(rules.atol())));
        }
        return Reductions.all(same);
    }
}
