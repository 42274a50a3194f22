package dev.solstice.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import dev.solstice.core.Array;
import dev.solstice.io.SafeTensors;
import dev.solstice.lax.Lax;
import dev.solstice.lax.LinearAlgebra;
import dev.solstice.numpy.Linalg;
import dev.solstice.numpy.Manipulation;
import dev.solstice.numpy.SpecialMatrices;
import dev.solstice.reference.PrimitiveCases.Formula;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Linear algebra gives JAX's values, tangents, cotangents and batches for all shapes and settings of `linalg/cases.py`.
class LinearAlgebraTest {
    /// A formula with one result.
    private interface Single {
        Array apply(Params p, Array... x);
    }

    @Test
    void everyFunctionAgreesWithJax() throws Exception {
        var folder = Path.of(LinearAlgebraTest.class.getResource("/linalg/index.json").toURI()).getParent();
        var tensors = SafeTensors.load(folder.resolve("tensors.safetensors")).tensors();
        var formulas = formulas();
        var failures = new ArrayList<String>();
        int count = 0;
        for (var element : JsonParser.parseString(Files.readString(folder.resolve("index.json"))).getAsJsonObject().getAsJsonArray("cases")) {
            var given = new ReferenceCase(element.getAsJsonObject(), tensors);
            try {
                PrimitiveCases.check(formulas.get(given.op()), given);
                count++;
            } catch (AssertionError | RuntimeException wrong) {
                failures.add(given.id() + ": " + wrong);
            }
        }
        assertEquals(List.of(), failures, () -> failures.size() + " cases failed:\n" + String.join("\n", failures));
        assertTrue(count > 200, "only " + count + " cases");
    }

    private static Map<String, Formula> formulas() {
        var formulas = new HashMap<String, Formula>();
        decompositions(formulas);
        var single = new HashMap<String, Single>();
        solves(single);
        values(single);
        patterns(single);
        single.forEach((op, formula) -> formulas.put(op, (p, x) -> new Array[] {formula.apply(p, x)}));
        return formulas;
    }

    private static void decompositions(Map<String, Formula> all) {
        all.put("cholesky", (p, x) -> new Array[] {Linalg.cholesky(x[0], p.truth("upper", false))});
        all.put("eigvalsh", (_, x) -> new Array[] {Linalg.eigvalsh(x[0])});
        all.put("eigh_abs", (_, x) -> eigh(Linalg.eigh(x[0])));
        all.put("eigh_triangle", (p, x) -> eigh(Linalg.eigh(x[0], p.text("uplo"))));
        all.put("eigh_tridiagonal", (_, x) -> new Array[] {Linalg.eighTridiagonal(x[0], x[1]).eigenvalues()});
        all.put("slogdet", (_, x) -> new Array[] {Linalg.slogdet(x[0]).sign(), Linalg.slogdet(x[0]).logabsdet()});
        all.put("lu", (_, x) -> {
            var lu = LinearAlgebra.lu(x[0]);
            return new Array[] {lu.lu(), lu.pivots(), lu.permutation()};
        });
        all.put("scipy_lu", (_, x) -> {
            var lu = Linalg.lu(x[0]);
            return new Array[] {lu.p(), lu.l(), lu.u()};
        });
        all.put("qr", (p, x) -> {
            var qr = Linalg.qr(x[0], p.text("mode"));
            return new Array[] {qr.q(), qr.r()};
        });
        all.put("svd_abs", (_, x) -> svd(Linalg.svd(x[0], false)));
        all.put("svd_full_abs", (_, x) -> {
            var svd = Linalg.svd(x[0]);
            int k = svd.s().size();
            return svd(new Linalg.Svd(svd.u().get(":", ":" + k), svd.s(), svd.vh().get(":" + k)));
        });
        all.put("polar", (_, x) -> new Array[] {Linalg.polar(x[0]).u(), Linalg.polar(x[0]).p()});
        all.put("lstsq", (_, x) -> {
            var least = Linalg.lstsq(x[0], x[1]);
            return new Array[] {least.x(), least.residuals(), least.rank(), least.singularValues()};
        });
        all.put("trace", (p, x) -> new Array[] {Linalg.trace(x[0], p.integer("offset")), Linalg.diagonal(x[0], p.integer("offset"))});
        all.put("expm_frechet", (_, x) -> new Array[] {Linalg.expmFrechet(x[0], x[1]).value(), Linalg.expmFrechet(x[0], x[1]).tangent()});
    }

    private static Array[] eigh(Linalg.Eigh eigh) {
        return new Array[] {eigh.eigenvalues(), Lax.abs(eigh.eigenvectors())};
    }

    private static Array[] svd(Linalg.Svd svd) {
        return new Array[] {Lax.abs(svd.u()), svd.s(), Lax.abs(svd.vh())};
    }

