package dev.solstice.tree;

import java.util.List;

/// How values of one class are taken apart and put together, for [Tree#register] and [TreeNode].
///
/// ```java
/// Tree.register(Complex.class, new Flatten<Complex>() {
///     public List<?> children(Complex c) { return List.of(c.real(), c.imaginary()); }
///     public Complex unflatten(Object metadata, List<?> children) { return new Complex(children.get(0), children.get(1)); }
/// });
/// ```
///
/// It describes the class, not one value: it must not hold on to any value that it has seen.
///
/// @param <T> the class described
public interface Flatten<T> {

    /// The children in a fixed order. A child may be a node, a leaf or null (an empty subtree).
    List<?> children(T node);

    /// What belongs to the structure: compared by `equals` and type, handed back to [#unflatten]. None by default.
    default Object metadata(T node) {
        return null;
    }

    /// The inverse: `unflatten(metadata(x), children(x))` is like `x`. Children may be anything that stands for the
    /// original one: null, a tracer, an array with one axis more. So check nothing here.
    T unflatten(Object metadata, List<?> children);

    /// How paths and printing call child number `index`; a name prints as `.name()`. By default children are numbered.
    ///
    /// @return a name, or null for a number
    default String childName(Object metadata, int index) {
        return null;
    }
}
