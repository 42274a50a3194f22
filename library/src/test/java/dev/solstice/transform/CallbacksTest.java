package dev.solstice.transform;

import static dev.solstice.lax.ControlFlow.cond;
import static dev.solstice.lax.ControlFlow.foriLoop;
import static dev.solstice.transform.Callbacks.debugCallback;
import static dev.solstice.transform.Callbacks.debugPrint;
import static dev.solstice.transform.Callbacks.ioCallback;
import static dev.solstice.transform.Callbacks.pureCallback;
import static dev.solstice.transform.Checkpoints.checkpoint;
import static dev.solstice.transform.Custom.customJvp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Tracing.evalShape;
import static dev.solstice.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive.VmapMethod;
import dev.solstice.core.ShapeStruct;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallbacksTest {
    private static final Array X = Array.of(8.0, 27.0);

    /// A cube root that only Java knows.
    private static Array cbrt(Array x) {
        return pureCallback(CallbacksTest::onTheHost, x, x);
    }

    private static Array onTheHost(Array x) {
        return Array.of(x.shape(), Arrays.stream(x.toDoubleArray()).map(Math::cbrt).toArray());
    }

    @Test
    void javaCodeComputesUnderEveryTransformation() {
        assertEquals("[2. 3.]", cbrt(X).toString());
        assertEquals("[2. 3.]", jit(cbrtOf).apply(X).toString());
        assertEquals("[2. 3.]", vmap(cbrtOf).apply(X).toString());
        assertEquals("[2. 3.]", jit(vmap(jit(cbrtOf))).apply(X).toString());
        assertEquals(Shape.of(2), evalShape(cbrtOf, X).shape());
        assertEquals(3, foriLoop(0, 2, (_, x) -> cbrt(x), Array.scalar(DType.FLOAT64, Math.pow(3, 9))).item(), 1e-12);
        assertEquals(2, cond(X.sum().gt(0), (Array x) -> cbrt(x), (Array x) -> x, X).get(0).item());
    }

    private static final Fn1<Array, Array> cbrtOf = CallbacksTest::cbrt;

    @Test
    void howABatchIsPassedIsChosen() {
        var shapes = new ArrayList<String>();
        for (var method : VmapMethod.values()) {
            Fn2<Array, Array, Array> f = (x, y) -> pureCallback((List<Array> both) -> {
                shapes.add(method + " " + both.get(0).shape() + both.get(1).shape());
                return both.get(0).add(both.get(1));
            }, x, List.of(x, y), method);
            assertEquals("[[11. 12.]\n [13. 14.]]", jit(vmap(f, 0, null)).apply(Array.of(new float[][] {{1, 2}, {3, 4}}), Array.of(10f, 10f)).toString());
        }
        assertEquals(List.of("SEQUENTIAL [2][2]", "SEQUENTIAL [2][2]", "EXPAND_DIMS [2,2][1,2]", "BROADCAST_ALL [2,2][2,2]"), shapes);
    }

    @Test
    void aDerivativeHasToBeGiven() {
        var error = assertThrows(UnsupportedOperationException.class, () -> grad((Array x) -> cbrt(x).sum()).apply(X));
        assertTrue(error.getMessage().contains("customJvp"), error.getMessage());
        var f = customJvp(cbrtOf, (x, t) -> {
            var y = cbrt(x);
            return new ValueAndTangent<>(y, t.div(y.mul(y).mul(3.0)));
        });
        assertEquals(1.0 / 12, grad((Array x) -> f.apply(x).sum()).apply(X).get(0).item(), 1e-12);
        assertEquals(1.0 / 27, jit(vmap(grad((Array x) -> f.apply(x)))).apply(X).get(1).item(), 1e-12);
    }

    @Test
    void aResultOfAnotherTypeIsRefused() {
        var error = assertThrows(IllegalArgumentException.class, () -> jit((Array x) ->
                pureCallback(CallbacksTest::onTheHost, (Array) new ShapeStruct(DType.FLOAT32, Shape.of(2)), x)).apply(X));
        assertTrue(error.getMessage().startsWith("result 0 of a callback was announced as f32[2], but is f64[2]. Give the callback an example of what its function returns."), error.getMessage());
    }

    @Test
    void effectsHappenOnceAndInOrder() {
        var seen = new ArrayList<String>();
        var f = jit((Array x) -> {
            debugCallback((Array v) -> seen.add("debug " + v.item()), x);
            Array next = ioCallback((Array v) -> {
                seen.add("io " + v.item());
                return v.add(1.0);
            }, x, x);
            ioCallback((Array v) -> {
                seen.add("unused " + v.item());
                return v;
            }, x, next);
            return x.mul(2.0);
        });
        f.apply(Array.scalar(1.0));
        assertEquals(List.of("debug 1.0", "io 1.0", "unused 2.0"), seen);
        seen.clear();
        jit((Array x) -> foriLoop(0, 3, (i, s) -> {
            debugCallback((Array v) -> seen.add("" + v.item()), i);
            return s.add(1.0);
        }, x)).apply(X);
        assertEquals(List.of("0.0", "1.0", "2.0"), seen);
        seen.clear();
        vmap((Array x) -> {
            debugCallback((Array v) -> seen.add("" + v.item()), x);
            return x;
        }).apply(X);
        assertEquals(List.of("8.0", "27.0"), seen);
    }

    @Test
    void derivativesPassDebuggingBy() {
        var seen = new ArrayList<Double>();
        Fn1<Array, Array> f = x -> {
            debugCallback((Array v) -> seen.add(v.item()), x);
            return x.mul(x);
        };
        assertEquals(6, grad(f).apply(Array.scalar(3.0)).item());
        assertEquals(6, jit(grad(jit(f))).apply(Array.scalar(3.0)).item());
        assertEquals(List.of(3.0, 3.0), seen);
        grad(checkpoint(f)).apply(Array.scalar(3.0));
        assertEquals(4, seen.size(), "what is computed again is seen again");
    }

    @Test
    void linesArePrintedWhenTheValuesAreKnown() {
        var out = System.out;
        var bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes));
        try {
            var f = jit((Array x) -> {
                debugPrint("x = {}, n = {}", x, 7);
                return x;
            });
            f.apply(Array.of(1f, 2f));
            f.apply(Array.of(3f, 4f));
        } finally {
            System.setOut(out);
        }
        assertEquals("x = [1. 2.], n = 7\nx = [3. 4.], n = 7\n", bytes.toString());
        assertThrows(IllegalArgumentException.class, () -> debugPrint("{} {}", X));
    }
}
