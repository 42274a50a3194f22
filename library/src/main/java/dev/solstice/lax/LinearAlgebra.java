package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.transform.Fn2;
import java.util.List;

/// Decompositions of matrices and triangular systems, of float32 and float64. Matrices are the last two axes of an array;
/// the axes before them are batch axes, the same for all operands. Broadcasting, promotion and the solution of general
/// systems are in [dev.solstice.numpy.Linalg].
///
/// What does not exist is NaN, not an exception: the Cholesky factor of a matrix that is not positive definite.
///
/// Source: the `jax.lax.linalg` module.
public final class LinearAlgebra {
    private LinearAlgebra() {}

    /// @param lu          both factors in one matrix: `l` below the diagonal, which is all 1, and `u`
    /// @param pivots      int32: row `i` was exchanged with row `pivots[i]`
    /// @param permutation int32: row `i` of the product of the factors is row `permutation[i]` of the matrix
    public record Lu(Array lu, Array pivots, Array permutation) {}

    /// @param q orthonormal columns
    /// @param r an upper triangle
    public record Qr(Array q, Array r) {}

    /// @param u  left singular vectors in columns
    /// @param s  singular values, descending
    /// @param vt right singular vectors in rows
    public record Svd(Array u, Array s, Array vt) {}

    /// @param v eigenvectors in columns
    /// @param w eigenvalues, ascending
    public record Eigh(Array v, Array w) {}

    /// The lower triangular `l` with `l l^T = (x + x^T) / 2`.
    public static Array cholesky(Array x) {
        return cholesky(x, true);
    }

    /// The lower triangular `l` with `l l^T = x`.
    ///
    /// @param symmetrizeInput whether `(x + x^T) / 2` is decomposed; else only the lower triangle of `x` is read
    public static Array cholesky(Array x, boolean symmetrizeInput) {
        return new Primitive.Cholesky().apply(symmetrizeInput ? symmetrized(x) : x);
    }

    /// For the upper triangular `r` with `r^T r = a` that with `r^T r = a + w w^T`, by rotations of rows.
    ///
    /// @param r [n, n], @param w [n]
    public static Array choleskyUpdate(Array r, Array w) {
        int n = r.shape().dim(-1);
        var columns = iota(Shape.of(n), 0);
        Fn2<Array, List<Array>, Carried<Array, Array>> rotate = (z, step) -> {
            var row = step.getFirst();
            var here = columns.eq(step.getLast());
            var x = where(here, row).sum();
            var y = where(here, z).sum();
            var length = Lax.sqrt(x.mul(x).add(y.mul(y)));
            var isZero = length.eq(0.0);
            var safe = Lax.select(isZero, ones(length), length);
            var cos = Lax.select(isZero, ones(length), x.div(safe));
            var sin = y.div(safe);
            return new Carried<>(cos.mul(z).sub(sin.mul(row)), cos.mul(row).add(sin.mul(z)));
        };
        return ControlFlow.scan(rotate, w, List.of(r, columns)).y();
    }

    /// Eigenvectors and eigenvalues of `(x + x^T) / 2`.
    public static Eigh eigh(Array x) {
        return eigh(x, true, true);
    }

    /// Eigenvectors and eigenvalues of a symmetric matrix. Derivatives of vectors are infinite or NaN where eigenvalues are
    /// equal; those of values exist.
    ///
    /// @param lower           which triangle is read, if not both are
    /// @param symmetrizeInput whether `(x + x^T) / 2` is decomposed
    public static Eigh eigh(Array x, boolean lower, boolean symmetrizeInput) {
        var out = new Primitive.Eigh(lower).bind(symmetrizeInput ? symmetrized(x) : x);
        return new Eigh(out[0], out[1]);
    }

    /// The factors of a matrix, with its rows exchanged so that no divisor is smaller than need be.
    public static Lu lu(Array x) {
        var out = new Primitive.Lu().bind(x);
        return new Lu(out[0], out[1], out[2]);
    }

    /// The permutation of `size` rows that exchanges row `i` with row `pivots[i]`, for one `i` after the other.
    ///
    /// @param pivots int32 of `[..., k]`
    public static Array luPivotsToPermutation(Array pivots, int size) {
        int k = pivots.shape().dim(-1);
        var places = iota(Shape.of(size), 0);
        var start = places.broadcastTo(pivots.shape().remove(-1).append(Shape.of(size)));
        Fn2<Array, List<Array>, Carried<Array, Object>> exchange = (permutation, step) -> {
            var here = places.eq(step.getFirst()).broadcastTo(permutation.shape());
            var there = places.eq(step.getLast().expandDims(-1));
            var atHere = where(here, permutation).sum(-1).expandDims(-1).broadcastTo(permutation.shape());
            var atThere = where(there, permutation).sum(-1).expandDims(-1).broadcastTo(permutation.shape());
            return new Carried<>(Lax.select(here, atThere, Lax.select(there, atHere, permutation)), null);
        };
        return ControlFlow.scan(exchange, start, List.of(iota(Shape.of(k), 0), pivots.moveAxis(-1, 0))).carry();
    }

