package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.ShapeStruct;
import dev.solstice.render.model.Figures;
import dev.solstice.render.tensor.Statistics;
import dev.solstice.render.tensor.Tensor;
import dev.solstice.render.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {

    private static Statistics of(Array array) {
        return Statistics.of(Tensors.of(array).orElseThrow());
    }

    private static String written(Array array) {
        return Figures.statistics(of(array), Tensors.of(array).orElseThrow().elements());
    }

    @Test
    void everyElementIsCountedUpToFourMillion() {
        var values = new float[3_000_001];
        values[1_777_777] = Float.NaN;
        values[3_000_000] = 8;
        var s = of(Array.of(values));
        assertEquals(3_000_001, s.count());
        assertFalse(s.sampled());
        assertEquals(1, s.nan());
        assertEquals(8, s.max());
        assertEquals(8 / 3e6, s.mean(), 1e-12);
        assertTrue(s.histogram().getFirst() >= Statistics.DRAWN - 1, "a sample");
        assertEquals(List.of(0L, 0L, 0L, 0L, 0L, 0L, 1L), s.histogram().subList(1, 8), "that has both ends");
    }

    @Test
    void aboveThatASampleIsTakenAndSaid() {
        var values = new float[4_100_000];
        for (int i = 0; i < values.length; i++) values[i] = i % 2;
        var s = of(Array.of(values));
        assertTrue(s.sampled());
        assertTrue(s.count() > 1_000_000 && s.count() < values.length);
        assertEquals(0.5, s.mean(), 1e-3);
        assertTrue(written(Array.of(values)).startsWith("~μ0.50 σ0.50 [0,1.0]"));
    }

    @Test
    void momentsAreOfTheFiniteElements() {
        var s = of(Array.of(1f, Float.NaN, 3f, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY));
        assertEquals(1, s.nan());
        assertEquals(2, s.infinite());
        assertEquals(2, s.mean());
        assertEquals(1, s.deviation());
        assertEquals(1, s.min());
        assertEquals(3, s.max());
        assertEquals("no finite element", written(Array.of(Float.NaN, Float.NaN)));
    }

    @Test
    void constantsIntegersAndBooleansAreWrittenAsWhatTheyAre() {
        assertEquals("=0", written(Models.filled(0, 3, 3)));
        assertEquals("=1.0", written(Models.filled(1, 3, 3)));
        assertEquals("=7", written(Array.of(7, 7)));
        assertEquals("{-1,2,5}", written(Array.of(5, 2, -1, 5)));
        assertEquals("[0,99]", written(Array.of(java.util.stream.IntStream.range(0, 100).toArray())));
        assertEquals("true 25%", written(Array.of(true, false, false, false)));
        assertEquals("all false", written(Array.of(false, false)));
        assertEquals("empty", written(Array.of(new float[0])));
    }

    @Test
    void everyDTypeIsReadFromItsOwnMemory() {
        Array reals = Array.of(Shape.of(4), new float[] {0, 1, 2, 3});
        for (DType dtype : DType.values()) {
            Tensor tensor = Tensors.of(reals.astype(dtype)).orElseThrow();
            var read = new double[2];
            tensor.read(1, 2, read);
            assertEquals(dtype.isBool() ? "[1.0, 1.0]" : "[1.0, 2.0]", Arrays.toString(read), dtype.toString());
            assertEquals(4L * dtype.byteSize(), tensor.bytes());
        }
    }

    @Test
    void anArrayWithoutValuesHasNoStatistics() {
        var tensor = Tensors.of(new ShapeStruct(DType.FLOAT32, Shape.of(2))).orElseThrow();
        assertEquals("f32[2]", tensor.spec());
        assertThrows(IllegalArgumentException.class, () -> Statistics.of(tensor));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "999, 999", "9999, 9999", "10000, 10.0K", "256000, 256K", "999499, 999K", "999500, 1.00M", "1050000, 1.05M",
            "10017256, 10.0M", "8970240, 8.97M", "123456789012, 123B"})
    void quantitiesHaveThreeDigits(long n, String expected) {
        assertEquals(expected, Figures.quantity(n));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1024, 1.0 KB", "40069024, 40.1 MB", "999950, 1.0 MB", "35900000, 35.9 MB", "5000000000, 5.0 GB"})
    void bytesHaveDecimalUnits(long n, String expected) {
        assertEquals(expected, Figures.bytes(n));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1.0", "-0.0034, -3.4e-3", "0.036, 0.036", "-0.62, -0.62", "4.49, 4.5", "12.34, 12.3", "123.4, 123",
            "1e5, 1.0e5", "1.2e-10, 1.2e-10", "-9.96, -10.0", "0.00996, 0.010"})
    void realsHaveTwoOrThreeDigits(double x, String expected) {
        assertEquals(expected, Figures.real(x));
    }
}
