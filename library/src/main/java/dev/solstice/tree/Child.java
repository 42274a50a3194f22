package dev.solstice.tree;

import dev.solstice.tree.KeyPath.Key;

/// One thing directly inside a node.
///
/// @param key how the node's path is continued to get there
/// @param value what is there; null for an empty subtree
/// @param isStatic whether it is metadata, so part of the structure and no subtree
public record Child(Key key, Object value, boolean isStatic) {

    /// A child that is a subtree.
    public Child(Key key, Object value) {
        this(key, value, false);
    }
}
