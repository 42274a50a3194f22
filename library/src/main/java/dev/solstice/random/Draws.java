package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Numpy;
import dev.solstice.numpy.Reductions;
import dev.solstice.numpy.Sorting;

/// Random order and random choice.
final class Draws {
    private Draws() {}

    /// Sorts by random keys, so often that equal keys are unlikely to matter (JAX's rule).
    static Array shuffled(Key key, Array x, int axis) {
        int rounds = (int) Math.ceil(3 * Math.log(Math.max(1, x.size())) / Math.log(0xFFFF_FFFFL));
        for (int round = 0; round < rounds; round++) {
            var keys = key.split();
            key = keys[0];
            x = Lax.sortKeyVal(Random.bits(keys[1], x.shape(), DType.UINT32), x, axis)[1];
        }
        return x;
    }

    static Array indices(Key key, int n, Shape shape, boolean replace, Array p) {
        int draws = shape.size();
        if (n <= 0 && draws > 0) throw Mistake.of("choice from nothing: there are " + n + " elements");
        if (!replace && draws > n) {
            throw Mistake.of("choice without replacement: " + draws + " draws from only " + n + " elements");
        }
        if (p != null && !p.shape().equals(Shape.of(n))) {
            throw Mistake.of("choice from " + n + " elements needs as many probabilities, not " + p.summary());
        }
        if (replace) return p == null ? Random.randint(key, shape, 0, n) : weighted(key, shape, p);
        if (p == null) return Lax.sliceInDim(Random.permutation(key, n), 0, draws, 0).reshape(shape);
        return Lax.topK(Random.gumbel(key, Shape.of(n), p.dtype()).add(Numpy.log(p)), draws)[1].reshape(shape);
    }

    /// The place of a uniform number among the cumulated probabilities.
    private static Array weighted(Key key, Shape shape, Array p) {
        var cumulated = Reductions.cumsum(p, 0);
        var r = Numpy.subtract(1, Random.uniform(key, shape, p.dtype())).mul(cumulated.get(-1));
        return Sorting.searchsorted(cumulated, r, false);
    }
}
