package dev.solstice.transform;

import static dev.solstice.transform.Derivatives.hessian;
import static dev.solstice.transform.Derivatives.jacfwd;
import static dev.solstice.transform.Derivatives.jacrev;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Derivatives.linearize;
import static dev.solstice.transform.Derivatives.vjp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Grad.valueAndGrad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Tracing.evalShape;
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
import dev.solstice.core.ShapeStruct;
import dev.solstice.core.TracerException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TransformationsTest {
    private static Array sin(Array x) {
        return new Primitive.Sin().apply(x);
    }

    private static Array f64(double... values) {
        return Array.of(values);
    }

    private static Array scalar(double value) {
        return Array.scalar(DType.FLOAT64, value);
    }

    private static void assertClose(double expected, Array actual) {
        assertEquals(expected, actual.item(), 1e-9);
    }

    private static void assertClose(double[] expected, Array actual) {
        assertArrayEquals(expected, actual.toDoubleArray(), 1e-9);
    }

    @Test
    void gradientsOfGradients() {
        Fn1<Array, Array> cubed = x -> x.mul(x).mul(x);
        assertClose(12, grad(cubed).apply(scalar(2)));
        assertClose(12, grad(grad(cubed)).apply(scalar(2)));
        assertClose(6, grad(grad(grad(cubed))).apply(scalar(2)));
        assertClose(0, grad(grad(grad(grad(cubed)))).apply(scalar(2)));
    }

    @Test
    void perturbationsOfNestedDerivativesAreKeptApart() {
        // d/dx [x * d/dy (x + y)] = 1, which naive forward mode makes 2
        Fn1<Array, Array> a = x -> x.mul(grad((Array y) -> x.add(y)).apply(scalar(1)));
        assertClose(1, grad(a).apply(scalar(3)));
        assertClose(1, jvp(a, scalar(3), scalar(1)).tangent());
        Fn1<Array, Array> b = x -> x.mul(jvp((Array y) -> x.add(y), scalar(1), scalar(1)).tangent());
        assertClose(1, jvp(b, scalar(3), scalar(1)).tangent());
        Fn1<Array, Array> c = x -> x.mul(grad((Array y) -> x.mul(y)).apply(scalar(7)));
        assertClose(6, grad(c).apply(scalar(3)));
    }

    @Test
    void vmapOfGradAndGradOfVmap() {
        Fn2<Array, Array, Array> loss = (w, x) -> sin(w.mul(x)).sum();
        var w = f64(1, 2);
        var xs = Array.of(Shape.of(3, 2), 1d, 2, 3, 4, 5, 6);
        var perExample = vmap(grad(loss), null, 0).apply(w, xs);
        assertEquals(Shape.of(3, 2), perExample.shape());
        assertClose(new double[] {Math.cos(1), 2 * Math.cos(4), 3 * Math.cos(3), 4 * Math.cos(8), 5 * Math.cos(5), 6 * Math.cos(12)}, perExample);
        var total = grad((Array v) -> vmap(loss, null, 0).apply(v, xs).sum()).apply(w);
        assertClose(perExample.sum(0).toDoubleArray(), total);
    }

    @Test
    void jitInsideAndOutsideOfEveryTransformation() {
        Fn1<Array, Array> f = x -> sin(x.mul(x)).sum();
        var x = f64(0.5, 1.5, -2);
        var expected = grad(f).apply(x).toDoubleArray();
        assertClose(expected, grad(jit(f)).apply(x));
        assertClose(expected, jit(grad(f)).apply(x));
        assertClose(expected, jit(grad(jit(f))).apply(x));
        assertClose(expected, vmap(jit(grad(f)), 0).apply(x.expandDims(0)));
        assertClose(expected, jit(vmap(grad(f), 0)).apply(x.expandDims(0)));
        var second = hessian(f).apply(x).toDoubleArray();
        assertClose(second, hessian(jit(f)).apply(x));
        assertClose(second, jit(hessian(jit(f))).apply(x));
        assertClose(second, jit(jacrev(jit(grad(jit(f))))).apply(x));
    }

    @Test
    void jacobiansOfBothModesAgree() {
        Fn1<Array, Array> f = x -> sin(x.expandDims(1).mul(x.expandDims(0)).matmul(x));
        var x = f64(0.1, 0.7, -1.2);
        assertEquals(Shape.of(3, 3), jacfwd(f).apply(x).shape());
        assertClose(jacfwd(f).apply(x).toDoubleArray(), jacrev(f).apply(x));
    }

    @Test
    void theHessianOfAQuadraticIsItsMatrix() {
        var matrix = Array.of(Shape.of(2, 2), 2d, 1, 1, 4);
        Fn1<Array, Array> f = x -> x.matmul(matrix).matmul(x).mul(0.5);
        assertClose(new double[] {2, 1, 1, 4}, hessian(f).apply(f64(3, -1)));
    }

    @Test
    void linearizedAndTransposedDerivativesAreAdjoint() {
        Fn1<Array, Array> f = x -> sin(x).mul(x.sum());
        var x = f64(0.3, -0.8);
        var direction = f64(1.5, 2.5);
        var weights = f64(-1, 0.5);
        var forward = linearize(f, x).pushforward().apply(direction);
        assertClose(jvp(f, x, direction).tangent().toDoubleArray(), forward);
        var backward = vjp(f, x).pullback().apply(weights);
        assertEquals(forward.mul(weights).sum().item(), backward.mul(direction).sum().item(), 1e-12);
    }

    @Test
    void javaControlFlowWorksOnKnownValues() {
        Fn1<Array, Array> f = x -> {
            var y = x;
            while (y.item() < 100) y = y.mul(x);
            return y.item() > 200 ? y : y.neg();
        };
        assertClose(5 * Math.pow(3, 4), grad(f).apply(scalar(3))); // 3^5 = 243
    }

    @Test
    void aFunctionIsTracedOnceForEachStructureShapeAndDtype() {
        var traces = new AtomicInteger();
        var f = jit((List<Array> xs) -> {
            traces.incrementAndGet();
            return xs.getFirst().mul(2);
        });
        assertClose(new double[] {2, 4}, f.apply(List.of(f64(1, 2))));
        assertClose(new double[] {6, 8}, f.apply(List.of(f64(3, 4))));
        assertEquals(1, traces.get());
        f.apply(List.of(f64(1, 2, 3)));
        f.apply(List.of(Array.of(1f, 2f)));
        f.apply(List.of(f64(1, 2), f64(1)));
        assertEquals(4, traces.get());
    }

    @Test
    void aCompiledFunctionMayCloseOverTheTracersOfOuterTransformations() {
        Fn1<Array, Array> f = x -> jit((Array y) -> y.mul(x)).apply(scalar(5));
        assertClose(5, grad(f).apply(scalar(2)));
        assertClose(new double[] {5, 10}, vmap(f).apply(f64(1, 2)));
        assertClose(10, jit(f).apply(scalar(2)));
    }

    @Test
    void readingATracedValueNamesTheLineTheTransformationAndTheRemedy() {
        var error = assertThrows(TracerException.class, () -> jit((Array x) -> x.item() > 0 ? x : x.neg()).apply(scalar(1)));
        assertTrue(error.getMessage().contains("item() needs the values of an array of type f64[]"), error.getMessage());
        assertTrue(error.getMessage().contains("inside jit"), error.getMessage());
        assertTrue(error.getMessage().contains("TransformationsTest.java:"), error.getMessage());
        assertTrue(error.getMessage().contains("where(condition, a, b)"), error.getMessage());
        var mapped = assertThrows(TracerException.class, () -> vmap((Array x) -> Array.scalar(x.item())).apply(f64(1, 2)));
        assertTrue(mapped.getMessage().contains("inside vmap"), mapped.getMessage());
    }

    @Test
    void aTracerThatEscapesIsReported() {
        var escaped = new Array[1];
        jit((Array x) -> {
            escaped[0] = x;
            return x;
        }).apply(scalar(1));
        var error = assertThrows(TracerException.class, () -> escaped[0].add(1));
        assertTrue(error.getMessage().contains("has outlived the jit"), error.getMessage());
    }

    @Test
    void gradTellsWhatItCannotDifferentiate() {
        var vector = assertThrows(IllegalArgumentException.class, () -> grad((Array x) -> x.mul(2)).apply(f64(1, 2)));
        assertTrue(vector.getMessage().contains("returned f64[2]"), vector.getMessage());
        var integer = assertThrows(IllegalArgumentException.class, () -> grad((List<Array> x) -> x.get(1)).apply(List.of(scalar(1), Array.of(1))));
        assertTrue(integer.getMessage().contains(".get(1) is i32[1]"), integer.getMessage());
        var string = assertThrows(IllegalArgumentException.class, () -> grad((List<Object> x) -> (Array) x.get(0)).apply(List.of(scalar(1), "relu")));
        assertTrue(string.getMessage().contains(".get(1) is no array: it is relu, of type String"), string.getMessage());
        assertTrue(string.getMessage().contains("filterGrad"), string.getMessage());
        var unfiltered = assertThrows(IllegalArgumentException.class, () -> vjp((List<Object> x) -> (Array) x.get(0), List.of(scalar(1), "relu")));
        assertTrue(unfiltered.getMessage().contains("Partition the tree by isArray()"), unfiltered.getMessage());
    }

    @Test
    void vmapTellsWhichBatchSizesDiffer() {
        var error = assertThrows(IllegalArgumentException.class,
                () -> vmap((Array x, Array y) -> x.mul(y)).apply(f64(1, 2), f64(1, 2, 3)));
        assertTrue(error.getMessage().contains("axis 0 of argument .get(0), f64[2], says 2, but axis 0 of argument .get(1), f64[3], says 3"), error.getMessage());
    }

    @Test
    void outAxesPutTheBatchWhereItIsWanted() {
        var x = Array.of(Shape.of(2, 3), 1d, 2, 3, 4, 5, 6);
        var y = vmap((Array row) -> row.mul(2), MapAxes.in(0).out(1)).apply(x);
        assertEquals(Shape.of(3, 2), y.shape());
        assertClose(new double[] {2, 8, 4, 10, 6, 12}, y);
    }

    @Test
    void unmappedResultsAreRepeated() {
        var y = vmap((Array x) -> scalar(7)).apply(f64(1, 2, 3));
        assertClose(new double[] {7, 7, 7}, y);
    }

    @Test
    void valueAndGradientComeTogether() {
        var both = valueAndGrad((Array x) -> x.mul(x).sum()).apply(f64(1, 2));
        assertClose(5, both.value());
        assertClose(new double[] {2, 4}, both.grad());
    }

    @Test
    void shapesAreComputedWithoutValues() {
        var shape = evalShape((Array x) -> x.matmul(x.transpose()), (Array) new ShapeStruct(DType.FLOAT32, Shape.of(1 << 14, 3)));
        assertEquals("f32[16384,16384]", shape.summary());
    }

    @Test
    void programsPrintInJaxNotation() {
        var jaxpr = makeJaxpr((Array x) -> sin(x).mul(2.0).sum(), Array.of(1f, 2f, 3f));
        assertEquals("""
                { lambda ; a:f32[3]. let
                    b:f32[3] = sin a
                    c:f32[3] = mul b 2.0:f32[]
                    d:f32[] = reduce_sum[axes=(0,)] c
                  in (d,) }""", jaxpr.toString());
        assertEquals("TransformationsTest.java", jaxpr.equations().getFirst().source().file());
    }

    @Test
    void eachThreadHasItsOwnTransformations() throws Exception {
        try (var pool = java.util.concurrent.Executors.newFixedThreadPool(4)) {
            var futures = java.util.stream.IntStream.range(0, 16)
                    .mapToObj(i -> pool.submit(() -> grad((Array x) -> x.mul(x).mul(i)).apply(scalar(3)).item())).toList();
            for (int i = 0; i < 16; i++) assertEquals(6.0 * i, futures.get(i).get(), 1e-9);
        }
    }

    @Test
    void aCustomVjpMayBeGivenAValueWhoseTangentIsKnownToBeZero() {
        Fn1<Array, Array> step = Custom.customJvp((Array x) -> x.gt(0).astype(DType.FLOAT64), (Array x, Array t) ->
                new Derivatives.ValueAndTangent<>(x.gt(0).astype(DType.FLOAT64), Array.full(x.shape(), DType.FLOAT64, 0)));
        Fn1<Array, Array> doubled = Custom.customVjp((Array x) -> x.mul(2), (Array x) -> new Custom.ValueAndResiduals<>(x.mul(2), x), (Array x, Array ct) -> ct.mul(2));
        Fn1<Array, Array> f = x -> doubled.apply(step.apply(x)).mul(x);
        assertClose(2, grad(f).apply(scalar(3)));
        assertClose(2, jit(grad(f)).apply(scalar(3)));
        assertClose(2, grad(jit(f)).apply(scalar(3)));
        assertClose(new double[] {2, 0}, vmap(grad(jit(f))).apply(f64(3, -1)));
    }
}
