package dev.solstice.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;

/// What holds for every function of arrays under every transformation. Derivatives of complex functions are those by the
/// [Parts].
final class Laws {
    private static final double STEP = 1e-5;

    private Laws() {}

    // ---- values ----

    /// Staged types are those of the values.
    static void typesAreAsStaged(UnaryOperator<Array[]> f, Array[] x) {
        assertArrayEquals(AbstractValue.of(f.apply(x)), Staging.trace(f, AbstractValue.of(x)).outputTypes());
    }

    static void compiledEqualsEager(UnaryOperator<Array[]> f, Array[] x, Rounding rounding) {
        assertClose(f.apply(x), compiled(f).apply(x), rounding);
    }

    static UnaryOperator<Array[]> compiled(UnaryOperator<Array[]> f) {
        return x -> JitCall.bind("f", Staging.trace(f, AbstractValue.of(x)), x);
    }

    /// @param examples operands of each example
    /// @param axes     where they are stacked, or [Batching#NOT_MAPPED] for those of the first example
    static void vectorisedEqualsALoop(UnaryOperator<Array[]> f, Array[][] examples, int[] axes, Rounding rounding) {
        int size = examples.length;
        var batched = Batching.vmap(f, new Batching.Batched(batch(examples, axes), axes), new MappedAxis("", size));
        for (int k = 0; k < size; k++) {
            var expected = f.apply(example(examples, axes, k));
            for (int i = 0; i < expected.length; i++) {
                assertClose(expected[i], row(Batching.materialise(batched.values()[i], batched.axes()[i], 0, size), k), rounding);
            }
        }
    }

    static Array[] batch(Array[][] examples, int[] axes) {
        var batch = examples[0].clone();
        for (int i = 0; i < batch.length; i++) {
            int at = i;
            if (axes[i] != Batching.NOT_MAPPED) batch[i] = stack(axes[i], Arrays.stream(examples).map(example -> example[at]).toArray(Array[]::new));
        }
        return batch;
    }

    private static Array[] example(Array[][] examples, int[] axes, int k) {
        var x = examples[0].clone();
        for (int i = 0; i < x.length; i++) if (axes[i] != Batching.NOT_MAPPED) x[i] = examples[k][i];
        return x;
    }

    static Array stack(int axis, Array... rows) {
        return new Primitive.Concatenate(axis).apply(Arrays.stream(rows).map(row -> row.expandDims(axis)).toArray(Array[]::new));
    }

    static Array row(Array x, int k) {
        return row(x, 0, k);
    }

    static Array row(Array x, int axis, int k) {
        var start = Axes.filled(x.rank(), 0).toArray();
        var limit = x.shape().toArray();
        start[axis] = k;
        limit[axis] = k + 1;
        return new Primitive.Slice(Axes.of(start), Axes.of(limit), Axes.filled(x.rank(), 1)).apply(x).reshape(x.shape().remove(axis));
    }

    // ---- derivatives ----

    /// Forward mode gives central differences, where the function is smooth: where the differences of two steps agree.
    static void tangentsAreDirectionalDerivatives(UnaryOperator<Array[]> function, Array[] operands, Random random) {
        var f = Parts.of(function, operands);
        var x = Parts.split(operands);
        var t = tangents(x, random);
        var actual = pushforward(f, t).apply(x);
        var wide = differences(f, x, t, STEP);
        var narrow = differences(f, x, t, STEP / 4);
        var values = f.apply(x);
        for (int i = 0; i < values.length; i++) {
            if (values[i].dtype() == DType.FLOAT64) assertSlope(values[i], wide[i].toDoubleArray(), narrow[i].toDoubleArray(), actual[i].toDoubleArray());
        }
    }

    private static void assertSlope(Array value, double[] wide, double[] narrow, double[] actual) {
        var values = value.toDoubleArray();
        for (int j = 0; j < actual.length; j++) {
            double scale = 1 + Math.abs(narrow[j]) + Math.abs(values[j]);
            if (!(Math.abs(wide[j] - narrow[j]) <= 1e-5 * scale)) continue; // a kink, a jump, or infinity
            assertEquals(narrow[j], actual[j], 1e-4 * scale, () -> "the tangent " + Arrays.toString(actual) + " where differences are " + Arrays.toString(narrow));
        }
    }

