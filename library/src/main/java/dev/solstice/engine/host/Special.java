package dev.solstice.engine.host;

/// Scalar functions that `java.lang.Math` lacks or defines otherwise than C and XLA do.
final class Special {
    private Special() {}

    // Coefficients of erf and erfc: Sun's fdlibm, s_erf.c, highest degree first.
    private static final double[] ERF_P = {-2.37630166566501626084e-05, -5.77027029648944159157e-03, -2.84817495755985104766e-02,
        -3.25042107247001499370e-01, 1.28379167095512558561e-01};
    private static final double[] ERF_Q = {-3.96022827877536812320e-06, 1.32494738004321644526e-04, 5.08130628187576562776e-03,
        6.50222499887672944485e-02, 3.97917223959155352819e-01, 1};
    private static final double ERF_ONE = 8.45062911510467529297e-01;
    private static final double[] NEAR_ONE_P = {-2.16637559486879084300e-03, 3.54783043256182359371e-02, -1.10894694282396677476e-01,
        3.18346619901161753674e-01, -3.72207876035701323847e-01, 4.14856118683748331666e-01, -2.36211856075265944077e-03};
    private static final double[] NEAR_ONE_Q = {1.19844998467991074170e-02, 1.36370839120290507362e-02, 1.26171219808761642112e-01,
        7.18286544141962662868e-02, 5.40397917702171048937e-01, 1.06420880400844228286e-01, 1};
    private static final double[] TAIL_P = {-9.81432934416914548592e+00, -8.12874355063065934246e+01, -1.84605092906711035994e+02,
        -1.62396669462573470355e+02, -6.23753324503260060396e+01, -1.05586262253232909814e+01, -6.93858572707181764372e-01,
        -9.86494403484714822705e-03};
    private static final double[] TAIL_Q = {-6.04244152148580987438e-02, 6.57024977031928170135e+00, 1.08635005541779435134e+02,
        4.29008140027567833386e+02, 6.45387271733267880336e+02, 4.34565877475229228821e+02, 1.37657754143519042600e+02,
        1.96512716674392571292e+01, 1};
    private static final double[] FAR_P = {-4.83519191608651397019e+02, -1.02509513161107724954e+03, -6.37566443368389627722e+02,
        -1.60636384855821916062e+02, -1.77579549177547519889e+01, -7.99283237680523006574e-01, -9.86494292470009928597e-03};
    private static final double[] FAR_Q = {-2.24409524465858183362e+01, 4.74528541206955367215e+02, 2.55305040643316442583e+03,
        3.19985821950859553908e+03, 1.53672958608443695994e+03, 3.25792512996573918826e+02, 3.03380607434824582924e+01, 1};

    // Coefficients of erf_inv: Giles, "Approximating the erfinv function" (GPU Computing Gems, 2011), as XLA uses them.
    private static final float[] INV_CENTRE_F = {2.81022636e-08f, 3.43273939e-07f, -3.5233877e-06f, -4.39150654e-06f, 0.00021858087f,
        -0.00125372503f, -0.00417768164f, 0.246640727f, 1.50140941f};
    private static final float[] INV_TAIL_F = {-0.000200214257f, 0.000100950558f, 0.00134934322f, -0.00367342844f, 0.00573950773f,
        -0.0076224613f, 0.00943887047f, 1.00167406f, 2.83297682f};
    private static final double[] INV_CENTRE = {-3.6444120640178196996e-21, -1.685059138182016589e-19, 1.2858480715256400167e-18,
        1.115787767802518096e-17, -1.333171662854620906e-16, 2.0972767875968561637e-17, 6.6376381343583238325e-15,
        -4.0545662729752068639e-14, -8.1519341976054721522e-14, 2.6335093153082322977e-12, -1.2975133253453532498e-11,
        -5.4154120542946279317e-11, 1.051212273321532285e-09, -4.1126339803469836976e-09, -2.9070369957882005086e-08,
        4.2347877827932403518e-07, -1.3654692000834678645e-06, -1.3882523362786468719e-05, 0.0001867342080340571352,
        -0.00074070253416626697512, -0.0060336708714301490533, 0.24015818242558961693, 1.6536545626831027356};
    private static final double[] INV_TAIL = {2.2137376921775787049e-09, 9.0756561938885390979e-08, -2.7517406297064545428e-07,
        1.8239629214389227755e-08, 1.5027403968909827627e-06, -4.013867526981545969e-06, 2.9234449089955446044e-06,
        1.2475304481671778723e-05, -4.7318229009055733981e-05, 6.8284851459573175448e-05, 2.4031110387097893999e-05,
        -0.0003550375203628474796, 0.00095328937973738049703, -0.0016882755560235047313, 0.0024914420961078508066,
        -0.0037512085075692412107, 0.005370914553590063617, 1.0052589676941592334, 3.0838856104922207635};
    private static final double[] INV_FAR = {-2.7109920616438573243e-11, -2.5556418169965252055e-10, 1.5076572693500548083e-09,
        -3.7894654401267369937e-09, 7.6157012080783393804e-09, -1.4960026627149240478e-08, 2.9147953450901080826e-08,
        -6.7711997758452339498e-08, 2.2900482228026654717e-07, -9.9298272942317002539e-07, 4.5260625972231537039e-06,
        -1.9681778105531670567e-05, 7.5995277030017761139e-05, -0.00021503011930044477347, -0.00013871931833623122026,
        1.0103004648645343977, 4.8499064014085844221};

    private static final double LN_2 = Math.log(2);

