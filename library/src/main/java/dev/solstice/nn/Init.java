package dev.solstice.nn;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Creation;
import dev.solstice.numpy.Linalg;
import dev.solstice.numpy.Manipulation;
import dev.solstice.numpy.Numpy;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import java.util.Arrays;

/// Ways to start parameters out; the same key gives the same values as in JAX.
///
/// ```java
/// Init.heNormal().apply(Key.of(0), 3, 4).shape().toString()   // "[3,4]"
/// ```
///
/// A weight has its inputs along the last axis but one and its outputs along the last; the axes before are a convolution's.
///
/// Source: `jax.nn.initializers`.
public final class Init {
    /// What a variance is divided by: the number of inputs, of outputs, or a mean of both.
    public enum Fan { IN, OUT, AVERAGE, GEOMETRIC_AVERAGE }

    public enum Distribution { NORMAL, TRUNCATED_NORMAL, UNIFORM }

    private Init() {}

    public static Initializer zeros() {
        return constant(0);
    }

    public static Initializer ones() {
        return constant(1);
    }

    /// All elements `value`, an [Array] that broadcasts or a Java number.
    public static Initializer constant(Object value) {
        return (_, shape, dtype) -> Creation.full(shape, value, dtype);
    }

    /// Uniform from 0 to `scale`.
    public static Initializer uniform(double scale) {
        return (key, shape, dtype) -> Random.uniform(key, shape, dtype, 0, 1).mul(scale);
    }

    /// Normal with this standard deviation.
    public static Initializer normal(double deviation) {
        return (key, shape, dtype) -> Random.normal(key, shape, dtype).mul(deviation);
    }

    /// Normal with this standard deviation, cut off at two of it.
    public static Initializer truncatedNormal(double deviation) {
        return truncatedNormal(deviation, -2, 2);
    }

    /// Normal with this standard deviation, cut off at so many of it.
    public static Initializer truncatedNormal(double deviation, double lower, double upper) {
        return (key, shape, dtype) -> Random.truncatedNormal(key, lower, upper, shape, dtype).mul(deviation);
    }

    /// After LeCun: truncated normal, with the variance 1 over the number of inputs.
    public static Initializer lecunNormal() {
        return varianceScaling(1, Fan.IN, Distribution.TRUNCATED_NORMAL);
    }

    /// After LeCun: uniform, with the variance 1 over the number of inputs.
    public static Initializer lecunUniform() {
        return varianceScaling(1, Fan.IN, Distribution.UNIFORM);
    }

    /// After He: truncated normal, with the variance 2 over the number of inputs.
    public static Initializer heNormal() {
        return varianceScaling(2, Fan.IN, Distribution.TRUNCATED_NORMAL);
    }

    /// After He: uniform, with the variance 2 over the number of inputs.
    public static Initializer heUniform() {
        return varianceScaling(2, Fan.IN, Distribution.UNIFORM);
    }

    /// After He, by his first name: truncated normal, with the variance 2 over the number of inputs.
    public static Initializer kaimingNormal() {
        return varianceScaling(2, Fan.IN, Distribution.TRUNCATED_NORMAL);
    }

    /// After He, by his first name: uniform, with the variance 2 over the number of inputs.
    public static Initializer kaimingUniform() {
        return varianceScaling(2, Fan.IN, Distribution.UNIFORM);
    }

    /// After Glorot: truncated normal, with the variance 1 over the number of inputs and outputs on average.
    public static Initializer glorotNormal() {
        return varianceScaling(1, Fan.AVERAGE, Distribution.TRUNCATED_NORMAL);
    }

    /// After Glorot: uniform, with the variance 1 over the number of inputs and outputs on average.
    public static Initializer glorotUniform() {
        return varianceScaling(1, Fan.AVERAGE, Distribution.UNIFORM);
    }

    /// After Glorot, by his first name: truncated normal, with the variance 1 over the number of inputs and outputs on average.
    public static Initializer xavierNormal() {
        return varianceScaling(1, Fan.AVERAGE, Distribution.TRUNCATED_NORMAL);
    }

    /// After Glorot, by his first name: uniform, with the variance 1 over the number of inputs and outputs on average.
    public static Initializer xavierUniform() {
        return varianceScaling(1, Fan.AVERAGE, Distribution.UNIFORM);
    }