    private static Array[] differences(UnaryOperator<Array[]> f, Array[] x, Array[] t, double step) {
        var forward = f.apply(moved(x, t, step));
        var backward = f.apply(moved(x, t, -step));
        var out = new Array[forward.length];
        for (int i = 0; i < out.length; i++) {
            if (forward[i].dtype() == DType.FLOAT64) out[i] = forward[i].sub(backward[i]).div(2 * step);
        }
        return out;
    }

    private static Array[] moved(Array[] x, Array[] t, double step) {
        var out = x.clone();
        for (int i = 0; i < x.length; i++) if (t[i] != null) out[i] = x[i].add(t[i].mul(step));
        return out;
    }

    /// `<J t, c> = <t, J^T c>`, and both modes give the function's value.
    static void reverseModeIsAdjointToForwardMode(UnaryOperator<Array[]> function, Array[] operands, Random random, Rounding rounding) {
        var f = Parts.of(function, operands);
        var x = Parts.split(operands);
        var t = tangents(x, random);
        var forward = pushforward(f, t).apply(x);
        var linearized = Linearize.linearize(f, x);
        assertClose(f.apply(x), linearized.outputs(), rounding);
        var cotangents = tangents(linearized.outputs(), random);
        var backward = linearized.pullback(cotangents);
        for (int i = 0; i < x.length; i++) if (backward[i] != null) assertEquals(x[i].abstractValue(), backward[i].abstractValue());
        assertInner(forward, cotangents, backward, t, rounding);
        assertInner(linearized.pushforward(t), cotangents, forward, cotangents, rounding);
    }

    private static void assertInner(Array[] a, Array[] b, Array[] c, Array[] d, Rounding rounding) {
        double scale = 1 + magnitude(a, b) + magnitude(c, d);
        if (!Double.isFinite(scale)) return; // a gather that fills with NaN
        assertEquals(inner(a, b), inner(c, d), tolerance(rounding, a, b, c, d) * scale);
    }

    private static double tolerance(Rounding rounding, Array[]... all) {
        return Arrays.stream(all).flatMap(Arrays::stream).filter(x -> x != null && x.dtype().isFloating()).mapToDouble(x -> rounding.tolerance(x.dtype())).max().orElse(0);
    }

    private static double inner(Array[] x, Array[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            if (x[i] == null || y[i] == null || !x[i].dtype().isFloating()) continue;
            var a = x[i].toDoubleArray();
            var b = y[i].toDoubleArray();
            for (int j = 0; j < a.length; j++) sum += a[j] * b[j];
        }
        return sum;
    }

    private static double magnitude(Array[] x, Array[] y) {
        return inner(absolute(x), absolute(y));
    }

    private static Array[] absolute(Array[] x) {
        return Arrays.stream(x).map(array -> array == null || !array.dtype().isFloating() ? null : new Primitive.Abs().apply(array)).toArray(Array[]::new);
    }

    static void compiledGradientEqualsEager(UnaryOperator<Array[]> f, Array[] x, Rounding rounding) {
        compiledEqualsEager(gradient(Parts.of(f, x)), Parts.split(x), rounding);
    }

    /// All four orders of the modes give one second derivative, and that is the difference of the first.
    static void secondDerivativesAgree(UnaryOperator<Array[]> function, Array[] operands, Random random, Rounding rounding) {
        var f = Parts.of(function, operands);
        var x = Parts.split(operands);
        var u = tangents(x, random);
        var v = tangents(x, random);
        UnaryOperator<Array[]> curved = curved(f);
        var forwardOverReverse = pushforward(gradient(curved), v).apply(x);
        assertClose(forwardOverReverse, gradient(sum(pushforward(curved, v))).apply(x), rounding);
        assertClose(forwardOverReverse, gradient(in -> new Array[] {dot(gradient(curved).apply(in), v)}).apply(x), rounding);
        var twiceForward = sum(pushforward(pushforward(curved, v), u)).apply(x)[0];
        if (!Double.isFinite(magnitude(forwardOverReverse, u))) return;
        assertEquals(inner(forwardOverReverse, u), twiceForward.item(), rounding.tolerance(DType.FLOAT64) * (1 + magnitude(forwardOverReverse, u)));
    }

