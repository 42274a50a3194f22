package dev.solstice.engine.mxnet;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.core.Primitive.TriangularSolve;
import dev.solstice.engine.host.Lapack;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The LAPACK inside OpenBLAS, by its C interface, which looks for NaN before it computes and takes row-major matrices.
/// The routines are those that JAX calls, so that signs of vectors are JAX's too.
final class OpenBlasLapack implements Lapack {
    private static final int ROW_MAJOR = 101;
    private static final int COLUMN_MAJOR = 102;

    private final Routines floats;
    private final Routines doubles;

    OpenBlasLapack(NativeLibraries libraries) {
        floats = new Routines(libraries, "s", JAVA_FLOAT);
        doubles = new Routines(libraries, "d", JAVA_DOUBLE);
    }

    /// The routines of one dtype.
    private static final class Routines {
        private final MethodHandle potrf;
        private final MethodHandle trsm;
        private final MethodHandle getrf;
        private final MethodHandle geqrf;
        private final MethodHandle orgqr;
        private final MethodHandle gesdd;
        private final MethodHandle syevd;

        Routines(NativeLibraries libraries, String letter, MemoryLayout real) {
            potrf = lapacke(libraries, letter + "potrf", JAVA_INT, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT);
            getrf = lapacke(libraries, letter + "getrf", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
            geqrf = lapacke(libraries, letter + "geqrf", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
            orgqr = lapacke(libraries, letter + "orgqr", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
            gesdd = lapacke(libraries, letter + "gesdd", JAVA_INT, JAVA_BYTE, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS,
                    ADDRESS, JAVA_INT, ADDRESS, JAVA_INT);
            syevd = lapacke(libraries, letter + "syevd", JAVA_INT, JAVA_BYTE, JAVA_BYTE, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
            trsm = libraries.openBlas("cblas_" + letter + "trsm", FunctionDescriptor.ofVoid(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT,
                    JAVA_INT, JAVA_INT, real, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
        }

        private static MethodHandle lapacke(NativeLibraries libraries, String routine, MemoryLayout... parameters) {
            return libraries.openBlas("LAPACKE_" + routine, FunctionDescriptor.of(JAVA_INT, parameters));
        }
    }

    private Routines of(DType dtype) {
        return dtype == DType.FLOAT64 ? doubles : floats;
    }

    @FunctionalInterface
    private interface Call {
        int run() throws Throwable;
    }

    /// @return LAPACK's `info`: 0 is well, above 0 the routine found something, below 0 it did not start
    private static int run(String routine, Call call) {
        NativeLibraries.ONE_AT_A_TIME.lock();
        try {
            int info = call.run();
            if (info <= -1000) throw new OutOfMemoryError("no native memory for the work space of LAPACK's " + routine);
            return info;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        } finally {
            NativeLibraries.ONE_AT_A_TIME.unlock();
        }
    }

    @Override
    public boolean cholesky(DType dtype, int n, MemorySegment a) {
        // the lower triangle by rows is the upper by columns, which is factorised where it is
        return run("potrf", () -> (int) of(dtype).potrf.invokeExact(COLUMN_MAJOR, (byte) 'U', n, a, n)) == 0;
    }

    @Override
    public void triangularSolve(DType dtype, TriangularSolve how, int rows, int columns, MemorySegment a, MemorySegment b) {
        int side = how.leftSide() ? 141 : 142;
        int triangle = how.lower() ? 122 : 121;
        int transposed = how.transposeA() ? 112 : 111;
        int diagonal = how.unitDiagonal() ? 132 : 131;
        int n = how.leftSide() ? rows : columns;
        run("trsm", () -> {
            if (dtype == DType.FLOAT64) {
                doubles.trsm.invokeExact(ROW_MAJOR, side, triangle, transposed, diagonal, rows, columns, 1.0, a, n, b, columns);
            } else {
                floats.trsm.invokeExact(ROW_MAJOR, side, triangle, transposed, diagonal, rows, columns, 1f, a, n, b, columns);
            }
            return 0;
        });
    }

    @Override
    public boolean lu(DType dtype, int m, int n, MemorySegment a, MemorySegment pivots) {
        if (run("getrf", () -> (int) of(dtype).getrf.invokeExact(ROW_MAJOR, m, n, a, n, pivots)) < 0) return false;
        for (int i = 0; i < Math.min(m, n); i++) {
            pivots.set(JAVA_INT_UNALIGNED, 4L * i, pivots.get(JAVA_INT_UNALIGNED, 4L * i) - 1); // Fortran counts from 1
        }
        return true;
    }

    @Override
    public boolean qr(DType dtype, int m, int n, int columns, MemorySegment a, MemorySegment q) {
        int reflections = Math.min(m, n);
        int size = dtype.byteSize();
        var scales = Buffer.allocate((long) reflections * size);
        try {
            if (run("geqrf", () -> (int) of(dtype).geqrf.invokeExact(ROW_MAJOR, m, n, a, n, scales.segment())) != 0) return false;
            q.fill((byte) 0); // LAPACKE refuses NaN, also in columns that it only writes
            for (long i = 0; i < m; i++) MemorySegment.copy(a, i * n * size, q, i * columns * size, (long) reflections * size);
            return run("orgqr", () -> (int) of(dtype).orgqr.invokeExact(ROW_MAJOR, m, columns, reflections, q, columns, scales.segment())) == 0;
        } finally {
            scales.release();
        }
    }

    @Override
    public boolean svd(DType dtype, int m, int n, int columns, int rows, MemorySegment a, MemorySegment s, MemorySegment u, MemorySegment vt) {
        byte job = (byte) (columns == m && rows == n ? 'A' : 'S');
        return run("gesdd", () -> (int) of(dtype).gesdd.invokeExact(ROW_MAJOR, job, m, n, a, n, s, u, columns, vt, n)) == 0;
    }

    @Override
    public boolean svdValues(DType dtype, int m, int n, MemorySegment a, MemorySegment s) {
        return run("gesdd", () -> (int) of(dtype).gesdd.invokeExact(ROW_MAJOR, (byte) 'N', m, n, a, n, s, MemorySegment.NULL, m, MemorySegment.NULL, n)) == 0;
    }

    @Override
    public boolean eigh(DType dtype, int n, MemorySegment a, MemorySegment w) {
        // what LAPACK stores as columns are rows
        return run("syevd", () -> (int) of(dtype).syevd.invokeExact(COLUMN_MAJOR, (byte) 'V', (byte) 'L', n, a, n, w)) == 0;
    }
}
