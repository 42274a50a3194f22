package dev.solstice.lax;

import static dev.solstice.lax.Collectives.*;
import static dev.solstice.lax.ControlFlow.cond;
import static dev.solstice.lax.ControlFlow.scan;
import static dev.solstice.lax.ControlFlow.whileLoop;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Tracing.makeJaxpr;
import static dev.solstice.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.filter.FilterVmap;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.MapAxes;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Computing along named axes. Expected numbers are JAX's, unless they follow from a law.
class CollectivesTest {
    private static final Array X = numbers(3, 2);
    private static final Array BLOCKS = numbers(3, 6, 2);
    private static final MapAxes ROWS = MapAxes.in(0).name("i");

    private static Array numbers(int... shape) {
        var all = Shape.of(shape);
        return Array.of(all, IntStream.range(0, all.size()).asDoubleStream().toArray());
    }

    private static Array sin(Array x) {
        return new Primitive.Sin().apply(x);
    }

    /// Eagerly, compiled inside and outside of the vmap.
    private static void expect(Fn1<Array, Array> f, Array x, int[] shape, double... expected) {
        for (var mapped : List.of(vmap(f, ROWS), vmap(jit(f), ROWS), jit(vmap(f, ROWS)))) {
            var actual = mapped.apply(x);
            assertEquals(Shape.of(shape), actual.shape());
            assertArrayEquals(expected, actual.toDoubleArray(), 1e-12);
        }
    }

    private static int[] shape(int... lengths) {
        return lengths;
    }

    @Test
    void valuesTravelBetweenExamples() {
        expect(r -> allGather(r, 1, false, "i"), X, shape(3, 2, 3), 0, 2, 4, 1, 3, 5, 0, 2, 4, 1, 3, 5, 0, 2, 4, 1, 3, 5);
        expect(r -> allGather(r, 0, true, "i"), X, shape(3, 6), 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5);
        expect(r -> allToAll(r, "i", 0, 1, true), BLOCKS, shape(3, 2, 6), 0, 1, 12, 13, 24, 25, 2, 3, 14, 15, 26, 27, 4, 5, 16, 17, 28, 29,
                6, 7, 18, 19, 30, 31, 8, 9, 20, 21, 32, 33, 10, 11, 22, 23, 34, 35);
        var threes = BLOCKS.get(":, :3");
        expect(r -> allToAll(r, "i", 0, 1), threes, shape(3, 2, 3), 0, 12, 24, 1, 13, 25, 2, 14, 26, 3, 15, 27, 4, 16, 28, 5, 17, 29);
        expect(r -> psumScatter(r, "i", 0, true), BLOCKS, shape(3, 2, 2), 36, 39, 42, 45, 48, 51, 54, 57, 60, 63, 66, 69);
        expect(r -> psumScatter(r, "i"), threes, shape(3, 2), 36, 39, 42, 45, 48, 51);
        expect(r -> pshuffle(r, "i", 1, 2, 0), X, shape(3, 2), 2, 3, 4, 5, 0, 1);
        expect(r -> ppermute(r, "i", new int[][] {{0, 2}, {1, 0}, {2, 1}}), X, shape(3, 2), 2, 3, 4, 5, 0, 1);
        expect(r -> ppermute(r, "i", new int[][] {{0, 1}, {1, 2}}), X, shape(3, 2), 0, 0, 0, 1, 2, 3);
        expect(r -> pswapaxes(r, "i", 0), threes, shape(3, 3, 2), 0, 1, 12, 13, 24, 25, 2, 3, 14, 15, 26, 27, 4, 5, 16, 17, 28, 29);
    }