    /// With a mean of 0 and the variance `scale` over the number that `fan` says.
    public static Initializer varianceScaling(double scale, Fan fan, Distribution distribution) {
        return varianceScaling(scale, fan, distribution, -2, -1);
    }

    /// [#varianceScaling(double,Fan,Distribution)] of a weight that has its inputs and outputs along other axes.
    public static Initializer varianceScaling(double scale, Fan fan, Distribution distribution, int inAxis, int outAxis) {
        return (key, shape, dtype) -> {
            // Rounded where JAX rounds.
            var variance = Array.scalar(dtype, scale / fan(shape, fan, inAxis, outAxis));
            return switch (distribution) {
                case NORMAL -> Random.normal(key, shape, dtype).mul(Lax.sqrt(variance));
                // The deviation of what is left of a standard normal distribution.
                case TRUNCATED_NORMAL -> Random.truncatedNormal(key, -2, 2, shape, dtype).mul(Lax.sqrt(variance).div(.87962566103423978));
                case UNIFORM -> Random.uniform(key, shape, dtype, -1, 1).mul(Lax.sqrt(variance.mul(3)));
            };
        };
    }

    private static double fan(Shape shape, Fan fan, int inAxis, int outAxis) {
        if (shape.rank() < 2) {
            throw Mistake.of("a weight of shape " + shape + " has no axes of inputs and outputs: it needs two at least. For biases there is Init.zeros()");
        }
        double in = (double) shape.size() / shape.dim(outAxis);
        double out = (double) shape.size() / shape.dim(inAxis);
        return switch (fan) {
            case IN -> in;
            case OUT -> out;
            case AVERAGE -> (in + out) / 2;
            case GEOMETRIC_AVERAGE -> Math.sqrt(in * out);
        };
    }

    /// A random orthogonal matrix: of the rows and columns the fewer are orthonormal. All axes but the last are its rows.
    public static Initializer orthogonal() {
        return orthogonal(1, -1);
    }

    /// `scale` times a random orthogonal matrix, whose columns run along this axis.
    public static Initializer orthogonal(double scale, int columnAxis) {
        return (key, shape, dtype) -> {
            if (shape.rank() < 2) {
                throw Mistake.of("an orthogonal weight has rank 2 at least, not the shape " + shape + ". For biases there is Init.zeros()");
            }
            if (shape.isEmpty()) return Creation.zeros(shape, dtype);
            int columns = shape.dim(columnAxis);
            var rest = shape.remove(shape.axis(columnAxis));
            return orthogonal(key, rest.size(), columns, dtype).reshape(rest.append(Shape.of(columns))).moveAxis(-1, columnAxis).mul(scale);
        };
    }

    private static Array orthogonal(Key key, int rows, int columns, DType dtype) {
        var factors = Linalg.qr(Random.normal(key, Shape.of(Math.max(rows, columns), Math.min(rows, columns)), dtype));
        // With the signs of the diagonal all orthogonal matrices are as likely.
        var matrix = factors.q().mul(Numpy.sign(Manipulation.diagonal(factors.r(), 0)));
        return rows < columns ? matrix.transpose() : matrix;
    }

    /// A convolution's kernel that is an orthogonal matrix in its middle and 0 elsewhere, so that it keeps norms.
    public static Initializer deltaOrthogonal() {
        return deltaOrthogonal(1, -1);
    }

    /// `scale` times [#deltaOrthogonal()], whose matrix has its columns along this axis.
    public static Initializer deltaOrthogonal(double scale, int columnAxis) {
        return (key, shape, dtype) -> {
            int rank = shape.rank();
            if (rank < 3 || rank > 5 || shape.dim(-1) < shape.dim(-2)) {
                throw Mistake.of("a delta-orthogonal kernel has 1 to 3 axes, then inputs and no fewer outputs, not the shape " + shape);
            }
            var lengths = shape.toArray();
            var matrix = orthogonal(scale, columnAxis).apply(key, Shape.of(lengths[rank - 2], lengths[rank - 1]), dtype);
            var middle = Arrays.stream(lengths, 0, rank - 2).<Object>mapToObj(length -> (length - 1) / 2).toArray();
            return Creation.zeros(shape, dtype).at(middle).set(matrix);
        };
    }
}
