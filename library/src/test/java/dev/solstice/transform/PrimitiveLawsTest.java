package dev.solstice.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.core.ShapeRule;
import dev.solstice.transform.PrimitiveSamples.Sample;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Laws that hold for every primitive, tried on random operands.
class PrimitiveLawsTest {
    private static final int ROUNDS = 3;
    private static final double STEP = 1e-6;

    @FunctionalInterface
    private interface Law {
        void holds(Sample sample, Array[] operands, Random random);
    }

    private static Stream<DynamicTest> forAll(Stream<Sample> samples, Law law) {
        return samples.map(sample -> DynamicTest.dynamicTest(sample.toString(), () -> {
            for (int seed = 0; seed < ROUNDS; seed++) {
                var random = new Random(seed);
                law.holds(sample, sample.operands().apply(random), random);
            }
        }));
    }

    private static Stream<Sample> all() {
        return PrimitiveSamples.all().stream();
    }

    private static Stream<Sample> differentiable() {
        return all().filter(Sample::differentiable);
    }

    @Test
    void everyPrimitiveIsSampled() {
        Set<Class<?>> sampled = new HashSet<>();
        all().forEach(sample -> sampled.add(sample.primitive().getClass()));
        sampled.add(Primitive.CustomLinear.class); // has no value: it exists between a custom vjp and its transpose only
        assertEquals(Set.of(), missing(Primitive.class, sampled));
    }

    private static Set<Class<?>> missing(Class<?> type, Set<Class<?>> sampled) {
        var out = new HashSet<Class<?>>();
        for (var permitted : type.getPermittedSubclasses()) {
            if (permitted.isInterface()) out.addAll(missing(permitted, sampled));
            else if (!sampled.contains(permitted)) out.add(permitted);
        }
        return out;
    }

    @TestFactory
    Stream<DynamicTest> theShapeRuleTellsTheResult() {
        return forAll(all(), (sample, x, _) ->
                assertArrayEquals(AbstractValue.of(sample.primitive().bind(x)), ShapeRule.apply(sample.primitive(), AbstractValue.of(x))));
    }

    @TestFactory
    Stream<DynamicTest> compiledEqualsEager() {
        return forAll(all(), (sample, x, _) -> {
            var jaxpr = Staging.trace(sample.primitive()::bind, AbstractValue.of(x));
            assertClose(sample.primitive().bind(x), JitCall.bind("f", jaxpr, x), 0);
        });
    }