    @Test
    void oneAnswerForAllExamplesKeepsAChoiceAChoice() {
        var some = X.gt(2);
        assertEquals("True", vmap((Array r) -> unvmapAny(r), MapAxes.in(0).out(null)).apply(some).toString());
        assertEquals("False", vmap((Array r) -> unvmapAll(r), MapAxes.in(0).out(null)).apply(some).toString());
        assertEquals(5, vmap(vmap((Array e) -> unvmapMax(e.astype(DType.INT32)), MapAxes.in(0).out(null)), MapAxes.in(0).out(null)).apply(X).item());
        assertEquals("True", jit((Array r) -> unvmapAll(r.ge(0))).apply(X).toString());
        // The choice of each example by all of them, compiled inside and outside of vmap; only the chosen branch is there.
        Fn1<Array, Array> f = r -> cond(unvmapAny(r.gt(4)), (Array v) -> v.neg(), (Array v) -> v, r);
        assertArrayEquals(X.neg().toDoubleArray(), jit(vmap(f)).apply(X).toDoubleArray());
        assertArrayEquals(X.neg().toDoubleArray(), vmap(jit(f)).apply(X).toDoubleArray());
        assertTrue(makeJaxpr(vmap(f), X).toString().contains("cond"));
        // A loop runs until all are done, for those too that were done before.
        Fn1<Array, Array> count = start -> whileLoop((Array n) -> unvmapAny(n.lt(3)), n -> n.add(1), start);
        assertEquals("[5 3 4]", vmap(count).apply(Array.of(2, 0, 1)).toString());
        assertArrayEquals(new double[] {-1, -1, -1, -1, -1, -1}, vmap(grad((Array r) -> f.apply(r).sum())).apply(X).toDoubleArray());
        assertThrows(IllegalArgumentException.class, () -> unvmapMax(X));
        assertThrows(IllegalArgumentException.class, () -> unvmapAny(X));
    }

    @Test
    void whatIsTheSameForAllExamplesCountsOncePerExample() {
        expect(r -> psum(Array.scalar(2.0), "i").add(r.sum()), X, shape(3), 7, 11, 15);
        expect(r -> pmean(Array.scalar(2.0), "i").add(r.sum()), X, shape(3), 3, 7, 11);
        assertEquals(3, vmap((Array r) -> r.mul(psum(1, "i")), ROWS).apply(X).get(0, 1).item());
        expect(_ -> axisIndex("i").astype(DType.FLOAT64), X, shape(3), 0, 1, 2);
        var withoutArguments = MapAxes.in((Object) null).name("i").size(3);
        assertEquals("[0 1 2]", vmap((Array _) -> axisIndex("i"), withoutArguments).apply(X).toString());
    }

    @Test
    void severalAxesAreOneOfTheirProduct() {
        var x = numbers(2, 3);
        Fn1<Array, Array> f = r -> psum(r.mul(axisIndex("j").astype(DType.FLOAT64)), "i", "j").add(axisIndex("i").astype(DType.FLOAT64));
        assertArrayEquals(new double[] {19, 19, 19, 20, 20, 20}, nested(f).apply(x).toDoubleArray());
        assertEquals("[[0 1 2]\n [3 4 5]]", nested(_ -> axisIndex("i", "j")).apply(x).toString());
        assertEquals(6, nested(r -> r.mul(axisSize("i", "j"))).apply(x).get(0, 1).item());
        var all = nested(r -> allGather(r, "i", "j")).apply(x);
        assertEquals(Shape.of(2, 3, 6), all.shape());
        assertArrayEquals(x.toDoubleArray(), all.get(1, 2).toDoubleArray());
    }

    private static Fn1<Array, Array> nested(Fn1<Array, Array> f) {
        return vmap(vmap(f, MapAxes.in(0).name("j")), ROWS);
    }

    @Test
    void anotherMappedAxisIsABatchOfComputationsAlongTheNamedOne() {
        var x = numbers(3, 3, 2);
        for (Fn1<Array, Array> f : List.<Fn1<Array, Array>>of(r -> psum(r, "i"), r -> pmax(r, "i"), r -> pshuffle(r, "i", 2, 0, 1), r -> allGather(r, 1, false, "i"),
                r -> allToAll(r.expandDims(1).broadcastTo(Shape.of(2, 3)), "i", 1, 0), r -> psumScatter(r.expandDims(0).broadcastTo(Shape.of(3, 2)), "i"))) {
            var inside = vmap(vmap(f, 0), ROWS).apply(x);
            for (int k = 0; k < 3; k++) {
                assertArrayEquals(vmap(f, ROWS).apply(x.get(":", k)).toDoubleArray(), inside.get(":", k).toDoubleArray());
            }
        }
    }

    @Test
    void derivativesFlowBetweenExamples() {
        expect(grad((Array r) -> psum(r.mul(r), "i").sum()), X, shape(3, 2), 0, 6, 12, 18, 24, 30);
        expect(grad((Array r) -> {
            var mean = pmean(r, "i");
            return mean.mul(mean).sum();
        }), X, shape(3, 2), 4, 6, 4, 6, 4, 6);
        expect(grad((Array r) -> allGather(r, "i").mul(X).sum()), X, shape(3, 2), 0, 3, 6, 9, 12, 15);
    }

