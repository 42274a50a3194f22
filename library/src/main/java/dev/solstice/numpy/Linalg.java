package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.lax.LinearAlgebra;
import dev.solstice.transform.Custom;
import dev.solstice.transform.Derivatives;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Linear algebra: systems of equations, decompositions, norms, functions of matrices. Matrices are the last two axes of
/// an array, the axes before them are batch axes, which broadcast. Integers become float32; decompositions take float32
/// and float64.
///
/// What does not exist is NaN or infinite, not an exception: the inverse of a singular matrix, the Cholesky factor of one
/// that is not positive definite. Everything has derivatives; those of singular vectors and eigenvectors are NaN or
/// infinite where values are equal.
///
/// ```java
/// Array a = Array.of(new float[][] {{2, 0}, {0, 4}});
/// Linalg.solve(a, Array.of(1f, 1f)).toString()   // "[0.50 0.25]"
/// ```
///
/// Source: `jax.numpy.linalg` and `jax.scipy.linalg`.
public final class Linalg {
    private Linalg() {}

    /// @param eigenvalues  ascending
    /// @param eigenvectors in columns
    public record Eigh(Array eigenvalues, Array eigenvectors) {}

    /// @param q orthonormal columns
    /// @param r an upper triangle
    public record Qr(Array q, Array r) {}

    /// @param u  left singular vectors in columns
    /// @param s  singular values, descending
    /// @param vh right singular vectors in rows
    public record Svd(Array u, Array s, Array vh) {}

    /// A determinant that may be too large or small for a number.
    ///
    /// @param sign      -1, 0 or 1
    /// @param logabsdet the logarithm of the absolute value
    public record Slogdet(Array sign, Array logabsdet) {}

    /// @param x              the solution of least squares; of several, the shortest
    /// @param residuals      sums of squares, one for each right-hand side
    /// @param rank           int32
    /// @param singularValues of the matrix, descending
    public record LeastSquares(Array x, Array residuals, Array rank, Array singularValues) {}

    /// @param c     a triangle
    /// @param lower whether `c c^T` is the matrix, else `c^T c` is
    public record CholeskyFactor(Array c, boolean lower) {}

    /// @param lu     `l` below the diagonal, which is all 1, and `u`, in one matrix
    /// @param pivots int32: row `i` was exchanged with row `pivots[i]`
    public record LuFactor(Array lu, Array pivots) {}

    /// The matrix is `p l u`.
    ///
    /// @param p a permutation
    public record Lu(Array p, Array l, Array u) {}

    /// @param u orthonormal
    /// @param p symmetric, without negative eigenvalues
    public record Polar(Array u, Array p) {}

    // ---- systems of equations ----

    /// The `x` with `a x = b`.
    ///
    /// @param b a vector, or matrices of columns
    public static Array solve(Array a, Array b) {
        return Systems.of("solve", a, b).solve();
    }

    /// The `x` with `a x = b`.
    ///
    /// @param assume what is known of the matrix: `"gen"` nothing, `"sym"` symmetry (which is not made use of), `"pos"`
    ///               positive definiteness
    public static Array solve(Array a, Array b, String assume) {
        return switch (assume) {
            case "gen", "sym", "her" -> solve(a, b);
            case "pos" -> Systems.of("solve", a, b).solvePositiveDefinite();
            default -> throw Mistake.of("solve assuming \"" + assume + "\": what can be assumed is \"gen\", \"sym\" or \"pos\"");
        };
    }

    /// The solution of a triangular system; only the named triangle of `a` is read.
    public static Array solveTriangular(Array a, Array b, boolean lower) {
        return solveTriangular(a, b, lower, false, false);
    }

    /// The solution of a triangular system; only the named triangle of `a` is read.
    ///
    /// @param transposed   whether the matrix of the system is the transpose of it
    /// @param unitDiagonal whether the diagonal is 1 whatever is there
    public static Array solveTriangular(Array a, Array b, boolean lower, boolean transposed, boolean unitDiagonal) {
        return Systems.of("solveTriangular", a, b).triangular(lower, transposed, unitDiagonal);
    }

