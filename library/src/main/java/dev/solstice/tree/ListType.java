package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Any [List]; which class it has is no part of the structure. Put together as an
/// [ArrayList], which may hold null and is what most variables of a narrower type than `List` are declared as.
enum ListType implements NodeType {
    INSTANCE;

    @Override
    public Object[] children(Object node) {
        Object[] children = ((List<?>) node).toArray();
        // A list is free to return a String[]; children have to take anything.
        return children.getClass() == Object[].class ? children : Arrays.copyOf(children, children.length, Object[].class);
    }

    @Override
    public Object metadata(Object node) {
        return null;
    }

    @Override
    public Object rebuild(Object metadata, Object[] children) {
        return new ArrayList<>(Arrays.asList(children));
    }

    @Override
    public List<Part> parts(Object metadata, int childCount) {
        return IntStream.range(0, childCount).mapToObj(i -> Part.child(key(metadata, i), "", i)).toList();
    }

    @Override
    public Key key(Object metadata, int child) {
        return new KeyPath.Index(child);
    }

    @Override
    public String typeName() {
        return "List";
    }

    @Override
    public String opening(Object metadata) {
        return "[";
    }

    @Override
    public String closing() {
        return "]";
    }
}
