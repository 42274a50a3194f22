package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive.*;
import dev.solstice.transform.Jvp.Dual;
import java.util.stream.IntStream;

/// How the operations on matrices carry tangents along. See [JvpRule].
/// Source: the rules of `jax/_src/lax/linalg.py`, which cites the papers.
final class MatrixJvp {
    private static final Cholesky CHOLESKY = new Cholesky();

    private MatrixJvp() {}

    static Dual apply(MatrixOperation operation, Array[] x, Array[] t) {
        return switch (operation) {
            case Cholesky _ -> cholesky(x[0], t[0]);
            case TriangularSolve solve -> triangularSolve(solve, x, t);
            case Lu lu -> lu(lu, x[0], t[0]);
            case Qr qr -> qr(qr, x[0], t[0]);
            case Svd svd -> svd(svd, x[0], t[0]);
            case Eigh eigh -> eigh(eigh, x[0], t[0]);
        };
    }

    // ---- the rules ----

    private static Dual cholesky(Array x, Array t) {
        var l = CHOLESKY.apply(x);
        var inner = solve(l, solveRight(l, symmetric(t, true), true, true), true, false);
        var half = select(diagonalMask(inner), lower(inner, 0), lower(inner, 0).mul(0.5));
        return dual(array(l), array(l.matmul(half)));
    }

    private static Dual triangularSolve(TriangularSolve solve, Array[] x, Array[] t) {
        var y = solve.apply(x);
        var tangent = t[1] == null ? null : solve.apply(x[0], t[1]);
        if (t[0] != null) {
            int unit = solve.unitDiagonal() ? 1 : 0;
            var da = (solve.lower() ? lower(t[0], -unit) : upper(t[0], unit)).neg();
            if (solve.transposeA()) da = transposed(da);
            tangent = Zeros.add(tangent, solve.apply(x[0], solve.leftSide() ? da.matmul(y) : y.matmul(da)));
        }
        return dual(array(y), array(tangent));
    }

    private static Dual lu(Lu primitive, Array x, Array t) {
        var out = primitive.bind(x);
        int m = x.shape().dim(-2);
        int n = x.shape().dim(-1);
        int k = Math.min(m, n);
        var l = pad(lower(columns(out[0], 0, k), -1), 0, m - k).add(eye(x, m));
        var u = pad(upper(rows(out[0], 0, k), 0), n - k, 0).add(pad(eye(x, n - k), k, 0, k, 0));
        var change = solveRight(u, solve(l, permuted(t, out[2]), true, true), false, false);
        return dual(out, new Array[] {l.matmul(lower(change, -1)).add(upper(change, 0).matmul(u)), null, null});
    }

    private static Dual qr(Qr primitive, Array x, Array t) {
        var out = primitive.bind(x);
        var q = out[0];
        var r = out[1];
        int m = x.shape().dim(-2);
        int n = x.shape().dim(-1);
        if (m < n) { // the rest of r is q^T times the rest of x
            var square = thinQr(q, columns(r, 0, m), columns(t, 0, m));
            var rest = transposed(square[0]).matmul(columns(x, m, n)).add(transposed(q).matmul(columns(t, m, n)));
            return dual(out, new Array[] {square[0], join(-1, square[1], rest)});
        }
        if (!primitive.fullMatrices() || m == n) return dual(out, thinQr(q, r, t));
        var thin = thinQr(columns(q, 0, n), rows(r, 0, n), t);
        return dual(out, new Array[] {join(-1, thin[0], complement(q, thin[0], n)), pad(thin[1], m - n, 0)});
    }

    /// For a matrix that is not wide, with as many columns of q.
    private static Array[] thinQr(Array q, Array r, Array t) {
        var tOverR = solveRight(r, t, false, false);
        var projected = transposed(q).matmul(tOverR);
        var below = lower(projected, -1);
        var skew = below.sub(transposed(below));
        return new Array[] {q.matmul(skew.sub(projected)).add(tOverR), projected.sub(skew).matmul(r)};
    }

    /// The tangent of the columns of q past the first n, by https://arxiv.org/abs/2409.13374, equations 32 and 33.
    private static Array complement(Array q, Array dq, int n) {
        int m = q.shape().dim(-2);
        var first = columns(q, 0, n);
        var z = divide(rows(first, n, m), rows(first, 0, n).sub(eye(q, n)));
        var rest = transposed(rows(dq, n, m).sub(z.matmul(rows(dq, 0, n))));
        return dq.matmul(transposed(z)).sub(first.add(columns(q, n, m).matmul(z)).matmul(rest));
    }

    /// `b a^-1`.
    private static Array divide(Array b, Array a) {
        var lu = new Lu().bind(a);
        var solved = solveRight(lu[0], solveRight(lu[0], b, false, false), true, false, true);
        return transposed(permuted(transposed(solved), inverse(lu[2])));
    }

