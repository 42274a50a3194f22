package dev.solstice.nn;

import dev.solstice.core.Array;

/// A function as a layer. [Sequential] takes functions as they are; this gives one a place of its own in the tree.
///
/// ```java
/// new Lambda(Activation.TANH)
/// ```
///
/// Source: `equinox.nn.Lambda`.
///
/// @param function from array to array; a leaf of the tree, or a subtree if it is a layer with parameters
public record Lambda(Layer function) implements Layer {
    @Override
    public Array apply(Array x) {
        return function.apply(x);
    }
}
