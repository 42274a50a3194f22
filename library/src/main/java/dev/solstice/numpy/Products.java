package dev.solstice.numpy;

import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Convolution;
import dev.solstice.lax.Lax;

/// Products of vectors, matrices and arrays of any rank.
///
/// Source: `jax.numpy`.
public final class Products {
    private Products() {}

    /// The sum of the main diagonal of the first two axes.
    public static Array trace(Array x) {
        return Manipulation.diagonal(x, 0).sum(-1);
    }

    /// Matrix product: the last axis with the other's last but one, leading axes broadcast.
    public static Array matmul(Array x, Array y) {
        return x.matmul(y);
    }

    /// The last axis with the other's last but one (or only) axis; all other axes remain.
    public static Array dot(Array x, Array y) {
        if (x.rank() == 0 || y.rank() == 0) return x.mul(y);
        return tensordot(x, y, new int[] {x.rank() - 1}, new int[] {Math.max(0, y.rank() - 2)});
    }

    /// The inner product of all elements.
    public static Array vdot(Array x, Array y) {
        return dot(x.reshape(-1).conj(), y.reshape(-1));
    }

    /// The products of each element with each.
    public static Array outer(Array x, Array y) {
        return x.reshape(-1, 1).mul(y.reshape(1, -1));
    }

    /// Sums over the last `axes` axes of `x` and the first of `y`.
    public static Array tensordot(Array x, Array y, int axes) {
        if (axes < 0 || axes > Math.min(x.rank(), y.rank())) {
            throw Mistake.of("tensordot of " + x.summary() + " and " + y.summary() + " over " + axes + " axes: there are not as many");
        }
        var left = new int[axes];
        var right = new int[axes];
        for (int i = 0; i < axes; i++) {
            left[i] = x.rank() - axes + i;
            right[i] = i;
        }
        return tensordot(x, y, left, right);
    }

    /// Sums over the named axes, pair by pair.
    public static Array tensordot(Array x, Array y, int[] xAxes, int[] yAxes) {
        var dtype = Promotion.promote(x.dtype(), y.dtype());
        return Lax.dotGeneral(x.astype(dtype), y.astype(dtype), xAxes, yAxes, new int[0], new int[0]);
    }

    /// Einstein summation: `einsum("bhqd,bhkd->bhqk", q, k)`. Labels that the result lacks are summed over, a label twice
    /// in one operand takes its diagonal, `...` stands for any axes, which broadcast.
    ///
    /// @throws IllegalArgumentException naming what does not fit the equation
    public static Array einsum(String equation, Array... operands) {
        return Einsum.apply(equation, operands);
    }

    /// The Kronecker product.
    public static Array kron(Array x, Array y) {
        int rank = Math.max(x.rank(), y.rank());
        var left = new int[2 * rank];
        var right = new int[2 * rank];
        var lengths = new int[rank];
        for (int i = 0; i < rank; i++) {
            int a = i < rank - x.rank() ? 1 : x.shape().dim(i - rank + x.rank());
            int b = i < rank - y.rank() ? 1 : y.shape().dim(i - rank + y.rank());
            left[2 * i] = a;
            left[2 * i + 1] = 1;
            right[2 * i] = 1;
            right[2 * i + 1] = b;
            lengths[i] = a * b;
        }
        return x.reshape(left).mul(y.reshape(right)).reshape(Shape.of(lengths));
    }

    /// The vector product along the last axes, of length 3 or 2; what a vector of 2 lacks is zero, and two such give a number.
    public static Array cross(Array x, Array y) {
        int n = x.shape().dim(-1);
        int m = y.shape().dim(-1);
        if (n < 2 || n > 3 || m < 2 || m > 3) {
            throw Mistake.of("cross of " + x.summary() + " and " + y.summary() + ": the last axes have length 2 or 3");
        }
        if (n == 2 && m == 2) return x.get("..., 0").mul(y.get("..., 1")).sub(x.get("..., 1").mul(y.get("..., 0")));
        var left = n == 2 ? inSpace(x) : x;
        var right = m == 2 ? inSpace(y) : y;
        return Manipulation.roll(left, -1, -1).mul(Manipulation.roll(right, -2, -1))
                .sub(Manipulation.roll(left, -2, -1).mul(Manipulation.roll(right, -1, -1)));
    }