    /// The inverse. To solve a system, [#solve] is more accurate and faster.
    public static Array inv(Array a) {
        var x = Matrices.square("inv", a);
        return solve(x, Matrices.eye(x.shape().dim(-1), x.dtype()));
    }

    /// The inverse of the part of the matrix that has one: singular values up to 10 epsilon times the longer side times
    /// the largest count as 0.
    public static Array pinv(Array a) {
        var x = Matrices.of("pinv", a);
        return pinv(x, 10 * Math.max(x.shape().dim(-2), x.shape().dim(-1)) * x.dtype().epsilon());
    }

    /// The inverse of the part of the matrix that has one: singular values up to `rtol` times the largest count as 0.
    public static Array pinv(Array a, double rtol) {
        var x = Matrices.of("pinv", a);
        if (x.shape().dim(-1) == 0 || x.shape().dim(-2) == 0) return Matrices.transposed(x);
        return Custom.<Array, Array>customJvp(y -> pseudoInverse(y, rtol), (y, t) -> {
            var p = pinv(y, rtol);
            var pt = Matrices.transposed(p);
            var tt = Matrices.transposed(t);
            var s = p.matmul(pt).matmul(tt);
            var r = tt.matmul(pt).matmul(p);
            return new ValueAndTangent<>(p, p.matmul(t).matmul(p).neg().add(s).sub(s.matmul(y).matmul(p)).add(r).sub(p.matmul(y).matmul(r)));
        }).apply(x);
    }

    private static Array pseudoInverse(Array a, double rtol) {
        var svd = svd(a, false);
        var s = svd.s();
        var kept = Numpy.where(s.gt(s.get("...", "0:1").mul(rtol)), s, Double.POSITIVE_INFINITY);
        return Matrices.transposed(svd.vh()).matmul(Matrices.transposed(svd.u()).div(kept.expandDims(-1)));
    }

    /// The solution of least squares; singular values up to epsilon times the longer side times the largest count as 0.
    public static LeastSquares lstsq(Array a, Array b) {
        var x = Matrices.of("lstsq", a);
        return lstsq(x, b, Math.max(x.shape().dim(0), x.shape().dim(1)) * x.dtype().epsilon());
    }

    /// The solution of least squares; singular values up to `rcond` times the largest count as 0.
    ///
    /// @param a [m, n]
    /// @param b [m] or [m, k]
    public static LeastSquares lstsq(Array a, Array b, double rcond) {
        if (a.rank() != 2 || b.rank() < 1 || b.rank() > 2 || a.shape().dim(0) != b.shape().dim(0)) {
            throw Mistake.of("lstsq of " + a.summary() + " and " + b.summary()
                    + ": one matrix, and as the right-hand side a vector or a matrix with as many rows; vmap over batches");
        }
        var dtype = Matrices.common(a, b);
        var x = a.astype(dtype);
        var right = (b.rank() == 1 ? b.expandDims(1) : b).astype(dtype);
        var svd = svd(x, false);
        var s = svd.s();
        var used = Numpy.logicalAnd(s.gt(0), s.ge(Reductions.max(s, Reduction.over(0).initial(0)).mul(rcond)));
        var inverse = Numpy.where(used, Lax.reciprocal(Numpy.where(used, s, 1)), 0);
        var solution = Matrices.transposed(svd.vh()).matmul(inverse.expandDims(-1).mul(Matrices.transposed(svd.u()).matmul(right)));
        var residuals = Lax.square(right.sub(x.matmul(solution))).sum(0);
        return new LeastSquares(b.rank() == 1 ? solution.squeeze(-1) : solution, residuals, used.astype(DType.INT32).sum(), s);
    }

    /// The Cholesky factor, for [#choSolve].
    public static CholeskyFactor choFactor(Array a, boolean lower) {
        return new CholeskyFactor(cholesky(a, !lower), lower);
    }

    /// The `x` with `a x = b`, by the Cholesky factor of `a`.
    public static Array choSolve(CholeskyFactor factor, Array b) {
        var half = solveTriangular(factor.c, b, factor.lower, !factor.lower, false);
        return solveTriangular(factor.c, half, factor.lower, factor.lower, false);
    }

