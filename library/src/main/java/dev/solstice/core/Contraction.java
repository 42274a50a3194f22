package dev.solstice.core;

import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import java.util.Arrays;

/// NumPy's matrix product as one [Primitive.DotGeneral].
final class Contraction {
    private Contraction() {}

    static Array matmul(Array x, Array y) {
        var dtype = Promotion.promote(x.dtype(), y.dtype());
        x = x.astype(dtype);
        y = y.astype(dtype);
        if (x.rank() == 0 || y.rank() == 0) {
            throw Mistake.of("matmul of " + x.summary() + " and " + y.summary()
                    + ": a scalar has no axis to contract; use mul");
        }
        int contractedRight = Math.max(0, y.rank() - 2);
        if (x.shape().dim(-1) != y.shape().dim(contractedRight)) {
            throw Mistake.of(("matmul of %s and %s: the last axis of the left has length %d, axis %d of the right %d. "
                    + "If one operand has a batch axis, vmap over it; or transpose.")
                    .formatted(x.summary(), y.summary(), x.shape().dim(-1), contractedRight, y.shape().dim(contractedRight)));
        }
        if (x.rank() <= 2 && y.rank() <= 2) return dot(x, y, 0);
        if (y.rank() <= 2) return dot(x, y, 0);
        if (x.rank() == 1) return matmul(x.expandDims(0), y).squeeze(-2);
        var batch = Shape.broadcast(leading(x), leading(y));
        return dot(x.broadcastTo(batch.append(lastTwo(x))), y.broadcastTo(batch.append(lastTwo(y))), batch.rank());
    }

    private static Array dot(Array x, Array y, int batchRank) {
        var batch = Axes.range(batchRank);
        return new Primitive.DotGeneral(Axes.of(x.rank() - 1), Axes.of(Math.max(0, y.rank() - 2)), batch, batch).apply(x, y);
    }

    private static Shape leading(Array x) {
        return Shape.of(Arrays.copyOf(x.shape().toArray(), x.rank() - 2));
    }

    private static Shape lastTwo(Array x) {
        return Shape.of(x.shape().dim(-2), x.shape().dim(-1));
    }
}
