package dev.solstice.core;

import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IndexingTest {
    /// Elements that are their own positions in row-major order.
    private static Array positions(int... lengths) {
        var shape = Shape.of(lengths);
        return Array.of(shape, IntStream.range(0, shape.size()).toArray());
    }

    private static void assertArray(Shape shape, int[] elements, Array actual) {
        assertEquals(shape, actual.shape());
        assertArrayEquals(elements, actual.toIntArray());
    }

    // ---- reading ----

    @Test
    void slices_positions_new_axes_and_ellipses_are_numpys() {
        var x = positions(3, 4);
        assertArray(Shape.of(4), new int[] {4, 5, 6, 7}, x.get(1));
        assertArray(Shape.of(4), new int[] {8, 9, 10, 11}, x.get(-1));
        assertArray(Shape.of(3), new int[] {3, 7, 11}, x.get("..., -1"));
        assertArray(Shape.of(2, 2), new int[] {1, 3, 5, 7}, x.get(":2, 1::2"));
        assertArray(Shape.of(3, 1, 2), new int[] {1, 0, 5, 4, 9, 8}, x.get(":, None, 1::-1"));
        assertArray(Shape.scalar(), new int[] {6}, x.get(1, 2));
        assertArray(Shape.of(0, 4), new int[0], x.get("2:1"));
    }

    @Property(tries = 150)
    void a_slice_takes_what_a_loop_takes(@ForAll @IntRange(min = 0, max = 6) int length, @ForAll @IntRange(min = -8, max = 8) int start,
                                         @ForAll @IntRange(min = -8, max = 8) int stop, @ForAll @IntRange(min = -3, max = 3) int step) {
        if (step == 0) return;
        var expected = new ArrayList<Integer>();
        int from = bound(start, length, step);
        int to = bound(stop, length, step);
        for (int i = from; step > 0 ? i < to : i > to; i += step) expected.add(i);
        assertArrayEquals(expected.stream().mapToInt(i -> i).toArray(), positions(length).get(start + ":" + stop + ":" + step).toIntArray());
    }

    /// Python's rule for the ends of a slice.
    private static int bound(int given, int length, int step) {
        int i = given < 0 ? given + length : given;
        return step > 0 ? Math.clamp(i, 0, length) : Math.clamp(i, -1, length - 1);
    }

    @Test
    void integer_arrays_broadcast_together_and_keep_their_place_if_they_are_neighbours() {
        var x = positions(2, 3, 4);
        var i = Array.of(1, 0);
        var j = Array.of(Shape.of(3, 1), 0, 2, -1);
        assertEquals(Shape.of(3, 2, 4), x.get(i, j).shape());
        assertEquals(Shape.of(3, 2, 3), x.get(i, ":", j).shape(), "separated arrays come first");
        assertEquals(Shape.of(2, 3, 2), x.get(":", j, i).shape());
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 2; b++) {
                int row = i.get(b).intItem();
                int column = Math.floorMod(j.get(a, 0).intItem(), 3);
                assertArrayEquals(x.get(row, column).toIntArray(), x.get(i, j).get(a, b).toIntArray());
            }
        }
    }

    @Test
    void an_int_next_to_an_array_counts_as_an_array() {
        var x = positions(2, 3, 4);
        assertEquals(Shape.of(2, 3), x.get(0, ":", Array.of(0, 1)).shape());
        assertArray(Shape.of(2), new int[] {5, 6}, x.get(0, 1, Array.of(1, 2)));
    }

    @Test
    void a_mask_takes_the_elements_where_it_is_true() {
        var x = positions(2, 3);
        assertArray(Shape.of(3), new int[] {3, 4, 5}, x.get(x.gt(2)));
        assertArray(Shape.of(2, 2), new int[] {0, 2, 3, 5}, x.get(":", Array.of(true, false, true)));
        assertArray(Shape.of(1, 3), new int[] {3, 4, 5}, x.get(new boolean[] {false, true}));
        assertThrows(IndexOutOfBoundsException.class, () -> x.get(Array.of(true, false, true)));
    }

    @Test
    void a_mask_of_unknown_values_is_an_error_that_names_the_remedy() {
        var error = assertThrows(TracerException.class, () -> jit((Array x) -> x.get(x.gt(2))).apply(positions(4)));
        assertTrue(error.getMessage().contains("where(mask, x, 0)"), error.getMessage());
    }

    @Test
    void what_does_not_exist_is_an_error_for_ints_and_clamped_for_arrays() {
        var x = positions(3);
        assertThrows(IndexOutOfBoundsException.class, () -> x.get(3));
        assertThrows(IndexOutOfBoundsException.class, () -> x.get(0, 0));
        assertThrows(IllegalArgumentException.class, () -> x.get("..., ..."));
        assertThrows(IllegalArgumentException.class, () -> x.get(Array.of(0.5f)));
        assertThrows(IllegalArgumentException.class, () -> x.get(1.5));
        assertArrayEquals(new int[] {2, 0}, x.get(Array.of(7, -9)).toIntArray());
    }

    // ---- writing ----

    @Test
    void an_update_changes_what_the_same_index_reads_and_nothing_else() {
        Object[][] indices = {{"1"}, {"..., -1"}, {"::-1, 1:3"}, {":, ::2"}, {Array.of(2, 0)}, {Array.of(1, 0), Array.of(3, -1)},
                {":", Array.of(1, 3)}, {0, Array.of(1, 2)}, {"None, 1"}};
        for (var index : indices) {
            var x = positions(3, 4);
            var read = x.get(index);
            var written = x.at(index).set(read.add(100));
            assertArrayEquals(read.add(100).toIntArray(), written.get(index).toIntArray(), List.of(index).toString());
            assertEquals(100L * read.size(), written.sub(x).sum().toLongArray()[0], "nothing else changed");
            assertArrayEquals(written.toIntArray(), x.at(index).add(100).toIntArray());
        }
    }

    @Test
    void repeated_positions_add_up_and_missing_ones_are_dropped() {
        assertArrayEquals(new int[] {0, 21, 2}, positions(3).at(Array.of(1, 1, 7, -5)).add(10).toIntArray());
        assertArrayEquals(new int[] {0, 1, 9}, positions(3).at(Array.of(-1, 5)).set(9).toIntArray());
    }

    @Test
    void all_values_at_a_repeated_position_are_multiplied_and_compared() {
        var x = positions(4);
        assertArrayEquals(new int[] {0, 10, 2, 30}, x.at("1::2").mul(10).toIntArray());
        assertArrayEquals(new int[] {0, 10, 2, 30}, x.at(Array.of(3, 1)).unique().mul(10).toIntArray());
        assertArrayEquals(new int[] {0, 100, 2, 3}, x.at(Array.of(1, 1, 7)).mul(10).toIntArray());
        assertArrayEquals(new int[] {0, 1, -2, 3}, x.at(Array.of(2, 2, 1)).min(Array.of(-2, 5, 8)).toIntArray());
        assertArrayEquals(new int[] {0, 8, 5, 3}, x.at(Array.of(2, 2, 1)).max(Array.of(-2, 5, 8)).toIntArray());
        assertArrayEquals(new int[] {0, 1, 1, 1}, x.at("1:").min(Array.of(1, 1, 1)).toIntArray());
    }

    @Test
    void values_take_the_dtype_of_the_array_and_broadcast_to_the_index() {
        var x = positions(2, 3).astype(DType.FLOAT32);
        assertEquals("f32[2,3]", x.at(":, 1:").set(Array.of(7, 8)).summary());
        assertArrayEquals(new float[] {0, 7, 8, 3, 7, 8}, x.at(":, 1:").set(Array.of(7, 8)).toFloatArray());
        assertThrows(IllegalArgumentException.class, () -> x.at(":, 1:").set(Array.of(1, 2, 3)));
    }

    @Test
    void a_derivative_by_factors_needs_the_promise_that_no_position_repeats() {
        var x = positions(4).astype(DType.FLOAT32);
        var factors = Array.of(5f, 7f);
        assertArrayEquals(new float[] {3, 1}, grad((Array y) -> x.at(Array.of(3, 1)).unique().mul(y).sum()).apply(factors).toFloatArray());
        var error = assertThrows(UnsupportedOperationException.class, () -> grad((Array y) -> x.at(Array.of(3, 1)).mul(y).sum()).apply(factors));
        assertTrue(error.getMessage().contains("unique()"), error.getMessage());
        var byArray = grad((Array y) -> y.at(Array.of(1, 1)).mul(factors).sum()).apply(x);
        assertArrayEquals(new float[] {1, 35, 1, 1}, byArray.toFloatArray());
    }

    @Test
    void values_that_tie_for_an_extremum_share_its_derivative() {
        var x = Array.of(1f, 2f, 3f);
        var values = Array.of(2f, 2f, 0f);
        var at = Array.of(1, 1, 2);
        assertArrayEquals(new float[] {1, 1 / 3f, 1}, grad((Array a) -> a.at(at).max(values).sum()).apply(x).toFloatArray());
        assertArrayEquals(new float[] {1 / 3f, 1 / 3f, 0}, grad((Array y) -> x.at(at).max(y).sum()).apply(values).toFloatArray());
    }

    // ---- transformed ----

    @Test
    void traced_positions_can_be_read_written_mapped_and_differentiated() {
        var x = positions(3, 4).astype(DType.FLOAT32);
        var i = Array.of(2, 0, 3);
        assertArrayEquals(new float[] {2, 4, 11}, vmap((Array row, Array at) -> row.get(at)).apply(x, i).toFloatArray());
        var written = jit((Array a, Array at) -> a.at(at).set(0)).apply(x, Array.of(1));
        assertArrayEquals(new float[] {0, 0, 0, 0}, written.get(1).toFloatArray());
        var gradient = grad((Array a) -> a.get(Array.of(1, 1)).sum()).apply(x);
        assertArrayEquals(new float[] {0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0}, gradient.toFloatArray());
    }
}
