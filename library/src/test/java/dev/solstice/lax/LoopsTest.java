package dev.solstice.lax;

import static dev.solstice.lax.ControlFlow.*;
import static dev.solstice.transform.Callbacks.debugCallback;
import static dev.solstice.transform.Derivatives.hessian;
import static dev.solstice.transform.Derivatives.jacfwd;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopsTest {
    private static final Array X = Array.of(0.3, 0.7);
    private static final Array WEIGHT = Array.of(1.1, 0.9);

    /// A state with an integer and a static part in it.
    record State(Array x, Array count, String name) {
        State next(Array weight) {
            return new State(Lax.sin(x.mul(weight)).add(x), count.add(1), name);
        }
    }

    private static final State START = new State(X, Array.scalar(0), "state");

    private interface Loop {
        State run(Fn1<State, Array> condition, Fn1<State, State> body, State initial);
    }

    private static Fn1<Array, Array> total(Loop loop, int steps) {
        return weight -> {
            var end = loop.run(s -> s.count().lt(steps), s -> s.next(weight), START);
            return end.x().mul(Array.of(1.0, 2.0)).sum();
        };
    }

    private static Fn1<Array, Array> unrolled(int steps) {
        return weight -> {
            var state = START;
            for (int i = 0; i < steps; i++) state = state.next(weight);
            return state.x().mul(Array.of(1.0, 2.0)).sum();
        };
    }

    @Test
    void aBoundedLoopHasEveryDerivative() {
        for (int steps : new int[] {0, 1, 5, 16, 40}) {
            for (int most : new int[] {40, 257}) {
                var f = total((condition, body, initial) -> boundedWhileLoop(condition, body, initial, most), steps);
                var g = unrolled(steps);
                assertEquals(g.apply(WEIGHT).item(), f.apply(WEIGHT).item(), 1e-12);
                assertClose(grad(g).apply(WEIGHT), grad(f).apply(WEIGHT));
                assertEquals(jvp(g, WEIGHT, X).tangent().item(), jvp(f, WEIGHT, X).tangent().item(), 1e-9);
            }
        }
        var f = total((condition, body, initial) -> boundedWhileLoop(condition, body, initial, 20), 5);
        assertClose(hessian(unrolled(5)).apply(WEIGHT), hessian(f).apply(WEIGHT));
        assertClose(grad(unrolled(5)).apply(WEIGHT), jit(grad(jit(f))).apply(WEIGHT));
        assertClose(grad(unrolled(5)).apply(WEIGHT), vmap(grad(f)).apply(WEIGHT.expandDims(0)).get(0));
    }

    @Test
    void aBoundedLoopStopsAtItsBoundAndAsSoonAsItMay() {
        Fn1<Array, Array> more = i -> i.add(1);
        assertEquals(7, boundedWhileLoop(_ -> Array.scalar(true), more, Array.scalar(0), 7).intItem());
        assertEquals(0, boundedWhileLoop(_ -> Array.scalar(true), more, Array.scalar(0), 0).intItem());
        assertEquals(3, boundedWhileLoop((Array i) -> i.lt(3), more, Array.scalar(0), 1 << 30).intItem());
        assertThrows(IllegalArgumentException.class, () -> boundedWhileLoop(_ -> Array.scalar(true), more, Array.scalar(0), -1));
    }

    @Test
    void aCheckpointedLoopHasTheSameGradientWithAnyNumberOfCheckpoints() {
        for (int steps : new int[] {0, 1, 2, 7, 23}) {
            var g = unrolled(steps);
            for (int checkpoints : new int[] {1, 2, 3, 5, 8, 50}) {
                var f = total((condition, body, initial) -> checkpointedWhileLoop(condition, body, initial, checkpoints), steps);
                assertEquals(g.apply(WEIGHT).item(), f.apply(WEIGHT).item(), 1e-12);
                assertClose(grad(g).apply(WEIGHT), jit(grad(f)).apply(WEIGHT));
            }
        }
        var f = total((condition, body, initial) -> checkpointedWhileLoop(condition, body, initial, 4), 9);
        assertClose(grad(unrolled(9)).apply(WEIGHT), grad(f).apply(WEIGHT));
        assertClose(jacfwd(grad(unrolled(9))).apply(WEIGHT), jacfwd(grad(f)).apply(WEIGHT));
        assertClose(grad(unrolled(4)).apply(WEIGHT), grad(total((condition, body, initial) -> checkpointedWhileLoop(condition, body, initial, 3, 4), 9)).apply(WEIGHT));
        var error = assertThrows(UnsupportedOperationException.class, () -> jvp(f, WEIGHT, X));
        assertTrue(error.getMessage().contains("forward-mode"), error.getMessage());
    }

    /// The incomplete gamma function has a derivative by its first argument, but that one has none.
    @Test
    void aConstantOfTheBodyThatNobodyDifferentiatesByNeedsNoDerivative() {
        var order = Array.scalar(DType.FLOAT64, 2);
        Fn1<Array, Array> step = x -> Lax.igammac(order, x).add(1);
        Fn1<Array, Array> f = x -> checkpointedWhileLoop(s -> s.count().lt(3), (State s) -> new State(step.apply(s.x()), s.count().add(1), s.name()),
                new State(x, Array.scalar(0), "constant"), 2).x();
        Fn1<Array, Array> g = x -> step.apply(step.apply(step.apply(x)));
        var x = Array.scalar(DType.FLOAT64, 0.7);
        assertClose(grad(g).apply(x), grad(f).apply(x));
        assertClose(jacfwd(grad(g)).apply(x), jacfwd(grad(f)).apply(x));
    }

    @Test
    void eachExampleOfABatchMakesItsOwnNumberOfSteps() {
        Fn1<Array, Array> f = x -> checkpointedWhileLoop((Array s) -> s.sum().lt(20), (Array s) -> s.mul(s).add(0.5), x, 4).sum();
        Fn1<Array, Array> g = x -> boundedWhileLoop((Array s) -> s.sum().lt(20), (Array s) -> s.mul(s).add(0.5), x, 30).sum();
        var batch = Array.of(Shape.of(3, 2), 0.3, 0.7, 1.5, 2.5, 30.0, 1.0);
        for (var loop : List.of(f, g)) {
            var all = jit(vmap(grad(loop))).apply(batch);
            var ofSum = grad((Array b) -> vmap(loop).apply(b).sum()).apply(batch);
            for (int k = 0; k < 3; k++) {
                assertClose(grad(loop).apply(batch.get(k)), all.get(k));
                assertClose(grad(loop).apply(batch.get(k)), ofSum.get(k));
            }
            assertClose(Array.of(1.0, 1.0), all.get(2));
        }
        assertClose(vmap(grad(f)).apply(batch), vmap(grad(g)).apply(batch));
    }

    /// With as many checkpoints as Equinox takes by default, about the square root of twice the number of steps.
    @Test
    void statesAreComputedAgainOnlyAFewTimes() {
        var steps = 1000;
        for (var most : Map.of(44, 3 * steps, 10, 9 * steps, 2000, 2 * steps).entrySet()) {
            var count = new AtomicInteger();
            Fn1<Array, Array> f = w -> checkpointedWhileLoop((State s) -> s.count().lt(steps), (State s) -> {
                debugCallback((Array _) -> count.incrementAndGet(), s.count());
                return new State(s.x().mul(w), s.count().add(1), s.name());
            }, START, most.getKey()).x().sum();
            assertClose(X.mul(steps), grad(f).apply(Array.of(1.0, 1.0)));
            assertTrue(count.get() <= most.getValue() + steps, most.getKey() + " checkpoints: " + count + " steps"); // each step back is one more
        }
    }

    @Test
    void boundsMayBeTraced() {
        Fn3<Array, Array, Array, Array> f = (from, to, x) -> foriLoop(from, to, (i, s) -> s.mul(2).add(i.astype(DType.FLOAT64)), x);
        assertEquals(((1.5 * 2 + 2) * 2 + 3) * 2 + 4, f.apply(Array.scalar(2), Array.scalar(5), scalar(1.5)).item());
        assertEquals(1.5, jit(f).apply(Array.scalar(5), Array.scalar(2), scalar(1.5)).item());
        assertEquals("[ 1.  2.  5. 12.]", vmap(f, null, 0, null).apply(Array.scalar(0), Array.of(0, 1, 2, 3), scalar(1)).toString());
        assertEquals(8, jvp((Array x) -> f.apply(Array.scalar(2), Array.scalar(5), x), scalar(1.5), scalar(1)).tangent().item());
        assertThrows(IllegalArgumentException.class, () -> f.apply(scalar(1), Array.scalar(2), scalar(1)));
    }

    private static Array scalar(double value) {
        return Array.scalar(DType.FLOAT64, value);
    }

    @Test
    void unrollingChangesNothing() {
        var xs = Array.of(Shape.of(7, 2), IntStream.range(0, 14).mapToDouble(i -> Math.cos(i)).toArray());
        Fn2<Array, Array, Carried<Array, List<Array>>> step = (c, x) -> new Carried<>(Lax.sin(c.mul(x)).add(c), List.of(c, x.mul(c.sum())));
        for (var options : List.of(ScanOptions.DEFAULT, ScanOptions.DEFAULT.reversed())) {
            Fn2<ScanOptions, Array, Array> run = (o, c) -> {
                var out = scan(step, c, xs, o);
                return out.carry().sum().add(out.y().get(0).mul(xs).sum()).add(out.y().get(1).mul(out.y().get(1)).sum());
            };
            for (int unroll = 1; unroll <= 9; unroll++) {
                var unrolled = options.withUnroll(unroll);
                assertClose(run.apply(options, X), jit((Array c) -> run.apply(unrolled, c)).apply(X));
                assertClose(grad((Array c) -> run.apply(options, c)).apply(X), grad((Array c) -> run.apply(unrolled, c)).apply(X));
                assertEquals(Shape.of(7, 2), scan(step, X, xs, unrolled).y().get(1).shape());
            }
        }
    }

    @Test
    void aLengthStandsForSlices() {
        var powers = scan((Array n, Object none) -> new Carried<>(n.mul(2), n), Array.scalar(1), null, ScanOptions.DEFAULT.withLength(5).withUnroll(2));
        assertEquals("[ 1  2  4  8 16]", powers.y().toString());
        assertEquals(32, powers.carry().intItem());
        assertThrows(IllegalArgumentException.class, () -> scan((Array n, Array x) -> new Carried<>(n, x), X, X, ScanOptions.DEFAULT.withLength(5)));
        assertThrows(IllegalArgumentException.class, () -> scan((Array n, Object none) -> new Carried<>(n, n), X, null));
    }

    @Test
    void aMapMayDoBatches() {
        var xs = Array.of(Shape.of(7, 2), IntStream.range(0, 14).asDoubleStream().toArray());
        record Result(Array sum, Array twice, String name) {}
        Fn1<Array, Result> f = x -> new Result(Lax.sin(x).sum(), x.mul(2), "r");
        var expected = map(f, xs);
        for (int size : new int[] {1, 2, 3, 7, 10}) {
            var actual = map(f, xs, size);
            assertClose(expected.sum(), actual.sum());
            assertClose(expected.twice(), actual.twice());
            assertEquals("r", actual.name());
        }
        assertClose(grad((Array x) -> map(f, x).sum().sum()).apply(xs), jit(grad((Array x) -> map(f, x, 3).sum().sum())).apply(xs));
        assertThrows(IllegalArgumentException.class, () -> map(f, xs, 0));
    }

    @Test
    void prefixesAlongAnyAxisFromEitherEnd() {
        var x = Array.of(Shape.of(2, 5, 3), IntStream.range(0, 30).mapToDouble(i -> Math.sin(i)).toArray());
        for (int axis = 0; axis < 3; axis++) {
            assertClose(Lax.cumsum(x, axis, false), associativeScan((Array a, Array b) -> a.add(b), x, axis));
            assertClose(Lax.cumsum(x, axis, false), associativeScan((Array a, Array b) -> a.add(b), x, axis - 3));
            assertClose(Lax.cumsum(x, axis, true), reverseAssociativeScan((Array a, Array b) -> a.add(b), x, axis));
        }
        // of 2x2 matrices in the last two axes, so that the order counts
        var matrices = Array.of(Shape.of(2, 4, 2, 2), IntStream.range(0, 32).mapToDouble(i -> Math.sin(i)).toArray());
        var products = associativeScan((Array a, Array b) -> a.matmul(b), matrices, 1);
        assertClose(matrices.get(1, 0).matmul(matrices.get(1, 1)).matmul(matrices.get(1, 2)), products.get(1, 2));
        var error = assertThrows(IllegalArgumentException.class, () -> associativeScan((Array a, Array b) -> a.add(b), x, 3));
        assertTrue(error.getMessage().contains("no such axis"), error.getMessage());
    }

    @Test
    void aBarrierIsTheIdentity() {
        var both = jit((List<Array> x) -> optimizationBarrier(x)).apply(List.of(X, WEIGHT));
        assertClose(WEIGHT, both.get(1));
        assertClose(WEIGHT, jit(grad((Array x) -> optimizationBarrier(List.of(x.mul(WEIGHT), x)).getFirst().sum())).apply(X));
        assertClose(X, vmap((Array x) -> optimizationBarrier(x)).apply(X));
    }

    @Test
    void choicesTakeSeveralOperands() {
        Fn2<Array, Array, Array> f = (x, y) -> cond(x.sum().gt(0), (Array a, Array b) -> a.mul(b), (Array a, Array b) -> a.sub(b), x, y).sum();
        assertClose(WEIGHT, grad((Array x) -> f.apply(x, WEIGHT)).apply(X));
        assertClose(Array.of(-1.0, -1.0), jit(grad((Array y) -> f.apply(X.neg(), y))).apply(WEIGHT));
        assertEquals(6, cond(Array.scalar(true), (Integer a, Integer b, Array c) -> c.mul(a).mul(b), (Integer _, Integer _, Array c) -> c, 2, 3, scalar(1)).item());
        Fn3<Array, Array, Array, Array> sum = (a, b, c) -> a.add(b).add(c);
        assertEquals(6, switchCase(Array.scalar(1), List.of((a, _, _) -> a, sum), scalar(1), scalar(2), scalar(3)).item());
    }

    private static void assertClose(Array expected, Array actual) {
        assertEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-9);
    }
}
