package dev.solstice.engine.host;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.solstice.array.DType;
import dev.solstice.core.CancelledException;
import dev.solstice.core.Primitive.TriangularSolve;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Factorisations in plain Java, for machines without a native LAPACK: textbook algorithms (Golub and Van Loan, Matrix
/// Computations), always in double. Pivots and signs are LAPACK's where the algorithm decides them.
final class JavaLapack implements Lapack {
    private static final int SWEEPS = 60;

    private static double[] load(DType dtype, MemorySegment from, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) values[i] = Elements.asDouble(from, dtype, i);
        return values;
    }

    private static void store(double[] values, DType dtype, MemorySegment to) {
        for (int i = 0; i < values.length; i++) Elements.put(to, dtype, i, values[i]);
    }

    @Override
    public boolean cholesky(DType dtype, int n, MemorySegment a) {
        double[] l = load(dtype, a, n * n);
        for (int j = 0; j < n; j++) {
            CancelledException.check();
            double pivot = l[j * n + j] - dot(l, j * n, l, j * n, j);
            if (!(pivot > 0)) return false;
            l[j * n + j] = Math.sqrt(pivot);
            for (int i = j + 1; i < n; i++) l[i * n + j] = (l[i * n + j] - dot(l, i * n, l, j * n, j)) / l[j * n + j];
        }
        store(l, dtype, a);
        return true;
    }

    private static double dot(double[] x, int xAt, double[] y, int yAt, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) sum += x[xAt + i] * y[yAt + i];
        return sum;
    }

    @Override
    public void triangularSolve(DType dtype, TriangularSolve how, int rows, int columns, MemorySegment a, MemorySegment b) {
        int n = how.leftSide() ? rows : columns;
        int others = how.leftSide() ? columns : rows;
        int step = how.leftSide() ? columns : 1; // between the unknowns of one system
        int next = how.leftSide() ? 1 : columns; // between systems
        // x a = b is a^T x^T = b^T
        boolean transposed = how.transposeA() == how.leftSide();
        boolean forward = how.lower() != transposed;
        double[] t = load(dtype, a, n * n);
        double[] x = load(dtype, b, rows * columns);
        for (int k = 0; k < n; k++) {
            CancelledException.check();
            int i = forward ? k : n - 1 - k;
            for (int j = forward ? 0 : i + 1; j < (forward ? i : n); j++) {
                double factor = transposed ? t[j * n + i] : t[i * n + j];
                for (int c = 0; c < others; c++) x[i * step + c * next] -= factor * x[j * step + c * next];
            }
            if (how.unitDiagonal()) continue;
            for (int c = 0; c < others; c++) x[i * step + c * next] /= t[i * n + i];
        }
        store(x, dtype, b);
    }

    @Override
    public boolean lu(DType dtype, int m, int n, MemorySegment a, MemorySegment pivots) {
        double[] lu = load(dtype, a, m * n);
        for (int k = 0; k < Math.min(m, n); k++) {
            CancelledException.check();
            int pivot = k;
            for (int i = k + 1; i < m; i++) if (Math.abs(lu[i * n + k]) > Math.abs(lu[pivot * n + k])) pivot = i;
            pivots.set(JAVA_INT_UNALIGNED, 4L * k, pivot);
            if (Double.isNaN(lu[pivot * n + k])) return false;
            for (int j = 0; j < n && pivot != k; j++) {
                double moved = lu[k * n + j];
                lu[k * n + j] = lu[pivot * n + j];
                lu[pivot * n + j] = moved;
            }
            if (lu[k * n + k] == 0) continue;
            for (int i = k + 1; i < m; i++) {
                double factor = lu[i * n + k] /= lu[k * n + k];
                for (int j = k + 1; j < n; j++) lu[i * n + j] -= factor * lu[k * n + j];
            }
        }
        store(lu, dtype, a);
        return true;
    }

    @Override
    public boolean qr(DType dtype, int m, int n, int columns, MemorySegment a, MemorySegment q) {
        double[] r = load(dtype, a, m * n);
        double[] vectors = householder(r, m, n, columns);
        store(r, dtype, a);
        store(vectors, dtype, q);
        return true;
    }

    /// The matrix becomes r.
    ///
    /// @return that many columns of q
    private static double[] householder(double[] a, int m, int n, int columns) {
        int reflections = Math.min(m, n);
        double[][] reflectors = new double[reflections][];
        double[] scales = new double[reflections];
        for (int k = 0; k < reflections; k++) {
            CancelledException.check();
            double[] v = new double[m];
            double rest = 0;
            for (int i = k + 1; i < m; i++) {
                v[i] = a[i * n + k];
                rest += v[i] * v[i];
            }
            double head = a[k * n + k];
            reflectors[k] = v;
            v[k] = 1;
            if (rest == 0) continue; // as in LAPACK: nothing to reflect, not even a sign
            double beta = -Math.copySign(Math.sqrt(head * head + rest), head);
            scales[k] = (beta - head) / beta;
            for (int i = k + 1; i < m; i++) v[i] /= head - beta;
            reflect(a, m, n, k, v, scales[k], k);
        }
        double[] q = new double[m * columns];
        for (int i = 0; i < columns; i++) q[i * columns + i] = 1;
        for (int k = reflections - 1; k >= 0; k--) reflect(q, m, columns, k, reflectors[k], scales[k], k);
        return q;
    }

    /// `a = (1 - scale v v^T) a` from row and column `from` on.
    private static void reflect(double[] a, int m, int n, int row, double[] v, double scale, int from) {
        for (int j = from; j < n && scale != 0; j++) {
            double sum = 0;
            for (int i = row; i < m; i++) sum += v[i] * a[i * n + j];
            for (int i = row; i < m; i++) a[i * n + j] -= scale * sum * v[i];
        }
    }

    @Override
    public boolean svdValues(DType dtype, int m, int n, MemorySegment a, MemorySegment s) {
        var svd = Svd.of(load(dtype, a, m * n), m, n);
        store(svd.values, dtype, s);
        return svd.converged;
    }

    @Override
    public boolean svd(DType dtype, int m, int n, int columns, int rows, MemorySegment a, MemorySegment s, MemorySegment u, MemorySegment vt) {
        var svd = Svd.of(load(dtype, a, m * n), m, n);
        store(svd.values, dtype, s);
        store(columns(completed(svd.left, m, columns), m, columns), dtype, u);
        store(rows(completed(svd.right, n, rows), n, rows), dtype, vt);
        return svd.converged;
    }

    /// Orthonormal vectors of length `n`, those that are null or missing found by reflections.
    private static double[][] completed(double[][] vectors, int n, int count) {
        int known = 0;
        while (known < vectors.length && vectors[known] != null) known++;
        if (known == count) return vectors;
        double[] q = householder(columns(vectors, n, known), n, known, n);
        double[][] all = Arrays.copyOf(vectors, count);
        for (int k = known; k < count; k++) {
            all[k] = new double[n];
            for (int i = 0; i < n; i++) all[k][i] = q[i * n + k];
        }
        return all;
    }

    private static double[] columns(double[][] vectors, int n, int count) {
        double[] matrix = new double[n * count];
        for (int k = 0; k < count; k++) for (int i = 0; i < n; i++) matrix[i * count + k] = vectors[k][i];
        return matrix;
    }

    private static double[] rows(double[][] vectors, int n, int count) {
        double[] matrix = new double[n * count];
        for (int k = 0; k < count; k++) System.arraycopy(vectors[k], 0, matrix, k * n, n);
        return matrix;
    }

    /// One-sided Jacobi: the columns of the matrix (its rows, if there are fewer) are rotated until they are orthogonal;
    /// their lengths are the singular values.
    ///
    /// @param left null from the rank of the matrix on
    private record Svd(double[] values, double[][] left, double[][] right, boolean converged) {
        static Svd of(double[] a, int m, int n) {
            boolean wide = m < n;
            int count = Math.min(m, n);
            int length = Math.max(m, n);
            double[][] x = new double[count][length];
            double[][] turns = new double[count][count];
            for (int k = 0; k < count; k++) {
                turns[k][k] = 1;
                for (int i = 0; i < length; i++) x[k][i] = wide ? a[k * n + i] : a[i * n + k];
            }
            boolean converged = false;
            for (int sweep = 0; sweep < SWEEPS && !converged; sweep++) converged = sweep(x, turns);
            double[] norms = new double[count];
            for (int k = 0; k < count; k++) norms[k] = Math.sqrt(dot(x[k], 0, x[k], 0, length));
            var order = IntStream.range(0, count).boxed().sorted(Comparator.comparingDouble(i -> -norms[i])).toList();
            double[] values = new double[count];
            double[][] one = new double[count][];
            double[][] other = new double[count][];
            for (int k = 0; k < count; k++) {
                int from = order.get(k);
                values[k] = norms[from];
                other[k] = turns[from];
                // what is nothing but rounding has no direction
                if (values[k] <= values[0] * Math.ulp(1.0) * length || values[k] == 0) continue;
                one[k] = x[from];
                for (int i = 0; i < length; i++) one[k][i] /= values[k];
            }
            return wide ? new Svd(values, other, one, converged) : new Svd(values, one, other, converged);
        }

        /// Rotates every pair of columns once.
        ///
        /// @return whether all were orthogonal before
        private static boolean sweep(double[][] x, double[][] turns) {
            boolean orthogonal = true;
            for (int p = 0; p < x.length; p++) {
                CancelledException.check();
                for (int q = p + 1; q < x.length; q++) {
                    double pp = dot(x[p], 0, x[p], 0, x[p].length);
                    double qq = dot(x[q], 0, x[q], 0, x[q].length);
                    double pq = dot(x[p], 0, x[q], 0, x[p].length);
                    if (pq == 0 || Math.abs(pq) <= x[p].length * Math.ulp(1.0) * Math.sqrt(pp) * Math.sqrt(qq)) continue;
                    orthogonal = false;
                    var rotation = Rotation.by((qq - pp) / (2 * pq));
                    rotation.apply(x[p], x[q]);
                    rotation.apply(turns[p], turns[q]);
                }
            }
            return orthogonal;
        }
    }

    /// Jacobi's method: rotations of two rows and columns at a time make the matrix diagonal.
    @Override
    public boolean eigh(DType dtype, int n, MemorySegment a, MemorySegment w) {
        double[][] x = new double[n][n];
        double[][] vectors = new double[n][n];
        double squares = 0;
        for (int i = 0; i < n; i++) {
            vectors[i][i] = 1;
            for (int j = 0; j < n; j++) x[i][j] = Elements.asDouble(a, dtype, (long) i * n + j);
            squares += dot(x[i], 0, x[i], 0, n);
        }
        double negligible = Math.ulp(1.0) / n * Math.sqrt(squares);
        boolean diagonal = false;
        for (int sweep = 0; sweep < SWEEPS && !diagonal; sweep++) diagonal = sweep(x, vectors, negligible);
        var order = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble(i -> x[i][i])).toList();
        for (int k = 0; k < n; k++) {
            int from = order.get(k);
            Elements.put(w, dtype, k, x[from][from]);
            for (int i = 0; i < n; i++) Elements.put(a, dtype, (long) k * n + i, vectors[from][i]);
        }
        return diagonal;
    }

    private static boolean sweep(double[][] x, double[][] vectors, double negligible) {
        boolean diagonal = true;
        for (int p = 0; p < x.length; p++) {
            CancelledException.check();
            for (int q = p + 1; q < x.length; q++) {
                if (Math.abs(x[p][q]) <= negligible) continue;
                diagonal = false;
                var rotation = Rotation.by((x[q][q] - x[p][p]) / (2 * x[p][q]));
                rotation.apply(x[p], x[q]);
                rotation.apply(vectors[p], vectors[q]);
                for (double[] row : x) rotation.apply(row, p, q);
                x[p][q] = x[q][p] = 0;
            }
        }
        return diagonal;
    }

    private record Rotation(double cos, double sin) {
        /// By the smaller of the angles `t` with the given `cot 2t`.
        static Rotation by(double cot) {
            double tan = Math.copySign(1, cot) / (Math.abs(cot) + Math.hypot(1, cot));
            double cos = 1 / Math.hypot(1, tan);
            return new Rotation(cos, cos * tan);
        }

        void apply(double[] p, double[] q) {
            for (int i = 0; i < p.length; i++) {
                double moved = p[i];
                p[i] = cos * moved - sin * q[i];
                q[i] = sin * moved + cos * q[i];
            }
        }

        void apply(double[] row, int p, int q) {
            double moved = row[p];
            row[p] = cos * moved - sin * row[q];
            row[q] = sin * moved + cos * row[q];
        }
    }
}
