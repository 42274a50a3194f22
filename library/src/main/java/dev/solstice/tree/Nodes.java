package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// One level of a tree: what is directly inside a value.
final class Nodes {

    private static final Format BRIEF = Format.DEFAULT.withWidth(Integer.MAX_VALUE).withLimit(6);

    private Nodes() {}

    /// Children and metadata in the order in which they are written down; none for a leaf and for null.
    static List<Child> components(Object node) {
        NodeType type = node == null ? null : NodeTypes.of(node);
        if (type == null) {
            return List.of();
        }
        Object[] children = type.children(node);
        return type.parts(type.metadata(node), children.length).stream()
                .map(part -> new Child(part.key(), part.isStatic() ? part.value() : children[part.index()], part.isStatic()))
                .toList();
    }

    /// The component of `node` that step number `at` of a path leads to.
    static Child step(Object node, List<Key> path, int at) {
        List<Child> components = components(node);
        Key key = path.get(at);
        return find(components, Child::key, key).orElseThrow(() -> missing(node, new KeyPath(path), at));
    }

    /// A parsed path has no types: `.get(1)` is the step into a list, and into a map at the key 1. So where no step is
    /// equal, one that prints alike is meant.
    static <C> Optional<C> find(List<C> components, Function<C, Key> keyOf, Key asked) {
        return components.stream().filter(component -> keyOf.apply(component).equals(asked)).findFirst()
                .or(() -> components.stream()
                        .filter(component -> keyOf.apply(component).toString().equals(asked.toString())).findFirst());
    }

    static String describe(Object value) {
        return value == null ? "null" : NodeTypes.of(value) == null
                ? Format.plain(value) + " (" + typeName(value) + ")" : BRIEF.apply(value);
    }

    private static String typeName(Object value) {
        String name = value.getClass().getSimpleName();
        return name.contains("$$Lambda") ? "a lambda" : name;
    }

    static TreeException missing(Object node, KeyPath path, int at) {
        List<Child> components = components(node);
        String there = components.stream().limit(12).map(child -> child.key().toString()).collect(Collectors.joining(" "));
        return new TreeException("there is no " + path.entries().get(at) + " here, asked for by the path " + path,
                new KeyPath(path.entries().subList(0, at)),
                there.isEmpty() ? "the end of the path" : "one of " + there + (components.size() > 12 ? " ..." : ""),
                describe(node), null);
    }
}