    static double erf(double x) {
        double a = Math.abs(x);
        if (a < 0.84375) {
            double z = x * x;
            return x + x * (polynomial(z, ERF_P) / polynomial(z, ERF_Q));
        }
        if (a < 1.25) {
            double s = a - 1;
            return Math.copySign(ERF_ONE + polynomial(s, NEAR_ONE_P) / polynomial(s, NEAR_ONE_Q), x);
        }
        return a < 6 ? Math.copySign(1 - erfcTail(a), x) : x != x ? x : Math.copySign(1.0, x);
    }

    /// `1 - erf(x)`, to nearly full relative precision where erf is close to 1 too.
    static double erfc(double x) {
        if (x < 1.25 || x != x) return 1 - erf(x);
        return x < 28 ? erfcTail(x) : 0;
    }

    /// erfc for arguments from 1.25 on.
    private static double erfcTail(double a) {
        double s = 1 / (a * a);
        double ratio = a < 1 / 0.35 ? polynomial(s, TAIL_P) / polynomial(s, TAIL_Q) : polynomial(s, FAR_P) / polynomial(s, FAR_Q);
        // exp(-a^2) without losing digits of a^2: z is a with its low half cleared, so that z^2 is exact.
        double z = Double.longBitsToDouble(Double.doubleToRawLongBits(a) & 0xFFFF_FFFF_0000_0000L);
        return Math.exp(-z * z - 0.5625) * Math.exp((z - a) * (z + a) + ratio) / a;
    }

    static double erfInv(double x) {
        if (Math.abs(x) == 1) {
            return x * Double.POSITIVE_INFINITY;
        }
        double w = -Math.log1p(-x * x);
        if (w < 6.25) {
            return x * polynomial(w - 3.125, INV_CENTRE);
        }
        double root = Math.sqrt(w);
        return x * (w < 16 ? polynomial(root - 3.25, INV_TAIL) : polynomial(root - 5, INV_FAR));
    }

    static float erfInv(float x) {
        if (Math.abs(x) == 1) {
            return x * Float.POSITIVE_INFINITY;
        }
        float w = (float) -Math.log1p(-x * x);
        return x * (w < 5 ? polynomial(w - 2.5f, INV_CENTRE_F) : polynomial((float) Math.sqrt(w) - 3, INV_TAIL_F));
    }

    static double asinh(double x) {
        double a = Math.abs(x);
        double y = a < 1e8 ? Math.log1p(a + a * a / (1 + Math.sqrt(1 + a * a))) : Math.log(a) + LN_2;
        return Math.copySign(y, x);
    }

    static double acosh(double x) {
        double t = x - 1;
        return x < 1e8 ? Math.log1p(t + Math.sqrt(t * (t + 2))) : Math.log(x) + LN_2;
    }

    static double atanh(double x) {
        double a = Math.abs(x);
        return Math.copySign(0.5 * Math.log1p(2 * a / (1 - a)), x);
    }

    /// Rounds to a narrower format, half to even; what is too large becomes infinite, what is too small a signed zero.
    static double reducePrecision(double x, int exponentBits, int mantissaBits) {
        if (Double.isNaN(x)) return mantissaBits > 0 ? x : Math.copySign(Double.POSITIVE_INFINITY, x);
        double rounded = x;
        if (mantissaBits < 52) {
            long bits = Double.doubleToRawLongBits(x);
            int dropped = 52 - mantissaBits;
            long half = (1L << dropped - 1) - 1 + (bits >>> dropped & 1);
            rounded = Double.longBitsToDouble(bits + half & -1L << dropped);
        }
        int bias = (1 << exponentBits - 1) - 1;
        if (exponentBits < 11 && Math.getExponent(rounded) > bias) return Math.copySign(Double.POSITIVE_INFINITY, x);
        return exponentBits < 11 && Math.getExponent(rounded) < 1 - bias ? Math.copySign(0, x) : rounded;
    }

    static float reducePrecision(float x, int exponentBits, int mantissaBits) {
        if (Float.isNaN(x)) return mantissaBits > 0 ? x : Math.copySign(Float.POSITIVE_INFINITY, x);
        float rounded = x;
        if (mantissaBits < 23) {
            int bits = Float.floatToRawIntBits(x);
            int dropped = 23 - mantissaBits;
            int half = (1 << dropped - 1) - 1 + (bits >>> dropped & 1);
            rounded = Float.intBitsToFloat(bits + half & -1 << dropped);
        }
        return exponentBits < 8 ? (float) reducePrecision((double) rounded, exponentBits, 52) : rounded;
    }

    /// C's `pow`: 1 to any power is 1, and -1 to an infinite power too (Java says NaN).
    static double pow(double x, double y) {
        return x == 1 || x == -1 && Double.isInfinite(y) ? 1 : Math.pow(x, y);
    }

    /// The integer part of the power; negative powers of anything but 1 and -1 are 0.
    static long pow(long x, long y) {
        if (y < 0) {
            return x == 1 || x == -1 && (y & 1) == 0 ? 1 : x == -1 ? -1 : 0;
        }
        return unsignedPow(x, y);
    }

    /// The power to an exponent that is read as unsigned, modulo 2^64.
    static long unsignedPow(long x, long y) {
        long result = 1;
        for (long base = x; y != 0; y >>>= 1, base *= base) {
            if ((y & 1) != 0) result *= base;
        }
        return result;
    }

    private static double polynomial(double x, double[] coefficients) {
        double p = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) p = p * x + coefficients[i];
        return p;
    }

    private static float polynomial(float x, float[] coefficients) {
        float p = coefficients[0];
        for (int i = 1; i < coefficients.length; i++) p = p * x + coefficients[i];
        return p;
    }
}
