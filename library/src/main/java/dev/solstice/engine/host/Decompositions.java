package dev.solstice.engine.host;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive.*;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/// The operations on matrices, one matrix of a batch after the other. What does not exist is NaN, as in JAX; empty
/// matrices need no arithmetic and never reach LAPACK.
final class Decompositions {
    private Decompositions() {}

    static void run(MatrixOperation operation, Lapack lapack, ConcreteArray[] in, ConcreteArray[] out) {
        int m = in[0].shape().dim(-2);
        int n = in[0].shape().dim(-1);
        int batch = in[0].shape().remove(-2, -1).size();
        DType dtype = in[0].dtype();
        for (int i = 0; i < batch; i++) {
            CancelledException.check();
            var matrix = new Matrix(dtype, m, n, part(in[0], i, batch), parts(out, i, batch));
            switch (operation) {
                case Cholesky _ -> matrix.cholesky(lapack);
                case TriangularSolve solve -> matrix.triangularSolve(solve, lapack, in[1].shape().dim(-2), in[1].shape().dim(-1), part(in[1], i, batch));
                case Lu _ -> matrix.lu(lapack);
                case Qr _ -> matrix.qr(lapack, out[0].shape().dim(-1));
                case Svd(_, boolean vectors) -> {
                    if (vectors) matrix.svd(lapack, out[1].shape().dim(-1), out[2].shape().dim(-2));
                    else matrix.svdValues(lapack);
                }
                case Eigh(boolean lower) -> matrix.eigh(lapack, lower);
            }
        }
    }

    private static MemorySegment part(ConcreteArray array, int i, int batch) {
        long bytes = array.segment().byteSize() / batch;
        return array.segment().asSlice(i * bytes, bytes);
    }

    private static MemorySegment[] parts(ConcreteArray[] arrays, int i, int batch) {
        var parts = new MemorySegment[arrays.length];
        for (int k = 0; k < parts.length; k++) parts[k] = part(arrays[k], i, batch);
        return parts;
    }

    /// One matrix and where the results of an operation on it go.
    private record Matrix(DType dtype, int m, int n, MemorySegment a, MemorySegment[] out) {
        boolean isEmpty() {
            return m == 0 || n == 0;
        }

        void cholesky(Lapack lapack) {
            if (isEmpty()) return;
            out[0].copyFrom(a);
            if (!lapack.cholesky(dtype, n, out[0])) nan(out[0]);
            for (int i = 0; i < n; i++) zeros(out[0], (long) i * n + i + 1, n - i - 1);
        }

        void triangularSolve(TriangularSolve solve, Lapack lapack, int rows, int columns, MemorySegment b) {
            if (rows == 0 || columns == 0) return;
            out[0].copyFrom(b);
            lapack.triangularSolve(dtype, solve, rows, columns, a, out[0]);
        }

        void lu(Lapack lapack) {
            out[0].copyFrom(a);
            var pivots = out[1];
            if (!isEmpty() && !lapack.lu(dtype, m, n, out[0], pivots)) {
                nan(out[0]);
                for (int i = 0; i < Math.min(m, n); i++) pivots.set(JAVA_INT_UNALIGNED, 4L * i, i);
            }
            var permutation = out[2];
            for (int i = 0; i < m; i++) permutation.set(JAVA_INT_UNALIGNED, 4L * i, i);
            for (int i = 0; i < Math.min(m, n); i++) exchange(permutation, i, pivots.get(JAVA_INT_UNALIGNED, 4L * i));
        }

        private static void exchange(MemorySegment integers, long i, long j) {
            int moved = integers.get(JAVA_INT_UNALIGNED, 4 * i);
            integers.set(JAVA_INT_UNALIGNED, 4 * i, integers.get(JAVA_INT_UNALIGNED, 4 * j));
            integers.set(JAVA_INT_UNALIGNED, 4 * j, moved);
        }

        void qr(Lapack lapack, int columns) {
            var q = out[0];
            var r = out[1];
            if (isEmpty()) {
                identity(q, m, columns);
                return;
            }
            withCopy(a, work -> {
                if (!lapack.qr(dtype, m, n, columns, work, q)) {
                    nan(q);
                    nan(r);
                    return;
                }
                r.copyFrom(work.asSlice(0, r.byteSize()));
            });
            for (int i = 1; i < columns; i++) zeros(r, (long) i * n, Math.min(i, n));
        }

        void svd(Lapack lapack, int columns, int rows) {
            if (isEmpty()) {
                identity(out[1], m, columns);
                identity(out[2], rows, n);
            } else {
                withCopy(a, work -> {
                    if (!isFinite(work) || !lapack.svd(dtype, m, n, columns, rows, work, out[0], out[1], out[2])) nan(out);
                });
            }
        }

        void svdValues(Lapack lapack) {
            if (isEmpty()) return;
            withCopy(a, work -> {
                if (!isFinite(work) || !lapack.svdValues(dtype, m, n, work, out[0])) nan(out);
            });
        }

        void eigh(Lapack lapack, boolean lower) {
            if (isEmpty()) return;
            int size = dtype.byteSize();
            out[0].copyFrom(a);
            for (long i = 0; i < n; i++) {
                for (long j = 0; j < i; j++) StridedCopy.move(a, lower ? i * n + j : j * n + i, out[0], lower ? j * n + i : i * n + j, size);
            }
            withCopy(out[0], work -> {
                if (isFinite(work) && lapack.eigh(dtype, n, work, out[1])) {
                    StridedCopy.copy(work, 0, new long[] {1, n}, out[0], 0, new long[] {n, 1}, new int[] {n, n}, size);
                } else {
                    nan(out);
                }
            });
        }

        private static void withCopy(MemorySegment original, Consumer<MemorySegment> body) {
            var work = Buffer.allocate(original.byteSize());
            try {
                work.segment().copyFrom(original);
                body.accept(work.segment());
            } finally {
                work.release();
            }
        }

        private boolean isFinite(MemorySegment x) {
            long count = x.byteSize() / dtype.byteSize();
            for (long i = 0; i < count; i++) {
                if (!Double.isFinite(Elements.asDouble(x, dtype, i))) return false;
            }
            return true;
        }

        private void nan(MemorySegment... results) {
            for (var x : results) {
                long count = x.byteSize() / dtype.byteSize();
                for (long i = 0; i < count; i++) Elements.put(x, dtype, i, Double.NaN);
            }
        }

        private void zeros(MemorySegment x, long from, long count) {
            x.asSlice(from * dtype.byteSize(), count * dtype.byteSize()).fill((byte) 0);
        }

        private void identity(MemorySegment x, int rows, int columns) {
            x.fill((byte) 0);
            for (long i = 0; i < Math.min(rows, columns); i++) Elements.put(x, dtype, i * columns + i, 1.0);
        }
    }
}
