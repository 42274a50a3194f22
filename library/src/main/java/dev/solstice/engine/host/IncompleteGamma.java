package dev.solstice.engine.host;

/// The regularised incomplete gamma functions and their derivatives by the parameter, in double precision: a power series
/// where it converges fast, else a continued fraction, both differentiated term by term.
///
/// Source: `jax._src.lax.special`; Moshier's Cephes, igam.c.
final class IncompleteGamma {
    private static final double EPSILON = Math.ulp(1.0);
    private static final double LARGEST_LOG = Math.log(Double.MAX_VALUE);

    private IncompleteGamma() {}

    static double lower(double a, double x) {
        if (outside(a, x)) return Double.NaN;
        if (x == 0) return 0;
        if (x == Double.POSITIVE_INFINITY) return 1;
        if (a == 0) return 1;
        return x >= 1 && x > a ? 1 - Expansion.fraction(a, x, false).value() : Expansion.series(a, x, false).value();
    }

    static double upper(double a, double x) {
        if (outside(a, x)) return Double.NaN;
        if (x == Double.POSITIVE_INFINITY || a == 0) return 0;
        if (x == 0) return 1;
        return x < 1 || x < a ? 1 - Expansion.series(a, x, false).value() : Expansion.fraction(a, x, false).value();
    }

    /// The derivative of [#lower] by `a`.
    static double lowerByA(double a, double x) {
        if (!(a > 0) || !(x >= 0)) return Double.NaN;
        if (x == 0 || x == Double.POSITIVE_INFINITY) return 0;
        return x > 1 && x > a ? -Expansion.fraction(a, x, true).derivative() : Expansion.series(a, x, true).derivative();
    }

    /// How a sample `x` of the distribution moves with `a`: minus the derivative by `a` over the density.
    static double sampleByA(double a, double x) {
        if (!(a > 0) || !(x >= 0)) return Double.NaN;
        if (x == 0) return 0;
        return x > 1 && x > a ? -Expansion.fraction(a, x, true).ofSample() : Expansion.series(a, x, true).ofSample();
    }

    private static boolean outside(double a, double x) {
        return !(a >= 0) || !(x >= 0) || a == 0 && x == 0;
    }

    /// A function is `factor * sum`, with `factor = scale * x^a e^-x / gamma(a)`.
    ///
    /// @param byA       derivative of the sum by `a`
    /// @param logByA    derivative of the factor's logarithm by `a`
    private record Expansion(double a, double x, double scale, double sum, double byA, double logByA) {
        double value() {
            return factor() * sum;
        }

        double derivative() {
            return factor() * (sum * logByA + byA);
        }

        double ofSample() {
            return -(byA + sum * logByA) * x * scale;
        }

        private double factor() {
            double logarithm = logFactor(a, x);
            return logarithm < -LARGEST_LOG ? 0 : scale * Math.exp(logarithm);
        }

        private static double logFactor(double a, double x) {
            return a * Math.log(x) - x - Gamma.logGamma(a);
        }

        /// The sum of `x^n / ((a + 1) ... (a + n))`, for [#lower].
        static Expansion series(double a, double x, boolean derivative) {
            double r = a;
            double term = 1;
            double sum = 1;
            double termByA = 0;
            double sumByA = 0;
            boolean more = logFactor(a, x) >= -LARGEST_LOG || derivative;
            while (more) {
                r++;
                termByA = termByA * (x / r) - term * x / (r * r);
                sumByA += termByA;
                term *= x / r;
                sum += term;
                more = term > EPSILON * sum || derivative && Math.abs(termByA) > EPSILON * Math.abs(sumByA);
            }
            return new Expansion(a, x, 1 / a, sum, sumByA, derivative ? Math.log(x) - Gamma.digamma(a + 1) : 0);
        }

        /// Legendre's continued fraction, for [#upper].
        static Expansion fraction(double a, double x, boolean derivative) {
            double y = 1 - a;
            double z = x + y + 1;
            double p2 = 1;
            double q2 = x;
            double p1 = x + 1;
            double q1 = z * x;
            double dp2 = 0;
            double dq2 = 0;
            double dp1 = 0;
            double dq1 = -x;
            double sum = p1 / q1;
            double byA = (dp1 - sum * dq1) / q1;
            boolean more = logFactor(a, x) >= -LARGEST_LOG || derivative;
            for (int c = 1; more && c <= 2000; c++) {
                y++;
                z += 2;
                double yc = y * c;
                double p = p1 * z - p2 * yc;
                double q = q1 * z - q2 * yc;
                double dp = dp1 * z - p1 - dp2 * yc + p2 * c;
                double dq = dq1 * z - q1 - dq2 * yc + q2 * c;
                more = true;
                if (q != 0) {
                    double next = p / q;
                    double nextByA = (dp - next * dq) / q;
                    more = Math.abs(sum - next) > EPSILON * Math.abs(next) || derivative && Math.abs(nextByA - byA) > EPSILON * Math.abs(nextByA);
                    sum = next;
                    byA = nextByA;
                }
                double rescale = Math.abs(p) > 1 / EPSILON ? EPSILON : 1;
                p2 = p1 * rescale;
                p1 = p * rescale;
                q2 = q1 * rescale;
                q1 = q * rescale;
                dp2 = dp1 * rescale;
                dp1 = dp * rescale;
                dq2 = dq1 * rescale;
                dq1 = dq * rescale;
            }
            return new Expansion(a, x, 1, sum, byA, derivative ? Math.log(x) - Gamma.digamma(a) : 0);
        }
    }
}
