package dev.solstice.engine.mxnet;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.solstice.array.DType;
import dev.solstice.engine.host.Blas;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The OpenBLAS that comes with MXNet, called directly: faster than MXNet's operators around it at every size.
/// Matrix-vector products have calls of their own, several times faster than a matrix product of width 1.
final class OpenBlas implements Blas {
    private static final int ROW_MAJOR = 101;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;

    private final MethodHandle sgemm;
    private final MethodHandle dgemm;
    private final MethodHandle sgemv;
    private final MethodHandle dgemv;
    private final String config;

    OpenBlas(NativeLibraries libraries) {
        sgemm = libraries.openBlas("cblas_sgemm", FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT));
        dgemm = libraries.openBlas("cblas_dgemm", FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT));
        sgemv = libraries.openBlas("cblas_sgemv", FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                JAVA_FLOAT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_FLOAT, ADDRESS, JAVA_INT));
        dgemv = libraries.openBlas("cblas_dgemv", FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                JAVA_DOUBLE, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_DOUBLE, ADDRESS, JAVA_INT));
        MethodHandle getConfig = libraries.openBlas("openblas_get_config", FunctionDescriptor.of(ADDRESS));
        MethodHandle getCore = libraries.openBlas("openblas_get_corename", FunctionDescriptor.of(ADDRESS));
        try {
            config = text((MemorySegment) getConfig.invokeExact()).replaceAll("(OpenBLAS \\S+).*", "$1") + " "
                    + text((MemorySegment) getCore.invokeExact());
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String text(MemorySegment pointer) {
        return pointer.reinterpret(256).getString(0);
    }

    /// Version and kernel, `OpenBLAS 0.3.7 Zen`.
    String config() {
        return config;
    }

    @Override
    public void multiply(DType dtype, int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
            throw new IllegalArgumentException("matrix multiplication of " + dtype);
        }
        NativeLibraries.ONE_AT_A_TIME.lock();
        try {
            if (n == 1) {
                vector(dtype, m, k, a, !a.transposed(), b, b.transposed() ? 1 : b.leading(), c, c.leading());
            } else if (m == 1) {
                vector(dtype, n, k, b, b.transposed(), a, a.transposed() ? a.leading() : 1, c, 1);
            } else if (dtype == DType.FLOAT32) {
                sgemm.invokeExact(ROW_MAJOR, flag(a), flag(b), m, n, k, 1f, at(dtype, a), a.leading(), at(dtype, b), b.leading(),
                        0f, at(dtype, c), c.leading());
            } else {
                dgemm.invokeExact(ROW_MAJOR, flag(a), flag(b), m, n, k, 1.0, at(dtype, a), a.leading(), at(dtype, b), b.leading(),
                        0.0, at(dtype, c), c.leading());
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        } finally {
            NativeLibraries.ONE_AT_A_TIME.unlock();
        }
    }

    /// `y = matrix x`: the stored matrix is outputs x inputs if `plain`, else inputs x outputs.
    private void vector(DType dtype, int outputs, int inputs, Matrix matrix, boolean plain, Matrix x, int xStep, Matrix y, int yStep)
            throws Throwable {
        int flag = plain ? PLAIN : TRANSPOSED;
        int rows = plain ? outputs : inputs;
        int columns = plain ? inputs : outputs;
        if (dtype == DType.FLOAT32) {
            sgemv.invokeExact(ROW_MAJOR, flag, rows, columns, 1f, at(dtype, matrix), matrix.leading(), at(dtype, x), xStep, 0f, at(dtype, y), yStep);
        } else {
            dgemv.invokeExact(ROW_MAJOR, flag, rows, columns, 1.0, at(dtype, matrix), matrix.leading(), at(dtype, x), xStep, 0.0, at(dtype, y), yStep);
        }
    }

    private static int flag(Matrix matrix) {
        return matrix.transposed() ? TRANSPOSED : PLAIN;
    }

    private static MemorySegment at(DType dtype, Matrix matrix) {
        return matrix.segment().asSlice(matrix.offset() * dtype.byteSize());
    }
}
