package dev.solstice.tree;

/// Names one node of a tree by navigating to it: `m -> m.layers().get(1).weight()`.
///
/// A selector is run several times on stand-in copies of the tree, so it may look at the structure but at no leaf's
/// value. It may name a leaf, a whole subtree, a null, or a metadata component.
///
/// @param <M> the type of the tree
@FunctionalInterface
public interface Selector<M> {

    /// The node that is meant.
    Object select(M tree);
}