    /// Orthonormal columns times an upper triangle.
    ///
    /// @param fullMatrices whether `q` is square, else it has no more columns than the matrix
    public static Qr qr(Array x, boolean fullMatrices) {
        var out = new Primitive.Qr(fullMatrices).bind(x);
        return new Qr(out[0], out[1]);
    }

    /// The reflections that make a matrix an upper triangle, as LAPACK keeps them: below the triangle, each reflector
    /// without its leading 1, and their factors.
    ///
    /// @return the matrix (of `q` and `r` in one) and the factors `[..., min(m, n)]`
    public static List<Array> geqrf(Array x) {
        int m = x.shape().dim(-2);
        int n = x.shape().dim(-1);
        var row = iota(Shape.of(m, 1), 0);
        var column = iota(Shape.of(1, n), 1);
        Fn2<Array, Array, Carried<Array, Array>> reflect = (a, k) -> {
            var current = where(column.eq(k), a).sum(-1);
            var rows = row.squeeze(-1);
            var head = where(rows.eq(k), current).sum(-1);
            var below = where(rows.gt(k), current);
            var squares = below.mul(below).sum(-1);
            var nothing = squares.eq(0.0);
            var length = Lax.sqrt(Lax.select(nothing, ones(squares), head.mul(head).add(squares)));
            var beta = Lax.select(head.lt(0.0), length, length.neg());
            var factor = Lax.select(nothing, zeros(beta), beta.sub(head).div(beta));
            var tail = below.div(Lax.select(nothing, ones(beta), head.sub(beta)).expandDims(-1));
            var v = tail.add(rows.eq(k).astype(x.dtype()));
            var reflected = a.sub(factor.expandDims(-1).expandDims(-1).mul(v.expandDims(-1)).mul(v.expandDims(-2).matmul(a)));
            var rest = Lax.select(column.ge(k).broadcastTo(a.shape()), reflected, a);
            var kept = row.gt(k).astype(DType.INT32).mul(column.eq(k).astype(DType.INT32)).eq(1).broadcastTo(a.shape());
            return new Carried<>(Lax.select(kept, tail.expandDims(-1).broadcastTo(a.shape()), rest), factor);
        };
        var out = ControlFlow.scan(reflect, x, iota(Shape.of(Math.min(m, n)), 0));
        return List.of(out.carry(), out.y().moveAxis(0, -1));
    }

    /// The leading columns of the product of reflections `1 - taus[i] v v^T`, where `v` is column `i` of `a` below its
    /// diagonal, which counts as 1.
    ///
    /// @param a    `[..., m, n]`, `m >= n`
    /// @param taus `[..., k]`, `k <= n`
    public static Array householderProduct(Array a, Array taus) {
        int m = a.shape().dim(-2);
        int n = a.shape().dim(-1);
        var identity = iota(Shape.of(m, n), 0).eq(iota(Shape.of(m, n), 1)).astype(a.dtype());
        return ormqr(a, taus, identity.broadcastTo(a.shape()), true, false);
    }

    /// The product of `q`, or its transpose, and `c`, without making `q`, which is given by reflections as in
    /// [#householderProduct].
    ///
    /// @param left whether `q` is on the left of `c`
    public static Array ormqr(Array a, Array taus, Array c, boolean left, boolean transpose) {
        if (!left) return transposed(ormqr(a, taus, transposed(c), true, !transpose));
        int m = a.shape().dim(-2);
        int k = taus.shape().dim(-1);
        var row = iota(Shape.of(m, k), 0);
        var column = iota(Shape.of(m, k), 1);
        var columns = Lax.sliceInDim(a, 0, k, a.rank() - 1);
        var vectors = where(row.gt(column), columns).add(row.eq(column).astype(a.dtype()));
        Fn2<Array, List<Array>, Carried<Array, Object>> reflect = (product, step) -> {
            var v = step.getFirst();
            var tau = step.getLast().expandDims(-1).expandDims(-1);
            return new Carried<>(product.sub(tau.mul(v.expandDims(-1)).mul(v.expandDims(-2).matmul(product))), null);
        };
        var steps = List.of(vectors.moveAxis(-1, 0), taus.moveAxis(-1, 0));
        return (transpose ? ControlFlow.scan(reflect, c, steps) : ControlFlow.reverseScan(reflect, c, steps)).carry();
    }

