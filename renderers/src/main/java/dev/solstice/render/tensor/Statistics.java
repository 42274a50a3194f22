package dev.solstice.render.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/// A summary of an array's elements. Mean, deviation, range and histogram are over the finite elements.
///
/// @param count     elements looked at
/// @param sampled   whether only a sample was looked at (arrays above [#FULL] elements)
/// @param nan       how many of them are NaN
/// @param infinite  how many of them are infinite
/// @param histogram [#BINS] equal bins from `min` to `max`; empty where there is no spread
/// @param distinct  the distinct values in order, if there are at most [#DISTINCT] and the elements are integers
public record Statistics(
        long count, boolean sampled, double mean, double deviation, double min, double max,
        long nan, long infinite, List<Long> histogram, List<Long> distinct) {

    /// How many elements are read.
    public enum Effort {
        /// None: shapes and sizes only.
        NONE(0),
        /// All of arrays with up to 65,536 elements.
        FAST(65_536),
        /// All of arrays with up to [#FULL] elements.
        FULL(Statistics.FULL);

        private final long most;

        Effort(long most) {
            this.most = most;
        }
    }

    public static final int BINS = 8;
    public static final int DISTINCT = 8;

    /// Up to this many elements, every one is read; above, evenly spread blocks with about a million elements (with [Effort#FAST], about 32,768).
    public static final long FULL = 4_000_000;

    private static final int BLOCK = 4096;
    private static final int SAMPLED_BLOCKS = 256;

    public boolean finite() {
        return nan == 0 && infinite == 0;
    }

    /// Whether all elements have the same finite value.
    public boolean constant() {
        return count > 0 && finite() && min == max;
    }

    /// Whether the histogram says something: enough elements, and not only a handful of integers.
    public boolean drawable() {
        return count >= 2 * BINS && !histogram.isEmpty() && distinct.isEmpty();
    }

    /// Two passes over the elements: sums and range, then deviation and histogram (which need mean and range).
    ///
    /// @throws IllegalArgumentException if the array has no values
    public static Statistics of(Tensor tensor) {
        return of(tensor, Effort.FULL);
    }

    /// @see #of(Tensor)
    public static Statistics of(Tensor tensor, Effort effort) {
        if (!tensor.hasValues()) throw new IllegalArgumentException(tensor.spec() + " has no values to summarise");
        var blocks = new Blocks(tensor, effort);
        var range = new Range();
        blocks.forEach(range::add);
        long finite = range.count - range.nan - range.infinite;
        if (finite == 0) {
            return new Statistics(range.count, blocks.sampled, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
                    range.nan, range.infinite, List.of(), List.of());
        }
        double mean = range.sum / finite;
        var spread = new Spread(mean, range.min, range.max, tensor.elements() == Tensor.Elements.INTEGER);
        blocks.forEach(spread::add);
        return new Statistics(range.count, blocks.sampled, mean, Math.sqrt(spread.squares / finite),
                range.min, range.max, range.nan, range.infinite, spread.histogram(), spread.distinct());
    }

    /// Walks an array, or an evenly spread sample of it, block by block.
    private static final class Blocks {
        private final Tensor tensor;
        private final long size;
        private final boolean sampled;
        private final int sampledBlocks;
        private final double[] buffer;

        Blocks(Tensor tensor, Effort effort) {
            this.tensor = tensor;
            this.size = tensor.size();
            this.sampled = size > effort.most;
            this.sampledBlocks = effort == Effort.FULL ? SAMPLED_BLOCKS : SAMPLED_BLOCKS / 32;
            this.buffer = new double[(int) Math.min(BLOCK, size)];
        }

        void forEach(java.util.function.ObjIntConsumer<double[]> consumer) {
            long step = sampled ? (size - BLOCK) / (sampledBlocks - 1) : BLOCK;
            for (long from = 0; from < size; from += step) {
                int count = (int) Math.min(BLOCK, size - from);
                tensor.read(from, count, buffer);
                consumer.accept(buffer, count);
            }
        }
    }

    private static final class Range {
        private long count, nan, infinite;
        private double sum, min = Double.POSITIVE_INFINITY, max = Double.NEGATIVE_INFINITY;

        void add(double[] block, int n) {
            double blockSum = 0, blockMin = min, blockMax = max;
            for (int i = 0; i < n; i++) {
                blockSum += block[i];
                blockMin = Math.min(blockMin, block[i]);
                blockMax = Math.max(blockMax, block[i]);
            }
            count += n;
            // A NaN or infinity anywhere in the block shows in its sum: only then is each element tested.
            if (Double.isFinite(blockSum)) {
                sum += blockSum;
                min = blockMin;
                max = blockMax;
            } else {
                addCarefully(block, n);
            }
        }

        private void addCarefully(double[] block, int n) {
            for (int i = 0; i < n; i++) {
                double x = block[i];
                if (Double.isNaN(x)) nan++;
                else if (Double.isInfinite(x)) infinite++;
                else {
                    sum += x;
                    min = Math.min(min, x);
                    max = Math.max(max, x);
                }
            }
        }
    }

    private static final class Spread {
        private final double mean, min, max, scale;
        private final long[] bins = new long[BINS];
        private final TreeSet<Long> seen;
        private double squares;

        Spread(double mean, double min, double max, boolean integers) {
            this.mean = mean;
            this.min = min;
            this.max = max;
            // Halved before subtracting: the range of two large doubles may overflow.
            this.scale = BINS / (max / 2 - min / 2) / 2;
            this.seen = integers ? new TreeSet<>() : null;
        }

        void add(double[] block, int n) {
            double blockSquares = 0;
            for (int i = 0; i < n; i++) {
                double x = block[i];
                if (!(x >= min && x <= max)) continue;
                double difference = x - mean;
                blockSquares += difference * difference;
                bins[Math.min(BINS - 1, (int) ((x - min) * scale))]++;
            }
            squares += blockSquares;
            if (seen != null) for (int i = 0; i < n && seen.size() <= DISTINCT; i++) seen.add((long) block[i]);
        }

        List<Long> histogram() {
            return min < max ? Arrays.stream(bins).boxed().toList() : List.of();
        }

        List<Long> distinct() {
            return seen == null || seen.size() > DISTINCT ? List.of() : List.copyOf(seen);
        }
    }
}