    /// The factors of a matrix with rows exchanged, for [#luSolve].
    public static LuFactor luFactor(Array a) {
        var lu = LinearAlgebra.lu(Matrices.of("luFactor", a));
        return new LuFactor(lu.lu(), lu.pivots());
    }

    /// The `x` with `a x = b`, by the factors of `a`.
    public static Array luSolve(LuFactor factor, Array b) {
        return luSolve(factor, b, false);
    }

    /// The `x` with `a x = b`, or of the transposed system, by the factors of `a`.
    public static Array luSolve(LuFactor factor, Array b, boolean transposed) {
        return Systems.of("luSolve", factor.lu, b)
                .byFactors(LinearAlgebra.luPivotsToPermutation(factor.pivots, factor.lu.shape().dim(-2)), transposed);
    }

    /// The `x` with `tensordot(a, x, x.rank()) = b`: `a` has the axes of `b`, then those of `x`.
    public static Array tensorsolve(Array a, Array b) {
        var shape = Shape.of(Arrays.copyOfRange(a.shape().toArray(), Math.min(b.rank(), a.rank()), a.rank()));
        if (!b.shape().append(shape).equals(a.shape()) || shape.size() != b.size()) {
            throw Mistake.of("tensorsolve of " + a.summary() + " and " + b.summary()
                    + ": the first has the axes of the second, then as many elements again");
        }
        return solve(a.reshape(b.size(), b.size()), b.reshape(-1)).reshape(shape);
    }

    /// The inverse of `tensordot` with `a`, whose first `ind` axes have as many elements together as the rest.
    public static Array tensorinv(Array a, int ind) {
        var first = Shape.of(Arrays.copyOf(a.shape().toArray(), ind));
        var rest = Shape.of(Arrays.copyOfRange(a.shape().toArray(), ind, a.rank()));
        if (ind <= 0 || first.size() != rest.size()) {
            throw Mistake.of("tensorinv of " + a.summary() + ": the first " + ind + " axes have as many elements together as the rest");
        }
        return inv(a.reshape(first.size(), rest.size())).reshape(rest.append(first));
    }

    // ---- decompositions ----

    /// The lower triangular `l` with `l l^T = (a + a^T) / 2`.
    public static Array cholesky(Array a) {
        return cholesky(a, false);
    }

    /// The Cholesky factor of `(a + a^T) / 2`: the upper triangular `u` with `u^T u` that matrix, or the lower one.
    public static Array cholesky(Array a, boolean upper) {
        var l = LinearAlgebra.cholesky(Matrices.square("cholesky", a));
        return upper ? Matrices.transposed(l) : l;
    }

    /// The permutation and the triangles whose product the matrix is.
    public static Lu lu(Array a) {
        var x = Matrices.of("lu", a);
        var lu = LinearAlgebra.lu(x);
        int m = x.shape().dim(-2);
        int k = Math.min(m, x.shape().dim(-1));
        var p = lu.permutation().expandDims(-2).eq(Lax.iota(DType.INT32, m).expandDims(-1)).astype(x.dtype());
        var l = Manipulation.tril(Matrices.columns(lu.lu(), 0, k), -1).add(Creation.eye(m, k, 0, x.dtype()));
        return new Lu(p, l, Manipulation.triu(Matrices.rows(lu.lu(), 0, k)));
    }

    /// Orthonormal columns, no more than the matrix has, times an upper triangle.
    public static Qr qr(Array a) {
        return qr(a, "reduced");
    }

