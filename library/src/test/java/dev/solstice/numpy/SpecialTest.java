package dev.solstice.numpy;

import static dev.solstice.transform.Grad.grad;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

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
}
