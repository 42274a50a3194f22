package dev.solstice.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class FunctionsTest {
    private interface FloatFunction {
        float apply(float x);
    }

    /// The largest distance in units in the last place, over floats of all magnitudes.
    private static double worst(FloatFunction f, DoubleUnaryOperator exact, float low, float high) {
        double worst = 0;
        for (int i = 0; i <= 200_000; i++) {
            float x = (float) (low + (high - (double) low) * i / 200_000);
            double want = exact.applyAsDouble(x);
            worst = Math.max(worst, Math.abs(f.apply(x) - want) / Math.ulp((float) want));
        }
        return worst;
    }

    @Test
    void fastFloatFunctionsAreAsAccurateAsJaxs() {
        assertTrue(worst(FastMath::exp, Math::exp, -103, 88.7f) < 0.51);
        assertTrue(worst(FastMath::exp, Math::exp, -1e-3f, 1e-3f) < 0.51);
        assertTrue(worst(FastMath::log, Math::log, 1e-30f, 3) < 0.51);
        assertTrue(worst(FastMath::log, Math::log, 1e-42f, 1e-37f) < 0.51);
        assertTrue(worst(FastMath::log, Math::log, 1, 1e38f) < 0.51);
        assertTrue(worst(FastMath::logistic, x -> 1 / (1 + Math.exp(-x)), -87, 87) < 0.51);
        assertTrue(worst(FunctionsTest::tanh, Math::tanh, -9, 9) < 4);
        assertTrue(worst(FunctionsTest::tanh, Math::tanh, -1e-3f, 1e-3f) < 3);
    }

    private static float tanh(float x) {
        float[] out = new float[1];
        FastMath.tanh(new float[] {x}, out, 1);
        return out[0];
    }

    @Test
    void fastFloatFunctionsKnowTheSpecialValues() {
        float infinity = Float.POSITIVE_INFINITY;
        assertEquals(0, FastMath.exp(-infinity));
        assertEquals(infinity, FastMath.exp(infinity));
        assertEquals(infinity, FastMath.exp(89));
        assertEquals(1, FastMath.exp(0));
        assertTrue(Float.isNaN(FastMath.exp(Float.NaN)));
        assertEquals(-infinity, FastMath.log(0));
        assertEquals(infinity, FastMath.log(infinity));
        assertEquals(0, FastMath.log(1));
        assertTrue(Float.isNaN(FastMath.log(-1)) && Float.isNaN(FastMath.log(Float.NaN)));
        assertEquals(1, tanh(infinity));
        assertTrue(Float.isNaN(tanh(Float.NaN)));
        assertEquals(1e-30f, tanh(1e-30f));
        assertEquals(0, FastMath.logistic(-infinity));
    }

    @Test
    void theErrorFunctionHasItsKnownValues() {
        // Abramowitz and Stegun, table 7.1, and Python's math.erf.
        double[][] known = {{0.1, 0.1124629160182849}, {0.5, 0.5204998778130465}, {1, 0.8427007929497149}, {1.2, 0.9103139782296354},
            {2, 0.9953222650189527}, {3, 0.9999779095030014}, {5, 0.9999999999984626}};
        for (double[] pair : known) {
            assertEquals(pair[1], Special.erf(pair[0]), 2e-16);
            assertEquals(-pair[1], Special.erf(-pair[0]), 2e-16);
        }
        assertEquals(1, Special.erf(Double.POSITIVE_INFINITY));
        assertTrue(Double.isNaN(Special.erf(Double.NaN)));
    }

    @Test
    void erfcKeepsItsDigitsFarOut() {
        // Python's math.erfc
        double[][] pairs = {{-3.0, 1.9999779095030015}, {-0.3, 1.3286267594591274}, {0.5, 0.4795001221869535}, {1.0, 0.15729920705028513}, {1.25, 0.07709987174354177},
            {2.0, 0.004677734981047265}, {3.5, 7.430983723414128e-07}, {10.0, 2.088487583762545e-45}, {26.0, 5.663192408856143e-296}};
        for (double[] pair : pairs) assertEquals(pair[1], Special.erfc(pair[0]), 2e-15 * pair[1]);
        assertEquals(0, Special.erfc(Double.POSITIVE_INFINITY));
        assertEquals(2, Special.erfc(Double.NEGATIVE_INFINITY));
        assertTrue(Double.isNaN(Special.erfc(Double.NaN)));
    }

    @Test
    void erfInvUndoesErf() {
        for (double x = -0.9999; x < 1; x += 0.00037) {
            assertEquals(x, Special.erf(Special.erfInv(x)), 4e-16);
            assertEquals(Special.erfInv(x), Special.erfInv((float) x), 1e-5 * Math.max(1, Math.abs(Special.erfInv(x))) + 2e-3 * (Math.abs(x) > 0.99 ? 1 : 0));
        }
        for (double tail = 1e-3; tail > 1e-12; tail /= 7) {
            double x = 1 - tail;
            assertEquals(x, Special.erf(Special.erfInv(x)), 4e-16);
        }
        assertEquals(Double.POSITIVE_INFINITY, Special.erfInv(1.0));
        assertEquals(Float.NEGATIVE_INFINITY, Special.erfInv(-1f));
        assertTrue(Double.isNaN(Special.erfInv(1.5)));
    }

    @Test
    void powersFollowC() {
        assertEquals(1, Special.pow(1.0, Double.NaN));
        assertEquals(1, Special.pow(-1.0, Double.NEGATIVE_INFINITY));
        assertEquals(-8, Special.pow(-2.0, 3.0));
        assertEquals(81, Special.pow(3L, 4L));
        assertEquals(0, Special.pow(3L, -1L));
        assertEquals(-1, Special.pow(-1L, -3L));
    }
}
