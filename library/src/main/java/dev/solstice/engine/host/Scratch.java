package dev.solstice.engine.host;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Tiles of the current thread, kept between calls: allocating and clearing 4 KB for each operand would cost more
/// than a small operation.
final class Scratch {
    private static final int SMALL = 32;
    private static final ThreadLocal<Scratch> CURRENT = ThreadLocal.withInitial(Scratch::new);

    private final List<List<Object>> idle = Stream.generate(() -> (List<Object>) new ArrayList<>()).limit(Lane.values().length).toList();

    /// One tile for each lane, of at least `length` elements and of arbitrary contents.
    static Object[] borrow(Lane[] lanes, int length) {
        Object[] tiles = new Object[lanes.length];
        if (length <= SMALL) {
            for (int i = 0; i < lanes.length; i++) tiles[i] = lanes[i].tile(length);
            return tiles;
        }
        Scratch scratch = CURRENT.get();
        for (int i = 0; i < lanes.length; i++) {
            List<Object> stack = scratch.idle.get(lanes[i].ordinal());
            tiles[i] = stack.isEmpty() ? lanes[i].tile(Tiles.LENGTH) : stack.removeLast();
        }
        return tiles;
    }

    /// @param length what was borrowed
    static void giveBack(Lane[] lanes, Object[] tiles, int length) {
        if (length <= SMALL) return;
        Scratch scratch = CURRENT.get();
        for (int i = 0; i < lanes.length; i++) {
            scratch.idle.get(lanes[i].ordinal()).add(tiles[i]);
        }
    }
}
