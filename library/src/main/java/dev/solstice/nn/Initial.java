package dev.solstice.nn;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.random.Key;
import dev.solstice.random.Random;

/// How parameters start out: as in Equinox, from the same keys the same numbers.
final class Initial {
    private Initial() {}

    /// Uniform in `[-limit, limit)`.
    static Array uniform(Key key, Shape shape, double limit) {
        return Random.uniform(key, shape, DType.FLOAT32, -limit, limit);
    }

    static Array ones(Shape shape) {
        return Array.full(shape, DType.FLOAT32, 1);
    }

    static Array zeros(Shape shape) {
        return Array.full(shape, DType.FLOAT32, 0);
    }
}
