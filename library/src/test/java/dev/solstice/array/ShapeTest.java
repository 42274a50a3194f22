package dev.solstice.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShapeTest {
    @Test
    void shapesAreValues() {
        int[] dims = {2, 3};
        Shape shape = Shape.of(dims);
        dims[0] = 9;
        shape.toArray()[1] = 9;
        assertEquals(Shape.of(2, 3), shape);
        assertEquals(Shape.of(2, 3).hashCode(), shape.hashCode());
        assertEquals("[2,3]", shape.toString());
        assertEquals("[]", Shape.scalar().toString());
        assertEquals(1, Shape.scalar().size());
        assertEquals(0, Shape.of(100_000, 0, 100_000).size());
    }

    @Test
    void tooManyElementsAreRefusedWithTheShape() {
        var error = assertThrows(IllegalArgumentException.class, () -> Shape.of(1 << 16, 1 << 16));
        assertTrue(error.getMessage().contains("[65536,65536]"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Shape.of(1 << 16, 1 << 16, 1 << 16, 1 << 16, 1 << 16));
        assertThrows(IllegalArgumentException.class, () -> Shape.of(-1));
    }

    @Test
    void axesCountFromBothEnds() {
        Shape shape = Shape.of(2, 3, 4);
        assertEquals(4, shape.dim(-1));
        assertArrayEquals(new int[] {2, 0}, shape.axes(-1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> shape.axis(3));
        assertThrows(IllegalArgumentException.class, () -> shape.axes(2, -1));
        assertEquals(Shape.of(2, 3, 4, 1), shape.insert(-1, 1));
        assertEquals(Shape.of(3), shape.remove(0, -1));
        assertArrayEquals(new int[] {12, 4, 1}, shape.strides());
    }

    @Test
    void reshapeFindsTheOpenLength() {
        assertEquals(Shape.of(4, 6), Shape.of(2, 3, 4).reshape(4, -1));
        assertEquals(Shape.of(0, 5), Shape.of(0).reshape(-1, 5));
        for (int[] wrong : new int[][] {{5, -1}, {-1, -1}, {23}, {0, -1}}) {
            assertThrows(IllegalArgumentException.class, () -> Shape.of(2, 3, 4).reshape(wrong));
        }
    }

    @Test
    void broadcastingAlignsAtTheLastAxisAndStretchesOnes() {
        assertEquals(Shape.of(2, 3, 4), Shape.broadcast(Shape.of(2, 1, 4), Shape.of(3, 1), Shape.scalar()));
        assertEquals(Shape.of(0, 3), Shape.broadcast(Shape.of(0, 1), Shape.of(1, 3)));
        assertTrue(Shape.of(3, 1).broadcastsTo(Shape.of(2, 3, 5)));
        assertFalse(Shape.of(2, 3).broadcastsTo(Shape.of(3)));
        assertFalse(Shape.of(3).broadcastsTo(Shape.of(1)));
    }

    @Test
    void aBroadcastErrorShowsBothShapesAndARemedy() {
        var error = assertThrows(IllegalArgumentException.class, () -> Shape.broadcast(Shape.of(2, 3), Shape.of(4)));
        assertTrue(error.getMessage().contains("[2,3]") && error.getMessage().contains("[4]"), error.getMessage());
        assertTrue(error.getMessage().contains("insert an axis"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Shape.broadcast(Shape.of(0), Shape.of(2)));
    }
}
