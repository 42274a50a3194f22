package dev.solstice.transform;

import static dev.solstice.core.CheckpointPolicy.*;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.lax.ControlFlow.scan;
import static dev.solstice.transform.Checkpoints.checkpoint;
import static dev.solstice.transform.Checkpoints.checkpointName;
import static dev.solstice.transform.Checkpoints.savedResiduals;
import static dev.solstice.transform.Derivatives.hessian;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Grad.valueAndGrad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Tracing.makeJaxpr;
import static dev.solstice.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.CheckpointPolicy;
import dev.solstice.core.Optimisation;
import dev.solstice.core.Primitive;
import dev.solstice.lax.ControlFlow.Carried;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A checkpoint changes what is kept for a derivative, and never the derivative.
class CheckpointsTest {
    private static final Array W = matrix(4, 4);
    private static final Array V = matrix(5, 4);
    private static final Array X = matrix(3, 4);

    private static Array matrix(int rows, int columns) {
        return Array.of(Shape.of(rows, columns), IntStream.range(0, rows * columns).mapToDouble(i -> Math.sin(i + rows)).toArray());
    }

    private static Array sin(Array x) {
        return new Primitive.Sin().apply(x);
    }

    record Weights(Array w, Array v, String name) {}

    /// Two layers, an attention between them, names on some values; the layer is jitted, which hides nothing from a policy.
    private static Array network(Weights weights, Array x) {
        var layer = jit((Array w, Array h) -> checkpointName(sin(h.matmul(w)), "hidden"));
        var h = layer.apply(weights.w(), x);
        var attention = vmap((Array a, Array b) -> a.matmul(b)).apply(h.expandDims(0), h.transpose(1, 0).expandDims(0)).squeeze(0);
        return sin(checkpointName(attention.matmul(h), "attention")).matmul(weights.v().transpose(1, 0)).mul(0.5);
    }

    private static final Map<String, CheckpointPolicy> POLICIES = Map.of(
            "nothing", nothingSaveable(), "everything", everythingSaveable(), "dots", dotsSaveable(),
            "weights", dotsWithNoBatchDimsSaveable(), "hidden", saveOnlyTheseNames("hidden"), "but hidden", saveAnyNamesButThese("hidden"),
            "all but hidden", saveAnythingExceptTheseNames("hidden"), "both", saveFromBoth(dotsSaveable(), saveOnlyTheseNames("attention")));

    @Test
    void noPolicyChangesADerivative() {
        Fn1<Weights, Array> plain = m -> sin(network(m, X)).sum();
        var m = new Weights(W, V, "net");
        var expected = gradient(plain, m);
        POLICIES.forEach((name, policy) -> {
            Fn1<Weights, Array> f = p -> sin(checkpoint(CheckpointsTest::network, policy).apply(p, X)).sum();
            assertArrayEquals(expected, gradient(f, m), 1e-12, name);
            assertArrayEquals(expected, gradient(filterJit(f), m), 1e-12, name);
            Fn1<Array, Array> g = w -> f.apply(new Weights(w, V, ""));
            assertArrayEquals(expected, jit(grad(g)).apply(W).toDoubleArray(), 1e-12, name);
            assertArrayEquals(expected, vmap(grad(g)).apply(W.expandDims(0)).toDoubleArray(), 1e-12, name);
            assertEquals(grad(g).apply(W).mul(W).sum().item(), jvp(g, W, W).tangent().item(), 1e-9, name);
            assertArrayEquals(hessian((Array w) -> plain.apply(new Weights(w, V, ""))).apply(W).toDoubleArray(), hessian(g).apply(W).toDoubleArray(), 1e-9, name);
        });
    }

    private static double[] gradient(Fn1<Weights, Array> f, Weights m) {
        return grad((Array w) -> f.apply(new Weights(w, m.v(), m.name()))).apply(m.w()).toDoubleArray();
    }

    /// The same as `jax.ad_checkpoint.saved_residuals` of the same function, but for the order.
    @Test
    void aPolicySaysWhatIsKept() {
        Fn2<Array, Array, Array> f = (w, x) -> sin(checkpointName(sin(x.matmul(w)), "inner"));
        assertEquals(List.of("f64[4,4]", "f64[3,4]"), kept(checkpoint(f)));
        assertEquals(List.of("f64[3,4]", "f64[4,4]", "f64[3,4]"), kept(checkpoint(f, dotsSaveable())));
        assertEquals(List.of("f64[3,4]", "f64[4,4]", "f64[3,4]"), kept(checkpoint(f, saveOnlyTheseNames("inner"))));
        assertEquals(List.of("f64[4,4]", "f64[3,4]"), kept(checkpoint(f, saveOnlyTheseNames("outer"))));
        assertEquals(List.of("f64[4,4]", "f64[3,4]"), kept(checkpoint(f, saveAnyNamesButThese("inner"))));
    }

    private static List<String> kept(Fn2<Array, Array, Array> f) {
        return savedResiduals((Array w) -> f.apply(w, X), W).stream().map(AbstractValue::toString).toList();
    }

    @Test
    void whatIsComputedAgainIsNotMergedWithTheFirstTime() {
        var f = checkpoint((Array x) -> sin(sin(sin(x))));
        var program = Optimisation.apply(makeJaxpr(valueAndGrad((Array x) -> f.apply(x).sum()), Array.of(1.0, 2.0)));
        long sines = program.equations().stream().filter(equation -> equation.primitive() instanceof Primitive.Sin).count();
        assertEquals(3 + 2, sines, program.toString());
    }

    @Test
    void aScanOfACheckpointKeepsOnlyItsCarries() {
        Fn2<Array, Array, Carried<Array, Object>> step = (c, x) -> new Carried<>(sin(sin(sin(c.mul(x)))), null);
        var xs = matrix(6, 4);
        Fn1<Array, Array> plain = c -> scan(step, c, xs).carry().sum();
        Fn1<Array, Array> saving = c -> scan((Array carry, Array x) -> checkpoint(step).apply(carry, x), c, xs).carry().sum();
        assertArrayEquals(grad(plain).apply(W.get(0)).toDoubleArray(), grad(saving).apply(W.get(0)).toDoubleArray(), 1e-12);
        assertEquals(List.of("f64[6,4]", "f64[6,4]"), savedResiduals(saving, W.get(0)).stream().map(AbstractValue::toString).toList());
    }
}
