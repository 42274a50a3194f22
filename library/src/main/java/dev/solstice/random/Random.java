package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Creation;
import dev.solstice.numpy.Numpy;
import dev.solstice.numpy.Reductions;
import dev.solstice.numpy.Selection;
import java.util.stream.IntStream;

/// Samplers, equal to JAX's bit for bit where JAX's result is determined bit by bit.
///
/// Each takes a [Key], which decides the numbers, and a shape. Floating results are float32 unless a dtype is given;
/// parameters may be Java numbers or arrays, which broadcast to the shape.
///
/// ```java
/// Array x = Random.normal(Key.of(42), 3, 4);
/// ```
///
/// More distributions are in the classes that this one extends: `ContinuousSamplers`, `DiscreteSamplers`.
///
/// Source: `jax.random`.
public final class Random extends DiscreteSamplers {
    private Random() {}

    // ---- bits and uniform numbers ----

    /// Uniform random bits, uint32.
    public static Array bits(Key key, int... lengths) {
        return bits(key, Shape.of(lengths), DType.UINT32);
    }

    /// Uniform random bits.
    ///
    /// @param dtype uint8, uint16, uint32 or uint64
    public static Array bits(Key key, Shape shape, DType dtype) {
        return Threefry.bits(key, shape, dtype);
    }

    /// Uniform in [0, 1).
    public static Array uniform(Key key, int... lengths) {
        return uniform(key, Shape.of(lengths), DType.FLOAT32);
    }

    /// Uniform in [0, 1).
    public static Array uniform(Key key, Shape shape, DType dtype) {
        return Threefry.fractions(key, shape, dtype);
    }

    /// Uniform in [`minval`, `maxval`), float32.
    public static Array uniform(Key key, Shape shape, Object minval, Object maxval) {
        return uniform(key, shape, DType.FLOAT32, minval, maxval);
    }

    /// Uniform in [`minval`, `maxval`).
    public static Array uniform(Key key, Shape shape, DType dtype, Object minval, Object maxval) {
        var low = Parameters.of(minval, dtype);
        var span = span(minval, maxval, dtype);
        return Numpy.maximum(low, Threefry.scaled(uniform(key, shape, dtype), span, low));
    }

    // ---- continuous distributions ----

    /// Standard normal.
    public static Array normal(Key key, int... lengths) {
        return normal(key, Shape.of(lengths), DType.FLOAT32);
    }

    /// Standard normal; a complex number of two parts of variance 1/2.
    public static Array normal(Key key, Shape shape, DType dtype) {
        if (dtype.isComplex()) {
            var keys = key.split(2);
            return Lax.complex(normal(keys[0], shape, dtype.real()), normal(keys[1], shape, dtype.real())).div(Math.sqrt(2));
        }
        return Lax.erfInv(openUniform(key, shape, dtype)).mul(Math.sqrt(2));
    }

    /// Standard normal, restricted to `lower` to `upper`; float32.
    public static Array truncatedNormal(Key key, Object lower, Object upper, int... lengths) {
        return truncatedNormal(key, lower, upper, Shape.of(lengths), DType.FLOAT32);
    }

    /// Standard normal, restricted to `lower` to `upper`.
    public static Array truncatedNormal(Key key, Object lower, Object upper, Shape shape, DType dtype) {
        var low = Parameters.of(lower, dtype);
        var high = Parameters.of(upper, dtype);
        var u = uniform(key, shape, dtype, Lax.erf(low.div(Math.sqrt(2))), Lax.erf(high.div(Math.sqrt(2))));
        var inner = Lax.nextafter(low, Array.scalar(dtype, Double.POSITIVE_INFINITY));
        var outer = Lax.nextafter(high, Array.scalar(dtype, Double.NEGATIVE_INFINITY));
        return Numpy.clip(Lax.erfInv(u).mul(Math.sqrt(2)), inner, outer);
    }

