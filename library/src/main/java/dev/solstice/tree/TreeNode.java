package dev.solstice.tree;

/// A class that is a node of a tree by its own rules. Records, lists, maps, object arrays and optionals need not
/// implement it.
///
/// ```java
/// final class Shared implements TreeNode {
///     private static final Flatten<Shared> FLATTEN = new Flatten<>() { ... };
///     public Flatten<Shared> flattening() { return FLATTEN; }
/// }
/// ```
public interface TreeNode {

    /// How values of this class are flattened. Asked once a class, of the first value seen: the answer is a constant of
    /// the class.
    Flatten<?> flattening();
}