    /// In a derivative from outside, every example depends on all.
    @Test
    void theGradientOfTheWholeBatchIsThatOfFiniteDifferences() {
        var threes = BLOCKS.get(":, :3").mul(0.1);
        for (Fn1<Array, Array> f : List.<Fn1<Array, Array>>of(r -> sin(psum(r, "i")), r -> r.mul(pmax(sin(r), "i")), r -> r.mul(pmin(r, "i")), r -> sin(pshuffle(r, "i", 2, 0, 1)).mul(r),
                r -> ppermute(sin(r), "i", new int[][] {{0, 1}}).mul(r), r -> sin(allGather(r, "i")), r -> sin(allToAll(r, "i", 0, 1)), r -> sin(psumScatter(r, "i")))) {
            Fn1<Array, Array> total = x -> sin(vmap(jit(f), ROWS).apply(x)).sum();
            var gradient = grad(total).apply(threes);
            for (int k = 0; k < threes.size(); k++) {
                var direction = new double[threes.size()];
                direction[k] = 1;
                var t = Array.of(threes.shape(), direction);
                double expected = (total.apply(threes.add(t.mul(1e-6))).item() - total.apply(threes.sub(t.mul(1e-6))).item()) / 2e-6;
                assertEquals(expected, gradient.reshape(-1).get(k).item(), 1e-7);
                assertEquals(expected, jvp(total, threes, t).tangent().item(), 1e-7);
            }
        }
    }

    @Test
    void loopsAndChoicesMayComputeAlongTheAxis() {
        var steps = Array.of(1.0, 2.0);
        Fn1<Array, Array> looped = r -> {
            Fn2<Array, Array, Carried<Array, Array>> step = (c, t) -> new Carried<>(sin(c).add(pmean(c.mul(t), "i")), null);
            return sin(scan(step, r, steps).carry()).sum();
        };
        expect(grad(looped), X, shape(3, 2), GRADIENT_OF_SCAN);
        expect(r -> cond(r.get(0).gt(1), (Array v) -> v.sub(pmean(v, "i")), (Array v) -> v.mul(0).add(psum(v, "i")), r), X, shape(3, 2), 6, 9, 0, 0, 2, 2);
        Array all = vmap((Array r) -> ControlFlow.whileLoop((Array c) -> pmax(c.sum(), "i").lt(100), (Array c) -> c.add(psum(c, "i")), r), ROWS).apply(X);
        assertTrue(all.sum(1).max().item() >= 100);
    }

    private static final double[] GRADIENT_OF_SCAN = {0.3293755540528436, 1.5993865071535225, 0.0629432530304836, 0.3705814445744369, 0.1039955022413535, 1.339546805628569};

    @Test
    void ensemblesOfModelsMayMeetAlongTheirAxis() {
        record Model(Array weight, String name) {}
        var models = new Model(X, "m");
        var means = FilterVmap.filterVmap((Model m) -> new Model(pmean(m.weight(), "models"), m.name()), MapAxes.in(0).name("models")).apply(models);
        assertArrayEquals(new double[] {2, 3, 2, 3, 2, 3}, means.weight().toDoubleArray());
    }

    @Test
    void anUnknownAxisIsNamedAndThoseInScopeToo() {
        var outside = assertThrows(IllegalArgumentException.class, () -> psum(X, "rows"));
        assertTrue(outside.getMessage().contains("\nAt CollectivesTest.java:"), outside.getMessage());
        assertTrue(outside.getMessage().contains("no named axis is in scope"), outside.getMessage());
        var inside = assertThrows(IllegalArgumentException.class, () -> nested(r -> psum(r, "rows")).apply(X));
        assertTrue(inside.getMessage().contains("in scope are i, j"), inside.getMessage());
    }

    @Test
    void aCompiledFunctionIsTracedAgainForAnAxisOfAnotherLength() {
        var f = jit((Array r) -> r.mul(axisSize("i")));
        assertEquals(3, vmap(f, ROWS).apply(numbers(3)).get(1).item());
        assertEquals(5, vmap(f, ROWS).apply(numbers(5)).get(1).item());
    }
}
