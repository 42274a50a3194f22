package dev.solstice.filter;

import dev.solstice.transform.Fn;
import dev.solstice.tree.Static;

/// A transformed function as a tree: the function is its child, so that the arrays of a model that is itself a function are
/// still seen by whatever the transformed function is given to. Flattened and unflattened it is the same function.
///
/// @param how the transformation and its settings; what it remembers between calls is shared by all copies
public record Transformed<R>(Fn<?> function, @Static Transformation<R> how) implements AnyFn<R> {
    /// What is done instead of calling the function.
    @FunctionalInterface
    public interface Transformation<R> {
        R call(Fn<?> function, Object... arguments);
    }

    @Override
    public R call(Object... arguments) {
        return how.call(function, arguments);
    }
}