    /// Singular values and vectors. Derivatives of vectors are infinite or NaN where values are equal.
    ///
    /// @param fullMatrices whether there are all vectors, else as many as values; all of a rectangular matrix have no
    ///                     derivatives
    public static Svd svd(Array x, boolean fullMatrices) {
        var out = new Primitive.Svd(fullMatrices, true).bind(x);
        return new Svd(out[1], out[0], out[2]);
    }

    /// Singular values, descending.
    public static Array svdValues(Array x) {
        return new Primitive.Svd(false, false).apply(x);
    }

    /// `alpha a a^T + beta c`.
    public static Array symmetricProduct(Array a, Array c, double alpha, double beta) {
        return a.matmul(transposed(a)).mul(alpha).add(c.mul(beta));
    }

    /// The `x` with `op(a) x = b` if `leftSide`, else with `x op(a) = b`, where `op` is nothing or the transpose.
    ///
    /// @param a            of `[..., n, n]`, of which one triangle is read
    /// @param b            a matrix, or with one axis less than `a` a vector
    /// @param unitDiagonal whether the diagonal is 1 whatever is there
    public static Array triangularSolve(Array a, Array b, boolean leftSide, boolean lower, boolean transposeA, boolean unitDiagonal) {
        var solve = new Primitive.TriangularSolve(leftSide, lower, transposeA, unitDiagonal);
        if (b.rank() != a.rank() - 1) return solve.apply(a, b);
        int axis = leftSide ? -1 : -2;
        return solve.apply(a, b.expandDims(axis)).squeeze(axis);
    }

    /// The solution of `a x = b` with `a` zero but for three diagonals, in time proportional to its length, without
    /// exchanging rows.
    ///
    /// @param lower    `[..., m]`: the elements left of the diagonal, the first of which is not read
    /// @param diagonal `[..., m]`
    /// @param upper    `[..., m]`: the elements right of the diagonal, the last of which is not read
    /// @param b        `[..., m, n]`
    public static Array tridiagonalSolve(Array lower, Array diagonal, Array upper, Array b) {
        Fn2<List<Array>, List<Array>, Carried<List<Array>, List<Array>>> eliminate = (above, row) -> {
            var pivot = row.get(1).sub(row.get(0).mul(above.getFirst()));
            var right = row.get(3).sub(row.get(0).expandDims(-1).mul(above.getLast())).div(pivot.expandDims(-1));
            var next = List.of(row.get(2).div(pivot), right);
            return new Carried<>(next, next);
        };
        Fn2<Array, List<Array>, Carried<Array, Array>> substitute = (below, row) -> {
            var x = row.getLast().sub(row.getFirst().expandDims(-1).mul(below));
            return new Carried<>(x, x);
        };
        var rows = List.of(lower.moveAxis(-1, 0), diagonal.moveAxis(-1, 0), upper.moveAxis(-1, 0), b.moveAxis(-2, 0));
        if (diagonal.shape().dim(-1) == 0) return b;
        var first = List.of(zeros(rows.get(1).get(0)), zeros(rows.get(3).get(0)));
        var eliminated = ControlFlow.scan(eliminate, first, rows).y();
        return ControlFlow.reverseScan(substitute, first.getLast(), eliminated).y().moveAxis(0, -2);
    }

    private static Array symmetrized(Array x) {
        if (x.rank() < 2 || x.shape().dim(-1) != x.shape().dim(-2)) {
            throw Mistake.of("a symmetric matrix is square, but the last two axes of " + x.summary() + " are not");
        }
        return x.add(transposed(x)).mul(0.5);
    }

    private static Array transposed(Array x) {
        return x.moveAxis(-1, -2);
    }

    /// `x`, but 0 where the mask, which broadcasts, is false.
    private static Array where(Array mask, Array x) {
        return Lax.select(mask.broadcastTo(x.shape()), x, zeros(x));
    }

    private static Array iota(Shape shape, int axis) {
        return new Primitive.Iota(DType.INT32, shape, axis).apply();
    }

    private static Array zeros(Array x) {
        return Array.full(x.shape(), x.dtype(), 0);
    }

    private static Array ones(Array x) {
        return Array.full(x.shape(), x.dtype(), 1);
    }
}
