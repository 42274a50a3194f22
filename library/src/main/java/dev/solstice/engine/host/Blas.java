package dev.solstice.engine.host;

import dev.solstice.array.DType;
import java.lang.foreign.MemorySegment;

/// Matrix multiplication, the one kernel that is worth leaving Java for.
public interface Blas {
    /// A matrix in memory: its first element and the distance between rows, both in elements; `transposed` if the
    /// stored matrix is the transpose of the meant one.
    record Matrix(MemorySegment segment, long offset, int leading, boolean transposed) {
        static Matrix rows(MemorySegment segment, long offset, int columns) {
            return new Matrix(segment, offset, Math.max(1, columns), false);
        }

        /// The rows from this one on.
        Matrix from(int row) {
            return new Matrix(segment, offset + (transposed ? row : (long) row * leading), leading, transposed);
        }
    }

    /// `c = a b` with `a` of m x k, `b` of k x n and `c` of m x n, none of them empty.
    ///
    /// @param dtype float32 or float64
    void multiply(DType dtype, int m, int n, int k, Matrix a, Matrix b, Matrix c);
}
