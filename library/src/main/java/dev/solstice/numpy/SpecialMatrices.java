package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Matrices with a pattern. Those made of vectors take batches of them: the vector is the last axis.
///
/// ```java
/// SpecialMatrices.toeplitz(Array.of(1, 2, 3)).toString()
/// ```
///
/// Source: `jax.scipy.linalg`.
public final class SpecialMatrices {
    private SpecialMatrices() {}

    /// The matrices along the diagonal of one, with zeros beside them. Vectors count as rows.
    public static Array blockDiag(Array... blocks) {
        if (blocks.length == 0) return Creation.zeros(1, 0);
        var matrices = Arrays.stream(blocks).map(SpecialMatrices::matrix).toList();
        var dtype = matrices.stream().map(Array::dtype).reduce(Promotion::promote).orElseThrow();
        int width = matrices.stream().mapToInt(block -> block.shape().dim(1)).sum();
        var rows = new ArrayList<Array>();
        int left = 0;
        for (var block : matrices) {
            int columns = block.shape().dim(1);
            rows.add(Manipulation.pad(block.astype(dtype), new int[][] {{0, 0}, {left, width - left - columns}}));
            left += columns;
        }
        return Manipulation.concatenate(rows, 0);
    }

    private static Array matrix(Array block) {
        return switch (block.rank()) {
            case 0 -> block.reshape(1, 1);
            case 1 -> block.expandDims(0);
            case 2 -> block;
            default -> throw Mistake.of("blockDiag of " + block.summary() + ": blocks are matrices, vectors or numbers");
        };
    }

    /// The symmetric matrix with `c` in its first row and column and the same elements along each diagonal.
    public static Array toeplitz(Array c) {
        return toeplitz(c, c);
    }

    /// The matrix with `c` in its first column, `r` (but for its first element) in its first row and the same elements along
    /// each diagonal.
    public static Array toeplitz(Array c, Array r) {
        var column = vector(c);
        var row = vector(r);
        int n = row.shape().dim(-1);
        var elements = join(Manipulation.flip(tail(row), -1), column);
        return spread(elements, row(column.shape().dim(-1)).sub(column(n)).add(n - 1));
    }

    /// The square matrix with `c` in its first column and the same elements along each antidiagonal, zeros after the last
    /// of `c`.
    public static Array hankel(Array c) {
        return hankel(c, Creation.zerosLike(c));
    }

    /// The matrix with `c` in its first column, `r` (but for its first element) in its last row and the same elements along
    /// each antidiagonal.
    public static Array hankel(Array c, Array r) {
        var column = vector(c);
        var last = vector(r);
        return spread(join(column, tail(last)), row(column.shape().dim(-1)).add(column(last.shape().dim(-1))));
    }

    /// The square matrix whose columns are `c`, each turned by one more place.
    public static Array circulant(Array c) {
        var column = vector(c);
        int n = column.shape().dim(-1);
        return spread(column, Numpy.remainder(row(n).sub(column(n)), Math.max(1, n)));
    }

    /// The matrix that has the roots of the polynomial `a[0] x^n + ... + a[n]` as eigenvalues.
    public static Array companion(Array a) {
        var x = Numpy.inexact(atLeast(2, "companion", a));
        var first = tail(x).neg().div(x.get("...", "0:1"));
        return withFirstRow(first, Creation.ones(first.shape().with(-1, first.shape().dim(-1) - 1), x.dtype()));
    }

    /// The matrix with fecundities `f` in its first row and survival rates `s` under its diagonal.
    public static Array leslie(Array f, Array s) {
        atLeast(2, "leslie", f);
        if (s.rank() < 1 || s.shape().dim(-1) != f.shape().dim(-1) - 1) {
            throw Mistake.of("leslie of " + f.summary() + " and " + s.summary() + ": the second is shorter by one");
        }
        var dtype = Promotion.promote(f.dtype(), s.dtype());
        return withFirstRow(f.astype(dtype), s.astype(dtype));
    }

    private static Array withFirstRow(Array first, Array underDiagonal) {
        int n = first.shape().dim(-1);
        var below = join(underDiagonal, Creation.zeros(underDiagonal.shape().with(-1, 1), first.dtype())).expandDims(-2);
        var rest = Numpy.where(row(n).sub(column(n)).eq(1), below, Array.scalar(first.dtype(), 0));
        return Numpy.where(row(n).eq(0), first.expandDims(-2), rest);
    }

    /// The absolute differences of all pairs of elements.
    public static Array fiedler(Array a) {
        var x = vector(a);
        return Lax.abs(x.expandDims(-1).sub(x.expandDims(-2)));
    }

    /// The matrix whose product with a vector of length `n` is the convolution with `a`.
    ///
    /// @param mode `"full"`, `"same"` or `"valid"`
    public static Array convolutionMatrix(Array a, int n, String mode) {
        var x = atLeast(1, "convolutionMatrix", a);
        if (n <= 0) throw Mistake.of("convolutionMatrix for vectors of length " + n + ": the length is positive");
        int m = x.shape().dim(-1);
        int shorter = Math.min(m, n) - 1;
        int before = switch (mode) {
            case "full" -> 0;
            case "same" -> shorter / 2;
            case "valid" -> shorter;
            default -> throw Mistake.of("convolutionMatrix mode \"" + mode + "\" is none of \"full\", \"same\" and \"valid\"");
        };
        int after = mode.equals("same") ? shorter - before : before;
        var zeros = Creation.zeros(x.shape().with(-1, n - 1), x.dtype());
        var full = toeplitz(join(x, zeros), join(x.get("...", "0:1"), zeros));
        return Matrices.rows(full, before, m + n - 1 - after);
    }

