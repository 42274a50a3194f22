package dev.solstice.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IndexTest {
    private static Shape shapeOf(String index, int... dims) {
        return Index.view(Index.parse(index), Shape.of(dims)).shape();
    }

    @Test
    void entriesAreReadAsNumPyReadsThem() {
        assertEquals(
                List.of(new Index.Slice(1, 3, null), Index.Slice.ALL, new Index.At(-1), new Index.Ellipsis(), new Index.NewAxis(),
                        new Index.Slice(null, null, 2)),
                Index.parse("1:3, :, -1, ..., None, ::2"));
        assertEquals(List.of(new Index.Slice(null, -2, -1)), Index.parse("[:-2:-1]"));
        for (String wrong : new String[] {"", "1,", "a", "1:2:3:4", "1.5", "1 2"}) {
            var error = assertThrows(IllegalArgumentException.class, () -> Index.parse(wrong));
            assertTrue(error.getMessage().contains("\"" + wrong + "\""), error.getMessage());
        }
    }

    @Test
    void theResultHasNumPysShape() {
        assertEquals(Shape.of(2, 5), shapeOf("1:3, :, -1", 4, 5, 6));
        assertEquals(Shape.of(4, 5, 1), shapeOf("..., 0, None", 4, 5, 6));
        assertEquals(Shape.of(1, 6), shapeOf("0, None, ..., 2, :", 4, 5, 6));
        assertEquals(Shape.of(4), shapeOf("..., :", 4));
        assertEquals(Shape.scalar(), shapeOf("...", new int[0]));
    }

    @Test
    void whatDoesNotExistIsRefused() {
        var error = assertThrows(IndexOutOfBoundsException.class, () -> shapeOf("0, 5", 2, 3));
        assertTrue(error.getMessage().contains("axis 1") && error.getMessage().contains("[2,3]"), error.getMessage());
        assertThrows(IndexOutOfBoundsException.class, () -> shapeOf("-4", 3));
        assertThrows(IndexOutOfBoundsException.class, () -> shapeOf("0, 0", 3));
        assertThrows(IllegalArgumentException.class, () -> shapeOf("..., ...", 3));
        assertThrows(IllegalArgumentException.class, () -> shapeOf("::0", 3));
    }

    /// The definition of Python's `range(length)[start:stop:step]`, executed element by element.
    @Property(tries = 200)
    void aSliceTakesTheElementsThatPythonTakes(
            @ForAll @IntRange(min = 0, max = 6) int length, @ForAll @IntRange(min = -9, max = 9) int start,
            @ForAll @IntRange(min = -9, max = 9) int stop, @ForAll @IntRange(min = -4, max = 4) int step,
            @ForAll @IntRange(min = 0, max = 3) int absent) {
        if (step == 0) {
            return;
        }
        Integer givenStart = (absent & 1) == 0 ? start : null;
        Integer givenStop = (absent & 2) == 0 ? stop : null;
        int low = step > 0 ? 0 : -1;
        int high = step > 0 ? length : length - 1;
        int from = givenStart == null ? step > 0 ? 0 : length - 1 : Math.clamp(start < 0 ? start + length : start, low, Math.max(low, high));
        int to = givenStop == null ? step > 0 ? length : -1 : Math.clamp(stop < 0 ? stop + length : stop, low, Math.max(low, high));
        List<Integer> expected = new ArrayList<>();
        for (int i = from; step > 0 ? i < to : i > to; i += step) {
            expected.add(i);
        }

        Index.View view = Index.view(List.of(new Index.Slice(givenStart, givenStop, step)), Shape.of(length));
        List<Integer> taken = new ArrayList<>();
        for (int i = view.start()[0]; i < view.limit()[0]; i += view.stride()[0]) {
            taken.add(i);
        }
        assertArrayEquals(step < 0 ? new int[] {0} : new int[0], view.reversed());
        assertEquals(expected, step < 0 ? taken.reversed() : taken);
        assertEquals(Shape.of(expected.size()), view.shape());
    }
}
