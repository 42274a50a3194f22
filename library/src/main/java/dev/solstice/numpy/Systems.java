package dev.solstice.numpy;

import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.lax.LinearAlgebra;
import dev.solstice.lax.Solves;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;

/// A square system of linear equations with its operands made alike: one dtype, the same batch axes, and a right-hand
/// side of columns.
///
/// @param vector whether the right-hand side was one vector
record Systems(Array a, Array b, boolean vector) {
    static Systems of(String what, Array matrix, Array right) {
        var dtype = Matrices.common(matrix, right);
        var a = Matrices.square(what, matrix).astype(dtype);
        boolean vector = right.rank() == 1;
        if (right.rank() == 0 || right.shape().dim(vector ? 0 : -2) != a.shape().dim(-1)) {
            throw Mistake.of(what + " of " + matrix.summary() + " and " + right.summary()
                    + ": the right-hand side is a vector, or matrices of columns, as long as the matrix. For a batch of vectors add an axis: b.expandDims(-1)");
        }
        var b = (vector ? right.expandDims(-1) : right).astype(dtype);
        var batch = Shape.broadcast(Matrices.batch(a), Matrices.batch(b));
        return new Systems(a, b.broadcastTo(batch.append(Shape.of(b.shape().dim(-2), b.shape().dim(-1)))), vector);
    }

    private Array answer(Array x) {
        return vector ? x.squeeze(-1) : x;
    }

    /// By factors of the matrix that are found once, for derivatives too.
    Array solve() {
        var factors = LinearAlgebra.lu(Lax.stopGradient(a));
        return solve((_, y) -> substituted(factors, y, false), (_, y) -> substituted(factors, y, true));
    }

    /// By the Cholesky factor of a positive definite matrix.
    Array solvePositiveDefinite() {
        var factor = LinearAlgebra.cholesky(Lax.stopGradient(a));
        Fn2<Fn1<Array, Array>, Array, Array> substitute = (_, y) -> triangular(triangular(y, factor, true, false, false), factor, true, true, false);
        return solve(substitute, substitute);
    }

    private Array solve(Fn2<Fn1<Array, Array>, Array, Array> solve, Fn2<Fn1<Array, Array>, Array, Array> transposeSolve) {
        return answer(Solves.customLinearSolve((Array x) -> a.matmul(x), b, solve, transposeSolve));
    }

    /// With `a` the factors in one matrix.
    Array byFactors(Array permutation, boolean transposed) {
        return answer(substituted(new LinearAlgebra.Lu(a, permutation, permutation), b, transposed));
    }

    /// With `a` a triangle.
    Array triangular(boolean lower, boolean transposed, boolean unitDiagonal) {
        return answer(triangular(b, a, lower, transposed, unitDiagonal));
    }

    private static Array substituted(LinearAlgebra.Lu factors, Array b, boolean transposed) {
        if (!transposed) {
            var rows = permuted(b, factors.permutation());
            return triangular(triangular(rows, factors.lu(), true, false, true), factors.lu(), false, false, false);
        }
        var rows = triangular(triangular(b, factors.lu(), false, true, false), factors.lu(), true, true, true);
        return permuted(rows, Sorting.argsort(factors.permutation()));
    }

    private static Array triangular(Array b, Array a, boolean lower, boolean transposed, boolean unitDiagonal) {
        return LinearAlgebra.triangularSolve(a.broadcastTo(Matrices.batch(b).append(Shape.of(a.shape().dim(-2), a.shape().dim(-1)))), b,
                true, lower, transposed, unitDiagonal);
    }

    /// Row `permutation[i]` becomes row `i`.
    static Array permuted(Array rows, Array permutation) {
        var places = permutation.expandDims(-1);
        return Selection.takeAlongAxis(rows, places.broadcastTo(Matrices.batch(rows).append(Shape.of(places.shape().dim(-2), 1))), -2);
    }
}
