package dev.solstice.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// A tree taken apart: a structure and its leaves. Here are also the functions on trees.
///
/// A tree is any Java value. Records, lists, maps, object arrays, optionals, map entries and what is registered are nodes;
/// null is an empty subtree; everything else is a leaf. Record components of primitive type or marked [Static] are
/// metadata: a part of the structure.
///
/// ```java
/// record Affine(Array weight, Array bias, int inFeatures) {}
/// var affine = new Affine(Array.of(1f, 2f), Array.of(3f), 2);
/// Tree<Object> flat = Tree.flatten(affine);                          // two leaves; inFeatures is in flat.treedef()
/// Affine twice = Tree.map(leaf -> ((Array) leaf).mul(2), affine);    // an Affine again
/// Tree<Boolean> mask = flat.map(leaf -> true);                       // the same structure with leaves that an Affine cannot hold
/// ```
///
/// A `Tree` object is itself a tree: of its leaves, with its structure as metadata.
///
/// @param treedef the structure
/// @param leaves the leaves in order; null where a leaf was taken away
/// @param <T> the type of the leaves
public record Tree<T>(@Static TreeDef treedef, List<T> leaves) {

    public Tree {
        leaves = leaves == null ? null : Collections.unmodifiableList(new ArrayList<>(leaves));
        if (leaves != null && leaves.size() != treedef.leafCount()) {
            throw new TreeException("the number of leaves is wrong", null,
                    treedef.leafCount() + " for the structure " + treedef, String.valueOf(leaves.size()), null);
        }
    }

    /// The value that this is the tree of. A null leaf leaves a hole.
    ///
    /// @throws TreeException if a record component or an array cannot hold its leaf
    public Object unflatten() {
        return treedef.unflatten(leaves);
    }

    /// The same structure with leaves of any type. Null leaves (holes) stay.
    public <R> Tree<R> map(Function<? super T, ? extends R> f) {
        var mapped = new ArrayList<R>(leaves.size());
        leaves.forEach(leaf -> mapped.add(leaf == null ? null : f.apply(leaf)));
        return new Tree<>(treedef, mapped);
    }

    /// Takes a tree apart.
    public static Tree<Object> flatten(Object tree) {
        var leaves = new ArrayList<Object>();
        return new Tree<>(Flattening.of(tree, leaves), leaves);
    }

    /// Takes a tree apart, but not further than to the subtrees for which `isLeaf` holds. It is asked of nulls, too:
    /// with `Objects::isNull` a null is a leaf.
    public static Tree<Object> flatten(Object tree, Predicate<Object> isLeaf) {
        var leaves = new ArrayList<Object>();
        return new Tree<>(Flattening.of(tree, isLeaf, leaves), leaves);
    }

    /// The leaves in order.
    public static List<Object> leaves(Object tree) {
        var leaves = new ArrayList<Object>();
        Flattening.of(tree, leaves);
        return leaves;
    }

    /// Everything but the leaves.
    public static TreeDef structure(Object tree) {
        return Flattening.of(tree, new ArrayList<>());
    }

    /// The leaves in order, each with its path.
    public static List<PathLeaf> leavesWithPath(Object tree) {
        Tree<Object> flat = flatten(tree);
        List<KeyPath> paths = flat.treedef.paths();
        var found = new ArrayList<PathLeaf>(paths.size());
        for (int i = 0; i < paths.size(); i++) {
            found.add(new PathLeaf(paths.get(i), flat.leaves.get(i)));
        }
        return found;
    }

    /// A tree of the same structure whose leaves are those of `tree` under `f`. If `f` returns null there is a hole.
    public static <M> M map(UnaryOperator<Object> f, M tree) {
        var leaves = new ArrayList<Object>();
        TreeDef treedef = Flattening.of(tree, leaves);
        leaves.replaceAll(f);
        return cast(treedef.unflatten(leaves));
    }

    /// A tree of the structure of `tree`, each leaf made of the leaf of `tree` and what `rest` has in its place.
    ///
    /// @param rest a tree of which the structure of `tree` is a prefix: mostly the same structure
    /// @throws TreeException naming the first place where the structures differ
    public static <M> M map(BinaryOperator<Object> f, M tree, Object rest) {
        var leaves = new ArrayList<Object>();
        TreeDef treedef = Flattening.of(tree, leaves);
        List<Object> others = treedef.flattenUpTo(rest);
        for (int i = 0; i < others.size(); i++) {
            leaves.set(i, f.apply(leaves.get(i), others.get(i)));
        }
        return cast(treedef.unflatten(leaves));
    }

