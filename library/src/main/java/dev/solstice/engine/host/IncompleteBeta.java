package dev.solstice.engine.host;

/// The regularised incomplete beta function, by its continued fraction (DLMF 8.17.22) in double precision.
///
/// Source: `jax._src.lax.special`.
final class IncompleteBeta {
    private static final double EPSILON = Math.ulp(1.0) / 2;

    private IncompleteBeta() {}

    static double of(double a, double b, double x) {
        boolean zeroA = a == 0 || b == Double.POSITIVE_INFINITY;
        boolean zeroB = b == 0 || a == Double.POSITIVE_INFINITY;
        if (!(a >= 0) || !(b >= 0) || !(x >= 0) || x > 1 || zeroA && zeroB) return Double.NaN;
        if (zeroA) return x == 0 ? 0 : 1;
        if (zeroB) return x == 1 ? 1 : 0;
        if (x == 0 || x == 1) return x;
        // DLMF 8.17.4: the fraction converges fast on one side
        return x < (a + 1) / (a + b + 2) ? factor(a, b, x) * fraction(a, b, x) : 1 - factor(b, a, 1 - x) * fraction(b, a, 1 - x);
    }

    private static double factor(double a, double b, double x) {
        double rest = Gamma.logGamma(b) - Gamma.logGamma(a + b);
        return a < 2 * Double.MIN_NORMAL
                ? Math.exp(Math.log1p(-x) * b - rest)
                : Math.exp(Math.log(x) * a + Math.log1p(-x) * b - Gamma.logGamma(a) - rest) / a;
    }

    /// Lentz's algorithm.
    private static double fraction(double a, double b, double x) {
        double h = EPSILON;
        double c = h;
        double d = 0;
        for (int i = 1; i <= 600; i++) {
            double numerator = numerator(i, a, b, x);
            c = away(1 + numerator / c);
            d = 1 / away(1 + numerator * d);
            h *= c * d;
            if (Math.abs(c * d - 1) < EPSILON) break;
        }
        return h;
    }

    private static double numerator(int i, double a, double b, double x) {
        if (i == 1) return 1;
        double m = (i - 1) / 2;
        return i % 2 == 0
                ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
                : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    }

    private static double away(double x) {
        return Math.abs(x) < EPSILON ? EPSILON : x;
    }
}
