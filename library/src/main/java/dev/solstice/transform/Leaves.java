package dev.solstice.transform;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.tree.PathLeaf;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeDef;
import java.util.Arrays;

/// The arrays at the leaves of a tree, in order, and the structure to put results back into.
///
/// @param arrays  the leaves; Java numbers and booleans have become arrays of rank 0
/// @param treedef the structure they hang in
record Leaves(Array[] arrays, TreeDef treedef) {
    /// @param transformation the user's word for what wants arrays, for the error
    /// @throws IllegalArgumentException naming the path of a leaf that is no array
    static Leaves of(String transformation, Object tree) {
        var flat = Tree.flatten(tree);
        var arrays = new Array[flat.leaves().size()];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] = switch (flat.leaves().get(i)) {
                case Array array -> array;
                case Number number -> Array.scalar(number);
                case Boolean bool -> Array.scalar(bool);
                case Object other -> throw notAnArray(transformation, tree, i, other);
            };
        }
        return new Leaves(arrays, flat.treedef());
    }

    private static IllegalArgumentException notAnArray(String transformation, Object tree, int i, Object leaf) {
        var remedy = switch (transformation) {
            case "jit", "grad", "vmap" -> "Use filter" + Character.toUpperCase(transformation.charAt(0)) + transformation.substring(1)
                    + ", which leaves everything that is no array alone.";
            default -> "Partition the tree by isArray(), apply " + transformation + " to the half that has arrays, and combine inside the function.";
        };
        return Mistake.of("""
                %s works on trees of arrays, but the leaf %s is no array: it is %s, of type %s.
                %s"""
                .formatted(transformation, path(tree, i), leaf, leaf.getClass().getSimpleName(), remedy));
    }

    /// The tree with other leaves. (It is the caller who knows that the type fits.)
    @SuppressWarnings("unchecked")
    <T> T unflatten(Array[] leaves) {
        return (T) treedef.unflatten(Arrays.asList(leaves));
    }

    /// Null leaves become zeros.
    <T> T unflattenTangents(Array[] tangents) {
        var out = new Array[tangents.length];
        for (int i = 0; i < out.length; i++) out[i] = Zeros.instantiate(tangents[i], arrays[i]);
        return unflatten(out);
    }

    static String path(Object tree, int leaf) {
        PathLeaf found = Tree.leavesWithPath(tree).get(leaf);
        return found.path().toString().isEmpty() ? "(the whole tree)" : found.path().toString();
    }
}