    static void gradientsHaveDirectionalDerivatives(UnaryOperator<Array[]> f, Array[] x, Random random) {
        tangentsAreDirectionalDerivatives(gradient(curved(Parts.of(f, x))), Parts.split(x), random);
    }

    /// The sines of all floating results, each with a weight of its own: linear functions become curved. What a gather
    /// fills with NaN is left out.
    private static UnaryOperator<Array[]> curved(UnaryOperator<Array[]> f) {
        return x -> Arrays.stream(f.apply(x)).filter(y -> y.dtype().isFloating()).map(y -> {
            var weights = Array.of(y.shape(), new Random(y.size()).doubles(y.size(), 0.5, 1.5).toArray()).astype(y.dtype());
            var known = new Primitive.SelectN().apply(new Primitive.IsFinite().apply(y), Zeros.like(y), y);
            return new Primitive.Sin().apply(known.mul(weights));
        }).toArray(Array[]::new);
    }

    private static UnaryOperator<Array[]> sum(UnaryOperator<Array[]> f) {
        return x -> new Array[] {Arrays.stream(f.apply(x)).filter(y -> y.dtype().isFloating()).map(y -> y.sum().astype(DType.FLOAT64))
                .reduce(Array.scalar(DType.FLOAT64, 0), Array::add)};
    }

    private static Array dot(Array[] x, Array[] y) {
        var sum = Array.scalar(DType.FLOAT64, 0);
        for (int i = 0; i < x.length; i++) if (y[i] != null) sum = sum.add(x[i].mul(y[i]).sum().astype(DType.FLOAT64));
        return sum;
    }

    /// The tangents of the floating results, zeros included; integers stay as they are.
    static UnaryOperator<Array[]> pushforward(UnaryOperator<Array[]> f, Array[] tangents) {
        return x -> {
            var dual = Jvp.jvp(f, x, tangents);
            var out = dual.primals().clone();
            for (int i = 0; i < out.length; i++) {
                if (out[i].dtype().isFloating()) out[i] = Zeros.instantiate(dual.tangents()[i], out[i]);
                else assertTrue(dual.tangents()[i] == null, "integers have no tangents");
            }
            return out;
        };
    }

    /// The gradient of the sum of all floating results by the floating operands; integers stay as they are.
    static UnaryOperator<Array[]> gradient(UnaryOperator<Array[]> f) {
        return x -> {
            var linearized = Linearize.linearize(f, x);
            var ones = Arrays.stream(linearized.outputs()).map(y -> y.dtype().isFloating() ? Array.full(y.shape(), y.dtype(), 1) : null).toArray(Array[]::new);
            var gradients = linearized.pullback(ones);
            var out = x.clone();
            for (int i = 0; i < out.length; i++) if (out[i].dtype().isFloating()) out[i] = Zeros.instantiate(gradients[i], out[i]);
            return out;
        };
    }

    /// Directions for floating operands; null for others.
    static Array[] tangents(Array[] x, Random random) {
        return Arrays.stream(x).map(array -> array.dtype().isFloating()
                ? Array.of(array.shape(), random.doubles(array.size(), -1, 1).toArray()).astype(array.dtype()) : null).toArray(Array[]::new);
    }

    // ---- comparison ----

    static void assertClose(Array[] expected, Array[] actual, Rounding rounding) {
        assertEquals(expected.length, actual.length, "the number of results");
        for (int i = 0; i < expected.length; i++) assertClose(expected[i], actual[i], rounding);
    }

    static void assertClose(Array expected, Array actual, Rounding rounding) {
        assertEquals(expected.abstractValue(), actual.abstractValue());
        if (expected.dtype().isComplex()) {
            assertClose(Parts.split(expected), Parts.split(actual), rounding);
            return;
        }
        if (!expected.dtype().isFloating()) {
            assertArrayEquals(expected.toLongArray(), actual.toLongArray());
            return;
        }
        var one = expected.toDoubleArray();
        var other = actual.toDoubleArray();
        double tolerance = rounding.tolerance(expected.dtype());
        for (int i = 0; i < one.length; i++) {
            if (one[i] == other[i] || Double.isNaN(one[i]) && Double.isNaN(other[i])) continue; // 0 and -0 too
            boolean close = Math.abs(one[i] - other[i]) <= tolerance * (1 + Math.abs(one[i]));
            assertTrue(close, () -> "expected " + expected + "\nbut was " + actual);
        }
    }
}
