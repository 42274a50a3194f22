package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.List;
import java.util.Map;

/// A [Map.Entry] by itself is a pair of two subtrees.
enum EntryType implements NodeType {
    INSTANCE;

    private static final List<Part> PARTS = List.of(
            Part.child(new KeyPath.Field("getKey"), "", 0), Part.child(new KeyPath.Field("getValue"), "", 1));

    @Override
    public Object[] children(Object node) {
        var entry = (Map.Entry<?, ?>) node;
        return new Object[] {entry.getKey(), entry.getValue()};
    }

    @Override
    public Object metadata(Object node) {
        return null;
    }

    @Override
    public Object rebuild(Object metadata, Object[] children) {
        return new SimpleImmutableEntry<>(children[0], children[1]);
    }

    @Override
    public List<Part> parts(Object metadata, int childCount) {
        return PARTS;
    }

    @Override
    public Key key(Object metadata, int child) {
        return PARTS.get(child).key();
    }

    @Override
    public String typeName() {
        return "Entry";
    }
}
