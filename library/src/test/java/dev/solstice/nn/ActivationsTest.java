package dev.solstice.nn;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ActivationsTest {
    private static double derivative(Layer f, double x) {
        return filterGrad((Array p) -> f.apply(p).sum()).apply(Array.of((float) x)).item();
    }

    /// From jax.nn 0.10: the derivatives at 0, where several of these have a kink.
    @ParameterizedTest
    @CsvSource({"RELU, 0", "RELU6, 0", "SIGMOID, 0.25", "TANH, 1", "SOFTPLUS, 0.5", "LOG_SIGMOID, 0.5", "SILU, 0.5", "GELU, 0.5",
            "GELU_EXACT, 0.5", "ELU, 1", "LEAKY_RELU, 1", "SOFT_SIGN, 1", "MISH, 0.6", "IDENTITY, 1"})
    void theDerivativeAtZeroIsJaxs(Activation activation, double expected) {
        assertEquals(expected, derivative(activation, 0), 1e-6);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void anActivationPrintsAsTheNameOfItsFunctionAndKeepsTheShape(Activation activation) throws Exception {
        if (activation != Activation.IDENTITY) Activations.class.getMethod(activation.toString(), Array.class);
        assertEquals(Shape.of(2, 3), activation.apply(Array.of(new float[][] {{-1, 0, 1}, {2, -3, 4}})).shape());
    }

    @ParameterizedTest
    @EnumSource(value = Activation.class, names = {"SOFTMAX", "LOG_SOFTMAX"}, mode = EnumSource.Mode.EXCLUDE)
    void derivativesAgreeWithDifferences(Activation activation) {
        for (double x : new double[] {-3.3, -0.7, 0.4, 2.9}) {
            var at = Array.of(x - 1e-5, x + 1e-5);
            var values = activation.apply(at).toDoubleArray();
            var exact = filterGrad((Array p) -> activation.apply(p).sum()).apply(Array.of(x)).item();
            assertEquals((values[1] - values[0]) / 2e-5, exact, 1e-7, activation + " at " + x);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Activation.class, names = {"RELU", "SIGMOID", "TANH", "SOFTPLUS", "LOG_SIGMOID", "ELU", "LEAKY_RELU", "SILU", "GELU"})
    void largeNumbersHaveFiniteDerivatives(Activation activation) {
        assertTrue(Double.isFinite(derivative(activation, 1000)), "at 1000");
        assertTrue(Double.isFinite(derivative(activation, -1000)), "at -1000");
    }

    @Test
    void aNaNStaysOne() {
        assertTrue(Float.isNaN(Activations.relu(Array.of(Float.NaN)).toFloatArray()[0]));
    }

    @Test
    void softmaxIsExactForLargeDifferences() {
        var x = Array.of(1000f, 0f, -1000f);
        assertArrayEquals(new float[] {1, 0, 0}, Activations.softmax(x).toFloatArray());
        assertArrayEquals(new float[] {0, -1000, -2000}, Activations.logSoftmax(x).toFloatArray());
        assertEquals(1000, Activations.logsumexp(x).item());
    }

    @Test
    void softmaxRunsAlongAnyAxis() {
        var x = Array.of(new float[][] {{1, 2}, {3, 5}});
        assertArrayEquals(new float[] {1, 1}, Activations.softmax(x, 0).sum(0).toFloatArray(), 1e-6f);
        assertArrayEquals(new float[] {1, 1}, Activations.softmax(x, -1).sum(1).toFloatArray(), 1e-6f);
        assertEquals(Shape.of(2), Activations.logsumexp(x, 0).shape());
        assertEquals(Math.log(Math.exp(1) + Math.exp(3)), Activations.logsumexp(x, 0).toFloatArray()[0], 1e-6);
    }

    @Test
    void theLogarithmOfASumOfNothingIsMinusInfinity() {
        var nothing = Array.of(Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
        assertEquals(Double.NEGATIVE_INFINITY, Activations.logsumexp(nothing).item());
    }

    @Test
    void aOneHotRowHasAOneAtItsNumberAndNoneOutside() {
        var rows = Activations.oneHot(Array.of(2, 0, 3, -1), 3);
        assertEquals("f32[4,3]", rows.summary());
        assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0}, rows.toFloatArray());
    }

    @Test
    void integersBecomeFloatsExceptForRelu() {
        assertEquals("f32[2]", Activations.sigmoid(Array.of(1, 2)).summary());
        assertArrayEquals(new int[] {0, 2}, Activations.relu(Array.of(-1, 2)).toIntArray());
    }

    @Test
    void gluHalvesItsAxisAndRefusesAnOddOne() {
        assertArrayEquals(new float[] {1.5f, 2}, Activations.glu(Array.of(3f, 4, 0, 0)).toFloatArray());
        assertEquals(Shape.of(1, 3), Activations.glu(Array.of(Shape.of(2, 3), new float[6]), 0).shape());
        var error = assertThrows(IllegalArgumentException.class, () -> Activations.glu(Array.of(1f, 2, 3)));
        assertTrue(error.getMessage().contains("f32[3]"), error.getMessage());
    }
}
