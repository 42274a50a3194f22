package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Static;
import dev.solstice.tree.Tree;

/// Spectral normalisation: a layer whose weight is divided by its largest singular value, which a step of power iteration
/// at each call while training keeps up to date.
///
/// ```java
/// var made = makeWithState(() -> SpectralNorm.of(Linear.of(3, 4, k0), k1));
/// made.model().apply(Array.of(1f, 2f, 3f), made.state()).value().shape()   // [4]
/// ```
///
/// The weight counts as a matrix of as many rows as its first axis is long. Derivatives go through the weight and the
/// singular value, not through the iteration. Source: `equinox.nn.SpectralNorm`; T. Miyato et al., arXiv 1802.05957.
///
/// @param layer whose weight is normalised
/// @param weight where in the layer its weight is
/// @param vectors the state: the singular vectors that belong to the largest singular value, as known so far
/// @param inference whether the vectors stay as they are; set in a whole model by [InferenceMode]
public record SpectralNorm<L extends Layer>(L layer, @Static KeyPath weight, StateIndex<Vectors> vectors, int powerIterations, double eps,
                                            boolean inference) implements StatefulLayer {
    private static final int FIRST_ITERATIONS = 15;

    /// Singular vectors of a matrix `[rows, columns]`.
    ///
    /// @param u `[rows]`, of length 1
    /// @param v `[columns]`, of length 1
    public record Vectors(Array u, Array v) {
        private Vectors next(Array matrix, double eps) {
            var left = unit(matrix.matmul(v), eps);
            return new Vectors(left, unit(matrix.transpose().matmul(left), eps));
        }

        private static Array unit(Array x, double eps) {
            return x.div(Lax.max(Lax.sqrt(Lax.square(x).sum()), Array.scalar(x.dtype(), eps)));
        }
    }

    /// Of the component `weight`, with one iteration a call.
    public static <L extends Layer> SpectralNorm<L> of(L layer, Key key) {
        return of(layer, KeyPath.parse(".weight()"), 1, 1e-12, key);
    }

    /// @param weight where in the layer its weight is, such as `KeyPath.parse(".weightIh()")`
    /// @param powerIterations at each call
    /// @param eps least length that a vector is divided by
    /// @throws IllegalArgumentException if there is no array of at least two axes at this place
    public static <L extends Layer> SpectralNorm<L> of(L layer, KeyPath weight, int powerIterations, double eps, Key key) {
        if (!(weight.get(layer) instanceof Array w)) {
            throw Mistake.of("SpectralNorm normalises an array, but at " + weight + " of the layer is " + weight.get(layer));
        }
        if (w.rank() < 2) throw Mistake.of("SpectralNorm is of weights: the weight must be at least two-dimensional, got " + w.summary());
        var matrix = matrix(w);
        var keys = key.split(2);
        var vectors = new Vectors(Random.normal(keys[0], matrix.shape().remove(1), w.dtype()), Random.normal(keys[1], matrix.shape().remove(0), w.dtype()));
        for (int i = 0; i < FIRST_ITERATIONS; i++) vectors = vectors.next(matrix, eps);
        return new SpectralNorm<>(layer, weight, StateIndex.of(vectors), powerIterations, eps, false);
    }

    @Override
    public Stateful<Array> apply(Array x, State state, Key key) {
        return apply(x, state, key, inference);
    }

    /// @param inference used instead of the component of this name
    public Stateful<Array> apply(Array x, State state, Key key, boolean inference) {
        var w = (Array) weight.get(layer);
        var matrix = matrix(w);
        var known = state.get(vectors);
        if (!inference) {
            for (int i = 0; i < powerIterations; i++) known = known.next(Lax.stopGradient(matrix), eps);
            state = state.set(vectors, known);
        }
        var singularValue = known.u().matmul(matrix.matmul(known.v()));
        return new Stateful<>(Tree.at(layer, weight, w.div(singularValue)).apply(x, key), state);
    }

    private static Array matrix(Array weight) {
        return weight.reshape(weight.shape().dim(0), -1);
    }
}
