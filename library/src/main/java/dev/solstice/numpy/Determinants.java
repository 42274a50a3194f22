package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.lax.LinearAlgebra;
import dev.solstice.numpy.Linalg.Slogdet;
import dev.solstice.transform.Custom;
import dev.solstice.transform.Derivatives.ValueAndTangent;

/// Determinants, with derivatives that are right for singular matrices too.
/// Source: `jax/_src/numpy/linalg.py`.
final class Determinants {
    private Determinants() {}

    static Array det(Array a) {
        return switch (a.shape().dim(-1)) {
            case 0 -> Creation.ones(Matrices.batch(a), a.dtype());
            case 1 -> at(a, 0, 0);
            case 2 -> at(a, 0, 0).mul(at(a, 1, 1)).sub(at(a, 0, 1).mul(at(a, 1, 0)));
            case 3 -> minor(a, 0, 1, 2).add(minor(a, 1, 2, 0)).add(minor(a, 2, 0, 1));
            default -> Custom.<Array, Array>customJvp(x -> {
                var parts = slogdet(x);
                return parts.sign().mul(Lax.exp(parts.logabsdet()));
            }, Determinants::detJvp).apply(a);
        };
    }

    private static Array at(Array a, int i, int j) {
        return a.get("...", i, j);
    }

    /// Element `[0, i]` times what it is multiplied with in a determinant of 3 x 3.
    private static Array minor(Array a, int i, int j, int k) {
        return at(a, 0, i).mul(at(a, 1, j).mul(at(a, 2, k)).sub(at(a, 1, k).mul(at(a, 2, j))));
    }

    static Slogdet slogdet(Array a) {
        int n = a.shape().dim(-1);
        if (n == 1 || n == 2) {
            var det = det(a);
            return new Slogdet(Lax.sign(det), Lax.log(Lax.abs(det)));
        }
        return Custom.<Array, Slogdet>customJvp(Determinants::byLu, (x, t) -> {
            var value = slogdet(x);
            var tangent = Matrices.diagonal(Systems.of("slogdet", x, t).solve(), 0).sum(-1);
            return new ValueAndTangent<>(value, new Slogdet(Creation.zerosLike(value.sign()), tangent));
        }).apply(a);
    }

    private static Slogdet byLu(Array a) {
        var lu = LinearAlgebra.lu(a);
        var diagonal = Matrices.diagonal(lu.lu(), 0);
        var isZero = Reductions.any(diagonal.eq(0), -1);
        var negative = diagonal.lt(0).astype(DType.INT32).sum(-1).add(exchanges(lu));
        var zero = Creation.zeros(Matrices.batch(a), a.dtype());
        return new Slogdet(
                Numpy.where(isZero, zero, sign(negative, a.dtype())),
                Numpy.where(isZero, zero.add(Double.NEGATIVE_INFINITY), Lax.log(Lax.abs(diagonal)).sum(-1)));
    }

    private static Array exchanges(LinearAlgebra.Lu lu) {
        return lu.pivots().ne(Lax.iota(DType.INT32, lu.pivots().shape().dim(-1))).astype(DType.INT32).sum(-1);
    }

    /// -1 to the power of a count.
    private static Array sign(Array count, DType dtype) {
        return Numpy.remainder(count, 2).mul(-2).add(1).astype(dtype);
    }

    private static ValueAndTangent<Array> detJvp(Array a, Array t) {
        int n = a.shape().dim(-1);
        var lu = LinearAlgebra.lu(a);
        var products = Reductions.cumprod(Matrices.diagonal(lu.lu(), 0), -1).mul(sign(exchanges(lu), a.dtype()).expandDims(-1));
        var last = Lax.iota(DType.INT32, n).eq(n - 1);
        // The last pivot may be zero: its place takes the inverse of the product of the others, and the rows before it are
        // multiplied with the whole determinant, so that what is computed is det(a) a^-1 t without a division by zero.
        var corner = Numpy.logicalAnd(last.expandDims(0), last.expandDims(1));
        var factors = Numpy.where(corner, Lax.reciprocal(products.get("...", n - 2)).expandDims(-1).expandDims(-1), lu.lu());
        var probe = LinearAlgebra.triangularSolve(factors, Creation.ones(a.shape().remove(-1), a.dtype()), true, false, false, false);
        var singular = Numpy.logicalNot(Reductions.all(Numpy.isfinite(probe), -1)).expandDims(-1).expandDims(-1);
        var rows = Systems.permuted(Numpy.where(singular, Creation.zerosLike(t), t), lu.permutation());
        var half = LinearAlgebra.triangularSolve(factors, rows, true, true, false, true);
        var det = products.get("...", n - 1);
        var scaled = Numpy.where(last.expandDims(-1), half, half.mul(det.expandDims(-1).expandDims(-1)));
        var solved = Numpy.where(singular, Creation.zerosLike(t), LinearAlgebra.triangularSolve(factors, scaled, true, false, false, false));
        return new ValueAndTangent<>(det, Matrices.diagonal(solved, 0).sum(-1));
    }
}
