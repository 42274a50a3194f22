package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.core.Primitive.TriangularSolve;
import java.lang.foreign.MemorySegment;

/// Factorisations of one matrix: row-major, not empty, of float32 or float64, and overwritten. A method that returns
/// false has found the matrix not to have what is asked for, and left something meaningless.
public interface Lapack {
    /// The lower triangle of a symmetric matrix becomes its Cholesky factor; the rest is neither read nor written.
    ///
    /// @return whether the matrix is positive definite
    boolean cholesky(DType dtype, int n, MemorySegment a);

    /// The right-hand side `b` of `rows` x `columns` becomes the solution; `a` is only read.
    void triangularSolve(DType dtype, TriangularSolve how, int rows, int columns, MemorySegment a, MemorySegment b);

    /// The matrix becomes its factors.
    ///
    /// @param pivots int32: row `i` was exchanged with row `pivots[i]`, counted from 0
    boolean lu(DType dtype, int m, int n, MemorySegment a, MemorySegment pivots);

    /// The upper triangle of the matrix becomes r, the rest of it is lost.
    ///
    /// @param columns of `q` (m x columns): m, or the smaller of m and n
    boolean qr(DType dtype, int m, int n, int columns, MemorySegment a, MemorySegment q);

    /// The matrix of finite elements is lost.
    ///
    /// @param columns of `u` (m x columns): m, or the smaller of m and n
    /// @param rows    of `vt` (rows x n): n, or the smaller of m and n
    /// @return whether the iteration converged
    boolean svd(DType dtype, int m, int n, int columns, int rows, MemorySegment a, MemorySegment s, MemorySegment u, MemorySegment vt);

    /// Singular values alone.
    boolean svdValues(DType dtype, int m, int n, MemorySegment a, MemorySegment s);

    /// The symmetric matrix of finite elements, of which both triangles are given, becomes its eigenvectors, one
    /// in each row.
    ///
    /// @return whether the iteration converged
    boolean eigh(DType dtype, int n, MemorySegment a, MemorySegment w);
}
