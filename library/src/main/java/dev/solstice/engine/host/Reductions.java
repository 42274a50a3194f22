package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Reductions over any set of axes, and what else folds along one axis.
///
/// Sums of floats are accumulated in double precision: at least as close to the true sum as JAX's, in any order.
final class Reductions {
    private Reductions() {}

    static void reduce(Primitive.Reduction reduction, ConcreteArray operand, ConcreteArray result) {
        Fold fold = Fold.of(reduction, operand.dtype());
        int rank = operand.rank();
        int[] lengths = new int[rank];
        boolean[] kept = new boolean[rank];
        int groups = 0;
        for (int axis = 0; axis < rank; axis++) { // neighbours that are both kept or both folded act as one axis
            int length = operand.shape().dim(axis);
            boolean keep = !reduction.axes().contains(axis);
            if (groups > 0 && kept[groups - 1] == keep) {
                lengths[groups - 1] *= length;
            } else if (length != 1) {
                lengths[groups] = length;
                kept[groups++] = keep;
            }
        }
        new Loop(fold, operand, result, Arrays.copyOf(lengths, groups), kept).run();
    }

    /// One reduction over alternating kept and folded groups of axes.
    private static final class Loop {
        private final Fold fold;
        private final ConcreteArray operand;
        private final ConcreteArray result;
        private final DType dtype;
        private final MemorySegment segment;
        private final Wide wide;
        private final int[] lengths;
        private final boolean[] kept;
        private final int[] resultStrides;

        Loop(Fold fold, ConcreteArray operand, ConcreteArray result, int[] lengths, boolean[] kept) {
            this.fold = fold;
            this.operand = operand;
            this.result = result;
            this.dtype = operand.dtype();
            this.segment = operand.segment();
            this.wide = new Wide(dtype);
            this.lengths = lengths;
            this.kept = kept;
            this.resultStrides = new int[lengths.length];
            int stride = 1;
            for (int i = lengths.length - 1; i >= 0; i--) {
                if (kept[i]) {
                    resultStrides[i] = stride;
                    stride *= lengths[i];
                }
            }
        }

        void run() {
            Object totals = wide.tile(result.size());
            switch (totals) {
                case double[] doubles -> Arrays.fill(doubles, fold.identity());
                case long[] longs -> Arrays.fill(longs, fold.identity(dtype));
                case Complexes complexes -> {
                    for (int i = 0; i < complexes.length(); i++) fold.identity(complexes, i);
                }
                default -> throw new AssertionError(totals.getClass());
            }
            if (!operand.shape().isEmpty()) {
                visit(totals);
            }
            wide.store(totals, 0, result.segment(), 0, result.size());
        }

        /// Memory is read once in order; the position in the result is counted along.
        private void visit(Object totals) {
            int groups = lengths.length;
            int inner = groups == 0 ? 1 : lengths[groups - 1];
            boolean innerKept = groups > 0 && kept[groups - 1];
            Object tile = wide.tile(Math.min(inner, Tiles.LENGTH));
            int[] index = new int[groups];
            int at = 0;
            for (long offset = 0; offset < operand.size(); offset += inner) {
                for (int done = 0; done < inner; done += Tiles.LENGTH) {
                    int n = Math.min(Tiles.LENGTH, inner - done);
                    wide.load(segment, offset + done, tile, 0, n);
                    fold(totals, innerKept, innerKept ? at + done : at, tile, n);
                }
                for (int group = groups - 2; group >= 0; group--) {
                    at += resultStrides[group];
                    if (++index[group] < lengths[group]) break;
                    at -= resultStrides[group] * lengths[group];
                    index[group] = 0;
                }
                if ((offset & 0xF_FFFF) < inner) CancelledException.check();
            }
        }

        private void fold(Object totals, boolean apart, int at, Object tile, int n) {
            switch (totals) {
                case double[] doubles when apart -> fold.combine(doubles, at, (double[]) tile, 0, n);
                case double[] doubles -> doubles[at] = fold.fold(doubles[at], (double[]) tile, 0, n);
                case long[] longs when apart -> fold.combine(longs, at, (long[]) tile, 0, n);
                case long[] longs -> longs[at] = fold.fold(longs[at], (long[]) tile, 0, n);
                case Complexes complexes -> fold.combine(complexes, at, (Complexes) tile, 0, n, apart);
                default -> throw new AssertionError(totals.getClass());
            }
        }
    }

    static void argument(int axis, boolean largest, ConcreteArray operand, ConcreteArray result) {
        // Flipping the top bit maps unsigned order to signed order.
        long flip = operand.dtype() == DType.UINT64 ? Long.MIN_VALUE : 0;
        AxisLoop.run(operand, axis, (slab, length, width, position) -> {
            for (int column = 0; column < width; column++) {
                int best = switch (slab) {
                    case double[] x -> best(x, column, length, width, largest);
                    case long[] x -> best(x, column, length, width, largest, flip);
                    default -> throw new AssertionError(slab.getClass());
                };
                Elements.put(result.segment(), result.dtype(), position.outer() * (long) position.inner() + position.from() + column, (long) best);
            }
        });
    }

    private static int best(double[] x, int column, int length, int width, boolean largest) {
        int best = 0;
        double value = x[column];
        for (int i = 1; i < length && value == value; i++) { // the first NaN wins
            double candidate = x[i * width + column];
            if (candidate != candidate || (largest ? candidate > value : candidate < value)) {
                best = i;
                value = candidate;
            }
        }
        return best;
    }

    private static int best(long[] x, int column, int length, int width, boolean largest, long flip) {
        int best = 0;
        for (int i = 1; i < length; i++) {
            long candidate = x[i * width + column] ^ flip;
            long value = x[best * width + column] ^ flip;
            if (largest ? candidate > value : candidate < value) best = i;
        }
        return best;
    }

    static void cumsum(Primitive.Cumsum cumsum, ConcreteArray operand, ConcreteArray result) {
        Wide wide = new Wide(result.dtype());
        AxisLoop.run(operand, cumsum.axis(), (slab, length, width, position) -> {
            for (int step = 1; step < length; step++) {
                if ((step & 0xF_FFFF) == 0) CancelledException.check();
                int row = cumsum.reverse() ? length - 1 - step : step;
                int before = cumsum.reverse() ? row + 1 : row - 1;
                switch (slab) {
                    case double[] x -> Fold.SUM.combine(x, row * width, x, before * width, width);
                    case long[] x -> Fold.SUM.combine(x, row * width, x, before * width, width);
                    case Complexes x -> Fold.SUM.combine(x, row * width, x, before * width, width, true);
                    default -> throw new AssertionError(slab.getClass());
                }
            }
            position.store(wide, slab, length, width, result.segment());
        });
    }
}