    private static void solves(Map<String, Single> all) {
        all.put("triangular_solve", (p, x) -> LinearAlgebra.triangularSolve(x[0], x[1],
                p.truth("left_side", false), p.truth("lower", false), p.truth("transpose_a", false), p.truth("unit_diagonal", false)));
        all.put("solve", (_, x) -> Linalg.solve(x[0], x[1]));
        all.put("solve_pos", (_, x) -> Linalg.solve(x[0], x[1], "pos"));
        all.put("cho_solve", (p, x) -> Linalg.choSolve(Linalg.choFactor(x[0], p.truth("lower", false)), x[1]));
        all.put("lu_solve", (p, x) -> Linalg.luSolve(Linalg.luFactor(x[0]), x[1], p.integer("trans") == 1));
        all.put("tensorsolve", (_, x) -> Linalg.tensorsolve(x[0], x[1]));
        all.put("tensorinv", (p, x) -> Linalg.tensorinv(x[0], p.integer("ind")));
        all.put("tridiagonal_solve", (_, x) -> LinearAlgebra.tridiagonalSolve(x[0], x[1], x[2], x[3]));
        all.put("householder_product", (_, x) -> LinearAlgebra.householderProduct(x[0], x[1]));
        all.put("ormqr", (p, x) -> LinearAlgebra.ormqr(x[0], x[1], x[2], p.truth("left", false), p.truth("transpose", false)));
        all.put("cholesky_update", (_, x) -> LinearAlgebra.choleskyUpdate(x[0], x[1]));
        all.put("symmetric_product", (_, x) -> LinearAlgebra.symmetricProduct(x[0], x[1], 2, 0.5));
        all.put("lu_pivots_to_permutation", (p, x) -> LinearAlgebra.luPivotsToPermutation(x[0], p.integer("size")));
    }

    private static void values(Map<String, Single> all) {
        all.put("inv", (_, x) -> Linalg.inv(x[0]));
        all.put("pinv", (_, x) -> Linalg.pinv(x[0]));
        all.put("det", (_, x) -> Linalg.det(x[0]));
        all.put("svdvals", (_, x) -> Linalg.svdvals(x[0]));
        all.put("svdvals_sums", (_, x) -> powerSums(Linalg.svdvals(x[0])));
        all.put("eigvalsh_sums", (_, x) -> powerSums(Linalg.eigvalsh(x[0])));
        all.put("matrix_power", (p, x) -> Linalg.matrixPower(x[0], p.integer("n")));
        all.put("matrix_rank", (_, x) -> Linalg.matrixRank(x[0]));
        all.put("cond", (p, x) -> !p.has("p") ? Linalg.cond(x[0]) : named(p, "p") ? Linalg.cond(x[0], p.text("p")) : Linalg.cond(x[0], p.real("p")));
        all.put("matrix_norm", (p, x) -> named(p, "ord") ? Linalg.matrixNorm(x[0], p.text("ord")) : Linalg.matrixNorm(x[0], p.real("ord")));
        all.put("norm", (p, x) -> Linalg.norm(x[0], p.real("ord"), p.integers("axis"), p.truth("keepdims", false)));
        all.put("vector_norm", (p, x) -> Linalg.vectorNorm(x[0], p.real("ord")));
        all.put("multi_dot", (_, x) -> Linalg.multiDot(x));
        all.put("vecdot", (_, x) -> Linalg.vecdot(x[0], x[1]));
        all.put("expm", (_, x) -> Linalg.expm(x[0]));
    }

    private static boolean named(Params p, String parameter) {
        return p.isText(parameter) && !p.text(parameter).endsWith("Infinity");
    }

    private static Array powerSums(Array w) {
        return Manipulation.stack(w.sum(), w.mul(w).sum(), w.mul(w).mul(w).sum());
    }

    private static void patterns(Map<String, Single> all) {
        all.put("toeplitz", (_, x) -> x.length == 1 ? SpecialMatrices.toeplitz(x[0]) : SpecialMatrices.toeplitz(x[0], x[1]));
        all.put("hankel", (_, x) -> x.length == 1 ? SpecialMatrices.hankel(x[0]) : SpecialMatrices.hankel(x[0], x[1]));
        all.put("circulant", (_, x) -> SpecialMatrices.circulant(x[0]));
        all.put("companion", (_, x) -> SpecialMatrices.companion(x[0]));
        all.put("leslie", (_, x) -> SpecialMatrices.leslie(x[0], x[1]));
        all.put("fiedler", (_, x) -> SpecialMatrices.fiedler(x[0]));
        all.put("block_diag", (_, x) -> SpecialMatrices.blockDiag(x));
        all.put("convolution_matrix", (p, x) -> SpecialMatrices.convolutionMatrix(x[0], p.integer("n"), p.text("mode")));
        all.put("hilbert", (p, _) -> SpecialMatrices.hilbert(p.integer("n")));
        all.put("invhilbert", (p, _) -> SpecialMatrices.invhilbert(p.integer("n")));
        all.put("hadamard", (p, _) -> SpecialMatrices.hadamard(p.integer("n")));
        all.put("helmert", (p, _) -> SpecialMatrices.helmert(p.integer("n"), p.truth("full", false)));
        all.put("pascal", (p, _) -> SpecialMatrices.pascal(p.integer("n"), p.text("kind")));
        all.put("invpascal", (p, _) -> SpecialMatrices.invpascal(p.integer("n"), p.text("kind")));
    }
}