    private static Dual svd(Svd primitive, Array x, Array t) {
        int m = x.shape().dim(-2);
        int n = x.shape().dim(-1);
        if (primitive.computeUv() && primitive.fullMatrices() && m != n) {
            throw Mistake.unsupported("the vectors of svd beyond the singular values have no derivative: use fullMatrices = false");
        }
        var out = new Svd(false, true).bind(x);
        var s = out[0];
        var u = out[1];
        var v = transposed(out[2]);
        var ds = transposed(u).matmul(t).matmul(v);
        var values = diagonal(ds);
        if (!primitive.computeUv()) return dual(array(s), array(values));
        var row = s.expandDims(-2);
        var column = s.expandDims(-1);
        var gaps = inverseOffDiagonal(row.add(column).mul(row.sub(column)));
        var right = row.mul(ds);
        var left = column.mul(ds);
        var du = u.matmul(gaps.mul(right.add(transposed(right))));
        var dv = v.matmul(gaps.mul(left.add(transposed(left))));
        if (m > n) du = du.add(outside(u, t.matmul(v)).div(row));
        if (n > m) dv = dv.add(outside(v, transposed(t).matmul(u)).div(row));
        return dual(out, new Array[] {values, du, transposed(dv)});
    }

    /// The part of `x` that the orthonormal columns of `basis` do not span.
    private static Array outside(Array basis, Array x) {
        return x.sub(basis.matmul(transposed(basis).matmul(x)));
    }

    private static Dual eigh(Eigh primitive, Array x, Array t) {
        var out = primitive.bind(x);
        var v = out[0];
        var w = out[1];
        var change = transposed(v).matmul(symmetric(t, primitive.lower())).matmul(v);
        var gaps = inverseOffDiagonal(w.expandDims(-2).sub(w.expandDims(-1)));
        return dual(out, new Array[] {v.matmul(gaps.mul(change)), diagonal(change)});
    }

    /// 1 / x off the diagonal, 0 on it (where x is 0).
    private static Array inverseOffDiagonal(Array x) {
        var ones = eye(x, x.shape().dim(-1));
        return new IntegerPow(-1).apply(x.add(ones)).sub(ones);
    }

    // ---- matrices in the last two axes ----

    private static Dual dual(Array[] primals, Array[] tangents) {
        return new Dual(primals, tangents);
    }

    private static Array[] array(Array x) {
        return new Array[] {x};
    }

    private static Array solve(Array a, Array b, boolean lower, boolean unit) {
        return new TriangularSolve(true, lower, false, unit).apply(a, b);
    }

    private static Array solveRight(Array a, Array b, boolean lower, boolean transpose) {
        return new TriangularSolve(false, lower, transpose, false).apply(a, b);
    }

    private static Array solveRight(Array a, Array b, boolean lower, boolean transpose, boolean unit) {
        return new TriangularSolve(false, lower, transpose, unit).apply(a, b);
    }

    private static Array transposed(Array x) {
        return x.moveAxis(-1, -2);
    }

    /// The symmetric matrix of which one triangle is given.
    private static Array symmetric(Array x, boolean lower) {
        return lower ? lower(x, 0).add(transposed(lower(x, -1))) : upper(x, 0).add(transposed(upper(x, 1)));
    }

    /// Column minus row.
    private static Array distance(Array x) {
        var shape = Shape.of(x.shape().dim(-2), x.shape().dim(-1));
        return new Iota(DType.INT32, shape, 1).apply().sub(new Iota(DType.INT32, shape, 0).apply());
    }

    private static Array lower(Array x, int k) {
        return select(distance(x).le(k), Zeros.like(x), x);
    }

    private static Array upper(Array x, int k) {
        return select(distance(x).ge(k), Zeros.like(x), x);
    }

    private static Array diagonalMask(Array x) {
        return distance(x).eq(0);
    }

    private static Array diagonal(Array x) {
        return select(diagonalMask(x), Zeros.like(x), x).sum(-1);
    }

    private static Array select(Array mask, Array onFalse, Array onTrue) {
        return new SelectN().apply(mask.broadcastTo(onTrue.shape()), onFalse, onTrue);
    }

    /// Identity matrices of the batch axes and the dtype of `x`.
    private static Array eye(Array x, int n) {
        var shape = x.shape().remove(-2, -1).append(Shape.of(n, n));
        var ones = Array.full(shape, x.dtype(), 1);
        return select(diagonalMask(ones), Zeros.like(ones), ones);
    }

    private static Array rows(Array x, int from, int to) {
        return slice(x, x.rank() - 2, from, to);
    }

    private static Array columns(Array x, int from, int to) {
        return slice(x, x.rank() - 1, from, to);
    }

    private static Array slice(Array x, int axis, int from, int to) {
        var starts = IntStream.range(0, x.rank()).map(i -> i == axis ? from : 0).toArray();
        return new Slice(Axes.of(starts), Axes.of(x.shape().with(axis, to).toArray()), Axes.filled(x.rank(), 1)).apply(x);
    }

    private static Array join(int axis, Array x, Array y) {
        return new Concatenate(x.shape().axis(axis)).apply(x, y);
    }

    /// Zeros below and to the right.
    private static Array pad(Array x, int below, int right) {
        return pad(x, 0, below, 0, right);
    }

    private static Array pad(Array x, int above, int below, int left, int right) {
        int rank = x.rank();
        var none = Axes.filled(rank - 2, 0);
        return new Pad(none.append(above).append(left), none.append(below).append(right), Axes.filled(rank, 0)).apply(x, Array.scalar(x.dtype(), 0));
    }

    /// Row `permutation[i]` becomes row `i`.
    private static Array permuted(Array x, Array permutation) {
        return JvpRule.alongAxis(x, permutation.expandDims(-1).broadcastTo(x.shape()), x.rank() - 2);
    }

    private static Array inverse(Array permutation) {
        int axis = permutation.rank() - 1;
        return new Sort(axis, 1).bind(permutation, new Iota(DType.INT32, permutation.shape(), axis).apply())[1];
    }
}