    /// The same for any number of trees: `f` gets what all of them have in one place, in the order of the trees.
    public static <M> M map(Function<Object[], Object> f, M first, Object... rest) {
        var leaves = new ArrayList<Object>();
        TreeDef treedef = Flattening.of(first, leaves);
        List<List<Object>> others = Arrays.stream(rest).map(treedef::flattenUpTo).toList();
        for (int i = 0; i < leaves.size(); i++) {
            var row = new Object[rest.length + 1];
            row[0] = leaves.get(i);
            for (int j = 0; j < rest.length; j++) {
                row[j + 1] = others.get(j).get(i);
            }
            leaves.set(i, f.apply(row));
        }
        return cast(treedef.unflatten(leaves));
    }

    /// Like [#map], and `f` is also told where the leaf is.
    public static <M> M mapWithPath(BiFunction<KeyPath, Object, Object> f, M tree) {
        var leaves = new ArrayList<Object>();
        TreeDef treedef = Flattening.of(tree, leaves);
        List<KeyPath> paths = treedef.paths();
        for (int i = 0; i < paths.size(); i++) {
            leaves.set(i, f.apply(paths.get(i), leaves.get(i)));
        }
        return cast(treedef.unflatten(leaves));
    }

    /// Goes through the leaves in order: `f(... f(f(initial, leaf0), leaf1) ..., leafN)`.
    public static <A> A reduce(BiFunction<A, Object, A> f, Object tree, A initial) {
        A result = initial;
        for (Object leaf : leaves(tree)) {
            result = f.apply(result, leaf);
        }
        return result;
    }

    /// The subtrees directly inside a node; none for a leaf and for null.
    public static List<Child> children(Object node) {
        return components(node).stream().filter(child -> !child.isStatic()).toList();
    }

    /// The subtrees and the metadata directly inside a node, in the order of declaration.
    public static List<Child> components(Object node) {
        return Nodes.components(node);
    }

    /// Whether a value is a leaf. Null is none.
    public static boolean isLeaf(Object value) {
        return value != null && NodeTypes.of(value) == null;
    }

    /// Makes a tree of trees inside out: from a tree of structure `outer` whose leaves have been replaced by trees of
    /// structure `inner`, a tree of structure `inner` with trees of structure `outer`.
    ///
    /// ```java
    /// Tree.transpose(Tree.structure(List.of(0, 0)), Tree.structure(Map.of("p", 0)),
    ///         List.of(Map.of("p", 1), Map.of("p", 2)));          // {p=[1, 2]}
    /// ```
    public static Object transpose(TreeDef outer, TreeDef inner, Object tree) {
        List<List<Object>> rows = outer.flattenUpTo(tree).stream().map(inner::flattenUpTo).toList();
        var columns = new ArrayList<Object>();
        for (int i = 0; i < inner.leafCount(); i++) {
            int column = i;
            columns.add(outer.unflatten(rows.stream().map(row -> row.get(column)).toArray()));
        }
        return inner.unflatten(columns);
    }

    /// What `prefix` says about each leaf of `tree`: one value for each leaf, in order.
    ///
    /// ```java
    /// Tree.broadcastPrefix(List.of(true, false), List.of(List.of(1, 2), 3));     // [true, true, false]
    /// ```
    ///
    /// @param prefix a tree (or a [Tree]) whose structure is a prefix of the structure of `tree`
    /// @throws TreeException naming the first place where it is not
    public static List<Object> broadcastPrefix(Object prefix, Object tree) {
        return Prefix.broadcast(prefix, tree, node -> false);
    }

    /// The same with subtrees of the prefix, or nulls in it, that are leaves.
    public static List<Object> broadcastPrefix(Object prefix, Object tree, Predicate<Object> isLeaf) {
        return Prefix.broadcast(prefix, tree, isLeaf);
    }

    /// A tree like `tree` with `replacement` at the place that `where` names. Nothing else changes.
    ///
    /// ```java
    /// Tree.at(model, m -> m.layers().get(1).weight(), newWeight);
    /// Tree.at(model, m -> m.out(), newLayer);
    /// Tree.at(model, m -> m.dropout().inference(), true);           // metadata, too
    /// ```
    ///
    /// @param where names a node, a leaf, a null or a metadata component; see [Selector]
    /// @param replacement anything that fits there, null included
    /// @throws TreeException if the selector names nothing in the tree or depends on the value of a leaf, or if the
    ///     replacement does not fit
    public static <M> M at(M tree, Selector<? super M> where, Object replacement) {
        return at(tree, new Resolver<>(tree).resolve(where, replacement), replacement);
    }

