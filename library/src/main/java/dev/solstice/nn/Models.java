package dev.solstice.nn;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;
import dev.solstice.tree.Child;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// What is done to all layers of a kind, or to all parameters, wherever in a model they are.
public final class Models {
    private Models() {}

    /// A model with every module of this type replaced. A module inside of a replaced one is not looked at.
    ///
    /// ```java
    /// var model = MLP.of(2, 1, 8, 2, key);
    /// var quiet = mapModules(Linear.class, linear -> Tree.at(linear, l -> l.bias(), linear.bias().mul(0)), model);
    /// quiet.apply(zeros(2)).toString()   // "[0.]"
    /// ```
    public static <M, L> M mapModules(Class<L> type, UnaryOperator<L> change, M model) {
        for (var path : paths(type, model)) model = Tree.update(model, path, module -> change.apply(type.cast(module)));
        return model;
    }

    /// Where in a model the modules of this type are, in the model's order.
    public static List<KeyPath> paths(Class<?> type, Object model) {
        var found = new ArrayList<KeyPath>();
        collect(type, model, KeyPath.ROOT, found);
        return List.copyOf(found);
    }

    private static void collect(Class<?> type, Object node, KeyPath path, List<KeyPath> found) {
        if (type.isInstance(node)) {
            found.add(path);
        } else {
            for (Child child : Tree.children(node)) collect(type, child.value(), path.append(child.key()), found);
        }
    }

    /// How many numbers a model can learn: the elements of its floating and complex arrays.
    ///
    /// ```java
    /// countParameters(Linear.of(3, 4, key))   // 16
    /// ```
    public static long countParameters(Object model) {
        return Tree.leaves(Partition.filter(model, Filter.isInexactArray())).stream().mapToLong(leaf -> ((Array) leaf).size()).sum();
    }

    /// The model with its floating arrays in another floating dtype: half of the memory for inference, say.
    ///
    /// ```java
    /// castParameters(Linear.of(3, 4, key), DType.BFLOAT16).apply(ones(3)).dtype()   // float32: the input is
    /// ```
    public static <M> M castParameters(M model, DType dtype) {
        return Tree.map((Object leaf) -> leaf instanceof Array array && array.dtype().isFloating() ? array.astype(dtype) : leaf, model);
    }
}
