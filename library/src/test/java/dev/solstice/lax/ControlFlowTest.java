package dev.solstice.lax;

import static dev.solstice.lax.ControlFlow.associativeScan;
import static dev.solstice.lax.ControlFlow.cond;
import static dev.solstice.lax.ControlFlow.foriLoop;
import static dev.solstice.lax.ControlFlow.map;
import static dev.solstice.lax.ControlFlow.reverseAssociativeScan;
import static dev.solstice.lax.ControlFlow.reverseScan;
import static dev.solstice.lax.ControlFlow.scan;
import static dev.solstice.lax.ControlFlow.switchCase;
import static dev.solstice.lax.ControlFlow.whileLoop;
import static dev.solstice.transform.Checkpoints.checkpoint;
import static dev.solstice.transform.Custom.customJvp;
import static dev.solstice.transform.Custom.customVjp;
import static dev.solstice.transform.Derivatives.hessian;
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
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.transform.Custom.ValueAndResiduals;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlFlowTest {
    private static Array f64(double... values) {
        return Array.of(values);
    }

    private static Array scalar(double value) {
        return Array.scalar(DType.FLOAT64, value);
    }

    private static void assertClose(double[] expected, Array actual) {
        assertArrayEquals(expected, actual.toDoubleArray(), 1e-10);
    }

    /// `x` to the power of 4 by a loop that multiplies.
    private static Array fourth(Array x) {
        return foriLoop(0, 4, (i, y) -> y.mul(x), Array.full(x.shape(), x.dtype(), 1));
    }

    private static Array magnitude(Array x) {
        return cond(x.gt(0), (Array v) -> v.mul(v), (Array v) -> v.neg(), x);
    }

    @Test
    void loopsAreDifferentiatedInEveryComposition() {
        assertClose(new double[] {16}, fourth(scalar(2)));
        assertClose(new double[] {32}, grad(ControlFlowTest::fourth).apply(scalar(2)));
        assertClose(new double[] {48}, grad(grad(ControlFlowTest::fourth)).apply(scalar(2)));
        assertClose(new double[] {48}, jit(grad(jit(grad(jit(ControlFlowTest::fourth))))).apply(scalar(2)));
        assertClose(new double[] {32}, jvp(ControlFlowTest::fourth, scalar(2), scalar(1)).tangent());
        assertClose(new double[] {4, 32, 108}, vmap(grad(ControlFlowTest::fourth)).apply(f64(1, 2, 3)));
        assertClose(new double[] {12, 0, 0, 48}, hessian((Array x) -> fourth(x).sum()).apply(f64(1, 2)));
    }

    @Test
    void choicesComputeAndDifferentiateTheChosenBranch() {
        assertClose(new double[] {9}, magnitude(scalar(3)));
        assertClose(new double[] {3}, magnitude(scalar(-3)));
        for (var g : List.<Fn1<Array, Array>>of(grad(ControlFlowTest::magnitude), jit(grad(ControlFlowTest::magnitude)), grad(jit(ControlFlowTest::magnitude)))) {
            assertClose(new double[] {6}, g.apply(scalar(3)));
            assertClose(new double[] {-1}, g.apply(scalar(-3)));
        }
        assertClose(new double[] {9, 3}, vmap(ControlFlowTest::magnitude).apply(f64(3, -3)));
        assertClose(new double[] {6, -1}, vmap(grad(ControlFlowTest::magnitude)).apply(f64(3, -3)));
        assertClose(new double[] {2}, jit(grad(grad(ControlFlowTest::magnitude))).apply(scalar(3)));
    }

    @Test
    void anIndexChoosesAmongManyAndIsClamped() {
        Fn2<Array, Array, Array> f = (i, x) -> switchCase(i, List.<Fn1<Array, Array>>of(v -> v, v -> v.mul(v), v -> v.mul(v).mul(v)), x);
        assertClose(new double[] {2}, f.apply(Array.scalar(-5), scalar(2)));
        assertClose(new double[] {8}, f.apply(Array.scalar(7), scalar(2)));
        assertClose(new double[] {2, 4, 8, 8}, vmap(f, 0, null).apply(Array.of(0, 1, 2, 3), scalar(2)));
        assertClose(new double[] {4}, grad((Array x) -> f.apply(Array.scalar(1), x)).apply(scalar(2)));
    }

    @Test
    void aWhileLoopStopsForEachExampleOfABatchOnItsOwn() {
        Fn1<Array, Array> doubledToHundred = x -> whileLoop((Array y) -> y.lt(100), (Array y) -> y.mul(2), x);
        assertClose(new double[] {192}, doubledToHundred.apply(scalar(3)));
        assertClose(new double[] {192, 112, 100, 500}, vmap(doubledToHundred).apply(f64(3, 7, 50, 500)));
        assertClose(new double[] {64}, jvp(doubledToHundred, scalar(3), scalar(1)).tangent());
        assertClose(new double[] {64, 16, 2, 1}, jvp(vmap(doubledToHundred), f64(3, 7, 50, 500), f64(1, 1, 1, 1)).tangent());
        assertClose(new double[] {64}, jit((Array x) -> jvp(doubledToHundred, x, scalar(1)).tangent()).apply(scalar(3)));
        var error = assertThrows(UnsupportedOperationException.class, () -> grad(doubledToHundred).apply(scalar(3)));
        assertTrue(error.getMessage().contains("scan or foriLoop"), error.getMessage());
    }

    @Test
    void aScanCarriesTreesAndStacksWhatItsStepsGive() {
        record State(Array sum, String name, Array count) {}
        Fn2<State, Array, Carried<State, List<Array>>> step = (s, x) -> {
            var next = new State(s.sum().add(x), s.name(), s.count().add(1));
            return new Carried<>(next, List.of(next.sum(), next.count()));
        };
        var out = scan(step, new State(scalar(0), "running", Array.scalar(0)), f64(1, 2, 3));
        assertEquals("running", out.carry().name());
        assertClose(new double[] {6}, out.carry().sum());
        assertClose(new double[] {1, 3, 6}, out.y().getFirst());
        assertArrayEquals(new int[] {1, 2, 3}, out.y().getLast().toIntArray());
        assertClose(new double[] {6, 5, 3}, reverseScan(step, new State(scalar(0), "", Array.scalar(0)), f64(1, 2, 3)).y().getFirst());
    }

    @Test
    void aRecurrenceHasTheDerivativesOfItsUnrolledForm() {
        var weight = Array.of(Shape.of(2, 2), 0.3, -0.2, 0.5, 0.1);
        var xs = Array.of(Shape.of(3, 2), 0.1, 0.2, -0.3, 0.4, 0.5, -0.6);
        Fn1<Array, Array> looped = w -> {
            Fn2<Array, Array, Carried<Array, Array>> step = (h, x) -> {
                var next = Lax.tanh(w.matmul(h).add(x));
                return new Carried<>(next, next.mul(x));
            };
            var out = scan(step, f64(0, 0), xs);
            return out.carry().sum().add(out.y().sum());
        };
        Fn1<Array, Array> unrolled = w -> {
            var h = f64(0, 0);
            Array sum = scalar(0);
            for (int i = 0; i < 3; i++) {
                h = Lax.tanh(w.matmul(h).add(xs.get(i)));
                sum = sum.add(h.mul(xs.get(i)).sum());
            }
            return h.sum().add(sum);
        };
        assertClose(unrolled.apply(weight).toDoubleArray(), looped.apply(weight));
        var gradient = grad(unrolled).apply(weight).toDoubleArray();
        assertClose(gradient, grad(looped).apply(weight));
        assertClose(gradient, jit(grad(looped)).apply(weight));
        assertClose(gradient, grad(checkpoint(looped)).apply(weight));
        assertClose(hessian(unrolled).apply(weight).toDoubleArray(), hessian(looped).apply(weight));
        var weights = weight.expandDims(0).mul(f64(1, 2).reshape(2, 1, 1));
        assertClose(vmap(grad(unrolled)).apply(weights).toDoubleArray(), vmap(grad(looped)).apply(weights));
        assertClose(vmap(grad(unrolled)).apply(weights).toDoubleArray(), jit(vmap(grad(jit(looped)))).apply(weights));
    }

    @Test
    void mapIsALoopOverSlices() {
        assertClose(new double[] {1, 4, 9}, map((Array x) -> x.mul(x), f64(1, 2, 3)));
        assertClose(new double[] {2, 4, 6}, grad((Array x) -> map((Array v) -> v.mul(v), x).sum()).apply(f64(1, 2, 3)));
    }

    @Test
    void aCheckpointChangesNothingButWhatIsKept() {
        Fn1<Array, Array> f = x -> Lax.sin(Lax.sin(Lax.sin(x))).sum();
        var x = f64(0.3, 0.7);
        var expected = grad(f).apply(x).toDoubleArray();
        assertClose(expected, grad(checkpoint(f)).apply(x));
        assertClose(expected, jit(grad(checkpoint(checkpoint(f)))).apply(x));
        assertClose(hessian(f).apply(x).toDoubleArray(), hessian(checkpoint(f)).apply(x));
        assertClose(expected, vmap(grad(checkpoint(f))).apply(x.expandDims(0)));
    }

    @Test
    void aCustomForwardRuleIsUsedInBothModes() {
        Fn1<Array, Array> f = customJvp((Array x) -> x.mul(x), (Array x, Array t) -> new ValueAndTangent<>(x.mul(x), t.mul(100)));
        assertClose(new double[] {9}, f.apply(scalar(3)));
        assertClose(new double[] {100}, grad(f).apply(scalar(3)));
        assertClose(new double[] {100}, jit(grad(jit(f))).apply(scalar(3)));
        assertClose(new double[] {200}, jvp(f, scalar(3), scalar(2)).tangent());
        assertClose(new double[] {100, 100}, vmap(grad(f)).apply(f64(1, 2)));
        assertClose(new double[] {100, 100}, grad((Array x) -> vmap(f).apply(x).sum()).apply(f64(1, 2)));
    }

    @Test
    void aCustomReverseRuleIsUsedInReverseMode() {
        Fn1<Array, Array> f = customVjp((Array x) -> x.mul(x), (Array x) -> new ValueAndResiduals<>(x.mul(x), List.of(x, "note")),
                (List<Object> saved, Array ct) -> ct.mul((Array) saved.getFirst()).mul(10));
        assertClose(new double[] {9}, f.apply(scalar(3)));
        assertClose(new double[] {30}, grad(f).apply(scalar(3)));
        assertClose(new double[] {30}, jit(grad(jit(f))).apply(scalar(3)));
        assertClose(new double[] {10, 20}, vmap(grad(f)).apply(f64(1, 2)));
        assertClose(new double[] {10, 20}, grad((Array x) -> vmap(f).apply(x).sum()).apply(f64(1, 2)));
        assertClose(new double[] {10}, grad(grad(f)).apply(scalar(3)));
        assertThrows(UnsupportedOperationException.class, () -> jvp(f, scalar(3), scalar(1)));
    }

    @Test
    void whatIsCarriedKeepsItsType() {
        var shape = assertThrows(IllegalArgumentException.class,
                () -> whileLoop((List<Array> s) -> Array.scalar(true), (List<Array> s) -> List.of(s.getFirst().expandDims(0)), List.of(scalar(1))));
        assertTrue(shape.getMessage().contains("at .get(0) it is f64[], but becomes f64[1]"), shape.getMessage());
        var number = assertThrows(IllegalArgumentException.class,
                () -> foriLoop(0, 3, (i, s) -> List.of(s.getFirst() + 1), List.of(0)));
        assertTrue(number.getMessage().contains("at .get(0) it is 0, but becomes 1"), number.getMessage());
        assertTrue(number.getMessage().contains("Array.scalar(0)"), number.getMessage());
        var branches = assertThrows(IllegalArgumentException.class,
                () -> cond(Array.scalar(true), (Array x) -> x, (Array x) -> x.astype(DType.FLOAT32), scalar(1)));
        assertTrue(branches.getMessage().contains("the branches of cond have to give the same structure, dtypes and shapes"), branches.getMessage());
        var predicate = assertThrows(IllegalArgumentException.class, () -> cond(Array.of(true, false), (Array x) -> x, (Array x) -> x, scalar(1)));
        assertTrue(predicate.getMessage().contains("bool[], but got bool[2]"), predicate.getMessage());
    }

    @Test
    void anInterruptStopsALoop() throws InterruptedException {
        var failure = new Throwable[1];
        var thread = new Thread(() -> {
            try {
                whileLoop((Array x) -> x.ge(0), (Array x) -> x.add(0), scalar(1));
            } catch (Throwable stopped) {
                failure[0] = stopped;
            }
        });
        thread.start();
        Thread.sleep(200);
        thread.interrupt();
        thread.join(5000);
        assertEquals(dev.solstice.core.CancelledException.class, failure[0].getClass());
    }

    @Test
    void anAssociativeScanCombinesEveryPrefixInOrder() {
        for (int n = 0; n <= 9; n++) {
            // 2 by 2 matrices do not commute, so the order of the operands shows.
            var numbers = new double[4 * n];
            for (int i = 0; i < numbers.length; i++) numbers[i] = Math.sin(i + 1);
            var x = Array.of(Shape.of(n, 2, 2), numbers);
            var forward = new ArrayList<Array>();
            var backward = new ArrayList<Array>();
            for (int i = 0; i < n; i++) forward.add(i == 0 ? x.get(0) : forward.getLast().matmul(x.get(i)));
            for (int i = n - 1; i >= 0; i--) backward.addFirst(i == n - 1 ? x.get(i) : backward.getFirst().matmul(x.get(i)));
            assertClose(numbers(forward), associativeScan((Array a, Array b) -> a.matmul(b), x));
            assertClose(numbers(backward), reverseAssociativeScan((Array a, Array b) -> a.matmul(b), x));
        }
    }

    private static double[] numbers(List<Array> arrays) {
        return arrays.stream().flatMapToDouble(each -> Arrays.stream(each.toDoubleArray())).toArray();
    }

    @Test
    void anAssociativeScanNeedsElementsThatStayWhatTheyAre() {
        var error = assertThrows(IllegalArgumentException.class, () -> associativeScan((Array a, Array b) -> a.sum(), f64(1, 2, 3)));
        assertTrue(error.getMessage().contains("what associativeScan combines"), error.getMessage());
        var lengths = assertThrows(IllegalArgumentException.class,
                () -> associativeScan((List<Array> a, List<Array> b) -> a, List.of(f64(1, 2, 3), f64(1, 2))));
        assertTrue(lengths.getMessage().contains("one leading length"), lengths.getMessage());
    }
}
