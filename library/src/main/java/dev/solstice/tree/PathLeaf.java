package dev.solstice.tree;

/// A leaf and where it is.
///
/// @param path from the root of the tree
/// @param value the leaf
public record PathLeaf(KeyPath path, Object value) {}
