package dev.solstice.render.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ObjIntConsumer;

/// A summary of an array's elements. Mean, deviation, range and histogram are over the finite elements.
///
/// @param count     elements looked at
/// @param sampled   whether only a sample was looked at (arrays above [#FULL] elements)
/// @param nan       how many of them are NaN
/// @param infinite  how many of them are infinite
/// @param histogram [#BINS] equal bins from `min` to `max`, of an evenly spread sample above [#DRAWN] elements: enough for a
///                  picture; empty where there is no spread
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

    /// Up to this many elements, every one is in the histogram.
    public static final long DRAWN = 16_384;

    private static final int BLOCK = 1024;
    private static final int SAMPLED_BLOCKS = 1024;

    public boolean finite() {
        return nan == 0 && infinite == 0;
    }

    /// Whether all elements have the same finite value.
    public boolean constant() {
        return count > 0 && finite() && min == max;
    }

    /// Whether the histogram says something: enough elements, and not only a handful of integers.
    public boolean drawable() {
        return count >= 4 * BINS && !histogram.isEmpty() && distinct.isEmpty();
    }

    /// One pass over all elements for sums and range, and a second over enough of them for the histogram, which needs the range.
    ///
    /// @throws IllegalArgumentException if the array has no values
    public static Statistics of(Tensor tensor) {
        return of(tensor, Effort.FULL);
    }

    /// @see #of(Tensor)
    public static Statistics of(Tensor tensor, Effort effort) {
        if (!tensor.hasValues()) throw new IllegalArgumentException(tensor.spec() + " has no values to summarise");
        var blocks = new Blocks(tensor, effort.most, effort == Effort.FULL ? SAMPLED_BLOCKS : SAMPLED_BLOCKS / 32);
        var range = new Range();
        blocks.forEach(range::add);
        long finite = range.count - range.nan - range.infinite;
        if (finite == 0) {
            return new Statistics(range.count, blocks.sampled, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
                    range.nan, range.infinite, List.of(), List.of());
        }
        // Sums of differences from the first element: of values far from zero the squares alone would cancel.
        double offset = range.sum / finite;
        double variance = range.min == range.max ? 0 : Math.max(0, range.squares / finite - offset * offset);
        var spread = new Spread(range.min, range.max);
        if (range.min < range.max) new Blocks(tensor, DRAWN, (int) DRAWN / BLOCK).forEach(spread::add);
        var distinct = new TreeSet<Long>();
        if (tensor.elements() == Tensor.Elements.INTEGER) {
            blocks.forEach((block, n) -> {
                for (int i = 0; i < n && distinct.size() <= DISTINCT; i++) distinct.add((long) block[i]);
            });
        }
        return new Statistics(range.count, blocks.sampled, range.shift + offset, Math.sqrt(variance),
                range.min, range.max, range.nan, range.infinite, spread.histogram(),
                distinct.size() > DISTINCT ? List.of() : List.copyOf(distinct));
    }

    /// Walks an array, or an evenly spread sample of it, block by block.
    private static final class Blocks {
        private final Tensor tensor;
        private final long size;
        private final boolean sampled;
        private final int sampledBlocks;
        private final double[] buffer;

        /// @param most          up to so many elements, all are read
        /// @param sampledBlocks above, so many blocks
        Blocks(Tensor tensor, long most, int sampledBlocks) {
            this.tensor = tensor;
            this.size = tensor.size();
            this.sampled = size > most;
            this.sampledBlocks = sampledBlocks;
            this.buffer = new double[(int) Math.min(BLOCK, size)];
        }

        void forEach(ObjIntConsumer<double[]> consumer) {
            long blocks = sampled ? sampledBlocks : (size + BLOCK - 1) / BLOCK;
            for (long i = 0; i < blocks; i++) {
                long from = sampled ? i * (size - BLOCK) / (blocks - 1) : i * BLOCK;
                int count = (int) Math.min(BLOCK, size - from);
                tensor.read(from, count, buffer);
                consumer.accept(buffer, count);
            }
        }
    }

    private static final class Range {
        private long count, nan, infinite;
        private double shift, sum, squares, min = Double.POSITIVE_INFINITY, max = Double.NEGATIVE_INFINITY;

        void add(double[] block, int n) {
            if (count == 0 && n > 0 && Double.isFinite(block[0])) shift = block[0];
            // Four of each, so that an operation need not wait for the one before.
            double s0 = 0, s1 = 0, s2 = 0, s3 = 0, q0 = 0, q1 = 0, q2 = 0, q3 = 0;
            double l0 = min, l1 = min, l2 = min, l3 = min, h0 = max, h1 = max, h2 = max, h3 = max;
            for (int i = 0; i + 4 <= n; i += 4) {
                double a = block[i], b = block[i + 1], c = block[i + 2], d = block[i + 3];
                if (a < l0) l0 = a;
                if (b < l1) l1 = b;
                if (c < l2) l2 = c;
                if (d < l3) l3 = d;
                if (a > h0) h0 = a;
                if (b > h1) h1 = b;
                if (c > h2) h2 = c;
                if (d > h3) h3 = d;
                a -= shift;
                b -= shift;
                c -= shift;
                d -= shift;
                s0 += a;
                s1 += b;
                s2 += c;
                s3 += d;
                q0 += a * a;
                q1 += b * b;
                q2 += c * c;
                q3 += d * d;
            }
            for (int i = n - n % 4; i < n; i++) {
                double a = block[i] - shift;
                s0 += a;
                q0 += a * a;
                if (block[i] < l0) l0 = block[i];
                if (block[i] > h0) h0 = block[i];
            }
            count += n;
            // A NaN or infinity anywhere in the block shows in its sum: only then is each element tested.
            double blockSum = s0 + s1 + s2 + s3;
            if (Double.isFinite(blockSum)) {
                sum += blockSum;
                squares += q0 + q1 + q2 + q3;
                min = Math.min(Math.min(l0, l1), Math.min(l2, l3));
                max = Math.max(Math.max(h0, h1), Math.max(h2, h3));
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
                    sum += x - shift;
                    squares += (x - shift) * (x - shift);
                    min = Math.min(min, x);
                    max = Math.max(max, x);
                }
            }
        }
    }

    private static final class Spread {
        private final double min, max, scale;
        private final long[] bins = new long[BINS];

        Spread(double min, double max) {
            this.min = min;
            this.max = max;
            // Halved before subtracting: the range of two large doubles may overflow.
            this.scale = BINS / (max / 2 - min / 2) / 2;
        }

        void add(double[] block, int n) {
            // Neighbours often fall into one bin: two counters, so that one need not wait for the other.
            int[] even = new int[BINS + 2], odd = new int[BINS + 2];
            for (int i = 0; i + 1 < n; i += 2) {
                even[bin(block[i])]++;
                odd[bin(block[i + 1])]++;
            }
            if (n % 2 == 1) even[bin(block[n - 1])]++;
            for (int b = 0; b < BINS; b++) bins[b] += even[b] + odd[b];
            bins[BINS - 1] += even[BINS] + odd[BINS]; // the maximum itself
        }

        /// The last one is for what is not finite.
        private int bin(double x) {
            return x >= min && x <= max ? (int) ((x - min) * scale) : BINS + 1;
        }

        List<Long> histogram() {
            return min < max ? Arrays.stream(bins).boxed().toList() : List.of();
        }
    }
}
