package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import java.lang.foreign.MemorySegment;

/// The Threefry-2x32 block cipher with 20 rounds, which turns a key and a counter into two random words.
///
/// Source: Salmon et al., *Parallel random numbers: as easy as 1, 2, 3* (SC 2011); JAX's `threefry2x32_p`.
final class Threefry {
    private static final int PARITY = 0x1BD11BDA;

    private Threefry() {}

    static void run(ConcreteArray[] operands, ConcreteArray[] results) {
        int size = results[0].size();
        int length = Math.min(Tiles.LENGTH, Math.max(1, size));
        int[][] tiles = new int[operands.length][length];
        boolean[] scalar = new boolean[operands.length];
        MemorySegment[] from = new MemorySegment[operands.length];
        for (int i = 0; i < operands.length; i++) {
            from[i] = operands[i].segment();
            scalar[i] = operands[i].shape().isScalar();
            if (scalar[i]) {
                Tiles.load(from[i], DType.UINT32, 0, tiles[i], 0, 1);
                Tiles.spread(tiles[i], 0, length);
            }
        }
        int[] x = new int[length];
        int[] y = new int[length];
        for (int base = 0; base < size; base += length) {
            int n = Math.min(length, size - base);
            for (int i = 0; i < operands.length; i++) {
                if (!scalar[i]) Tiles.load(from[i], DType.UINT32, base, tiles[i], 0, n);
            }
            block(tiles[0], tiles[1], tiles[2], tiles[3], x, y, n);
            Tiles.store(x, results[0].segment(), DType.UINT32, base, n);
            Tiles.store(y, results[1].segment(), DType.UINT32, base, n);
            if ((base & 0xF_FFFF) == 0) CancelledException.check();
        }
    }

    /// Written out round by round: straight integer code without a branch, which the JIT compiler vectorises.
    private static void block(int[] key0, int[] key1, int[] counter0, int[] counter1, int[] out0, int[] out1, int n) {
        for (int i = 0; i < n; i++) {
            int k0 = key0[i];
            int k1 = key1[i];
            int k2 = k0 ^ k1 ^ PARITY;
            int x = counter0[i] + k0;
            int y = counter1[i] + k1;
            x += y; y = (y << 13 | y >>> 19) ^ x;
            x += y; y = (y << 15 | y >>> 17) ^ x;
            x += y; y = (y << 26 | y >>> 6) ^ x;
            x += y; y = (y << 6 | y >>> 26) ^ x;
            x += k1; y += k2 + 1;
            x += y; y = (y << 17 | y >>> 15) ^ x;
            x += y; y = (y << 29 | y >>> 3) ^ x;
            x += y; y = (y << 16 | y >>> 16) ^ x;
            x += y; y = (y << 24 | y >>> 8) ^ x;
            x += k2; y += k0 + 2;
            x += y; y = (y << 13 | y >>> 19) ^ x;
            x += y; y = (y << 15 | y >>> 17) ^ x;
            x += y; y = (y << 26 | y >>> 6) ^ x;
            x += y; y = (y << 6 | y >>> 26) ^ x;
            x += k0; y += k1 + 3;
            x += y; y = (y << 17 | y >>> 15) ^ x;
            x += y; y = (y << 29 | y >>> 3) ^ x;
            x += y; y = (y << 16 | y >>> 16) ^ x;
            x += y; y = (y << 24 | y >>> 8) ^ x;
            x += k1; y += k2 + 4;
            x += y; y = (y << 13 | y >>> 19) ^ x;
            x += y; y = (y << 15 | y >>> 17) ^ x;
            x += y; y = (y << 26 | y >>> 6) ^ x;
            x += y; y = (y << 6 | y >>> 26) ^ x;
            out0[i] = x + k2;
            out1[i] = y + k0 + 5;
        }
    }
}
