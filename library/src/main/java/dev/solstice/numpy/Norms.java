package dev.solstice.numpy;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Norms of vectors and matrices along given axes.
final class Norms {
    private Norms() {}

    static Array vector(Array x, double order, Reduction how) {
        if (order == 2) return euclidean(x, how);
        if (order == Double.POSITIVE_INFINITY) return Reductions.max(Lax.abs(x), how.initial(0));
        if (order == Double.NEGATIVE_INFINITY) return Reductions.min(Lax.abs(x), how);
        if (order == 0) return Reductions.sum(x.ne(0).astype(x.dtype()), how);
        if (order == 1) return Reductions.sum(Lax.abs(x), how);
        return Reductions.sum(Lax.abs(x).pow(order), how).pow(1 / order);
    }

    static Array euclidean(Array x, Reduction how) {
        return Lax.sqrt(Reductions.sum(Lax.square(x), how));
    }

    static Array matrix(Array x, double order, int row, int column, boolean keepDims) {
        if (Math.abs(order) == 2) {
            var s = singularValues(x, row, column);
            return kept(order > 0 ? Reductions.max(s, Reduction.over(-1).initial(0)) : Reductions.min(s, -1), x, row, column, keepDims);
        }
        if (Math.abs(order) != 1 && !Double.isInfinite(order)) {
            throw Mistake.of("a matrix has no norm of order " + order + ": the orders are 1, -1, 2, -2, infinite, \"fro\" and \"nuc\"");
        }
        boolean columns = Math.abs(order) == 1;
        var sums = Reductions.sum(Lax.abs(x), Reduction.over(columns ? row : column).keepDims());
        var over = Reduction.over(columns ? column : row).keepDims();
        var extreme = order > 0 ? Reductions.max(sums, over.initial(0)) : Reductions.min(sums, over);
        return keepDims ? extreme : extreme.squeeze(row, column);
    }

    static Array matrix(Array x, String order, int row, int column, boolean keepDims) {
        return switch (order) {
            case "fro" -> euclidean(x, Reduction.over(new int[] {row, column}, keepDims));
            case "nuc" -> kept(singularValues(x, row, column).sum(-1), x, row, column, keepDims);
            default -> throw Mistake.of("\"" + order + "\" is not the name of a norm of matrices: these are \"fro\" and \"nuc\"");
        };
    }

    private static Array singularValues(Array x, int row, int column) {
        int rank = x.rank();
        int from = x.shape().axis(row);
        int to = x.shape().axis(column);
        return Linalg.svdvals(x.moveAxis(from, rank - 1).moveAxis(to > from ? to - 1 : to, rank - 1));
    }

    private static Array kept(Array norm, Array x, int row, int column, boolean keepDims) {
        return keepDims ? norm.reshape(x.shape().with(row, 1).with(column, 1)) : norm;
    }
}