    /// Exponential with rate 1.
    public static Array exponential(Key key, int... lengths) {
        return exponential(key, Shape.of(lengths), DType.FLOAT32);
    }

    /// Exponential with rate 1.
    public static Array exponential(Key key, Shape shape, DType dtype) {
        return Lax.neg(Lax.log1p(Lax.neg(uniform(key, shape, dtype))));
    }

    /// Standard Gumbel.
    public static Array gumbel(Key key, int... lengths) {
        return gumbel(key, Shape.of(lengths), DType.FLOAT32);
    }

    /// Standard Gumbel.
    public static Array gumbel(Key key, Shape shape, DType dtype) {
        return gumbel(key, shape, dtype, Resolution.LOW);
    }

    /// Standard Gumbel, with more random bits for its upper tail.
    public static Array gumbel(Key key, Shape shape, DType dtype, Resolution resolution) {
        return Gumbel.sample(key, shape, dtype, resolution);
    }

    /// Laplace with scale 1.
    public static Array laplace(Key key, int... lengths) {
        return laplace(key, Shape.of(lengths), DType.FLOAT32);
    }

    /// Laplace with scale 1.
    public static Array laplace(Key key, Shape shape, DType dtype) {
        var u = openUniform(key, shape, dtype);
        return Lax.mul(Lax.sign(u), Lax.log1p(Lax.neg(Lax.abs(u))));
    }

    /// Logistic with scale 1.
    public static Array logistic(Key key, int... lengths) {
        return logistic(key, Shape.of(lengths), DType.FLOAT32);
    }

    /// Logistic with scale 1.
    public static Array logistic(Key key, Shape shape, DType dtype) {
        var u = uniform(key, shape, dtype, dtype.smallestNormal(), 1);
        return Lax.sub(Lax.log(u), Lax.log1p(Lax.neg(u)));
    }

    // ---- discrete distributions ----

    /// True with probability `p`. Without lengths the shape is that of `p`.
    public static Array bernoulli(Key key, Object p, int... lengths) {
        return bernoulli(key, p, lengths.length == 0 && p instanceof Array array ? array.shape() : Shape.of(lengths));
    }

    /// True with probability `p`.
    public static Array bernoulli(Key key, Object p, Shape shape) {
        var probability = p instanceof Array array && array.dtype().isFloating() ? array : Parameters.of(p, DType.FLOAT32);
        return Numpy.less(uniform(key, shape, probability.dtype()), probability);
    }

    /// True with probability `p`, exact for small ones too if the resolution is not low.
    public static Array bernoulli(Key key, Object p, Shape shape, Resolution resolution) {
        if (resolution == Resolution.LOW) return bernoulli(key, p, shape);
        var probability = Parameters.floating(p).broadcastTo(shape);
        var both = uniform(key, Shape.of(2).append(shape), probability.dtype());
        var coarse = Lax.indexInDim(both, 0, 0, false);
        var fine = Lax.indexInDim(both, 1, 0, false).mul(probability.dtype().epsilon());
        return fine.lt(probability.sub(coarse));
    }

    /// Uniform int32 in [`minval`, `maxval`); `minval` where that is empty.
    public static Array randint(Key key, Shape shape, Object minval, Object maxval) {
        return Integers.randint(key, shape, minval, maxval, DType.INT32);
    }

    /// Uniform integers in [`minval`, `maxval`); `minval` where that is empty.
    public static Array randint(Key key, Shape shape, Object minval, Object maxval, DType dtype) {
        return Integers.randint(key, shape, minval, maxval, dtype);
    }

    /// Indices along the last axis, with probabilities proportional to `exp(logits)`; int32.
    public static Array categorical(Key key, Array logits) {
        return categorical(key, logits, -1);
    }

    /// Indices along the axis, with probabilities proportional to `exp(logits)`; int32.
    public static Array categorical(Key key, Array logits, int axis) {
        return categorical(key, logits, axis, logits.shape().remove(axis));
    }

