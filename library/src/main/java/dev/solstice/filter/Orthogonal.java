package dev.solstice.filter;

import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.numpy.Linalg;
import dev.solstice.numpy.Manipulation;

/// A matrix with orthonormal columns, or orthonormal rows if it has fewer of these, that training only rotates: `exp(S) base` or
/// `base exp(S)` with a skew-symmetric `S`.
///
/// Source: Lezcano-Casado, Martínez-Rubio, *Cheap orthogonal constraints in neural networks* (2019).
///
/// @param free square, as the longer axis of `base`, of which the part above the diagonal is used; 0 for `base` itself
/// @param base orthonormal columns or rows
public record Orthogonal(Array free, Frozen<Array> base) implements Parameter<Array> {
    /// The orthonormal basis that the Gram-Schmidt process makes of the columns, or of the rows of a wide matrix: the matrix itself,
    /// if they are orthonormal.
    ///
    /// @throws IllegalArgumentException if it is no matrix, or is known and not finite
    public static Orthogonal of(Array matrix) {
        if (matrix.rank() != 2) throw Mistake.of("only a matrix can be orthogonal, not " + matrix.summary());
        int longer = Math.max(matrix.shape().dim(0), matrix.shape().dim(1));
        var base = isWide(matrix) ? basis(matrix.transpose()).transpose() : basis(matrix);
        return new Orthogonal(Array.full(Shape.of(longer, longer), matrix.dtype(), 0), Frozen.of(Constrained.allowed(base, matrix, "Orthogonal")));
    }

    private static Array basis(Array columns) {
        var qr = Linalg.qr(columns);
        var signs = Linalg.diagonal(qr.r()).ge(0).astype(columns.dtype()).mul(2).sub(1); // 0 stands there if columns are dependent
        return qr.q().mul(signs);
    }

    private static boolean isWide(Array matrix) {
        return matrix.shape().dim(0) < matrix.shape().dim(1);
    }

    @Override
    public Array get() {
        var upper = Manipulation.triu(free, 1);
        var rotation = Linalg.expm(upper.sub(upper.transpose()));
        return isWide(base.get()) ? base.get().matmul(rotation) : rotation.matmul(base.get());
    }
}