    private static Array inSpace(Array plane) {
        var widths = new int[plane.rank()][2];
        widths[plane.rank() - 1][1] = 1;
        return Manipulation.pad(plane, widths);
    }

    /// The discrete convolution of two vectors.
    ///
    /// @param mode `"full"`, `"same"` or `"valid"`
    public static Array convolve(Array x, Array y, String mode) {
        var operands = Promotion.inexact(Promotion.promote(x.dtype(), y.dtype()));
        if (x.rank() != 1 || y.rank() != 1) throw Mistake.of("convolve of " + x.summary() + " and " + y.summary() + ": both are vectors");
        var longer = (x.size() >= y.size() ? x : y).astype(operands);
        var shorter = (x.size() >= y.size() ? y : x).astype(operands);
        int n = shorter.size();
        int[] padding = switch (mode) {
            case "full" -> new int[] {n - 1, n - 1};
            case "same" -> new int[] {n / 2, n - n / 2 - 1};
            case "valid" -> new int[] {0, 0};
            default -> throw Mistake.of("convolve mode \"" + mode + "\" is none of full, same and valid");
        };
        return Convolution.of(1).padding(padding).apply(longer.reshape(1, 1, -1), Lax.rev(shorter, 0).reshape(1, 1, -1)).reshape(-1);
    }

    /// The sum of the diagonal of two axes, `offset` towards the second.
    public static Array trace(Array x, int offset, int rows, int columns) {
        return Manipulation.diagonal(x, offset, rows, columns).sum(-1);
    }

    /// Sums over the last axis of both; all other axes remain, those of `x` first.
    public static Array inner(Array x, Array y) {
        if (x.rank() == 0 || y.rank() == 0) return x.mul(y);
        return tensordot(x, y, new int[] {x.rank() - 1}, new int[] {y.rank() - 1});
    }

    /// The inner products of the vectors along the last axes, which the result lacks; other axes broadcast.
    public static Array vecdot(Array x, Array y) {
        return vecdot(x, y, -1);
    }

    /// The inner products of the vectors along an axis, which the result lacks; other axes broadcast.
    public static Array vecdot(Array x, Array y, int axis) {
        requireEqualLengths("vecdot", x, axis, y, axis);
        var left = x.moveAxis(axis, -1).conj();
        var right = y.moveAxis(axis, -1);
        return left.expandDims(left.rank() - 1).matmul(right.expandDims(right.rank())).squeeze(-1, -2);
    }

    /// The products of matrices with vectors, the last axis of `y`; leading axes broadcast.
    public static Array matvec(Array x, Array y) {
        requireEqualLengths("matvec", x, -1, y, -1);
        return x.matmul(y.expandDims(y.rank())).squeeze(-1);
    }

    /// The products of vectors, the last axis of `x`, with matrices; leading axes broadcast.
    public static Array vecmat(Array x, Array y) {
        requireEqualLengths("vecmat", x, -1, y, -2);
        return x.conj().expandDims(x.rank() - 1).matmul(y).squeeze(-2);
    }

    private static void requireEqualLengths(String function, Array x, int xAxis, Array y, int yAxis) {
        if (x.shape().dim(xAxis) != y.shape().dim(yAxis)) {
            throw Mistake.of("%s of %s and %s: axis %d of the one is as long as axis %d of the other"
                    .formatted(function, x.summary(), y.summary(), xAxis, yAxis));
        }
    }

    /// The correlation of two vectors: `result[k] = sum of x[n + k] y[n]`.
    ///
    /// @param mode `"full"`, `"same"` or `"valid"`
    public static Array correlate(Array x, Array y, String mode) {
        // The longer one is fixed and the shorter one slides; the other way round the result runs backwards.
        return x.size() < y.size() ? Lax.rev(convolve(y, Lax.rev(x, 0), mode), 0) : convolve(x, Lax.rev(y, 0), mode);
    }
}
