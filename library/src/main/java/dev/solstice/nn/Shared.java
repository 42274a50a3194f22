package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Selector;
import dev.solstice.tree.Static;
import dev.solstice.tree.Tree;
import java.util.List;
import java.util.function.Function;

/// A tree in which one node is used in two places: the embedding of a language model, say, as the weight of its last layer.
/// A PyTree has every node once, so the second place is empty until [#get()] fills it with the first.
///
/// ```java
/// record Ends(Embedding embedding, Linear head) {}
/// var ends = new Ends(Embedding.of(10, 4, k0), Linear.of(4, 10, k1));
/// var shared = Shared.of(ends, e -> e.head().weight(), e -> e.embedding().weight());
/// shared.get().head().weight() == shared.get().embedding().weight()   // true
/// ```
///
/// There is one copy to learn: derivatives by both places add up. Source: `equinox.nn.Shared`.
///
/// @param tree with nothing in the second places
/// @param where the second places
/// @param source what comes there, made from `tree`
public record Shared<M>(M tree, @Static List<KeyPath> where, @Static Function<M, List<?>> source) {
    /// @param where the place that has no value of its own
    /// @param source what comes there: something from elsewhere in the tree, transposed for example
    /// @throws IllegalArgumentException if both differ in structure, shapes or dtypes
    public static <M> Shared<M> of(M tree, Selector<? super M> where, Function<M, ?> source) {
        return ofAll(tree, List.of(where), whole -> List.of(source.apply(whole)));
    }

    /// Several places, and as many values.
    public static <M> Shared<M> ofAll(M tree, List<? extends Selector<? super M>> where, Function<M, List<?>> source) {
        var paths = where.stream().map(selector -> Tree.pathOf(tree, selector)).toList();
        var values = source.apply(tree);
        M rest = tree;
        for (int i = 0; i < paths.size(); i++) {
            var old = paths.get(i).get(tree);
            if (!State.haveSameShapes(old, values.get(i))) {
                throw Mistake.of("what is shared must have the structure, shapes and dtypes of what was there: at "
                        + paths.get(i) + " is " + Tree.format(old) + ", to be shared is " + Tree.format(values.get(i)));
            }
            rest = Tree.at(rest, paths.get(i), null);
        }
        return new Shared<>(rest, paths, source);
    }

    /// The tree with all its nodes.
    public M get() {
        var values = source.apply(tree);
        M whole = tree;
        for (int i = 0; i < where.size(); i++) whole = Tree.at(whole, where.get(i), values.get(i));
        return whole;
    }
}
