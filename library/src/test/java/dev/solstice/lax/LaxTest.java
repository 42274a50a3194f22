package dev.solstice.lax;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.ShapeStruct;
import dev.solstice.transform.Vmap;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LaxTest {
    private static Array struct(int... lengths) {
        return new ShapeStruct(DType.FLOAT32, Shape.of(lengths));
    }

    // ---- convolutions ----

    @Property(tries = 100)
    void same_padding_gives_the_length_divided_by_the_stride_rounded_up(@ForAll @IntRange(min = 1, max = 20) int length,
                                                                       @ForAll @IntRange(min = 1, max = 6) int window,
                                                                       @ForAll @IntRange(min = 1, max = 5) int stride) {
        for (var name : new String[] {"SAME", "SAME_LOWER"}) {
            var y = Lax.convGeneralDilated(struct(1, 1, length), struct(1, 1, window), new int[] {stride}, name);
            assertEquals(Math.ceilDiv(length, stride), y.shape().dim(2));
        }
        var up = Convolution.of(stride).padding("SAME").transpose(struct(1, 1, length), struct(1, 1, window));
        assertEquals(length * stride, up.shape().dim(2), "the transposed convolution stretches by the stride");
    }

    @Test
    void layouts_are_permutations_of_one_convolution() {
        var image = struct(2, 8, 9, 6);
        var kernel = struct(3, 3, 2, 12);
        var y = Convolution.of(2, 2).padding("SAME").featureGroupCount(3).dimensionNumbers("NHWC", "HWIO", "NHWC").apply(image, kernel);
        assertEquals(Shape.of(2, 4, 5, 12), y.shape());
    }

    @Test
    void a_padding_or_layout_that_means_nothing_is_an_error() {
        assertThrows(IllegalArgumentException.class, () -> Lax.convGeneralDilated(struct(1, 1, 5), struct(1, 1, 3), new int[] {1}, "HALF"));
        assertThrows(IllegalArgumentException.class,
                () -> Convolution.of(1).lhsDilation(2).padding("SAME").apply(struct(1, 1, 5), struct(1, 1, 3)));
        assertThrows(IllegalArgumentException.class,
                () -> Convolution.of(1).dimensionNumbers("NWX", "OIW", "NCW").apply(struct(1, 1, 5), struct(1, 1, 3)));
    }

    // ---- the rest ----

    @Test
    void running_results_need_no_identity() {
        var x = Array.of(3, 1, 4, 1, 5);
        assertArrayEquals(new int[] {3, 3, 4, 4, 5}, Lax.cummax(x, 0, false).toIntArray());
        assertArrayEquals(new int[] {5, 5, 5, 5, 5}, Lax.cummax(x, 0, true).toIntArray());
        assertArrayEquals(new int[] {3, 3, 12, 12, 60}, Lax.cumprod(x, 0, false).toIntArray());
        assertArrayEquals(new int[] {60, 20, 20, 5, 5}, Lax.cumprod(x, 0, true).toIntArray());
    }

    @Test
    void the_largest_elements_come_first_and_of_equal_ones_the_first() {
        var top = Lax.topK(Array.of(2, Integer.MIN_VALUE, 7, 7, Integer.MAX_VALUE), 4);
        assertArrayEquals(new int[] {Integer.MAX_VALUE, 7, 7, 2}, top[0].toIntArray());
        assertArrayEquals(new int[] {4, 2, 3, 0}, top[1].toIntArray());
        assertThrows(IllegalArgumentException.class, () -> Lax.topK(Array.of(1, 2), 3));
    }

    @Test
    void the_next_number_is_the_one_that_java_knows() {
        float[] from = {0, -0f, 1, -1, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, Float.POSITIVE_INFINITY, 5};
        float[] to = {1, -1, 2, 0, -1, 1, Float.POSITIVE_INFINITY, 0, 5};
        var expected = new float[from.length];
        for (int i = 0; i < from.length; i++) expected[i] = Math.nextAfter(from[i], (double) to[i]);
        assertArrayEquals(expected, Lax.nextafter(Array.of(from), Array.of(to)).toFloatArray());
        assertEquals(Math.nextUp(1.0), Lax.nextafter(Array.of(1.0), Array.of(2.0)).item());
        assertTrue(Double.isNaN(Lax.nextafter(Array.of(Float.NaN), Array.of(0f)).item()));
    }

    /// As JAX has it.
    @Test
    void nan_is_the_largest_and_zero_larger_than_minus_zero() {
        for (var dtype : List.of(DType.FLOAT16, DType.BFLOAT16, DType.FLOAT32, DType.FLOAT64)) {
            var top = Lax.topK(Array.of(-0f, 0f, -2.5f, Float.NaN, 1.5f, 0f, Float.NaN, -0f).astype(dtype), 7);
            assertArrayEquals(new double[] {Double.NaN, Double.NaN, 1.5, 0, 0, -0.0, -0.0}, top[0].toDoubleArray());
            assertEquals("[3 6 4 1 5 0 7]", top[1].toString());
        }
    }

    @Test
    void many_right_hand_sides_of_nothing_are_solved() {
        var a = Array.of(Shape.of(0, 0), new float[0]);
        var b = Array.of(Shape.of(3, 0, 2), new float[0]);
        assertEquals(Shape.of(3, 0, 2), Vmap.vmap((Array m, Array v) -> LinearAlgebra.triangularSolve(m, v, true, true, false, false), null, 0).apply(a, b).shape());
    }

    @Test
    void sixteen_bits_have_a_next_number_too() {
        for (var dtype : List.of(DType.FLOAT16, DType.BFLOAT16)) {
            var x = Array.of(1f, -1f, 0f, 0f, 2f, Float.NaN).astype(dtype);
            var y = Array.of(2f, 1f, 1f, -1f, 2f, 0f).astype(dtype);
            double epsilon = dtype.epsilon();
            double least = dtype == DType.FLOAT16 ? 0x1p-24 : 0x1p-133;
            assertArrayEquals(new double[] {1 + epsilon, -1 + epsilon / 2, least, -least, 2, Double.NaN}, Lax.nextafter(x, y).toDoubleArray());
        }
    }

    @Test
    void the_example_of_the_class_runs() {
        var a = Array.of(new float[][] {{1, 2}, {3, 4}});
        var y = Lax.dotGeneral(a, a, new int[] {1}, new int[] {0}, new int[0], new int[0]);
        assertArrayEquals(new float[] {7, 10, 15, 22}, y.toFloatArray());
        assertEquals("[ 1 12 13  4]", Array.of(1, 2, 3, 4).at("1:3").add(10).toString());
    }
}
