package dev.solstice.reference;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.lax.LinearAlgebra;
import dev.solstice.numpy.Linalg;
import dev.solstice.numpy.Numpy;
import dev.solstice.reference.PrimitiveCases.Formula;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Linear algebra by the names that the reference data gives it.
final class LinearAlgebraFormulas {
    private LinearAlgebraFormulas() {}

    /// A formula with one result.
    private interface Single {
        Array apply(Params p, Array... x);
    }

    static Map<String, Formula> formulas() {
        var all = new HashMap<String, Single>();
        all.put("jnp.linalg.norm", LinearAlgebraFormulas::norm);
        all.put("jnp.linalg.cholesky", (_, x) -> Linalg.cholesky(x[0]));
        all.put("jnp.linalg.inv", (_, x) -> Linalg.inv(x[0]));
        all.put("jnp.linalg.det", (_, x) -> Linalg.det(x[0]));
        all.put("jnp.linalg.solve", (_, x) -> Linalg.solve(x[0], x[1]));
        all.put("scipy.linalg.solve_triangular", (p, x) -> Linalg.solveTriangular(x[0], x[1],
                p.truth("lower", false), !List.of("0", "N").contains(p.text("trans", "N")), p.truth("unit_diagonal", false)));
        all.put("lax.linalg.triangular_solve", (p, x) -> {
            if (p.truth("conjugate_a", false)) throw new NotImplemented("complex conjugates");
            return LinearAlgebra.triangularSolve(x[0], x[1],
                    p.truth("left_side", false), p.truth("lower", false), p.truth("transpose_a", false), p.truth("unit_diagonal", false));
        });
        all.put("scipy.linalg.cho_solve", (p, x) -> Linalg.choSolve(new Linalg.CholeskyFactor(x[0], p.truth("lower", false)), x[1]));
        all.put("jnp.linalg.svd", (p, x) -> {
            if (p.truth("compute_uv", false)) throw new NotImplemented("singular vectors, which are defined up to their signs");
            p.truth("full_matrices", false);
            return Linalg.svdvals(x[0]);
        });
        all.put("jnp.linalg.svd_reconstruct", (_, x) -> {
            var svd = Linalg.svd(x[0], false);
            return svd.u().mul(Lax.sqrt(svd.s())).matmul(svd.vh());
        });
        all.put("jnp.linalg.eigvalsh", (_, x) -> Linalg.eigvalsh(x[0]));
        all.put("jnp.linalg.eigh_function", (_, x) -> {
            var eigh = Linalg.eigh(x[0].div(4));
            return eigh.eigenvectors().mul(Lax.exp(eigh.eigenvalues())).matmul(eigh.eigenvectors().transpose());
        });
        all.put("jnp.linalg.matrix_power", (p, x) -> Linalg.matrixPower(x[0], p.integer("n")));
        all.put("jnp.linalg.pinv", (_, x) -> Linalg.pinv(x[0]));
        all.put("scipy.linalg.expm", (_, x) -> Linalg.expm(x[0]));
        var formulas = new HashMap<String, Formula>();
        all.forEach((op, single) -> formulas.put(op, (p, x) -> new Array[] {single.apply(p, x)}));
        formulas.put("jnp.linalg.slogdet", (_, x) -> {
            var slogdet = Linalg.slogdet(x[0]);
            return new Array[] {slogdet.sign(), slogdet.logabsdet()};
        });
        formulas.put("jnp.linalg.qr_abs", (_, x) -> {
            var qr = Linalg.qr(x[0]);
            return new Array[] {Lax.abs(qr.q()), Lax.abs(qr.r())};
        });
        return formulas;
    }

    private static Array norm(Params p, Array... x) {
        var axes = p.integers("axis", new int[0]);
        boolean keepDims = p.truth("keepdims", false);
        if (p.isText("ord") && !p.text("ord").toLowerCase(Locale.ROOT).contains("inf")) {
            if (axes.length > 0 || keepDims) throw new NotImplemented("a named norm along axes");
            return Linalg.matrixNorm(x[0], p.text("ord"));
        }
        if (!p.has("ord") && axes.length != 1) return Numpy.norm(x[0], axes, keepDims);
        return Linalg.norm(x[0], p.real("ord", 2), axes, keepDims);
    }
}