    /// Orthonormal columns times an upper triangle.
    ///
    /// @param mode `"reduced"`, `"complete"` for a square `q`, or `"raw"` for the reflections as LAPACK keeps them,
    ///             transposed, in the place of `q` and their factors in that of `r`
    public static Qr qr(Array a, String mode) {
        var x = Matrices.of("qr", a);
        return switch (mode) {
            case "reduced", "complete" -> {
                var qr = LinearAlgebra.qr(x, mode.equals("complete"));
                yield new Qr(qr.q(), qr.r());
            }
            case "raw" -> {
                var raw = LinearAlgebra.geqrf(x);
                yield new Qr(Matrices.transposed(raw.getFirst()), raw.getLast());
            }
            case "r" -> throw Mistake.of("qr(a, \"r\"): write qr(a).r()");
            default -> throw Mistake.of("qr mode \"" + mode + "\" is none of \"reduced\", \"complete\" and \"raw\"");
        };
    }

    /// Singular values and all singular vectors.
    public static Svd svd(Array a) {
        return svd(a, true);
    }

    /// Singular values and vectors.
    ///
    /// @param fullMatrices whether there are all vectors, else as many as values; all of a rectangular matrix have no
    ///                     derivatives
    public static Svd svd(Array a, boolean fullMatrices) {
        var svd = LinearAlgebra.svd(Matrices.of("svd", a), fullMatrices);
        return new Svd(svd.u(), svd.s(), svd.vt());
    }

    /// Singular values, descending.
    public static Array svdvals(Array a) {
        return LinearAlgebra.svdValues(Matrices.of("svdvals", a));
    }

    /// Eigenvalues and eigenvectors of `(a + a^T) / 2`.
    public static Eigh eigh(Array a) {
        var eigh = LinearAlgebra.eigh(Matrices.square("eigh", a));
        return new Eigh(eigh.w(), eigh.v());
    }

    /// Eigenvalues and eigenvectors of the symmetric matrix of which one triangle is read: `"L"` or `"U"`.
    public static Eigh eigh(Array a, String uplo) {
        if (!uplo.equals("L") && !uplo.equals("U")) throw Mistake.of("eigh of triangle \"" + uplo + "\": it is \"L\" or \"U\"");
        var eigh = LinearAlgebra.eigh(Matrices.square("eigh", a), uplo.equals("L"), false);
        return new Eigh(eigh.w(), eigh.v());
    }

    /// Eigenvalues of `(a + a^T) / 2`, ascending.
    public static Array eigvalsh(Array a) {
        return eigh(a).eigenvalues;
    }

    /// Eigenvalues of the symmetric matrix of which one triangle is read: `"L"` or `"U"`.
    public static Array eigvalsh(Array a, String uplo) {
        return eigh(a, uplo).eigenvalues;
    }

    /// Eigenvalues and eigenvectors of the symmetric matrix with this diagonal and these elements beside it.
    public static Eigh eighTridiagonal(Array diagonal, Array beside) {
        if (diagonal.rank() != 1 || beside.rank() != 1 || beside.size() != Math.max(0, diagonal.size() - 1)) {
            throw Mistake.of("eighTridiagonal of " + diagonal.summary() + " and " + beside.summary()
                    + ": two vectors, the second shorter by one");
        }
        int n = diagonal.size();
        var row = Lax.iota(DType.INT32, n);
        var distance = row.expandDims(1).sub(row.expandDims(0));
        var padded = Manipulation.concatenate(beside, Creation.zeros(Shape.of(1), beside.dtype()));
        var below = Numpy.where(distance.eq(1), padded.expandDims(0), 0);
        return eigh(Numpy.where(distance.eq(0), diagonal.expandDims(0), below), "L");
    }

    /// The orthonormal `u` and the `p` with `a = u p`.
    public static Polar polar(Array a) {
        var svd = svd(a, false);
        return new Polar(svd.u.matmul(svd.vh), Matrices.transposed(svd.vh).mul(svd.s.expandDims(-2)).matmul(svd.vh));
    }

    // ---- determinants, rank, norms ----

    /// The determinant.
    public static Array det(Array a) {
        return Determinants.det(Matrices.square("det", a));
    }

    /// Sign and logarithm of the determinant.
    public static Slogdet slogdet(Array a) {
        return Determinants.slogdet(Matrices.square("slogdet", a));
    }

