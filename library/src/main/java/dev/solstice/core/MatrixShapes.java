package dev.solstice.core;

import static dev.solstice.core.ShapeRule.require;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Primitive.*;

/// The shape rule of the operations on matrices.
final class MatrixShapes {
    private MatrixShapes() {}

    static AbstractValue[] of(MatrixOperation operation, AbstractValue[] in) {
        for (var operand : in) {
            require(operand.dtype() == DType.FLOAT32 || operand.dtype() == DType.FLOAT64, operation, in,
                    "only float32 and float64 have matrix decompositions; convert with astype(FLOAT32)");
            require(operand.shape().rank() >= 2, operation, in, "matrices are the last two axes, so there are at least two");
        }
        var a = in[0].shape();
        int m = a.dim(-2);
        int n = a.dim(-1);
        int k = Math.min(m, n);
        var batch = a.remove(-2, -1);
        return switch (operation) {
            case Cholesky _ -> {
                require(m == n, operation, in, "the matrix is square");
                yield in.clone();
            }
            case TriangularSolve(boolean left, _, _, _) -> {
                require(m == n, operation, in, "the triangular matrix is square");
                require(in[0].dtype() == in[1].dtype(), operation, in, "both operands have one dtype");
                var b = in[1].shape();
                require(b.remove(-2, -1).equals(batch), operation, in, "both operands have the same batch axes");
                require(b.dim(left ? -2 : -1) == n, operation, in, "the right-hand side has as many " + (left ? "rows" : "columns") + " as the matrix");
                yield new AbstractValue[] {in[1]};
            }
            case Lu _ -> new AbstractValue[] {in[0], integers(batch, k), integers(batch, m)};
            case Qr(boolean full) -> new AbstractValue[] {matrix(in[0], batch, m, full ? m : k), matrix(in[0], batch, full ? m : k, n)};
            case Svd(_, boolean vectors) when !vectors -> new AbstractValue[] {vector(in[0], batch, k)};
            case Svd(boolean full, _) -> new AbstractValue[] {
                vector(in[0], batch, k), matrix(in[0], batch, m, full ? m : k), matrix(in[0], batch, full ? n : k, n)};
            case Eigh _ -> {
                require(m == n, operation, in, "the matrix is square");
                yield new AbstractValue[] {in[0], vector(in[0], batch, n)};
            }
        };
    }

    private static AbstractValue integers(Shape batch, int length) {
        return new AbstractValue(DType.INT32, batch.append(Shape.of(length)));
    }

    private static AbstractValue vector(AbstractValue of, Shape batch, int length) {
        return of.withShape(batch.append(Shape.of(length)));
    }

    private static AbstractValue matrix(AbstractValue of, Shape batch, int rows, int columns) {
        return of.withShape(batch.append(Shape.of(rows, columns)));
    }
}
