package dev.solstice.kernel.debug;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Austin Appleby's MurmurHash2 with 32 bits, by which front ends and kernels name cells.
final class Murmur2 {
    private static final int M = 0x5bd1e995;

    private Murmur2() {
    }

    static long hash(String text, int seed) {
        var data = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).order(ByteOrder.LITTLE_ENDIAN);
        int hash = seed ^ data.remaining();
        while (data.remaining() >= Integer.BYTES) {
            int word = data.getInt() * M;
            hash = hash * M ^ (word ^ word >>> 24) * M;
        }
        if (data.hasRemaining()) {
            for (int shift = 0; data.hasRemaining(); shift += Byte.SIZE) {
                hash ^= (data.get() & 0xff) << shift;
            }
            hash *= M;
        }
        hash = (hash ^ hash >>> 13) * M;
        return Integer.toUnsignedLong(hash ^ hash >>> 15);
    }
}
