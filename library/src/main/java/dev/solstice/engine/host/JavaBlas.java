package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.core.CancelledException;
import java.util.Arrays;

/// Matrix multiplication in plain Java, for machines without a native one: rows of `b` are packed into an array, and
/// the innermost loop adds a multiple of one to a row of `c`, which the JIT compiler vectorises.
public final class JavaBlas implements Blas {
    private static final int DEPTH = 256;

    @Override
    public void multiply(DType dtype, int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        switch (dtype) {
            case FLOAT32 -> floats(m, n, k, a, b, c);
            case FLOAT64 -> doubles(m, n, k, a, b, c);
            default -> throw new IllegalArgumentException("matrix multiplication of " + dtype);
        }
    }

    private static void load(DType dtype, Matrix from, int row, int column, Object tile, int at, int count) {
        if (from.transposed()) {
            Tiles.load(from.segment(), dtype, from.offset() + (long) column * from.leading() + row, from.leading(), tile, at, count);
        } else {
            Tiles.load(from.segment(), dtype, from.offset() + (long) row * from.leading() + column, tile, at, count);
        }
    }

    private static void floats(int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        float[] left = new float[Math.min(DEPTH, k)];
        float[] sums = new float[n];
        float[] packed = new float[Math.min(DEPTH, k) * n];
        for (int from = 0; from < k; from += DEPTH) {
            CancelledException.check();
            int depth = Math.min(DEPTH, k - from);
            for (int p = 0; p < depth; p++) load(DType.FLOAT32, b, from + p, 0, packed, p * n, n);
            for (int i = 0; i < m; i++) {
                load(DType.FLOAT32, a, i, from, left, 0, depth);
                if (from == 0) {
                    Arrays.fill(sums, 0);
                } else {
                    load(DType.FLOAT32, c, i, 0, sums, 0, n);
                }
                for (int p = 0; p < depth; p++) {
                    float factor = left[p];
                    int row = p * n;
                    for (int j = 0; j < n; j++) sums[j] += factor * packed[row + j];
                }
                Tiles.store(sums, c.segment(), DType.FLOAT32, c.offset() + (long) i * c.leading(), n);
            }
        }
    }

    private static void doubles(int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        double[] left = new double[Math.min(DEPTH, k)];
        double[] sums = new double[n];
        double[] packed = new double[Math.min(DEPTH, k) * n];
        for (int from = 0; from < k; from += DEPTH) {
            CancelledException.check();
            int depth = Math.min(DEPTH, k - from);
            for (int p = 0; p < depth; p++) load(DType.FLOAT64, b, from + p, 0, packed, p * n, n);
            for (int i = 0; i < m; i++) {
                load(DType.FLOAT64, a, i, from, left, 0, depth);
                if (from == 0) {
                    Arrays.fill(sums, 0);
                } else {
                    load(DType.FLOAT64, c, i, 0, sums, 0, n);
                }
                for (int p = 0; p < depth; p++) {
                    double factor = left[p];
                    int row = p * n;
                    for (int j = 0; j < n; j++) sums[j] += factor * packed[row + j];
                }
                Tiles.store(sums, c.segment(), DType.FLOAT64, c.offset() + (long) i * c.leading(), n);
            }
        }
    }
}
