package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Numpy;

/// Distributions of whole numbers that are made of uniform ones. A part of [Random].
abstract class DiscreteSamplers extends ContinuousSamplers {
    DiscreteSamplers() {}

    /// -1 or 1, equally likely; int32.
    public static Array rademacher(Key key, int... lengths) {
        return rademacher(key, Shape.of(lengths), DType.INT32);
    }

    /// -1 or 1, equally likely.
    public static Array rademacher(Key key, Shape shape, DType dtype) {
        return Random.bernoulli(key, 0.5, shape).astype(dtype).mul(2).sub(1);
    }

    /// Geometric: the number of the first success, each with probability `p`. Without lengths the shape is that of the parameters.
    public static Array geometric(Key key, Object p, int... lengths) {
        return geometric(key, p, Parameters.shape(lengths, p), DType.INT32);
    }

    /// Geometric: the number of the first success, each with probability `p`.
    public static Array geometric(Key key, Object p, Shape shape, DType dtype) {
        var probability = Parameters.floating(p).broadcastTo(shape);
        var u = Random.uniform(key, shape, probability.dtype());
        var positive = Lax.select(u.eq(0), Lax.fullLike(u, 1), u);
        return Lax.floor(Lax.log(positive).div(Lax.log1p(probability.neg()))).add(1).astype(dtype);
    }

    /// Poisson with mean `lambda`. Without lengths the shape is that of the parameters.
    public static Array poisson(Key key, Object lambda, int... lengths) {
        return poisson(key, lambda, Parameters.shape(lengths, lambda), DType.INT32);
    }

    /// Poisson with mean `lambda`.
    public static Array poisson(Key key, Object lambda, Shape shape, DType dtype) {
        return Poisson.sample(key, Parameters.of(lambda, DType.FLOAT32, shape), dtype);
    }

    /// Binomial: successes of `n` trials with probability `p`; whole numbers as floats, NaN for parameters that make no sense.
    /// Without lengths the shape is that of the parameters.
    public static Array binomial(Key key, Object n, Object p, int... lengths) {
        return binomial(key, n, p, Parameters.shape(lengths, n, p), DType.FLOAT32);
    }

    /// Binomial: successes of `n` trials with probability `p`; whole numbers as floats, NaN for parameters that make no sense.
    public static Array binomial(Key key, Object n, Object p, Shape shape, DType dtype) {
        var probability = Parameters.floating(p).broadcastTo(shape);
        return Binomial.sample(key, Parameters.of(n, probability.dtype(), shape), probability).astype(dtype);
    }

    /// Multinomial: how often each of `k` outcomes comes in `n` trials; whole numbers as floats.
    ///
    /// @param n trials, of the shape of `p` without its last axis, or a number
    /// @param p probabilities, along the last axis
    /// @return of the shape of `p`
    public static Array multinomial(Key key, Object n, Array p) {
        var probabilities = Parameters.floating(p);
        int outcomes = p.shape().dim(-1);
        var rest = Lax.cumsum(probabilities, -1, true);
        var ratios = Numpy.clip(probabilities.div(Numpy.where(rest.eq(0), 1, rest)), 0, 1);
        var batch = p.shape().remove(-1);
        var remaining = Parameters.of(n, probabilities.dtype(), batch);
        var keys = key.split(outcomes);
        var counts = new Array[outcomes];
        for (int i = 0; i < outcomes; i++) {
            var ratio = Lax.indexInDim(ratios, i, -1, false);
            counts[i] = binomial(keys[i], remaining, ratio, batch, probabilities.dtype());
            remaining = remaining.sub(counts[i]);
        }
        return Lax.stack(-1, counts);
    }
}
