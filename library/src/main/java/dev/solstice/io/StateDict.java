package dev.solstice.io;

import dev.solstice.core.Array;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.PathLeaf;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// The arrays of a model by name, in the model's order: `layers.1.weight`.
///
/// ```java
/// var arrays = StateDict.of(model);
/// var same = arrays.into(model);
/// var renamed = arrays.rename(name -> "encoder." + name);
/// ```
///
/// A name is the path of the array with dots: components by their names, elements of lists and arrays by their
/// numbers, entries of maps by their keys (quoted if they hold more than letters, digits, `_` and `-`).
///
/// Source: PyTorch's `Module.state_dict`, `load_state_dict`.
///
/// @param arrays by name, in the order of the map that is given
public record StateDict(Map<String, Array> arrays) {
    public StateDict {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /// The arrays of a tree. Leaves that are none are left out.
    public static StateDict of(Object tree) {
        var arrays = new LinkedHashMap<String, Array>();
        for (var leaf : arraysOf(tree)) arrays.put(name(leaf.path()), (Array) leaf.value());
        return new StateDict(arrays);
    }

    /// A tree like `like` with these arrays. What is no array stays.
    ///
    /// @param like a model of the same structure; shapes without values (`evalShape`) do
    /// @throws Mismatch.Exception if names, shapes or dtypes differ anywhere; it lists every place
    public <M> M into(M like) {
        return into(like, "the state dict");
    }

    <M> M into(M like, String what) {
        var mismatches = mismatches(like);
        if (!mismatches.isEmpty()) {
            throw new Mismatch.Exception(what, mismatches, "make the model as it was when this was saved, `rename` the arrays, or take only "
                    + "what fits with `intoMatching`");
        }
        return intoMatching(like);
    }

    /// A tree like `like` with those of these arrays that fit it: those of the same name, shape and dtype.
    /// [#mismatches] tells which do not.
    public <M> M intoMatching(M like) {
        return Tree.mapWithPath((path, leaf) -> {
            if (!(leaf instanceof Array expected)) return leaf;
            var array = arrays.get(name(path));
            return array != null && array.abstractValue().equals(expected.abstractValue()) ? array : leaf;
        }, like);
    }

    /// Where these arrays and those of `tree` differ in name, shape or dtype; empty if they fit.
    public List<Mismatch> mismatches(Object tree) {
        var mismatches = new ArrayList<Mismatch>();
        var unexpected = new LinkedHashMap<>(arrays);
        for (var leaf : arraysOf(tree)) {
            var name = name(leaf.path());
            var expected = (Array) leaf.value();
            var array = unexpected.remove(name);
            if (array == null) {
                mismatches.add(new Mismatch.Missing(name, expected.dtype(), expected.shape()));
            } else if (!array.abstractValue().equals(expected.abstractValue())) {
                mismatches.add(new Mismatch.Different(name, expected.dtype(), expected.shape(), array.dtype(), array.shape()));
            }
        }
        unexpected.forEach((name, array) -> mismatches.add(new Mismatch.Unexpected(name, array.dtype(), array.shape())));
        return mismatches;
    }

    /// The same arrays under other names.
    ///
    /// @throws IllegalArgumentException if two get the same name
    public StateDict rename(UnaryOperator<String> newName) {
        var renamed = new LinkedHashMap<String, Array>();
        arrays.forEach((name, array) -> {
            if (renamed.put(newName.apply(name), array) != null) {
                throw new IllegalArgumentException("two arrays would be called " + newName.apply(name) + ", one of them " + name);
            }
        });
        return new StateDict(renamed);
    }

    private static List<PathLeaf> arraysOf(Object tree) {
        return Tree.leavesWithPath(tree).stream().filter(leaf -> leaf.value() instanceof Array).toList();
    }

    static String name(KeyPath path) {
        var name = new StringBuilder();
        for (var key : path.entries()) {
            var word = switch (key) {
                case KeyPath.Field field -> field.name();
                case KeyPath.Index index -> Integer.toString(index.index());
                case KeyPath.Slot slot -> Integer.toString(slot.index());
                case KeyPath.MapKey map -> word(String.valueOf(map.key()));
                case KeyPath.Expression expression -> word(expression.source());
                case KeyPath.Some _ -> "";
            };
            if (!word.isEmpty()) name.append(name.isEmpty() ? "" : ".").append(word);
        }
        return name.toString();
    }

    private static String word(String key) {
        return key.matches("[A-Za-z0-9_-]+") ? key : '"' + key.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