    /// The number of singular values above epsilon times the longer side times the largest; int32.
    public static Array matrixRank(Array a) {
        if (a.rank() < 2) return Reductions.any(a.ne(0)).astype(DType.INT32);
        var s = svdvals(a);
        double factor = Math.max(a.shape().dim(-2), a.shape().dim(-1)) * s.dtype().epsilon();
        return s.gt(Reductions.max(s, Reduction.over(-1).keepDims().initial(0)).mul(factor)).astype(DType.INT32).sum(-1);
    }

    /// The number of singular values above `tolerance`; int32.
    public static Array matrixRank(Array a, double tolerance) {
        return svdvals(a).gt(tolerance).astype(DType.INT32).sum(-1);
    }

    /// The ratio of the largest and the smallest singular value: how errors of `b` grow in [#solve].
    public static Array cond(Array a) {
        var s = svdvals(a);
        return s.get("...", 0).div(s.get("...", -1));
    }

    /// The norm of the matrix times that of its inverse.
    ///
    /// @param order 1, -1, 2, -2 or infinite
    public static Array cond(Array a, double order) {
        if (order == 2) return cond(a);
        var s = svdvals(a);
        return infinite(a, order == -2 ? s.get("...", -1).div(s.get("...", 0)) : matrixNorm(a, order).mul(matrixNorm(inv(a), order)));
    }

    /// The norm of the matrix times that of its inverse.
    ///
    /// @param order `"fro"` or `"nuc"`
    public static Array cond(Array a, String order) {
        return infinite(a, matrixNorm(a, order).mul(matrixNorm(inv(a), order)));
    }

    /// What became NaN although the matrix has none.
    private static Array infinite(Array a, Array result) {
        var had = Reductions.any(Numpy.isnan(a), -2, -1);
        return Numpy.where(Numpy.logicalAnd(Numpy.isnan(result), Numpy.logicalNot(had)), Double.POSITIVE_INFINITY, result);
    }

    /// The root of the sum of squares of all elements.
    public static Array norm(Array x) {
        return Norms.euclidean(Numpy.inexact(x), Reduction.over());
    }

    /// The norm of vectors along one axis, or of matrices along two; of `x` as a whole if none are given.
    ///
    /// @param order of vectors any number, of matrices 1, -1, 2, -2 or infinite
    public static Array norm(Array x, double order, int... axes) {
        return norm(x, order, axes, false);
    }

    /// The norm of vectors along one axis, or of matrices along two; of `x` as a whole if none are given.
    ///
    /// @param order    of vectors any number, of matrices 1, -1, 2, -2 or infinite
    /// @param keepDims whether the axes stay, with length 1
    public static Array norm(Array x, double order, int[] axes, boolean keepDims) {
        int[] along = axes.length == 0 ? IntStream.range(0, x.rank()).toArray() : axes;
        return switch (along.length) {
            case 1 -> Norms.vector(Numpy.inexact(x), order, Reduction.over(along, keepDims));
            case 2 -> Norms.matrix(Numpy.inexact(x), order, along[0], along[1], keepDims);
            default -> throw Mistake.of("norm of order " + order + " of " + x.summary() + " along " + along.length
                    + " axes: name one axis for the norm of vectors, two for that of matrices");
        };
    }

    /// The norm of vectors: the root of the sum of squares.
    public static Array vectorNorm(Array x, int... axes) {
        return vectorNorm(x, 2, axes);
    }

    /// The norm of vectors, of any order; along several axes, or all, as if they were one.
    public static Array vectorNorm(Array x, double order, int... axes) {
        return Norms.vector(Numpy.inexact(x), order, Reduction.over(axes));
    }

    /// The norm of matrices: the root of the sum of squares.
    public static Array matrixNorm(Array x) {
        return matrixNorm(x, "fro");
    }

    /// The norm of matrices.
    ///
    /// @param order 1 and -1 for the largest and smallest sum of a column, infinite for that of a row, 2 and -2 for the
    ///              largest and smallest singular value
    public static Array matrixNorm(Array x, double order) {
        return Norms.matrix(Matrices.of("matrixNorm", x), order, -2, -1, false);
    }

