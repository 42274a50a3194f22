package dev.solstice.lax;

import static dev.solstice.lax.Solves.customLinearSolve;
import static dev.solstice.lax.Solves.customRoot;
import static dev.solstice.transform.Derivatives.hessian;
import static dev.solstice.transform.Derivatives.jacfwd;
import static dev.solstice.transform.Derivatives.jacrev;
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
import dev.solstice.transform.MapAxes;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Derivatives of solutions are those of the equation, whatever has found the solution.
class SolvesTest {
    private static final Array A = Array.of(Shape.of(2, 2), 3.0, 1, -1, 2);
    private static final Array B = Array.of(0.5, 2.0);

    /// Newton's method, with a loop that has no reverse-mode derivative itself.
    private static Array cubeRoot(Array c) {
        Fn1<Array, Array> f = y -> y.mul(y).mul(y).sub(c);
        return customRoot(f, Array.full(c.shape(), c.dtype(), 1.5),
                (g, y) -> ControlFlow.whileLoop((List<Array> state) -> state.get(1).lt(20), (List<Array> state) ->
                        List.of(state.get(0).sub(g.apply(state.get(0)).div(state.get(0).mul(state.get(0)).mul(3.0))), state.get(1).add(1)),
                        List.of(y, Array.scalar(0))).get(0),
                (g, t) -> t.div(g.apply(Array.full(t.shape(), t.dtype(), 1))));
    }

    @Test
    void aRootHasTheDerivativesOfAllOrdersThatTheEquationSays() {
        for (double c : new double[] {0.7, 2, 5}) {
            var x = Array.scalar(DType.FLOAT64, c);
            assertEquals(Math.cbrt(c), cubeRoot(x).item(), 1e-12);
            double first = Math.pow(c, -2 / 3.0) / 3;
            double second = -2 * Math.pow(c, -5 / 3.0) / 9;
            assertEquals(first, grad(SolvesTest::cubeRoot).apply(x).item(), 1e-11);
            assertEquals(first, jvp(SolvesTest::cubeRoot, x, Array.scalar(DType.FLOAT64, 1.0)).tangent().item(), 1e-11);
            assertEquals(second, grad(grad(SolvesTest::cubeRoot)).apply(x).item(), 1e-10);
            assertEquals(second, hessian(SolvesTest::cubeRoot).apply(x).item(), 1e-10);
            assertEquals(first, jit(grad(SolvesTest::cubeRoot)).apply(x).item(), 1e-11);
        }
    }

    @Test
    void aBatchOfRootsHasABatchOfDerivatives() {
        var c = Array.of(0.7, 2.0, 5.0);
        var derivatives = vmap(grad(SolvesTest::cubeRoot)).apply(c);
        for (int i = 0; i < 3; i++) {
            double each = c.toDoubleArray()[i];
            assertEquals(Math.cbrt(each), vmap(SolvesTest::cubeRoot).apply(c).toDoubleArray()[i], 1e-12);
            assertEquals(Math.pow(each, -2 / 3.0) / 3, derivatives.toDoubleArray()[i], 1e-11);
        }
        var together = grad((Array x) -> vmap(SolvesTest::cubeRoot).apply(x).sum()).apply(c);
        assertArrayEquals(derivatives.toDoubleArray(), together.toDoubleArray(), 1e-11);
    }

    /// The root `(x, y)` of `x + y = s, x y = p`: unknowns in a list, tangents by a linear solve of two numbers.
    private static List<Array> factors(Array s, Array p) {
        Fn1<List<Array>, List<Array>> f = xy -> List.of(xy.get(0).add(xy.get(1)).sub(s), xy.get(0).mul(xy.get(1)).sub(p));
        return customRoot(f, List.of(Array.scalar(DType.FLOAT64, 1.0), Array.scalar(DType.FLOAT64, 2.0)), (g, start) -> {
            var root = Lax.sqrt(s.mul(s).div(4.0).sub(p));
            return List.of(s.div(2.0).sub(root), s.div(2.0).add(root));
        }, (g, t) -> {
            var zero = Array.scalar(DType.FLOAT64, 0.0);
            var one = Array.scalar(DType.FLOAT64, 1.0);
            var u = g.apply(List.of(one, zero));
            var v = g.apply(List.of(zero, one));
            var det = u.get(0).mul(v.get(1)).sub(v.get(0).mul(u.get(1)));
            return List.of(t.get(0).mul(v.get(1)).sub(t.get(1).mul(v.get(0))).div(det), t.get(1).mul(u.get(0)).sub(t.get(0).mul(u.get(1))).div(det));
        });
    }

    @Test
    void unknownsAreTrees() {
        var at = List.of(Array.scalar(DType.FLOAT64, 5.0), Array.scalar(DType.FLOAT64, 6.0));
        assertEquals(2, factors(at.get(0), at.get(1)).get(0).item(), 1e-12);
        // dx = (x ds - dp) / (x - y), of the smaller factor 2 beside 3
        var gradient = grad((List<Array> x) -> factors(x.get(0), x.get(1)).get(0)).apply(at);
        assertEquals(-2, gradient.get(0).item(), 1e-12);
        assertEquals(1, gradient.get(1).item(), 1e-12);
    }

