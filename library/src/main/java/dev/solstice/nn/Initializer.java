package dev.solstice.nn;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.random.Key;

/// How parameters start out: an array of a shape from a key. [Init] has those of `jax.nn.initializers`.
@FunctionalInterface
public interface Initializer {
    Array apply(Key key, Shape shape, DType dtype);

    /// A float32 array.
    default Array apply(Key key, int... lengths) {
        return apply(key, Shape.of(lengths), DType.FLOAT32);
    }
}
