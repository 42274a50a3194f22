package dev.solstice.engine;

import java.util.Map;
import java.util.TreeMap;

/// Hands out parts of one block of memory that does not exist yet, and remembers how long it has to be.
final class Slab {
    private static final long ALIGNMENT = 64;

    private final TreeMap<Long, Long> idle = new TreeMap<>(); // offset -> length, no two adjacent
    private long size;

    /// The offset of a part that fits: the smallest idle one, else a new one at the end.
    long allocate(long bytes) {
        long length = rounded(bytes);
        Map.Entry<Long, Long> best = null;
        for (Map.Entry<Long, Long> part : idle.entrySet()) {
            if (part.getValue() >= length && (best == null || part.getValue() < best.getValue())) best = part;
        }
        if (best != null) {
            long offset = best.getKey();
            long rest = best.getValue() - length;
            idle.remove(offset);
            if (rest > 0) idle.put(offset + length, rest);
            return offset;
        }
        Map.Entry<Long, Long> last = idle.lastEntry();
        long offset = last != null && last.getKey() + last.getValue() == size ? last.getKey() : size;
        if (offset < size) idle.remove(offset);
        size = offset + length;
        return offset;
    }

    void free(long offset, long bytes) {
        long start = offset;
        long length = rounded(bytes);
        Map.Entry<Long, Long> before = idle.lowerEntry(start);
        if (before != null && before.getKey() + before.getValue() == start) {
            start = before.getKey();
            length += before.getValue();
        }
        Long after = idle.remove(start + length);
        idle.put(start, after == null ? length : length + after);
    }

    long size() {
        return size;
    }

    /// Every part has a place of its own, even one of no bytes.
    private static long rounded(long bytes) {
        return Math.max(ALIGNMENT, bytes + ALIGNMENT - 1 & -ALIGNMENT);
    }
}