    /// The norm of matrices.
    ///
    /// @param order `"fro"` for the root of the sum of squares, `"nuc"` for the sum of singular values
    public static Array matrixNorm(Array x, String order) {
        return Norms.matrix(Matrices.of("matrixNorm", x), order, -2, -1, false);
    }

    // ---- products ----

    /// The matrix multiplied with itself, `n` factors in all; of the inverse if `n` is negative.
    public static Array matrixPower(Array a, int n) {
        if (a.rank() < 2 || a.shape().dim(-1) != a.shape().dim(-2)) Matrices.square("matrixPower", a);
        if (n == 0) return Matrices.eye(a.shape().dim(-1), a.dtype()).broadcastTo(a.shape());
        if (n < 0) return matrixPower(inv(a), -n);
        Array result = null;
        var square = a;
        for (int left = n; left > 0; left >>= 1) {
            if ((left & 1) == 1) result = result == null ? square : result.matmul(square);
            if (left > 1) square = square.matmul(square);
        }
        return result;
    }

    /// The product of several matrices in the order of fewest multiplications; the first and the last may be vectors.
    public static Array multiDot(Array... factors) {
        return MatrixChain.product(factors);
    }

    /// `e` to the power of the matrix. NaN if its norm is above about 300,000.
    public static Array expm(Array a) {
        return MatrixExponential.of(Matrices.square("expm", a));
    }

    /// `e` to the power of the matrix, and the derivative of that along `direction`.
    public static ValueAndTangent<Array> expmFrechet(Array a, Array direction) {
        return Derivatives.jvp(Linalg::expm, Numpy.inexact(a), direction.astype(Numpy.inexact(a).dtype()));
    }

    /// The matrix product. [Array#matmul].
    public static Array matmul(Array x, Array y) {
        return x.matmul(y);
    }

    /// All products of elements of two vectors.
    public static Array outer(Array x, Array y) {
        if (x.rank() != 1 || y.rank() != 1) throw Mistake.of("outer of " + x.summary() + " and " + y.summary() + ": both are vectors");
        return Products.outer(x, y);
    }

    /// The vector product of last axes of length 3.
    public static Array cross(Array x, Array y) {
        return Products.cross(x, y);
    }

    /// The sum of products along the last axis.
    public static Array vecdot(Array x, Array y) {
        return vecdot(x, y, -1);
    }

    /// The sum of products along an axis.
    public static Array vecdot(Array x, Array y, int axis) {
        var left = x.moveAxis(axis, -1);
        var right = y.moveAxis(axis, -1);
        if (left.shape().dim(-1) != right.shape().dim(-1)) {
            throw Mistake.of("vecdot of " + x.summary() + " and " + y.summary() + ": axis " + axis + " has one length");
        }
        return left.expandDims(-2).matmul(right.expandDims(-1)).squeeze(-2, -1);
    }

    /// The sum of products over the last `axes` axes of the left and the first of the right operand.
    public static Array tensordot(Array x, Array y, int axes) {
        return Products.tensordot(x, y, axes);
    }

    /// The sum of products over pairs of axes.
    public static Array tensordot(Array x, Array y, int[] xAxes, int[] yAxes) {
        return Products.tensordot(x, y, xAxes, yAxes);
    }

    // ---- parts ----

    /// The diagonals of matrices.
    public static Array diagonal(Array x) {
        return diagonal(x, 0);
    }

    /// Diagonals of matrices, `offset` above the main ones.
    public static Array diagonal(Array x, int offset) {
        return Matrices.diagonal(x, offset);
    }

    /// The sums of the diagonals of matrices.
    public static Array trace(Array x) {
        return trace(x, 0);
    }

    /// The sums of diagonals of matrices, `offset` above the main ones.
    public static Array trace(Array x, int offset) {
        return Reductions.sum(diagonal(x, offset), -1);
    }

    /// The last two axes exchanged.
    public static Array matrixTranspose(Array x) {
        if (x.rank() < 2) throw Mistake.of("matrixTranspose of " + x.summary() + ": there are no two axes");
        return Matrices.transposed(x);
    }
}
