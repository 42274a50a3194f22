package dev.solstice.numpy;

import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import java.util.Arrays;
import java.util.stream.Collectors;

/// The cheapest order of a product of matrices, by dynamic programming (Cormen et al., Introduction to Algorithms, 15.2).
final class MatrixChain {
    private final Array[] factors;
    /// `split[i][j]`: the last product of factors `i` to `j` is of `i` to `split` and the rest.
    private final int[][] split;

    private MatrixChain(Array[] factors) {
        this.factors = factors;
        int n = factors.length;
        split = new int[n][n];
        var cost = new double[n][n];
        for (int length = 1; length < n; length++) {
            for (int i = 0; i + length < n; i++) {
                int j = i + length;
                cost[i][j] = Double.POSITIVE_INFINITY;
                for (int k = i; k < j; k++) {
                    double all = cost[i][k] + cost[k + 1][j]
                            + (double) factors[i].shape().dim(0) * factors[k].shape().dim(1) * factors[j].shape().dim(1);
                    if (all >= cost[i][j]) continue;
                    cost[i][j] = all;
                    split[i][j] = k;
                }
            }
        }
    }

    static Array product(Array... operands) {
        int last = operands.length - 1;
        boolean fits = last > 0;
        for (int i = 0; i <= last; i++) {
            int rank = operands[i].rank();
            fits &= rank == 2 || rank == 1 && (i == 0 || i == last);
            fits &= i == 0 || rank == 0 || operands[i - 1].rank() == 0 || operands[i - 1].shape().dim(-1) == operands[i].shape().dim(0);
        }
        if (!fits) {
            throw Mistake.of("multiDot of " + Arrays.stream(operands).map(Array::summary).collect(Collectors.joining(", "))
                    + ": at least two matrices, each with as many columns as the next has rows; the first and the last may be vectors");
        }
        var matrices = operands.clone();
        boolean row = operands[0].rank() == 1;
        boolean column = operands[last].rank() == 1;
        if (row) matrices[0] = operands[0].expandDims(0);
        if (column) matrices[last] = operands[last].expandDims(1);
        var product = new MatrixChain(matrices).product(0, last);
        var shape = product.shape();
        if (column) shape = shape.remove(1);
        if (row) shape = Shape.of(Arrays.copyOfRange(shape.toArray(), 1, shape.rank()));
        return product.reshape(shape);
    }

    private Array product(int i, int j) {
        return i == j ? factors[i] : product(i, split[i][j]).matmul(product(split[i][j] + 1, j));
    }
}
