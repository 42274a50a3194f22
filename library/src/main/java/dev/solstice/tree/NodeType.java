package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;
import java.util.List;

/// How the nodes of one kind are taken apart and put together. Two nodes have the same kind if and only if they have the
/// same `NodeType` object.
sealed interface NodeType permits RecordType, ListType, MapType, ArrayType, OptionalType, EntryType, CustomType {

    /// The children in order; the array belongs to the caller.
    Object[] children(Object node);

    /// What belongs to the structure, compared by [Metadata#same]; null if there is none.
    Object metadata(Object node);

    /// A node of these children; takes over the array.
    ///
    /// @throws TreeException if there can be no such node, with the path from the node on
    Object rebuild(Object metadata, Object[] children);

    /// Everything inside a node, in the order in which it is written down.
    List<Part> parts(Object metadata, int childCount);

    /// The step from the node to a child.
    Key key(Object metadata, int child);

    /// The metadata with another value for one of its parts.
    default Object withStatic(Object metadata, int index, Object value) {
        throw new IllegalStateException(typeName() + " has no metadata components");
    }

    /// The children of another node in the order of this metadata, or null if they do not match it.
    default Object[] childrenAs(Object metadata, int childCount, Object node) {
        Object[] children = children(node);
        return children.length == childCount && Metadata.same(metadata, metadata(node)) ? children : null;
    }

    /// What users call this kind.
    String typeName();

    /// What stands before the parts in a printed tree.
    default String opening(Object metadata) {
        return typeName() + "(";
    }

    /// What stands after the parts in a printed tree.
    default String closing() {
        return ")";
    }

    /// A child or a metadata component.
    ///
    /// @param key the step to it
    /// @param label what stands before it in a printed tree: `weight=`
    /// @param index which child, or which part of the metadata
    /// @param isStatic whether it is metadata
    /// @param value the metadata; null for a child
    record Part(Key key, String label, int index, boolean isStatic, Object value) {

        static Part child(Key key, String label, int index) {
            return new Part(key, label, index, false, null);
        }
    }
}
