package dev.solstice.engine.host;

import dev.solstice.array.DType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Tiles of the widest lanes, `double[]` for floating dtypes, [Complexes] and `long[]` for the others: what accumulates
/// elements does so here, in one kernel for all dtypes and without losing digits on the way.
final class Wide {
    private final DType dtype;
    private final Object narrow;

    /// A converter for one dtype; not thread-safe, because it owns a tile.
    Wide(DType dtype) {
        this.dtype = dtype;
        this.narrow = direct() ? null : Lane.of(dtype).tile(Tiles.LENGTH);
    }

    static boolean isDouble(DType dtype) {
        return dtype.isFloating();
    }

    private boolean direct() {
        return dtype == DType.FLOAT64 || dtype == DType.INT64 || dtype == DType.UINT64 || dtype.isComplex();
    }

    /// An empty tile of `length` elements: `double[]`, `long[]` or [Complexes].
    Object tile(int length) {
        if (dtype.isComplex()) return new Complexes(length);
        return isDouble(dtype) ? new double[length] : new long[length];
    }

    void load(MemorySegment from, long index, Object wide, int at, int count) {
        if (direct()) {
            Tiles.load(from, dtype, index, wide, at, count);
            return;
        }
        for (int done = 0; done < count; done += Tiles.LENGTH) {
            int n = Math.min(Tiles.LENGTH, count - done);
            Tiles.load(from, dtype, index + done, narrow, 0, n);
            switch (narrow) {
                case float[] values -> {
                    double[] to = (double[]) wide;
                    for (int i = 0; i < n; i++) to[at + done + i] = values[i];
                }
                case int[] values -> {
                    long[] to = (long[]) wide;
                    long mask = dtype == DType.UINT32 ? 0xFFFF_FFFFL : -1;
                    for (int i = 0; i < n; i++) to[at + done + i] = values[i] & mask;
                }
                default -> throw new AssertionError(narrow.getClass());
            }
        }
    }

    void store(Object wide, int at, MemorySegment to, long index, int count) {
        for (int done = 0; done < count; done += Tiles.LENGTH) {
            int n = Math.min(Tiles.LENGTH, count - done);
            switch (dtype) {
                case FLOAT64 -> MemorySegment.copy((double[]) wide, at + done, to, ValueLayout.JAVA_DOUBLE_UNALIGNED, 8 * (index + done), n);
                case INT64, UINT64 -> MemorySegment.copy((long[]) wide, at + done, to, ValueLayout.JAVA_LONG_UNALIGNED, 8 * (index + done), n);
                case COMPLEX64, COMPLEX128 -> ((Complexes) wide).store(at + done, to, dtype, index + done, n);
                case FLOAT16, BFLOAT16, FLOAT32 -> {
                    double[] from = (double[]) wide;
                    float[] values = (float[]) narrow;
                    for (int i = 0; i < n; i++) values[i] = (float) from[at + done + i];
                    Tiles.store(values, to, dtype, index + done, n);
                }
                case BOOL -> {
                    long[] from = (long[]) wide;
                    int[] values = (int[]) narrow;
                    for (int i = 0; i < n; i++) values[i] = from[at + done + i] != 0 ? 1 : 0;
                    Tiles.store(values, to, dtype, index + done, n);
                }
                case UINT8, INT8, UINT16, INT16, INT32, UINT32 -> {
                    long[] from = (long[]) wide;
                    int[] values = (int[]) narrow;
                    for (int i = 0; i < n; i++) values[i] = (int) from[at + done + i];
                    Tiles.store(values, to, dtype, index + done, n);
                }
            }
        }
    }
}
