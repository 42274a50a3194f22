package dev.solstice.reference;

import static dev.solstice.transform.Derivatives.hessian;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Vmap.vmap;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Linalg;
import dev.solstice.transform.Fn1;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Formulas with matrices under transformations.
final class LinearAlgebraCases {
    private LinearAlgebraCases() {}

    static Map<String, Operation> operations() {
        var all = new HashMap<String, Operation>();
        all.put("implicit_solve", LinearAlgebraCases::implicitSolve);
        all.put("newton_step", LinearAlgebraCases::newtonStep);
        all.put("vmap_linalg", LinearAlgebraCases::vmapLinalg);
        return all;
    }

    private static Array quadraticForm(Array a, Array b) {
        return b.mul(Linalg.solve(a, b)).sum().add(Linalg.slogdet(a).logabsdet());
    }

    private static void implicitSolve(ReferenceCase c) {
        var a = c.tensor("A");
        var b = c.tensor("b");
        c.expect("value", quadraticForm(a, b));
        var gradients = grad((List<Array> x) -> quadraticForm(x.getFirst(), x.getLast())).apply(List.of(a, b));
        c.expect("grad_A", gradients.getFirst());
        c.expect("grad_b", gradients.getLast());
        c.expect("hessian_b", hessian((Array x) -> quadraticForm(a, x)).apply(b));
    }

    private static void newtonStep(ReferenceCase c) {
        var x = c.tensor("x");
        Fn1<Array, Array> f = y -> Lax.square(Lax.square(y).sub(c.tensor("c"))).sum().add(Lax.square(y.sum()).mul(0.1))
                .add(y.get(":-1").mul(y.get("1:")).sum());
        var second = hessian(f).apply(x);
        c.expect("hessian", second);
        c.expect("step", x.sub(Linalg.solve(second, grad(f).apply(x))));
    }

    private static Array definite(Array m) {
        return m.matmul(m.transpose()).add(Linalg.matrixPower(m, 0).mul(3));
    }

    private static void vmapLinalg(ReferenceCase c) {
        var m = c.tensor("M");
        var b = c.tensor("b");
        c.expect("L", vmap((Array x) -> Linalg.cholesky(definite(x))).apply(m));
        c.expect("s", vmap((Array x) -> Linalg.solve(definite(x), b)).apply(m));
        c.expect("e", vmap((Array x) -> Linalg.eigvalsh(definite(x))).apply(m));
        c.expect("grad", vmap(grad((Array x) -> {
            var a = definite(x);
            return Linalg.cholesky(a).sum().add(Linalg.solve(a, b).sum()).add(Lax.square(Linalg.eigvalsh(a)).sum());
        })).apply(m));
    }
}