    /// The same for several places: the first replacement goes to the place that the first selector names, and so on.
    ///
    /// @throws TreeException also if two selectors name the same place or overlap, or if the lists differ in length
    public static <M> M at(M tree, List<? extends Selector<? super M>> where, List<?> replacements) {
        if (where.size() != replacements.size()) {
            throw new TreeException("each selector needs its replacement", null, where.size() + " replacements",
                    String.valueOf(replacements.size()), null);
        }
        var resolver = new Resolver<>(tree);
        var edits = new ArrayList<Surgery.Edit>();
        for (int i = 0; i < where.size(); i++) {
            Object replacement = replacements.get(i);
            edits.add(new Surgery.Edit(resolver.resolve(where.get(i), replacement), old -> replacement));
        }
        return cast(Surgery.apply(tree, edits));
    }

    /// The same by path.
    public static <M> M at(M tree, KeyPath where, Object replacement) {
        return update(tree, where, old -> replacement);
    }

    /// A tree like `tree` in which the place that `where` names holds `f` of what it held.
    ///
    /// ```java
    /// Tree.update(model, m -> m.out().bias(), bias -> bias.mul(2));
    /// ```
    public static <M, V> M update(M tree, Function<? super M, V> where, UnaryOperator<V> f) {
        KeyPath path = pathOf(tree, where::apply);
        return update(tree, path, old -> f.apply(cast(old)));
    }

    /// The same for several places.
    public static <M> M update(M tree, List<? extends Selector<? super M>> where, UnaryOperator<Object> f) {
        var resolver = new Resolver<>(tree);
        return cast(Surgery.apply(tree, where.stream()
                .map(selector -> new Surgery.Edit(resolver.resolve(selector, null), f)).toList()));
    }

    /// The same by path.
    public static <M> M update(M tree, KeyPath where, UnaryOperator<Object> f) {
        return cast(Surgery.apply(tree, List.of(new Surgery.Edit(where, f))));
    }

    /// The path of the place that a selector names.
    public static <M> KeyPath pathOf(M tree, Selector<? super M> where) {
        return new Resolver<>(tree).resolve(where, null);
    }

    /// Whether two trees have equal structures and equal leaves; see [Equality].
    public static boolean equal(Object a, Object b) {
        return Equality.EXACT.test(a, b);
    }

    /// Whether two trees are equal by other rules.
    public static boolean equal(Object a, Object b, Equality rules) {
        return rules.test(a, b);
    }

    /// Checks that no node is in the tree twice or inside itself. Leaves, nulls and nodes without leaves may repeat.
    ///
    /// @throws TreeException naming both places
    public static void check(Object tree) {
        Sharing.check(tree);
    }

    /// The tree as text of at most `width` columns; see [Format] for more choice.
    public static String format(Object tree, int width) {
        return Format.DEFAULT.withWidth(width).apply(tree);
    }

    /// The tree as text of at most 80 columns.
    public static String format(Object tree) {
        return Format.DEFAULT.apply(tree);
    }

    /// Makes a class a node of trees. It holds for exactly this class, from now on; trees taken apart before keep their
    /// structure. Registering again (a cell that is run again) replaces the former rules.
    public static <T> void register(Class<T> type, Flatten<T> flatten) {
        NodeTypes.register(type, flatten);
    }

    /// By structure and leaves, each of which counts as metadata does: by `equals` and type, arrays of Java by their content.
    @Override
    public boolean equals(Object other) {
        return other instanceof Tree<?> tree && treedef.equals(tree.treedef) && Metadata.same(leavesOf(this), leavesOf(tree));
    }

    @Override
    public int hashCode() {
        return 31 * treedef.hashCode() + Metadata.hash(leavesOf(this));
    }

    private static Object[] leavesOf(Tree<?> tree) {
        return tree.leaves == null ? null : tree.leaves.toArray();
    }

    /// The structure with the leaves in it, as [#format] prints trees.
    @Override
    public String toString() {
        return Format.DEFAULT.structure(treedef, leaves.stream().map(Format::plain).toList());
    }

    @SuppressWarnings("unchecked") // a tree of the structure of an M is an M, because unflatten makes the same classes
    private static <M> M cast(Object tree) {
        return (M) tree;
    }
}
