package dev.solstice.numpy;

import static dev.solstice.transform.Grad.grad;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.solstice.array.Complex;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import org.junit.jupiter.api.Test;

class SpecialTest {
    @Test
    void nothingTimesAnInfiniteLogarithmIsNothing() {
        assertArrayEquals(new double[] {0, 0, Double.NEGATIVE_INFINITY}, Special.xlogy(Array.of(0.0, 0, 1), Array.of(0.0, -1, 0)).toDoubleArray());
        assertArrayEquals(new double[] {0, 2 * Math.log(4)}, Special.xlog1py(Array.of(0.0, 2), Array.of(-1.0, 3)).toDoubleArray(), 1e-15);
    }

    @Test
    void theDerivativeAtZeroIsTheLogarithmItself() {
        assertEquals(Math.log(3), grad((Array x) -> Special.xlogy(x, Array.scalar(DType.FLOAT64, 3))).apply(Array.scalar(DType.FLOAT64, 0)).toDoubleArray()[0], 1e-15);
        assertEquals(Math.log(4), grad((Array x) -> Special.xlog1py(x, Array.scalar(DType.FLOAT64, 3))).apply(Array.scalar(DType.FLOAT64, 0)).toDoubleArray()[0], 1e-15);
    }

    @Test
    void operandsBroadcastAndIntegersBecomeFloat32() {
        assertEquals(Shape.of(2, 3), Special.xlogy(Array.of(Shape.of(2, 1), 1f, 2), Array.of(1f, 2, 3)).shape());
        assertEquals("f32[2]", Special.xlogy(Array.of(1, 2), Array.of(1, 2)).summary());
    }

    @Test
    void logitGoesBackFromExpitAndIsInfiniteAtTheEnds() {
        assertArrayEquals(new double[] {-3, 0, 5}, Special.logit(Special.expit(Array.of(-3.0, 0, 5))).toDoubleArray(), 1e-12);
        assertArrayEquals(new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN}, Special.logit(Array.of(0.0, 1, 2)).toDoubleArray());
    }

    /// Expected: Mills' ratio by its continued fraction with 60 digits.
    @Test
    void theLogarithmOfTheNormalDistributionIsRightInBothTails() {
        double[] x = {-1000.0, -36.0, -34.0, -10.5, -9.5, -1.0, 0.0, 1.0, 6.0};
        double[] expected = {-500007.82669481216, -652.5032275937984, -582.4461622468717, -58.404187061073245, -48.30601929896523, -1.8410216450092634, -0.6931471805599453, -0.1727537790234499, -9.865876455243787e-10};
        var wide = Special.logNdtr(Array.of(x)).toDoubleArray();
        var narrow = Special.logNdtr(Array.of(x).astype(DType.FLOAT32)).toDoubleArray();
        var slope = grad((Array v) -> Special.logNdtr(v).sum()).apply(Array.of(x)).toDoubleArray();
        for (int i = 0; i < x.length; i++) {
            assertEquals(expected[i], wide[i], 1e-12 * Math.abs(expected[i]));
            // In the upper tail the result itself grows with x^2 times the rounding of x.
            double rounding = x[i] > 0 ? 1.2e-7 * x[i] * x[i] : 0;
            assertEquals(expected[i], narrow[i], (1e-6 + rounding) * Math.abs(expected[i]));
            double density = Math.exp(-x[i] * x[i] / 2 - expected[i]) / Math.sqrt(2 * Math.PI);
            assertEquals(density, slope[i], 1e-9 * density);
        }
        assertArrayEquals(new double[] {0.5, 1}, Special.ndtr(Array.of(0.0, 40)).toDoubleArray());
    }

    /// Expected: SciPy 1.17.1.
    @Test
    void faddeevasFunctionIsScipysInAllQuadrants() {
        var z = new Complex[] {new Complex(1, 1), new Complex(2, -0.5), new Complex(-3, 0.125), new Complex(0.25, -2)};
        var w = Special.wofz(Array.of(z).astype(DType.COMPLEX128)).toComplexArray();
        var expected = new Complex[] {new Complex(0.30474420525691254, 0.2082189382028316), new Complex(-0.12293249482276239, 0.32755513633331274),
            new Complex(0.00987978089388707, -0.20053413107265364), new Complex(55.171639127109756, 86.34491535791796)};
        for (int i = 0; i < z.length; i++) {
            assertEquals(expected[i].re(), w[i].re(), 1e-11);
            assertEquals(expected[i].im(), w[i].im(), 1e-11);
        }
    }

    /// Expected: SciPy 1.17.1.
    @Test
    void sphericalHarmonicsAreScipys() {
        var y = Special.sphHarmY(Array.of(0, 1, 3, 5, 4), Array.of(0, 1, -2, 4, 0), Array.of(0.4, 0.4, 1.1, 2.1, 0.2), Array.of(0.3, 0.3, 0.7, -1.3, 1), 5);
        var expected = new Complex[] {new Complex(0.28209479177387814, 0), new Complex(-0.12853265164989514, -0.03975980841375871),
            new Complex(0.06258014418941468, -0.3628323989083784), new Complex(-0.19274820315192237, -0.36345408367995174),
            new Complex(0.6850401565207941, 0)};
        var values = y.toComplexArray();
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i].re(), values[i].re(), 1e-13);
            assertEquals(expected[i].im(), values[i].im(), 1e-13);
        }
        var several = Special.sphHarmY(Array.scalar(2), Array.of(Shape.of(3, 1), -1, 0, 2), Array.of(0.5, 1), Array.scalar(0.2), 2);
        assertEquals(Shape.of(3, 2), several.shape());
    }
}
