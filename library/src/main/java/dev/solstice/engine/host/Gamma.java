package dev.solstice.engine.host;

/// The gamma function's logarithm and the derivatives of that, in double precision.
final class Gamma {
    private Gamma() {}

    // Lanczos' approximation with g = 7, as XLA has it.
    private static final double LANCZOS_G = 7;
    private static final double LANCZOS_BASE = 0.99999999999980993227684700473478;
    private static final double[] LANCZOS = {676.520368121885098567009190444019, -1259.13921672240287047156078755283,
        771.3234287776530788486528258894, -176.61502916214059906584551354, 12.507343278686904814458936853,
        -0.13857109526572011689554707, 9.984369578019570859563e-6, 1.50563273514931155834e-7};

    /// `(2k)! / B(2k)`, the denominators of the Euler-Maclaurin terms (Moshier's Cephes, zeta.c).
    private static final double[] EULER_MACLAURIN = {12, -720, 30240, -1209600, 47900160, -1.8924375803183791606e9, 7.47242496e10,
        -2.950130727918164224e12, 1.1646782814350067249e14, -4.5979787224074726105e15, 1.8152105401943546773e17,
        -7.1661652561756670113e18};

    private static final double EPSILON = Math.ulp(1.0) / 2;

    static double logGamma(double x) {
        if (Double.isInfinite(x)) return Double.POSITIVE_INFINITY;
        if (x == 1 || x == 2) return 0;
        double z = x < 0.5 ? -x : x - 1;
        double sum = LANCZOS_BASE;
        for (int i = 0; i < LANCZOS.length; i++) sum += LANCZOS[i] / (z + i + 1);
        double t = z + LANCZOS_G + 0.5;
        double logT = Math.log(LANCZOS_G + 0.5) + Math.log1p(z / (LANCZOS_G + 0.5));
        double y = 0.5 * Math.log(2 * Math.PI) + (z + 0.5 - t / logT) * logT + Math.log(sum);
        if (!(x < 0.5)) return y;
        double fraction = Math.abs(x) - Math.floor(Math.abs(x));
        double logSine = Math.log(Math.sin(Math.PI * Math.min(fraction, 1 - fraction)));
        return Double.isInfinite(logSine) ? -logSine : Math.log(Math.PI) - logSine - y; // infinite at the poles
    }

    static double digamma(double x) {
        if (x <= 0 && x == Math.floor(x)) return Double.NaN;
        if (x == Double.POSITIVE_INFINITY) return x;
        double z = x < 0.5 ? -x : x - 1;
        double slope = 0;
        double sum = LANCZOS_BASE;
        for (int i = 0; i < LANCZOS.length; i++) {
            double term = LANCZOS[i] / (z + i + 1);
            slope -= term / (z + i + 1);
            sum += term;
        }
        double t = z + LANCZOS_G + 0.5;
        double y = Math.log(LANCZOS_G + 0.5) + Math.log1p(z / (LANCZOS_G + 0.5)) + slope / sum - LANCZOS_G / t;
        return x < 0.5 ? y - Math.PI / Math.tan(Math.PI * (x + Math.abs(Math.floor(x + 0.5)))) : y;
    }

    /// Derivative number `m` of [#digamma]; NaN unless `m` is a natural number.
    static double polygamma(double m, double x) {
        if (m == 0) return digamma(x);
        if (!(m > 0) || m != Math.floor(m)) return Double.NaN;
        double magnitude = Math.exp(logGamma(m + 1)) * zeta(m + 1, x);
        return m % 2 == 0 ? -magnitude : magnitude;
    }

    /// The sum of `(k + q)^-x` over `k >= 0`: its first terms, then Euler and Maclaurin's formula for the rest.
    static double zeta(double x, double q) {
        if (Double.isNaN(x) || Double.isNaN(q) || x < 1) return Double.NaN;
        if (x == 1) return Double.POSITIVE_INFINITY;
        if (q <= 0) {
            if (q == Math.floor(q)) return x == Math.floor(x) && x % 2 == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            if (x != Math.floor(x)) return Double.NaN; // powers of negative numbers
        }
        double sum = Math.pow(q, -x);
        double a = q;
        double power = 0;
        for (int i = 0; i < 9 || a <= 9; i++) {
            a++;
            power = Math.pow(a, -x);
            sum += power;
            if (Math.abs(power) < EPSILON * Math.abs(sum)) return sum;
        }
        sum += power * a / (x - 1) - 0.5 * power;
        double factor = 1;
        double k = 0;
        for (double denominator : EULER_MACLAURIN) {
            factor *= x + k;
            power /= a;
            double term = factor * power / denominator;
            sum += term;
            if (Math.abs(term) < EPSILON * Math.abs(sum)) return sum;
            factor *= x + k + 1;
            power /= a;
            k += 2;
        }
        return sum;
    }
}
