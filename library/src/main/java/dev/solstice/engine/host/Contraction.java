package dev.solstice.engine.host;

import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Axes;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.Add;
import dev.solstice.core.Primitive.Complex;
import dev.solstice.core.Primitive.DotGeneral;
import dev.solstice.core.Primitive.Imag;
import dev.solstice.core.Primitive.Real;
import dev.solstice.core.Primitive.Sub;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.BinaryOperator;

/// The generalised matrix product as one matrix multiplication for each batch element.
///
/// An operand whose axes already lie like a matrix or its transpose is multiplied where it is; only others are copied.
final class Contraction {
    /// Multiplications of one panel: some ten milliseconds.
    private static final long PANEL = 1L << 29;
    private static final int FEWEST_ROWS = 64;

    private Contraction() {}

    static void run(DotGeneral dot, Blas blas, ConcreteArray left, ConcreteArray right, ConcreteArray result) {
        if (result.shape().isEmpty()) return;
        DType dtype = result.dtype();
        if (dtype.isComplex()) {
            complex(dot, blas, left, right, result);
            return;
        }
        Axes leftFree = dot.lhsBatch().plus(dot.lhsContracting()).complement(left.rank());
        Axes rightFree = dot.rhsBatch().plus(dot.rhsContracting()).complement(right.rank());
        int batches = product(left.shape(), dot.lhsBatch());
        int m = product(left.shape(), leftFree);
        int n = product(right.shape(), rightFree);
        int k = product(left.shape(), dot.lhsContracting());
        if (k == 0) {
            result.segment().fill((byte) 0);
            return;
        }
        DType computed = dtype == DType.FLOAT64 ? dtype : dtype.isFloating() ? DType.FLOAT32 : DType.INT64;
        Operand a = Operand.of(cast(left, computed), dot.lhsBatch(), leftFree, dot.lhsContracting());
        Operand b = Operand.of(cast(right, computed), dot.rhsBatch(), dot.rhsContracting(), rightFree);
        ConcreteArray out = computed == dtype ? result : allocate(computed, result.shape());
        for (int batch = 0; batch < batches; batch++) {
            var c = Blas.Matrix.rows(out.segment(), (long) batch * m * n, n);
            if (computed == DType.INT64) {
                integers(m, n, k, a.matrix(batch), b.matrix(batch), c);
            } else {
                inPanels(blas, computed, m, n, k, a.matrix(batch), b.matrix(batch), c);
            }
        }
        if (out != result) {
            Elementwise.run(new Primitive.ConvertElementType(dtype), new ConcreteArray[] {out}, result);
            out.buffer().release();
        }
    }

    /// The product in panels of rows, short enough that an interrupt is seen between them, long enough to cost nothing.
    private static void inPanels(Blas blas, DType dtype, int m, int n, int k, Blas.Matrix a, Blas.Matrix b, Blas.Matrix c) {
        int rows = Math.clamp(PANEL / ((long) n * k), FEWEST_ROWS, Math.max(FEWEST_ROWS, m));
        for (int row = 0; row < m; row += rows) {
            CancelledException.check();
            blas.multiply(dtype, Math.min(rows, m - row), n, k, a.from(row), b, c.from(row));
        }
    }

    /// Four real products.
    private static void complex(DotGeneral dot, Blas blas, ConcreteArray left, ConcreteArray right, ConcreteArray result) {
        ConcreteArray a = elementwise(new Real(), left);
        ConcreteArray b = elementwise(new Imag(), left);
        ConcreteArray c = elementwise(new Real(), right);
        ConcreteArray d = elementwise(new Imag(), right);
        BinaryOperator<ConcreteArray> product = (x, y) -> {
            ConcreteArray out = allocate(result.dtype().real(), result.shape());
            run(dot, blas, x, y, out);
            return out;
        };
        ConcreteArray real = elementwise(new Sub(), product.apply(a, c), product.apply(b, d));
        ConcreteArray imaginary = elementwise(new Add(), product.apply(a, d), product.apply(b, c));
        Elementwise.run(new Complex(), new ConcreteArray[] {real, imaginary}, result);
    }

    private static ConcreteArray elementwise(Primitive primitive, ConcreteArray... operands) {
        ConcreteArray out = allocate(operands[0].dtype().real(), operands[0].shape());
        Elementwise.run(primitive, operands, out);
        return out;
    }

