package dev.solstice.filter;

import dev.solstice.core.Array;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.PathLeaf;
import dev.solstice.tree.Selector;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Chooses leaves of a tree, by what they are and where they are. Equinox's filter specification.
///
/// ```java
/// var lastLayer = Filter.at(model, m -> m.layers().getLast());
/// partition(model, isInexactArray().and(lastLayer.not()))
/// ```
@FunctionalInterface
public interface Filter {
    /// Whether the leaf at this path is chosen.
    boolean test(KeyPath path, Object leaf);

    /// Whether each leaf of `tree`, in order, is chosen.
    default List<Boolean> mask(Object tree) {
        var out = new ArrayList<Boolean>();
        for (PathLeaf leaf : Tree.leavesWithPath(tree)) out.add(test(leaf.path(), leaf.value()));
        return out;
    }

    default Filter and(Filter other) {
        return new Filters.Both(this, other);
    }

    default Filter or(Filter other) {
        return new Filters.Both(not(), other.not()).not();
    }

    default Filter not() {
        return new Filters.Not(this);
    }

    /// By the leaf alone.
    static Filter of(Predicate<Object> predicate) {
        return new Filters.ByLeaf(predicate);
    }

    /// This filter for the leaves inside of a node, where the kind of the node decides: nothing inside of a [Frozen] is [#trainable].
    /// For what goes through a tree by itself, such as a view.
    default Filter inside(Object node) {
        return this;
    }

    /// The tree that [#prefix] made this filter of; nothing for other filters. A view shows by it which node decides.
    default Optional<Object> prefixTree() {
        return Optional.empty();
    }

    /// By a tree of booleans or filters that is a prefix of the tree to be filtered; a `Tree<Boolean>` too.
    static Filter prefix(Object prefix) {
        return new Filters.Prefix(prefix);
    }

    /// The leaves at and under the nodes that the selectors name in `model`.
    @SafeVarargs
    static <M> Filter at(M model, Selector<? super M>... where) {
        return new Filters.Under(Arrays.stream(where).map(selector -> Tree.<M>pathOf(model, selector)).toList());
    }

    /// The leaves at and under a path as [KeyPath#toString] prints it: `".layers().get(1)"`.
    static Filter under(String path) {
        return new Filters.Under(List.of(KeyPath.parse(path)));
    }

    /// Every leaf.
    static Filter all() {
        return of(_ -> true);
    }

    /// No leaf.
    static Filter none() {
        return of(_ -> false);
    }

    /// Arrays of any dtype. Equinox's `is_array`.
    static Filter isArray() {
        return of(leaf -> leaf instanceof Array);
    }

    /// Arrays that can be differentiated by: of floating or complex dtype. Equinox's `is_inexact_array`.
    static Filter isInexactArray() {
        return of(leaf -> leaf instanceof Array array && array.dtype().isInexact());
    }

    /// What training changes: floating and complex arrays that are not inside a [Frozen].
    static Filter trainable() {
        return new Filters.Outside(Frozen.class, isInexactArray());
    }

    /// What weight decay makes smaller: trainable arrays that are not inside a [Parameter].
    static Filter decaying() {
        return new Filters.Outside(Parameter.class, isInexactArray());
    }

    /// Arrays, Java numbers and booleans. Equinox's `is_array_like`.
    static Filter isArrayLike() {
        return of(leaf -> leaf instanceof Array || leaf instanceof Number || leaf instanceof Boolean);
    }

    /// Floating-point and complex arrays and Java numbers. Equinox's `is_inexact_array_like`.
    static Filter isInexactArrayLike() {
        return of(leaf -> leaf instanceof Float || leaf instanceof Double
                || leaf instanceof Array array && array.dtype().isInexact());
    }
}
