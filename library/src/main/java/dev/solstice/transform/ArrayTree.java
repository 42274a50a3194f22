package dev.solstice.transform;

import dev.solstice.core.Array;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeDef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/// A tree of any values as its arrays, and the rest: what control flow carries along.
///
/// @param treedef the structure
/// @param statics the leaves, null where there is an array
/// @param arrays  the arrays in order
public record ArrayTree(TreeDef treedef, List<Object> statics, Array[] arrays) {
    public static ArrayTree of(Object tree) {
        var flat = Tree.flatten(tree);
        var statics = new ArrayList<Object>(flat.leaves());
        statics.replaceAll(leaf -> leaf instanceof Array ? null : leaf);
        return new ArrayTree(flat.treedef(), Collections.unmodifiableList(statics),
                flat.leaves().stream().filter(Array.class::isInstance).toArray(Array[]::new));
    }

    /// The tree with other arrays.
    @SuppressWarnings("unchecked") // the caller knows what it took apart
    public <T> T with(Array[] others) {
        var leaves = new ArrayList<>(statics);
        int next = 0;
        for (int i = 0; i < leaves.size(); i++) if (leaves.get(i) == null) leaves.set(i, others[next++]);
        return (T) treedef.unflatten(leaves);
    }

    /// Checks that a function gives back what it was given, up to the values in the arrays.
    ///
    /// @param what the user's word for what has to stay, for the error
    /// @throws IllegalArgumentException naming the first difference, its path, what was expected and got
    public void requireSameTypes(String what, ArrayTree result) {
        if (!treedef.equals(result.treedef)) {
            throw new IllegalArgumentException(what + " has to keep its structure: expected " + treedef + ", got " + result.treedef);
        }
        var paths = treedef.paths();
        int next = 0;
        for (int i = 0; i < statics.size(); i++) {
            var one = statics.get(i);
            var other = result.statics.get(i);
            if (one == null && other == null) {
                requireSameType(what, paths.get(i), arrays[next], result.arrays[next]);
                next++;
            } else if (!Objects.equals(one, other)) {
                throw new IllegalArgumentException("%s has to stay the same where it is no array, but at %s it was %s and became %s. What changes has to be an Array, for example Array.scalar(0)."
                        .formatted(what, paths.get(i), Objects.requireNonNullElse(one, "an array"), Objects.requireNonNullElse(other, "an array")));
            }
        }
    }

    private static void requireSameType(String what, KeyPath path, Array expected, Array got) {
        if (!expected.abstractValue().equals(got.abstractValue())) {
            throw new IllegalArgumentException("%s has to keep its dtypes and shapes, but at %s it was %s and became %s."
                    .formatted(what, path.toString().isEmpty() ? "the root" : path, expected.summary(), got.summary()));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArrayTree that && treedef.equals(that.treedef) && statics.equals(that.statics) && Arrays.equals(arrays, that.arrays);
    }

    @Override
    public int hashCode() {
        return Objects.hash(treedef, statics);
    }
}
