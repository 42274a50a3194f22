package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/// A place in a tree: of a node, a leaf, a null or a metadata component. Places are unique even where values are not.
final class Position {

    enum Kind { NODE, LEAF, NULL, STATIC }

    final Position parent;
    final Key key;
    final Kind kind;
    final Object value;
    /// Which child of the parent, or which part of its metadata.
    final int index;
    private final NodeType type;
    private final Object metadata;
    private final Position[] children;
    private final List<Position> statics = new ArrayList<>();

    private Position(Position parent, Key key, int index, Object value, boolean isStatic) {
        this.parent = parent;
        this.key = key;
        this.index = index;
        this.value = value;
        this.type = value == null || isStatic ? null : NodeTypes.of(value);
        this.kind = isStatic ? Kind.STATIC : value == null ? Kind.NULL : type == null ? Kind.LEAF : Kind.NODE;
        this.metadata = type == null ? null : type.metadata(value);
        this.children = type == null ? new Position[0] : children(type.children(value));
    }

    private Position[] children(Object[] values) {
        var found = new Position[values.length];
        for (NodeType.Part part : type.parts(metadata, values.length)) {
            if (part.isStatic()) {
                statics.add(new Position(this, part.key(), part.index(), part.value(), true));
            } else {
                found[part.index()] = new Position(this, part.key(), part.index(), values[part.index()], false);
            }
        }
        return found;
    }

    static Position of(Object tree) {
        return new Position(null, null, 0, tree, false);
    }

    /// This place and all inside of it.
    Stream<Position> all() {
        return Stream.concat(Stream.of(this),
                Stream.concat(Arrays.stream(children), statics.stream()).flatMap(Position::all));
    }

    KeyPath path() {
        var keys = new ArrayList<Key>();
        for (Position at = this; at.parent != null; at = at.parent) {
            keys.addFirst(at.key);
        }
        return new KeyPath(keys);
    }

    boolean isContentOfOptional() {
        return parent != null && parent.type == OptionalType.INSTANCE;
    }

    /// Something else directly inside the same node, or null if there is nothing.
    Object sibling() {
        return parent == null ? null : Arrays.stream(parent.children).map(child -> child.value)
                .filter(Objects::nonNull).findFirst().orElse(null);
    }

    /// The type that the parent declares for this place; Object where it declares none.
    Class<?> declaredType() {
        return switch (parent == null ? null : parent.type) {
            case RecordType record -> kind == Kind.STATIC ? record.staticType(index) : record.childType(index);
            case ArrayType array -> array.componentType();
            case null, default -> Object.class;
        };
    }

    /// A copy of what is here, in which each node is a new object.
    ///
    /// @param instead what to put at some places in place of what is there
    /// @param built told each new node and leaf with its place
    Object copy(Map<Position, Object> instead, BiConsumer<Object, Position> built) {
        Object copy = instead.containsKey(this) ? instead.get(this) : kind == Kind.NODE ? node(instead, built) : value;
        if (copy != null) {
            built.accept(copy, this);
        }
        return copy;
    }

    private Object node(Map<Position, Object> instead, BiConsumer<Object, Position> built) {
        Object changed = metadata;
        for (Position component : statics) {
            if (instead.containsKey(component)) {
                changed = type.withStatic(changed, component.index, instead.get(component));
            }
        }
        var copies = new Object[children.length];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = children[i].copy(instead, built);
        }
        Object[] given = copies.clone();
        Object node = type.rebuild(changed, copies);
        // A constructor may keep a copy of what it was given (List.copyOf): that copy is what a selector will see.
        Object[] kept = type.children(node);
        for (int i = 0; i < kept.length && i < given.length; i++) {
            if (kept[i] != null && kept[i] != given[i]) {
                built.accept(kept[i], children[i]);
            }
        }
        return node;
    }

    /// Remembers which places an object of a copy is at.
    static final class Index implements BiConsumer<Object, Position> {

        private final Map<Object, List<Position>> places = new IdentityHashMap<>();

        @Override
        public void accept(Object value, Position position) {
            places.computeIfAbsent(value, first -> new ArrayList<>(1)).add(position);
        }

        List<Position> of(Object value) {
            return places.getOrDefault(value, List.of());
        }
    }
}