    /// Indices along the axis, with probabilities proportional to `exp(logits)`; int32.
    ///
    /// @param shape ends with the shape of `logits` without the axis
    public static Array categorical(Key key, Array logits, int axis, Shape shape) {
        var batch = logits.shape().remove(axis);
        int prefix = shape.rank() - batch.rank();
        requireSuffix(batch, shape);
        var drawn = Shape.of(IntStream.range(0, prefix).map(shape::dim).toArray()).append(logits.shape());
        int fromEnd = logits.shape().axis(axis) - logits.rank();
        return Reductions.argmax(gumbel(key, drawn, logits.dtype()).add(logits), fromEnd);
    }

    /// As many different indices along the last axis of `logits` (a vector) as the shape has elements.
    public static Array categoricalWithoutReplacement(Key key, Array logits, Shape shape) {
        if (logits.rank() != 1) {
            throw Mistake.of("drawing without replacement is for a vector of logits, not " + logits.summary() + "; vmap over it");
        }
        return Lax.topK(logits.add(gumbel(key, logits.shape(), logits.dtype())), shape.size())[1].reshape(shape);
    }

    private static void requireSuffix(Shape batch, Shape shape) {
        boolean fits = shape.rank() >= batch.rank();
        for (int i = 1; fits && i <= batch.rank(); i++) fits = shape.dim(-i) == batch.dim(-i);
        if (!fits) throw Mistake.of("the shape " + shape + " does not end with the batch of the logits " + batch);
    }

    // ---- order and choice ----

    /// The numbers `0 .. n - 1` in random order; int32.
    public static Array permutation(Key key, int n) {
        return Draws.shuffled(key, Creation.arange(n), 0);
    }

    /// The array with its slices along axis 0 in random order.
    public static Array permutation(Key key, Array x) {
        return permutation(key, x, 0, false);
    }

    /// The array in random order along the axis: whole slices, or each lane by itself if `independent`.
    public static Array permutation(Key key, Array x, int axis, boolean independent) {
        if (independent || x.rank() == 1) return Draws.shuffled(key, x, axis);
        return Selection.take(x, permutation(key, x.shape().dim(axis)), axis);
    }

    /// Numbers from `0 .. n - 1`, each equally likely; int32.
    ///
    /// @throws IllegalArgumentException if there are not enough to draw without replacement
    public static Array choice(Key key, int n, Shape shape, boolean replace) {
        return Draws.indices(key, n, shape, replace, null);
    }

    /// Numbers from `0 .. n - 1` with probabilities `p`; int32.
    public static Array choice(Key key, int n, Shape shape, boolean replace, Array p) {
        return Draws.indices(key, n, shape, replace, p);
    }

    /// Slices of `x` along the axis, each equally likely.
    public static Array choice(Key key, Array x, Shape shape, boolean replace, int axis) {
        return choice(key, x, shape, replace, null, axis);
    }

    /// Slices of `x` along the axis with probabilities `p`; null for equally likely.
    public static Array choice(Key key, Array x, Shape shape, boolean replace, Array p, int axis) {
        return Selection.take(x, Draws.indices(key, x.shape().dim(axis), shape, replace, p), axis);
    }

    /// The length of a range; of Java numbers known even inside a transformation.
    private static Array span(Object minval, Object maxval, DType dtype) {
        return dtype == DType.FLOAT32 && minval instanceof Number low && maxval instanceof Number high
                ? Array.scalar(dtype, high.floatValue() - low.floatValue())
                : Parameters.of(maxval, dtype).sub(Parameters.of(minval, dtype));
    }

    /// Uniform between -1 and 1 without either: from the number after -1.
    private static Array openUniform(Key key, Shape shape, DType dtype) {
        return uniform(key, shape, dtype, -1 + dtype.epsilon() / 2, 1);
    }
}
