package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// A class that was registered or that is a [TreeNode].
record CustomType(Class<?> type, Flatten<Object> flatten) implements NodeType {

    @Override
    public Object[] children(Object node) {
        List<?> children = flatten.children(node);
        return Arrays.copyOf(children.toArray(), children.size(), Object[].class);
    }

    @Override
    public Object metadata(Object node) {
        return flatten.metadata(node);
    }

    @Override
    public Object rebuild(Object metadata, Object[] children) {
        try {
            return flatten.unflatten(metadata, Collections.unmodifiableList(Arrays.asList(children)));
        } catch (RuntimeException rejected) {
            throw Misfit.rejected(typeName(), "unflatten of " + typeName(), rejected);
        }
    }

    @Override
    public List<Part> parts(Object metadata, int childCount) {
        return IntStream.range(0, childCount).mapToObj(i -> part(metadata, i)).toList();
    }

    private Part part(Object metadata, int child) {
        String name = flatten.childName(metadata, child);
        return Part.child(key(metadata, child), name == null ? "" : name + "=", child);
    }

    @Override
    public Key key(Object metadata, int child) {
        String name = flatten.childName(metadata, child);
        return name == null ? new KeyPath.Index(child) : new KeyPath.Field(name);
    }

    @Override
    public String typeName() {
        return type.getSimpleName();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(type);
    }
}