    @TestFactory
    Stream<DynamicTest> tangentsAreDirectionalDerivatives() {
        return forAll(differentiable(), (sample, x, random) -> {
            var t = tangents(x, random);
            var dual = Jvp.jvp(sample.primitive()::bind, x, t);
            var forward = sample.primitive().bind(moved(x, t, STEP));
            var backward = sample.primitive().bind(moved(x, t, -STEP));
            for (int i = 0; i < forward.length; i++) {
                if (!forward[i].dtype().isFloating()) continue;
                var expected = forward[i].sub(backward[i]).div(2 * STEP);
                assertClose(expected, Zeros.instantiate(dual.tangents()[i], forward[i]), 1e-5);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> theTransposedDerivativeIsAdjoint() {
        return forAll(differentiable(), (sample, x, random) -> adjoint(sample.primitive()::bind, x, random));
    }

    @TestFactory
    Stream<DynamicTest> theDerivativesOfDerivativesAreAdjointToo() {
        return forAll(differentiable(), (sample, x, random) -> {
            var t = tangents(x, random);
            adjoint(primals -> instantiate(Jvp.jvp(sample.primitive()::bind, primals, t)), x, random);
        });
    }

    private static Array[] instantiate(Jvp.Dual dual) {
        var out = new Array[dual.tangents().length];
        Arrays.setAll(out, i -> Zeros.instantiate(dual.tangents()[i], dual.primals()[i]));
        return out;
    }

    private static void adjoint(UnaryOperator<Array[]> f, Array[] x, Random random) {
        var t = tangents(x, random);
        var dual = Jvp.jvp(f, x, t);
        var linearized = Linearize.linearize(f, x);
        assertClose(dual.primals(), linearized.outputs(), 1e-12);
        var cotangents = tangents(dual.primals(), random);
        var gradients = linearized.pullback(cotangents);
        assertEquals(inner(dual.tangents(), cotangents), inner(gradients, t), 1e-9);
    }

    @TestFactory
    Stream<DynamicTest> theCompiledGradientEqualsTheEagerOne() {
        return forAll(differentiable(), (sample, x, _) -> {
            UnaryOperator<Array[]> gradient = primals -> {
                var linearized = Linearize.linearize(sample.primitive()::bind, primals);
                var ones = Arrays.stream(linearized.outputs())
                        .map(y -> y.dtype().isFloating() ? Array.full(y.shape(), y.dtype(), 1) : null).toArray(Array[]::new);
                var gradients = linearized.pullback(ones);
                var out = new Array[gradients.length];
                Arrays.setAll(out, i -> Zeros.instantiate(gradients[i], primals[i]));
                return out;
            };
            var compiled = Staging.trace(gradient, AbstractValue.of(x));
            assertClose(gradient.apply(x), JitCall.bind("f", compiled, x), 1e-12);
        });
    }

    /// All operands batched, or only one of them; along every axis.
    @TestFactory
    Stream<DynamicTest> vectorisedEqualsALoop() {
        return forAll(all().filter(sample -> sample.operands().apply(new Random(0)).length > 0), (sample, x, random) -> {
            var others = new Array[][] {x, sample.operands().apply(random), sample.operands().apply(random)};
            vectorise(sample, others, everywhere(x, _ -> 0));
            vectorise(sample, others, everywhere(x, operand -> operand.rank()));
            for (int i = 0; i < x.length; i++) {
                for (int axis = 0; axis <= x[i].rank(); axis++) {
                    var axes = everywhere(x, _ -> Batching.NOT_MAPPED);
                    axes[i] = axis;
                    vectorise(sample, others, axes);
                }
            }
        });
    }

    private static int[] everywhere(Array[] x, java.util.function.ToIntFunction<Array> axis) {
        return Arrays.stream(x).mapToInt(axis).toArray();
    }

    private static void vectorise(Sample sample, Array[][] examples, int[] axes) {
        int size = examples.length;
        var batch = examples[0].clone();
        for (int i = 0; i < batch.length; i++) if (axes[i] != Batching.NOT_MAPPED) batch[i] = stack(examples, i, axes[i]);
        var batched = Batching.vmap(sample.primitive()::bind, new Batching.Batched(batch, axes), size);
        for (int k = 0; k < size; k++) {
            var x = examples[0].clone();
            for (int i = 0; i < x.length; i++) if (axes[i] != Batching.NOT_MAPPED) x[i] = examples[k][i];
            var expected = sample.primitive().bind(x);
            for (int i = 0; i < expected.length; i++) {
                var all = Batching.materialise(batched.values()[i], batched.axes()[i], 0, size);
                assertClose(expected[i], row(all, k), 1e-12);
            }
        }
    }

    private static Array stack(Array[][] examples, int i, int axis) {
        var rows = Arrays.stream(examples).map(example -> example[i].expandDims(axis)).toArray(Array[]::new);
        return new Primitive.Concatenate(axis).apply(rows);
    }

    private static Array row(Array x, int k) {
        var start = dev.solstice.core.Axes.filled(x.rank() - 1, 0).insert(0, k);
        var limit = dev.solstice.core.Axes.of(x.shape().with(0, k + 1).toArray());
        return new Primitive.Slice(start, limit, dev.solstice.core.Axes.filled(x.rank(), 1)).apply(x).reshape(x.shape().remove(0));
    }

    private static Array[] tangents(Array[] x, Random random) {
        return Arrays.stream(x).map(array -> array.dtype().isFloating()
                ? Array.of(array.shape(), random.doubles(array.size(), -1, 1).toArray()) : null).toArray(Array[]::new);
    }

    private static Array[] moved(Array[] x, Array[] t, double step) {
        var out = x.clone();
        for (int i = 0; i < x.length; i++) if (t[i] != null) out[i] = x[i].add(t[i].mul(step));
        return out;
    }

    private static double inner(Array[] x, Array[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) if (x[i] != null && y[i] != null) sum += x[i].mul(y[i]).sum().item();
        return sum;
    }

    private static void assertClose(Array[] expected, Array[] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) assertClose(expected[i], actual[i], tolerance);
    }

    private static void assertClose(Array expected, Array actual, double tolerance) {
        assertEquals(expected.abstractValue(), actual.abstractValue());
        var one = expected.toDoubleArray();
        var other = actual.toDoubleArray();
        for (int i = 0; i < one.length; i++) {
            assertEquals(one[i], other[i], tolerance * (1 + Math.abs(one[i])), () -> expected + "\n" + actual);
        }
    }
}
