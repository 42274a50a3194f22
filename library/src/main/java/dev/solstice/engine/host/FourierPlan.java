package dev.solstice.engine.host;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The discrete Fourier transform of one length, of any number of columns at once: element `i` of column `c` lies at
/// `i * columns + c`.
///
/// Lengths without large prime factors are divided into these (Stockham's algorithm, which leaves the result in order);
/// others become a convolution of a length that is a power of two (Bluestein). Immutable.
final class FourierPlan {
    /// A prime factor costs itself for each element; from here on the convolution is cheaper.
    private static final int LARGEST_FACTOR = 31;

    private static final int LARGEST_KEPT = 1 << 16;
    private static final int MOST_KEPT = 8;
    /// Plans of the last lengths: to make one costs more than a transform.
    private static final Map<Integer, FourierPlan> KEPT = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, FourierPlan> eldest) {
            return size() > MOST_KEPT;
        }
    });

    private final int length;
    private final int[] factors;
    /// The powers of the first root of unity, `e^(-2 pi i k / length)`.
    private final Complexes roots;
    private final Chirp chirp;

    static FourierPlan of(int length) {
        return length > LARGEST_KEPT ? new FourierPlan(length) : KEPT.computeIfAbsent(length, FourierPlan::new);
    }

    private FourierPlan(int length) {
        this.length = length;
        this.factors = factors(length);
        this.chirp = factors == null ? new Chirp(length) : null;
        this.roots = factors == null ? null : roots(length);
    }

    /// Transforms `x`, in one or the other of the tiles.
    ///
    /// @param spare of the size of `x`
    /// @return the tile with the result
    Complexes transform(Complexes x, Complexes spare, int columns) {
        if (chirp != null) {
            chirp.transform(x, columns);
            return x;
        }
        int left = length;
        int stride = columns;
        for (int factor : factors) {
            left /= factor;
            if (factor == 2) {
                radix2(x, spare, left, stride);
            } else if (factor == 4) {
                radix4(x, spare, left, stride);
            } else {
                radix(factor, x, spare, left, stride);
            }
            stride *= factor;
            Complexes result = spare;
            spare = x;
            x = result;
        }
        return x;
    }

    /// Fours first, then primes in ascending order; null if one is too large.
    private static int[] factors(int length) {
        List<Integer> factors = new ArrayList<>();
        int left = length;
        for (; left % 4 == 0; left /= 4) factors.add(4);
        for (int prime = 2; prime <= LARGEST_FACTOR; prime++) {
            for (; left % prime == 0; left /= prime) factors.add(prime);
        }
        return left == 1 ? factors.stream().mapToInt(Integer::intValue).toArray() : null;
    }

    private static Complexes roots(int n) {
        Complexes roots = new Complexes(n);
        for (int k = 0; k < n; k++) root(k, n, roots, k);
        return roots;
    }

    /// `e^(-2 pi i k / n)`, computed within an eighth of the circle around the nearest of 1, -i, -1 and i, so that these are exact.
    private static void root(long k, long n, Complexes to, int at) {
        long quarter = (4 * k + n / 2) / n;
        double angle = Math.PI * (4 * k - quarter * n) / (2.0 * n);
        double cos = Math.cos(angle);
        double sin = -Math.sin(angle);
        switch ((int) (quarter & 3)) {
            case 0 -> to.set(at, cos, sin);
            case 1 -> to.set(at, sin, -cos);
            case 2 -> to.set(at, -cos, -sin);
            default -> to.set(at, -sin, cos);
        }
    }

    private void radix2(Complexes x, Complexes y, int left, int stride) {
        int step = length / (2 * left);
        for (int p = 0; p < left; p++) {
            double c = roots.re()[p * step];
            double d = roots.im()[p * step];
            int from = stride * p;
            int half = stride * left;
            int to = 2 * from;
            for (int q = 0; q < stride; q++) {
                double a = x.re()[from + q];
                double b = x.im()[from + q];
                double re = a - x.re()[from + half + q];
                double im = b - x.im()[from + half + q];
                y.re()[to + q] = a + x.re()[from + half + q];
                y.im()[to + q] = b + x.im()[from + half + q];
                y.re()[to + stride + q] = re * c - im * d;
                y.im()[to + stride + q] = re * d + im * c;
            }
        }
    }

    private void radix4(Complexes x, Complexes y, int left, int stride) {
        int step = length / (4 * left);
        int quarter = stride * left;
        for (int p = 0; p < left; p++) {
            double c1 = roots.re()[p * step];
            double d1 = roots.im()[p * step];
            double c2 = roots.re()[2 * p * step];
            double d2 = roots.im()[2 * p * step];
            double c3 = roots.re()[3 * p * step];
            double d3 = roots.im()[3 * p * step];
            int from = stride * p;
            int to = 4 * from;
            for (int q = 0; q < stride; q++) {
                int at = from + q;
                double evenRe = x.re()[at] + x.re()[at + 2 * quarter];
                double evenIm = x.im()[at] + x.im()[at + 2 * quarter];
                double evenDifferenceRe = x.re()[at] - x.re()[at + 2 * quarter];
                double evenDifferenceIm = x.im()[at] - x.im()[at + 2 * quarter];
                double oddRe = x.re()[at + quarter] + x.re()[at + 3 * quarter];
                double oddIm = x.im()[at + quarter] + x.im()[at + 3 * quarter];
                double oddDifferenceRe = x.re()[at + quarter] - x.re()[at + 3 * quarter];
                double oddDifferenceIm = x.im()[at + quarter] - x.im()[at + 3 * quarter];
                int out = to + q;
                y.re()[out] = evenRe + oddRe;
                y.im()[out] = evenIm + oddIm;
                double re = evenDifferenceRe + oddDifferenceIm;
                double im = evenDifferenceIm - oddDifferenceRe;
                y.re()[out + stride] = re * c1 - im * d1;
                y.im()[out + stride] = re * d1 + im * c1;
                re = evenRe - oddRe;
                im = evenIm - oddIm;
                y.re()[out + 2 * stride] = re * c2 - im * d2;
                y.im()[out + 2 * stride] = re * d2 + im * c2;
                re = evenDifferenceRe - oddDifferenceIm;
                im = evenDifferenceIm + oddDifferenceRe;
                y.re()[out + 3 * stride] = re * c3 - im * d3;
                y.im()[out + 3 * stride] = re * d3 + im * c3;
            }
        }
    }

    /// Any factor, by the definition of the transform; both roots of unity in one coefficient.
    private void radix(int factor, Complexes x, Complexes y, int left, int stride) {
        int step = length / (factor * left);
        int share = stride * left;
        Arrays.fill(y.re(), 0, share * factor, 0);
        Arrays.fill(y.im(), 0, share * factor, 0);
        for (int p = 0; p < left; p++) {
            for (int j = 0; j < factor; j++) {
                int to = stride * (factor * p + j);
                for (int k = 0; k < factor; k++) {
                    int power = (int) (((long) j * k * (length / factor) + (long) p * j * step) % length);
                    double c = roots.re()[power];
                    double d = roots.im()[power];
                    int from = stride * p + k * share;
                    for (int q = 0; q < stride; q++) {
                        y.re()[to + q] += x.re()[from + q] * c - x.im()[from + q] * d;
                        y.im()[to + q] += x.re()[from + q] * d + x.im()[from + q] * c;
                    }
                }
            }
        }
    }

    /// Bluestein: since `2 i k = i^2 + k^2 - (k - i)^2`, a transform is a convolution with `e^(pi i k^2 / n)`.
    private static final class Chirp {
        private final int length;
        private final int padded;
        private final FourierPlan plan;
        private final Complexes chirp;
        /// The transform of the conjugate chirp.
        private final Complexes filter;

        Chirp(int length) {
            this.length = length;
            this.padded = Integer.highestOneBit(4 * length - 3); // the least power of two from 2 n - 1 on
            this.plan = new FourierPlan(padded);
            this.chirp = new Complexes(length);
            Complexes conjugate = new Complexes(padded);
            for (int k = 0; k < length; k++) {
                root((long) k * k % (2L * length), 2L * length, chirp, k);
                conjugate.set(k, chirp.re()[k], -chirp.im()[k]);
                if (k > 0) conjugate.set(padded - k, chirp.re()[k], -chirp.im()[k]);
            }
            this.filter = plan.transform(conjugate, new Complexes(padded), 1);
        }

        void transform(Complexes x, int columns) {
            Complexes a = new Complexes(padded * columns);
            Complexes spare = new Complexes(padded * columns);
            for (int k = 0; k < length; k++) {
                for (int at = k * columns; at < (k + 1) * columns; at++) {
                    ComplexKernels.multiply(x.re()[at], x.im()[at], chirp.re()[k], chirp.im()[k], a, at);
                }
            }
            Complexes spectrum = plan.transform(a, spare, columns);
            for (int k = 0; k < padded; k++) {
                for (int at = k * columns; at < (k + 1) * columns; at++) {
                    // parts exchanged: that makes the next transform an inverse one
                    double re = spectrum.re()[at];
                    double im = spectrum.im()[at];
                    spectrum.set(at, re * filter.im()[k] + im * filter.re()[k], re * filter.re()[k] - im * filter.im()[k]);
                }
            }
            Complexes convolved = plan.transform(spectrum, spectrum == a ? spare : a, columns);
            for (int k = 0; k < length; k++) {
                for (int at = k * columns; at < (k + 1) * columns; at++) {
                    ComplexKernels.multiply(convolved.im()[at] / padded, convolved.re()[at] / padded, chirp.re()[k], chirp.im()[k], x, at);
                }
            }
        }
    }
}