    /// `1 / (i + j + 1)`; float32.
    public static Array hilbert(int n) {
        return Lax.reciprocal(row(n).add(column(n)).add(1).astype(DType.FLOAT32));
    }

    /// The inverse of [#hilbert], which is whole numbers; float32.
    public static Array invhilbert(int n) {
        return table(n, n, (i, j) -> {
            var value = BigInteger.valueOf(i + j + 1).multiply(binomial(n + i, n - j - 1))
                    .multiply(binomial(n + j, n - i - 1)).multiply(binomial(i + j, i).pow(2));
            return (i + j) % 2 == 0 ? value : value.negate();
        });
    }

    /// Binomial coefficients; float32.
    ///
    /// @param kind `"symmetric"`: `i + j` over `i`; `"lower"`: `i` over `j`; `"upper"`
    public static Array pascal(int n, String kind) {
        return triangle("pascal", kind, table(n, n, (i, j) -> binomial(i, j)), table(n, n, (i, j) -> binomial(i + j, i)));
    }

    /// The inverse of [#pascal]; float32.
    public static Array invpascal(int n, String kind) {
        return triangle("invpascal", kind, table(n, n, SpecialMatrices::signed), table(n, n, (i, j) -> {
            var sum = BigInteger.ZERO;
            for (int k = 0; k < n; k++) sum = sum.add(signed(k, i).multiply(signed(k, j)));
            return sum;
        }));
    }

    private static BigInteger signed(int i, int j) {
        return (i - j) % 2 == 0 ? binomial(i, j) : binomial(i, j).negate();
    }

    private static Array triangle(String what, String kind, Array lower, Array symmetric) {
        return switch (kind) {
            case "symmetric" -> symmetric;
            case "lower" -> lower;
            case "upper" -> Matrices.transposed(lower);
            default -> throw Mistake.of(what + " of kind \"" + kind + "\": it is \"symmetric\", \"lower\" or \"upper\"");
        };
    }

    /// Orthogonal rows of 1 and -1; int32.
    ///
    /// @param n a power of 2
    public static Array hadamard(int n) {
        if (n < 1 || Integer.bitCount(n) != 1) throw Mistake.of("hadamard of " + n + ": the size is a power of 2");
        var values = new int[n * n];
        for (int i = 0; i < values.length; i++) values[i] = Integer.bitCount(i / n & i % n) % 2 == 0 ? 1 : -1;
        return Array.of(Shape.of(n, n), values);
    }

    /// Orthonormal rows that sum up to 0; if `full`, after a row of equal elements. float32.
    public static Array helmert(int n, boolean full) {
        if (n < 1) throw Mistake.of("helmert of " + n + ": the size is positive");
        var values = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double length = Math.sqrt((double) i * (i + 1));
                values[i * n + j] = (float) (i == 0 ? 1 / Math.sqrt(n) : j < i ? 1 / length : j == i ? -i / length : 0);
            }
        }
        var all = Array.of(Shape.of(n, n), values);
        return full ? all : Matrices.rows(all, 1, n);
    }

    @FunctionalInterface
    private interface Entry {
        BigInteger at(int i, int j);
    }

    private static Array table(int rows, int columns, Entry entry) {
        var values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) values[i] = entry.at(i / columns, i % columns).floatValue();
        return Array.of(Shape.of(rows, columns), values);
    }

    private static BigInteger binomial(int n, int k) {
        if (k < 0 || k > n) return BigInteger.ZERO;
        var value = BigInteger.ONE;
        for (int i = 1; i <= k; i++) value = value.multiply(BigInteger.valueOf(n - k + i)).divide(BigInteger.valueOf(i));
        return value;
    }

    private static Array row(int n) {
        return Lax.iota(DType.INT32, n).expandDims(1);
    }

    private static Array column(int n) {
        return Lax.iota(DType.INT32, n).expandDims(0);
    }

    private static Array vector(Array x) {
        return x.rank() == 0 ? x.expandDims(0) : x;
    }

    private static Array atLeast(int length, String what, Array x) {
        if (x.rank() < 1 || x.shape().dim(-1) < length)
            throw Mistake.of(what + " of " + x.summary() + ": at least " + length + " elements along the last axis");
        return x;
    }

    private static Array tail(Array x) {
        return x.get("...", "1:");
    }

    /// One after the other along the last axis, batch axes broadcast.
    private static Array join(Array x, Array y) {
        var dtype = Promotion.promote(x.dtype(), y.dtype());
        var batch = Shape.broadcast(x.shape().remove(-1), y.shape().remove(-1));
        var left = x.astype(dtype).broadcastTo(batch.append(Shape.of(x.shape().dim(-1))));
        var right = y.astype(dtype).broadcastTo(batch.append(Shape.of(y.shape().dim(-1))));
        return Manipulation.concatenate(List.of(left, right), -1);
    }

    /// The last axis becomes two: the elements at the places.
    private static Array spread(Array elements, Array places) {
        return places.shape().isEmpty() ? Creation.zeros(elements.shape().remove(-1).append(places.shape()), elements.dtype())
                : Selection.take(elements, places, -1);
    }
}
