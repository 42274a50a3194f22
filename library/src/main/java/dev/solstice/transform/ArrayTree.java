package dev.solstice.transform;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.ShapeStruct;
import dev.solstice.tree.Difference;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeDef;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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

    /// The tree with types for arrays: what may be kept of a traced tree.
    public ArrayTree types() {
        return new ArrayTree(treedef, statics, Arrays.stream(arrays).map(array -> new ShapeStruct(array.dtype(), array.shape())).toArray(Array[]::new));
    }

    /// Checks that a function gives back what it was given, up to the values in the arrays.
    ///
    /// @param what the user's word for what has to stay, for the error
    /// @throws IllegalArgumentException naming the first difference, its path, what was expected and got
    public void requireSameTypes(String what, ArrayTree result) {
        requireSameTypes(what + " has to keep its structure, dtypes and shapes", "it is", "becomes", result);
    }

    /// As [#requireSameTypes], in other words: "claim: at path one X, but other Y."
    public void requireSameTypes(String claim, String one, String other, ArrayTree result) {
        difference(result).ifPresent(found -> {
            throw Mistake.of("%s: at %s %s %s, but %s %s. %s".formatted(claim, found.path().toString().isEmpty() ? "the root" : found.path(),
                    one, found.expected(), other, found.got(), found.remedy()));
        });
    }

    /// The first place where another tree has another structure, dtype, shape, or value that is no array.
    public Optional<Difference> difference(ArrayTree other) {
        var structures = treedef.differenceFrom(other.treedef);
        if (structures.isPresent()) {
            var found = structures.get();
            return Optional.of(new Difference(found.path(), found.expected(), found.got(), Objects.requireNonNullElse(found.remedy(),
                    "Give the same records, lists and nulls, and write what changes into arrays.")));
        }
        int next = 0;
        for (int i = 0; i < statics.size(); i++) {
            var left = statics.get(i);
            var right = other.statics.get(i);
            if (left == null && right == null) {
                var expected = arrays[next].abstractValue();
                var got = other.arrays[next++].abstractValue();
                if (!expected.equals(got)) {
                    return difference(i, expected, got, expected.dtype() == got.dtype() ? "Reshape or broadcast one of them." : "Convert one of them with astype.");
                }
            } else if (!Objects.equals(left, right)) {
                return difference(i, Objects.requireNonNullElse(left, "an array"), Objects.requireNonNullElse(right, "an array"),
                        "What changes has to be an Array, for example Array.scalar(0).");
            }
        }
        return Optional.empty();
    }

    private Optional<Difference> difference(int leaf, Object expected, Object got, String remedy) {
        return Optional.of(new Difference(treedef.paths().get(leaf), expected.toString(), got.toString(), remedy));
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
