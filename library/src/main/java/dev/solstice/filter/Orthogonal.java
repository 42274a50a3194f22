package dev.solstice.filter;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Linalg;
import dev.solstice.numpy.Manipulation;

/// A matrix with orthonormal columns, and rows if it is square, that training only rotates: `exp(S) base` with a skew-symmetric `S`.
///
/// Source: Lezcano-Casado, Martínez-Rubio, *Cheap orthogonal constraints in neural networks* (2019).
///
/// @param free `[n, n]`, of which the part above the diagonal is used; 0 for `base` itself
/// @param base `[n, m]`, orthonormal columns
public record Orthogonal(Array free, Frozen<Array> base) implements Parameter<Array> {
    /// The orthonormal basis that the Gram-Schmidt process makes of the columns: the matrix itself, if they are orthonormal.
    ///
    /// @param matrix `[n, m]` with `n >= m`
    public static Orthogonal of(Array matrix) {
        if (matrix.rank() != 2 || matrix.shape().dim(0) < matrix.shape().dim(1)) {
            throw new IllegalArgumentException("orthonormal columns need a matrix with at least as many rows as columns, not " + matrix.summary());
        }
        int n = matrix.shape().dim(0);
        var qr = Linalg.qr(matrix);
        var signs = Lax.sign(Linalg.diagonal(qr.r()));
        return new Orthogonal(Array.full(Shape.of(n, n), matrix.dtype(), 0), Frozen.of(qr.q().mul(signs)));
    }

    @Override
    public Array get() {
        var upper = Manipulation.triu(free, 1);
        return Linalg.expm(upper.sub(upper.transpose())).matmul(base.get());
    }
}
