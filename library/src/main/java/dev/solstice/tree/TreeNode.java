package dev.solstice.tree;

/// A class that is a node of a tree by its own rules. Records, lists, maps, object arrays and optionals need not
/// implement it.
///
/// ```java
/// class Counter implements TreeNode {
///     private final Array count;
///     Counter(Array count) { this.count = count; }
///     public Flatten<Counter> flattening() {
///         return new Flatten<>() {
///             public List<?> children(Counter counter) { return List.of(counter.count); }
///             public Counter unflatten(Object metadata, List<?> children) { return new Counter((Array) children.getFirst()); }
///         };
///     }
/// }
/// Tree.leaves(new Counter(Array.of(1f))).size()    // 1
/// ```
public interface TreeNode {

    /// How values of this class are flattened. Asked once a class, of the first value seen: the answer is a constant of
    /// the class.
    Flatten<?> flattening();
}