    private static int product(Shape shape, Axes axes) {
        return axes.stream().map(shape::dim).reduce(1, (x, y) -> x * y);
    }

    static ConcreteArray allocate(DType dtype, Shape shape) {
        return new ConcreteArray(Buffer.allocate((long) shape.size() * dtype.byteSize()), dtype, shape);
    }

    static ConcreteArray cast(ConcreteArray operand, DType dtype) {
        if (operand.dtype() == dtype) return operand;
        ConcreteArray result = allocate(dtype, operand.shape());
        Elementwise.run(new Primitive.ConvertElementType(dtype), new ConcreteArray[] {operand}, result);
        return result;
    }

    private static void integers(int m, int n, int k, Blas.Matrix a, Blas.Matrix b, Blas.Matrix c) {
        for (int i = 0; i < m; i++) {
            CancelledException.check();
            for (int j = 0; j < n; j++) {
                long sum = 0;
                for (int p = 0; p < k; p++) sum += element(a, i, p) * element(b, p, j);
                Elements.put(c.segment(), DType.INT64, c.offset() + (long) i * c.leading() + j, sum);
            }
        }
    }

    private static long element(Blas.Matrix matrix, long row, long column) {
        long index = matrix.transposed() ? column * matrix.leading() + row : row * matrix.leading() + column;
        return Elements.asLong(matrix.segment(), DType.INT64, matrix.offset() + index);
    }

    /// One operand as a batch of matrices.
    private record Operand(MemorySegment segment, int[] batchDims, long[] batchStrides, int leading, boolean transposed) {
        static Operand of(ConcreteArray array, Axes batch, Axes rows, Axes columns) {
            Group row = Group.of(array.shape(), rows);
            Group column = Group.of(array.shape(), columns);
            int[] batchDims = batch.stream().map(array.shape()::dim).toArray();
            long[] dense = StridedView.dense(array.shape());
            if (row != null && column != null) {
                long[] batchStrides = batch.stream().mapToLong(axis -> dense[axis]).toArray();
                if (column.length == 1 || column.stride == 1) {
                    if (row.length == 1 || row.stride >= column.length) {
                        return new Operand(array.segment(), batchDims, batchStrides, leading(row, column), false);
                    }
                } else if ((row.length == 1 || row.stride == 1) && column.stride >= row.length) {
                    return new Operand(array.segment(), batchDims, batchStrides, leading(column, row), true);
                }
            }
            return copied(array, batch.plus(rows).plus(columns), batchDims, product(array.shape(), columns));
        }

        /// A single row or column has no distance to the next; anything that is long enough will do.
        private static int leading(Group outer, Group inner) {
            return (int) (outer.length == 1 ? Math.max(1, inner.length) : outer.stride);
        }

        private static Operand copied(ConcreteArray array, Axes order, int[] batchDims, int columns) {
            int[] dims = order.stream().map(array.shape()::dim).toArray();
            long[] dense = StridedView.dense(array.shape());
            long[] strides = order.stream().mapToLong(axis -> dense[axis]).toArray();
            ConcreteArray copy = allocate(array.dtype(), Shape.of(dims));
            StridedCopy.copy(array.segment(), 0, strides, copy.segment(), 0, StridedView.dense(copy.shape()), dims, array.dtype().byteSize());
            long[] batchStrides = Arrays.copyOf(StridedView.dense(copy.shape()), batchDims.length);
            return new Operand(copy.segment(), batchDims, batchStrides, Math.max(1, columns), false);
        }

        Blas.Matrix matrix(int batch) {
            long offset = 0;
            int left = batch;
            for (int i = batchDims.length - 1; i >= 0; i--) {
                offset += left % batchDims[i] * batchStrides[i];
                left /= batchDims[i];
            }
            return new Blas.Matrix(segment, offset, leading, transposed);
        }
    }

    /// Several axes that act as one of a single stride.
    private record Group(int length, long stride) {
        /// Null if the axes do not follow each other in memory.
        static Group of(Shape shape, Axes axes) {
            int[] dense = shape.strides();
            int length = 1;
            long stride = 1;
            for (int i = axes.size() - 1; i >= 0; i--) {
                int axis = axes.get(i);
                if (shape.dim(axis) == 1) continue;
                if (length == 1) {
                    stride = dense[axis];
                } else if (dense[axis] != stride * length) {
                    return null;
                }
                length *= shape.dim(axis);
            }
            return new Group(length, stride);
        }
    }
}
