package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.List;
import java.util.Optional;

/// An [Optional] has always one child, null if it is empty: so filtering its content away and putting it back are
/// inverse to each other, and an empty optional is an empty subtree as null is.
enum OptionalType implements NodeType {
    INSTANCE;

    private static final Key KEY = new KeyPath.Some();
    private static final List<Part> PARTS = List.of(Part.child(KEY, "", 0));

    @Override
    public Object[] children(Object node) {
        return new Object[] {((Optional<?>) node).orElse(null)};
    }

    @Override
    public Object metadata(Object node) {
        return null;
    }

    @Override
    public Object rebuild(Object metadata, Object[] children) {
        return Optional.ofNullable(children[0]);
    }

    @Override
    public List<Part> parts(Object metadata, int childCount) {
        return PARTS;
    }

    @Override
    public Key key(Object metadata, int child) {
        return KEY;
    }

    @Override
    public String typeName() {
        return "Optional";
    }
}
