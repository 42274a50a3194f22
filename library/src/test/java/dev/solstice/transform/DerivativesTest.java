package dev.solstice.transform;

import static dev.solstice.transform.Custom.customJvp;
import static dev.solstice.transform.Custom.customVjp;
import static dev.solstice.transform.Derivatives.*;
import static dev.solstice.transform.Grad.*;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Tracing.closureConvert;
import static dev.solstice.transform.Tracing.evalShape;
import static dev.solstice.transform.Tracing.makeJaxpr;
import static dev.solstice.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.core.ShapeStruct;
import dev.solstice.transform.Custom.ValueAndResiduals;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Derivatives with several arguments, of trees, beside other results, and by rules of one's own.
class DerivativesTest {
    private static final Array X = Array.of(0.3, 0.7);
    private static final Array Y = Array.of(1.5, -2.0);
    private static final Array Z = Array.of(2.0, 5.0);

    record Params(Array w, Array b) {}

    private static Array sin(Array x) {
        return new Primitive.Sin().apply(x);
    }

    private static Array cos(Array x) {
        return new Primitive.Cos().apply(x);
    }

    private static void assertClose(Array expected, Array actual) {
        assertEquals(expected.abstractValue(), actual.abstractValue());
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-12);
    }

    @Test
    void severalArgumentsHaveATangentEach() {
        Fn3<Array, Array, Array, Array> f = (x, y, z) -> sin(x).mul(y).add(z);
        var tangent = cos(X).mul(Z).mul(Y).add(sin(X).mul(X)).add(Y);
        assertClose(tangent, jvp(f, X, Y, Z, Z, X, Y).tangent());
        assertClose(tangent, linearize(f, X, Y, Z).pushforward().apply(new Triple<>(Z, X, Y)));
        var gradients = vjp(f, X, Y, Z).pullback().apply(X);
        assertClose(cos(X).mul(Y).mul(X), gradients.first());
        assertClose(sin(X).mul(X), gradients.second());
        assertClose(X, gradients.third());
        Fn2<Array, Array, Array> g = (x, y) -> x.mul(y);
        assertClose(X.mul(Z).add(Y.mul(Z)), jvp(g, X, Y, Z, Z).tangent());
        assertClose(Y, vjp(g, X, Y).pullback().apply(Array.of(1.0, 1.0)).first());
    }

    @Test
    void gradientsByAnyArguments() {
        Fn2<Array, Array, Array> f = (x, y) -> sin(x).mul(y).sum();
        var both = jit(valueAndGradAll(f)).apply(X, Y);
        assertEquals(f.apply(X, Y).item(), both.value().item(), 1e-12);
        assertClose(cos(X).mul(Y), both.grad().first());
        assertClose(sin(X), both.grad().second());
        Fn3<Array, Array, Integer, Array> g = (x, y, n) -> f.apply(x, y).mul(n);
        assertEquals(1, grad(g, 1).apply(X, Y, 3).size());
        assertClose(sin(X).mul(3), (Array) grad(g, 1).apply(X, Y, 3).getFirst());
        var swapped = grad(g, 1, 0).apply(X, Y, 3);
        assertClose(cos(X).mul(Y).mul(3), (Array) swapped.get(1));
        assertClose(Z, gradAll((Array x, Array y, Array z) -> x.mul(y).mul(z).sum()).apply(Array.of(1.0, 1.0), Array.of(1.0, 1.0), Z).second());
        assertThrows(IllegalArgumentException.class, () -> grad(g, 3).apply(X, Y, 3));
    }

    @Test
    void whateverElseIsComputedComesOutToo() {
        record Note(Array norm, String text) {}
        Fn1<Array, WithAux<Array, Note>> f = x -> new WithAux<>(sin(x), new Note(x.mul(x).sum(), "note"));
        var forward = jvpWithAux(f, X, Y);
        assertClose(cos(X).mul(Y), forward.value().tangent());
        assertEquals(new Note(null, "note").text(), forward.aux().text());
        assertClose(X.mul(X).sum(), forward.aux().norm());
        var back = vjpWithAux(f, X);
        assertClose(cos(X).mul(Z), back.value().pullback().apply(Z));
        assertClose(X.mul(X).sum(), back.aux().norm());
        var linear = linearizeWithAux(f, X);
        assertClose(cos(X).mul(Z), linear.value().pushforward().apply(Z));
        assertClose(X.mul(X).sum(), linear.aux().norm());
        var inner = jit((Array x) -> jvpWithAux(f, x, Y).aux().norm());
        assertClose(X.mul(X).sum(), inner.apply(X));
        var gradient = gradWithAux((Array x, Array y) -> new WithAux<>(x.mul(y).sum(), List.of(x))).apply(X, Y);
        assertClose(Y, gradient.value());
        assertClose(X, gradient.aux().getFirst());
        assertEquals(0.3 * 1.5 - 0.7 * 2, valueAndGradWithAux((Array x, Array y) -> new WithAux<>(x.mul(y).sum(), Z)).apply(X, Y).value().value().item(), 1e-12);
    }

    @Test
    void jacobiansOfTreesAreTreesOfBlocks() {
        Fn1<Params, List<Array>> f = p -> List.of(sin(p.w()).mul(p.b()), p.w().sum().mul(p.b()));
        var p = new Params(X, Array.scalar(DType.FLOAT64, 2));
        var forward = jacfwdTree(f).apply(p);
        var reverse = jit(jacrevTree(f)).apply(p);
        for (int j = 0; j < 2; j++) {
            int row = j;
            for (int i = 0; i < 2; i++) assertClose(forward.leaves().get(j).leaves().get(i), reverse.leaves().get(j).leaves().get(i));
            assertClose(jacfwd((Array w) -> f.apply(new Params(w, p.b())).get(row)).apply(p.w()), forward.leaves().get(j).leaves().get(0));
            assertClose(jacrev((Array b) -> f.apply(new Params(p.w(), b)).get(row)).apply(p.b()), reverse.leaves().get(j).leaves().get(1));
        }
        Params block = (Params) forward.leaves().get(0).unflatten();
        assertEquals(Shape.of(2, 2), block.w().shape());
        assertEquals(Shape.of(2), block.b().shape());
        var hessian = hessianTree((Params q) -> sin(q.w()).mul(q.b()).sum()).apply(p);
        var mixed = hessian.leaves().get(0).leaves().get(0).leaves().get(1);
        assertClose(cos(X), mixed);
        assertClose(Array.of(Shape.of(2, 2), -2 * Math.sin(0.3), 0.0, 0.0, -2 * Math.sin(0.7)), hessian.leaves().get(0).leaves().get(0).leaves().get(0));
        var error = assertThrows(IllegalArgumentException.class, () -> jacrevTree(f).apply(new Params(X, Array.scalar(1))));
        assertTrue(error.getMessage().contains(".b()"), error.getMessage());
    }

    @Test
    void linearFunctionsAreTransposed() {
        var w = Array.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6);
        Fn1<Array, Array> f = x -> w.matmul(x).mul(2);
        assertClose(w.transpose(1, 0).matmul(Y).mul(2), linearTranspose(f, (Array) new ShapeStruct(DType.FLOAT64, Shape.of(3))).apply(Y));
        assertClose(w.transpose(1, 0).matmul(Y).mul(2), jit((Array ct) -> linearTranspose(f, Array.of(0.0, 0, 0)).apply(ct)).apply(Y));
        var error = assertThrows(IllegalArgumentException.class, () -> linearTranspose(DerivativesTest::sin, X).apply(X));
        assertTrue(error.getMessage().startsWith("sin is not linear: only linear functions have a transpose. Linearise the function first: linearize(f, x)"), error.getMessage());
    }

    @Test
    void closedOverArraysBecomeArguments() {
        var gradient = grad((Array w) -> {
            var converted = closureConvert((Array x) -> sin(x.mul(w)), X);
            assertEquals(1, converted.consts().size());
            // a rule that says what the derivative by the closed-over array is
            var f = customVjp((Array x, List<Array> consts) -> converted.function().apply(x, consts),
                    (x, consts) -> new ValueAndResiduals<>(converted.function().apply(x, consts), x), (Array x, Array ct) -> new Pair<>(ct, List.of(ct.mul(x).mul(100))));
            return f.apply(X, converted.consts()).sum();
        }).apply(Y);
        assertClose(X.mul(100), gradient);
    }

    // ---- rules of one's own ----

    @Test
    void aForwardRuleOfSeveralArguments() {
        Fn2<Array, Array, Array> f = customJvp((Array x, Array y) -> x.mul(y),
                (Array x, Array y, Array tx, Array ty) -> new ValueAndTangent<>(x.mul(y), tx.mul(y).mul(10).add(ty.mul(x).mul(100))));
        assertClose(Y.mul(10), grad((Array x) -> f.apply(x, Y).sum()).apply(X));
        assertClose(X.mul(100), jit(grad((Array y) -> f.apply(X, y).sum())).apply(Y));
        assertClose(Y.mul(X).mul(110), jvp(f, X, Y, X, Y).tangent());
        assertClose(Y.mul(10), vmap(grad((Array x, Array y) -> f.apply(x, y))).apply(X, Y));
    }

    @Test
    void argumentsMayBeLeftOutOfTheRule() {
        Fn3<Array, Integer, Array, Array> f = customJvp((Array x, Integer n, Array scale) -> x.mul(n).mul(scale), (x, n, scale, tx, tn, ts) -> {
            assertNull(ts);
            return new ValueAndTangent<>(x.mul(n).mul(scale), tx.mul(n).mul(scale).mul(10));
        }, RuleOptions.DEFAULT.withNondifferentiated(2));
        assertClose(Y.mul(30), grad((Array x) -> f.apply(x, 3, Y).sum()).apply(X));
        var error = assertThrows(IllegalArgumentException.class, () -> grad((Array s) -> f.apply(X, 3, s).sum()).apply(Y));
        assertTrue(error.getMessage().startsWith("argument 2 of a function with a custom jvp is said not to be differentiated by, but it is."), error.getMessage());
        var g = customVjp((Array x, Array y) -> x.mul(y), (x, y) -> new ValueAndResiduals<>(x.mul(y), y), (Array y, Array ct) -> new Pair<>(ct.mul(y).mul(10), null),
                RuleOptions.DEFAULT.withNondifferentiated(1));
        assertClose(Y.mul(10), grad((Array x) -> g.apply(x, Y).sum()).apply(X));
    }

    @Test
    void aRuleMaySeeWhichTangentsAreZero() {
        var seen = new ArrayList<String>();
        Fn2<Params, Array, Array> f = customJvp((Params p, Array x) -> p.w().mul(x).add(p.b()), (Params p, Array x, Params tp, Array tx) -> {
            seen.add((tp.w() == null ? "0" : "w") + (tp.b() == null ? "0" : "b") + (tx == null ? "0" : "x"));
            return new ValueAndTangent<>(p.w().mul(x).add(p.b()), tp.w() == null ? null : tp.w().mul(x));
        }, RuleOptions.DEFAULT.withSymbolicZeros());
        assertClose(Z, grad((Array w) -> f.apply(new Params(w, Y), Z).sum()).apply(X));
        assertClose(Array.of(0.0, 0.0), grad((Array b) -> f.apply(new Params(X, b), Z).sum()).apply(Y));
        assertEquals(List.of("w00", "0b0"), seen);
    }

    @Test
    void aReverseRuleMaySeeWhichCotangentsAreZero() {
        var seen = new ArrayList<Boolean>();
        Fn1<Array, List<Array>> f = customVjp((Array x) -> List.of(x.mul(2), x.mul(3)), (Array x) -> new ValueAndResiduals<>(List.of(x.mul(2), x.mul(3)), null),
                (Object none, List<Array> ct) -> {
                    ct.forEach(each -> seen.add(each == null));
                    return ct.get(0) == null ? null : ct.get(0).mul(7);
                }, RuleOptions.DEFAULT.withSymbolicZeros());
        assertClose(Array.of(7.0, 7.0), grad((Array x) -> f.apply(x).get(0).sum()).apply(X));
        assertClose(Array.of(0.0, 0.0), grad((Array x) -> f.apply(x).get(1).sum()).apply(X));
        assertEquals(List.of(false, true, true, false), seen);
    }

    @Test
    void rulesAreChecked() {
        var wrongTangent = customJvp((Array x) -> x, (Array x, Array t) -> new ValueAndTangent<>(x, t.sum()));
        var error = assertThrows(IllegalArgumentException.class, () -> jvp(wrongTangent, X, X));
        assertTrue(error.getMessage().startsWith("the tangent that the rule of a custom jvp gives at the root is f64[], but what it belongs to is f64[2]"), error.getMessage());
        var wrongGradient = customVjp((Params p) -> p.w(), (Params p) -> new ValueAndResiduals<>(p.w(), null), (Object none, Array ct) -> new Params(ct.sum(), null));
        error = assertThrows(IllegalArgumentException.class, () -> grad((Params p) -> wrongGradient.apply(p).sum()).apply(new Params(X, Y)));
        assertTrue(error.getMessage().startsWith("the gradient by argument 0 that the rule of a custom vjp gives at .w() is f64[], but what it belongs to is f64[2]"), error.getMessage());
        error = assertThrows(IllegalArgumentException.class, () -> grad((Array w) -> customJvp((Array x) -> x.mul(w), (Array x, Array t) -> new ValueAndTangent<>(x, t)).apply(X).sum()).apply(Y));
        assertTrue(error.getMessage().contains("closes over an array"), error.getMessage());
    }

    @Test
    void whatAReverseRuleClosesOverIsNotDifferentiatedBy() {
        Fn1<Array, Array> closing = w -> customVjp((Array x) -> x.mul(w), (Array x) -> new ValueAndResiduals<>(x.mul(w), x), (Array x, Array ct) -> ct.mul(x)).apply(X).sum();
        assertEquals(X.mul(Y).sum().item(), jit(closing).apply(Y).item(), 1e-12);
        assertClose(closing.apply(Y), vmap(closing).apply(Y.expandDims(0)).get(0));
        for (var differentiated : List.of(grad(closing), jit(grad(jit(closing))))) {
            var error = assertThrows(IllegalArgumentException.class, () -> differentiated.apply(Y));
            assertTrue(error.getMessage().contains("closes over an array"), error.getMessage());
        }
    }

    // ---- looking at programs ----

    @Test
    void shapesOfAnything() {
        record Layer(Array weight, int width, String name) {}
        var layer = evalShape((Integer n, String name) -> new Layer(Array.full(Shape.of(n, n), DType.FLOAT32, 0), n, name), 40_000, "big");
        assertEquals("f32[40000,40000]", layer.weight().abstractValue().toString());
        assertEquals("big", layer.name());
        Fn6<Array, Array, Array, Array, Array, Array, Array> six = (a, b, c, d, e, f) -> a.add(b).add(c).add(d).add(e).add(f);
        assertEquals(Shape.of(2), evalShape(six, X, X, X, X, X, X).shape());
        assertEquals(5, makeJaxpr(six, X, X, X, X, X, X).equations().size());
    }

    @Test
    void everyEquationKnowsItsLine() {
        var lowered = Jit.lower((Array x) -> {
            var y = sin(x);
            return y.mul(2.0);
        }, X);
        assertTrue(lowered.asText().matches("(?s)\\{ lambda ; a:f64\\[2]\\. let\n"
                + "    b:f64\\[2] = sin a  # DerivativesTest.java:\\d+ \\(sin\\)\n"
                + "    c:f64\\[2] = mul b 2\\.0:f64\\[]  # DerivativesTest.java:\\d+ \\(.*\\)\n  in \\(c,\\) }"), lowered.asText());
        assertEquals(4, lowered.flops());
        assertClose(sin(X).mul(2), lowered.compile().call(X));
        assertThrows(IllegalArgumentException.class, () -> lowered.compile().call(X, X));
        assertThrows(IllegalArgumentException.class, () -> lowered.compile().call(Array.of(1.0)));
    }
}
