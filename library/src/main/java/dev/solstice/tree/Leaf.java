package dev.solstice.tree;

/// What a leaf tells about itself, so that trees can be printed and compared without knowing arrays.
public interface Leaf {
    /// A short form for tree printouts: `f32[3,4]`.
    String summary();

    /// Whether `other` is an equal leaf: same type of elements, same structure, same values.
    boolean sameAs(Object other);
}
