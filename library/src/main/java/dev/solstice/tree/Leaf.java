package dev.solstice.tree;

/// What a value tells the tree tools about itself so that they need not know its type; arrays implement it.
///
/// A value of this type is always a leaf, even if its class is a record.
public interface Leaf {

    /// One short word for tree printing, such as `f32[3,4]`.
    String summary();

    /// Whether both are the same kind of leaf with the same type, shape and values (NaN differs from NaN).
    ///
    /// @param other any leaf, of any type
    boolean sameAs(Object other);

    /// Like [#sameAs], but values may differ by `atol + rtol * |other|`.
    default boolean closeTo(Object other, double rtol, double atol) {
        return sameAs(other);
    }

    /// A fresh stand-in that fits wherever this leaf does and whose values cannot be read: reading them throws.
    /// For an array: a shape-only array of the same shape and dtype.
    ///
    /// Surgery runs selectors on a copy of the tree whose leaves are such stand-ins: two leaves that are one object in
    /// the tree are two in the copy, and a selector that looks at values fails instead of choosing by them. `null`
    /// means there is no such thing; the leaf is then told apart by taking it away and looking whether the
    /// selector notices.
    default Leaf opaque() {
        return null;
    }
}