    /// By the closed form for two unknowns.
    private static Array direct(Array a, Array b) {
        var det = a.get(0, 0).mul(a.get(1, 1)).sub(a.get(0, 1).mul(a.get(1, 0)));
        var x = a.get(1, 1).mul(b.get(0)).sub(a.get(0, 1).mul(b.get(1)));
        var y = a.get(0, 0).mul(b.get(1)).sub(a.get(1, 0).mul(b.get(0)));
        return Lax.concatenate(0, x.reshape(1), y.reshape(1)).div(det);
    }

    /// By an iteration that knows the map alone.
    private static Array iterated(Array a, Array b) {
        Fn2<Fn1<Array, Array>, Array, Array> richardson = (matvec, right) ->
                ControlFlow.whileLoop((List<Array> state) -> state.get(1).lt(100), (List<Array> state) ->
                        List.of(state.get(0).add(right.sub(matvec.apply(state.get(0))).mul(0.3)), state.get(1).add(1)), List.of(right, Array.scalar(0))).get(0);
        return customLinearSolve((Array x) -> a.matmul(x), b, richardson, richardson);
    }

    @Test
    void aLinearSolveHasTheDerivativesOfTheClosedForm() {
        agree(a -> direct(a, B), a -> iterated(a, B), A);
        agree(b -> direct(A, b), b -> iterated(A, b), B);
        agree(s -> direct(A.mul(s.get(0)), B.mul(s.get(1))), s -> iterated(A.mul(s.get(0)), B.mul(s.get(1))), Array.of(1.1, 0.9));
    }

    private static void agree(Fn1<Array, Array> expected, Fn1<Array, Array> actual, Array at) {
        assertClose(expected.apply(at), actual.apply(at));
        assertClose(jacfwd(expected).apply(at), jacfwd(actual).apply(at));
        assertClose(jacrev(expected).apply(at), jacrev(actual).apply(at));
        assertClose(jacrev(expected).apply(at), jit(jacrev(actual)).apply(at));
        Fn1<Array, Array> sum = x -> expected.apply(x).mul(B).sum();
        Fn1<Array, Array> other = x -> actual.apply(x).mul(B).sum();
        assertClose(hessian(sum).apply(at), hessian(other).apply(at));
    }

    @Test
    void batchesAreSolvedTogetherWhateverIsBatched() {
        var as = Array.of(Shape.of(2, 2, 2), 3.0, 1, -1, 2, 2, 0.5, 0.2, 1);
        var bs = Array.of(Shape.of(2, 2), 0.5, 2, 1, -1);
        Fn1<List<Array>, Array> expected = x -> direct(x.get(0), x.get(1));
        Fn1<List<Array>, Array> actual = x -> iterated(x.get(0), x.get(1));
        assertClose(vmap(expected).apply(List.of(as, bs)), vmap(actual).apply(List.of(as, bs)));
        assertClose(vmap(expected).apply(List.of(as, bs)),
                vmap(actual, MapAxes.in(List.of(2, 1))).apply(List.of(as.moveAxis(0, 2), bs.moveAxis(0, 1))));
        assertClose(vmap((Array b) -> direct(A, b)).apply(bs), vmap((Array b) -> iterated(A, b)).apply(bs));
        assertClose(vmap((Array a) -> direct(a, B)).apply(as), vmap((Array a) -> iterated(a, B)).apply(as));
        assertClose(vmap(grad((Array a) -> direct(a, B).sum())).apply(as), vmap(grad((Array a) -> iterated(a, B).sum())).apply(as));
    }

    @Test
    void withoutASolveForTheTransposeThereIsForwardModeOnly() {
        Fn1<Array, Array> f = d -> customLinearSolve((Array x) -> x.mul(d), B, (_, y) -> y.div(d));
        assertClose(B.neg(), jvp(f, Array.of(1.0, 1.0), Array.of(1.0, 1.0)).tangent());
        var error = assertThrows(UnsupportedOperationException.class, () -> grad((Array d) -> f.apply(d).sum()).apply(Array.of(1.0, 1.0)));
        assertTrue(error.getMessage().contains("transposeSolve"), error.getMessage());
    }

    @Test
    void aSolutionOfAnotherShapeIsAnError() {
        var error = assertThrows(IllegalArgumentException.class, () -> customLinearSolve((Array x) -> x, B, (_, y) -> y.sum()));
        assertTrue(error.getMessage().contains("what solve of customLinearSolve finds") && error.getMessage().contains("f64[2]"), error.getMessage());
    }

    private static void assertClose(Array expected, Array actual) {
        assertEquals(expected.abstractValue(), actual.abstractValue());
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray(), 1e-10);
    }
}
