package dev.solstice.engine.host;

/// Float functions several times faster than the double ones of `java.lang.Math`, and as accurate as JAX's.
final class FastMath {
    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN_2 = 0.6931471805599453;
    /// Adding it rounds a double of moderate size to an integer, which is then in the low bits.
    private static final double ROUNDING = 0x1.8p52;
    private static final float TANH_IS_ONE = 7.90531110763549805f;

    private FastMath() {}

    /// Within 0.501 units in the last place, denormal results included.
    static float exp(float x) {
        return (float) expDouble(x);
    }

    static float logistic(float x) {
        return (float) (1 / (1 + expDouble(-x)));
    }

    /// exp with a relative error of 2e-10, for arguments of float range: results beyond it are still right when
    /// rounded to float.
    private static double expDouble(float x) {
        double clamped = Math.max(-150.0, Math.min(150.0, x));
        double shifted = clamped * LOG2_E + ROUNDING;
        double r = clamped - (shifted - ROUNDING) * LN_2;
        double r2 = r * r;
        double r4 = r2 * r2;
        double p = 1 + r + r2 * (0.5 + r * (1 / 6.0)) + r4 * (1 / 24.0 + r * (1 / 120.0) + r2 * (1 / 720.0 + r * (1 / 5040.0)))
                + r4 * r4 * (1 / 40320.0);
        long exponent = Double.doubleToRawLongBits(shifted) << 52;
        return p * Double.longBitsToDouble(exponent + (1023L << 52));
    }

    /// Within 0.501 units in the last place.
    static float log(float x) {
        if (!(x > 0) || x == Float.POSITIVE_INFINITY) {
            return x == 0 ? Float.NEGATIVE_INFINITY : x > 0 ? x : Float.NaN;
        }
        long bits = Double.doubleToRawLongBits(x);
        // The mantissa from sqrt(1/2) to sqrt(2), so that the series in s converges fast and log(1) is 0.
        long exponent = bits - 0x3FE6_A09E_667F_3BCDL >> 52;
        double m = Double.longBitsToDouble(bits - (exponent << 52));
        double s = (m - 1) / (m + 1);
        double z = s * s;
        double z2 = z * z;
        double series = 1 + z * (1 / 3.0) + z2 * (1 / 5.0 + z * (1 / 7.0)) + z2 * z2 * (1 / 9.0 + z * (1 / 11.0) + z2 * (1 / 13.0));
        return (float) (exponent * LN_2 + 2 * s * series);
    }

    /// Eigen's rational approximation, which XLA uses too, in double precision: within 4 units in the last place, where the
    /// same formula in floats is off by 6.
    static void tanh(float[] x, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            double v = Math.max(-TANH_IS_ONE, Math.min(TANH_IS_ONE, x[i]));
            double z = v * v;
            double p = -2.76076847742355e-16;
            p = p * z + 2.00018790482477e-13;
            p = p * z - 8.60467152213735e-11;
            p = p * z + 5.12229709037114e-08;
            p = p * z + 1.48572235717979e-05;
            p = p * z + 6.37261928875436e-04;
            p = p * z + 4.89352455891786e-03;
            double q = 1.19825839466702e-06;
            q = q * z + 1.18534705686654e-04;
            q = q * z + 2.26843463243900e-03;
            q = q * z + 4.89352518554385e-03;
            out[i] = (float) (v * p / q);
        }
        for (int i = 0; i < n; i++) { // apart, so that the loop above is vectorised
            float magnitude = Math.abs(x[i]);
            if (magnitude < 0.0004f) out[i] = x[i];
            if (magnitude > 8.2f) out[i] = Math.signum(x[i]);
        }
    }
}
