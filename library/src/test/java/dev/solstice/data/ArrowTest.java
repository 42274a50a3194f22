package dev.solstice.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrowTest {
    private static final Path DIGITS = Path.of("../notebooks/data/digits.arrow");

    private static Path resource(String name) throws Exception {
        return Path.of(ArrowTest.class.getResource(name).toURI());
    }

    private static VectorSchemaRoot mixed() throws Exception {
        return Arrow.read(resource("mixed.arrow"));
    }

    @Test
    void theDigitsOfTheTutorialAreThereAndWhatScikitLearnSaysTheyAre() {
        try (var table = Arrow.read(DIGITS)) {
            Array pixels = Arrow.column(table, "pixels");
            Array label = Arrow.column(table, "label");
            assertEquals("u8[1797,64]", pixels.summary());
            assertEquals("u8[1797]", label.summary());
            int[] values = pixels.toIntArray();
            assertArrayEquals(new int[] {0, 0, 5, 13, 9, 1, 0, 0}, java.util.Arrays.copyOf(values, 8));
            assertEquals(561718, IntStream.of(values).sum());
            var counts = new int[10];
            for (int digit : label.toIntArray()) counts[digit]++;
            assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, counts);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixed.arrow", "mixed.arrows"})
    void theBatchesOfAFileAndOfAStreamAreJoined(String file) throws Exception {
        try (var table = Arrow.read(resource(file))) {
            assertEquals(4, table.getRowCount());
            assertArrayEquals(new float[] {1.5f, -2, 2.5f, -2}, Arrow.column(table, "f").toFloatArray());
        }
    }

    @Test
    void everyNumericColumnKeepsItsDtypeAndValues() throws Exception {
        try (var table = mixed()) {
            assertArrayEquals(new double[] {0.1, 0, 0.1, 1}, column(table, "d", DType.FLOAT64).toDoubleArray());
            assertArrayEquals(new int[] {7, -8, 8, -8}, column(table, "i", DType.INT32).toIntArray());
            assertArrayEquals(new long[] {1L << 40, 0, 1L << 40, 1}, column(table, "l", DType.INT64).toLongArray());
            assertArrayEquals(new int[] {-300, 0, -300, 1}, column(table, "s", DType.INT16).toIntArray());
            assertArrayEquals(new long[] {0xFFFF_FFFFL, 0, 0xFFFF_FFFFL, 1}, column(table, "u", DType.UINT32).toLongArray());
            assertArrayEquals(new boolean[] {true, false, true, false}, column(table, "b", DType.BOOL).toBooleanArray());
            assertArrayEquals(new float[] {0.5f, 0, 0.5f, 1}, column(table, "h", DType.FLOAT16).toFloatArray());
        }
    }

    private static Array column(VectorSchemaRoot table, String name, DType dtype) {
        Array column = Arrow.column(table, name);
        assertEquals(dtype, column.dtype());
        return column;
    }

    @Test
    void listsOfListsGetOneAxisEach() throws Exception {
        try (var table = mixed()) {
            Array lists = Arrow.column(table, "m");
            assertEquals("f32[4,3,2]", lists.summary());
            assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 7, 7, 8, 9, 10, 11, 12}, lists.toFloatArray());
        }
    }

    @Test
    void anArrayOutlivesItsTable() throws Exception {
        Array column;
        try (var table = mixed()) {
            column = Arrow.column(table, "i");
        }
        assertArrayEquals(new int[] {7, -8, 8, -8}, column.toIntArray());
    }

    @Test
    void missingFloatsAreNaNAndMissingIntegersAnError() throws Exception {
        try (var table = mixed()) {
            assertArrayEquals(new float[] {1, Float.NaN, 1, Float.NaN}, Arrow.column(table, "n").toFloatArray());
            var error = assertThrows(IllegalArgumentException.class, () -> Arrow.column(table, "k"));
            assertTrue(error.getMessage().contains("'k'") && error.getMessage().contains("lacks 2 values"), error.getMessage());
        }
    }

    @Test
    void aColumnOfTextOrWithAWrongNameIsAnErrorThatNamesIt() throws Exception {
        try (var table = mixed()) {
            var text = assertThrows(IllegalArgumentException.class, () -> Arrow.column(table, "t"));
            assertTrue(text.getMessage().contains("'t' has type Utf8"), text.getMessage());
            var name = assertThrows(IllegalArgumentException.class, () -> Arrow.column(table, "pixel"));
            assertTrue(name.getMessage().contains("no column 'pixel'") && name.getMessage().contains("[f, d, i"), name.getMessage());
        }
    }

    @Test
    void aCompressedFileSaysHowToWriteItPlain() throws Exception {
        var file = resource("compressed.feather");
        var error = assertThrows(IllegalArgumentException.class, () -> Arrow.read(file));
        assertTrue(error.getMessage().contains("compression='uncompressed'"), error.getMessage());
    }

    @Test
    void somethingElseIsNoArrowFileAndAMissingFileIsNamed(@TempDir Path folder) throws Exception {
        var other = Files.writeString(folder.resolve("table.csv"), "x,y\n1,2\n");
        var error = assertThrows(IllegalArgumentException.class, () -> Arrow.read(other));
        assertTrue(error.getMessage().contains("table.csv is no Arrow file"), error.getMessage());
        var missing = folder.resolve("none.arrow");
        assertTrue(assertThrows(UncheckedIOException.class, () -> Arrow.read(missing)).getMessage().contains("none.arrow"));
    }
}
