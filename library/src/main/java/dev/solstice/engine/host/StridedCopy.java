package dev.solstice.engine.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// Copies elements of any dtype between two strided layouts. Everything that only moves elements is one of these.
final class StridedCopy {
    private StridedCopy() {}

    /// For every index: `to[toOffset + index . toStrides] = from[fromOffset + index . fromStrides]`; offsets and strides
    /// count elements of `size` bytes.
    static void copy(MemorySegment from, long fromOffset, long[] fromStrides, MemorySegment to, long toOffset, long[] toStrides,
            int[] dims, int size) {
        for (int dim : dims) {
            if (dim == 0) return;
        }
        int rank = 0;
        int[] length = new int[dims.length];
        long[] in = new long[dims.length];
        long[] out = new long[dims.length];
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == 1) continue;
            if (rank > 0 && in[rank - 1] == fromStrides[i] * dims[i] && out[rank - 1] == toStrides[i] * dims[i]) {
                length[rank - 1] *= dims[i];
                in[rank - 1] = fromStrides[i];
                out[rank - 1] = toStrides[i];
            } else {
                length[rank] = dims[i];
                in[rank] = fromStrides[i];
                out[rank++] = toStrides[i];
            }
        }
        if (rank == 0) {
            move(from, fromOffset, 0, to, toOffset, 0, 1, size);
        } else {
            loop(from, fromOffset, in, to, toOffset, out, length, 0, rank, size);
        }
    }

    private static void loop(MemorySegment from, long fromAt, long[] in, MemorySegment to, long toAt, long[] out, int[] length,
            int axis, int rank, int size) {
        if (axis == rank - 1) {
            move(from, fromAt, in[axis], to, toAt, out[axis], length[axis], size);
            return;
        }
        for (int i = 0; i < length[axis]; i++) {
            loop(from, fromAt + i * in[axis], in, to, toAt + i * out[axis], out, length, axis + 1, rank, size);
        }
    }

    /// One run.
    private static void move(MemorySegment from, long fromAt, long in, MemorySegment to, long toAt, long out, int count, int size) {
        if (in == 1 && out == 1 && count > 8) {
            MemorySegment.copy(from, fromAt * size, to, toAt * size, (long) count * size);
            return;
        }
        switch (size) {
            case 1 -> {
                for (int i = 0; i < count; i++) to.set(JAVA_BYTE, toAt + i * out, from.get(JAVA_BYTE, fromAt + i * in));
            }
            case 2 -> {
                for (int i = 0; i < count; i++) to.set(JAVA_SHORT_UNALIGNED, 2 * (toAt + i * out), from.get(JAVA_SHORT_UNALIGNED, 2 * (fromAt + i * in)));
            }
            case 4 -> {
                for (int i = 0; i < count; i++) to.set(JAVA_INT_UNALIGNED, 4 * (toAt + i * out), from.get(JAVA_INT_UNALIGNED, 4 * (fromAt + i * in)));
            }
            case 8 -> {
                for (int i = 0; i < count; i++) to.set(JAVA_LONG_UNALIGNED, 8 * (toAt + i * out), from.get(JAVA_LONG_UNALIGNED, 8 * (fromAt + i * in)));
            }
            case 16 -> {
                for (int i = 0; i < count; i++) {
                    to.set(JAVA_LONG_UNALIGNED, 16 * (toAt + i * out), from.get(JAVA_LONG_UNALIGNED, 16 * (fromAt + i * in)));
                    to.set(JAVA_LONG_UNALIGNED, 16 * (toAt + i * out) + 8, from.get(JAVA_LONG_UNALIGNED, 16 * (fromAt + i * in) + 8));
                }
            }
            default -> throw new AssertionError(size);
        }
    }

    /// Copies one element.
    static void move(MemorySegment from, long fromAt, MemorySegment to, long toAt, int size) {
        move(from, fromAt, 0, to, toAt, 0, 1, size);
    }

    /// Writes one element of `size` bytes at element 0 of `value` to every element of `to`.
    static void fill(MemorySegment value, MemorySegment to, int count, int size) {
        move(value, 0, 0, to, 0, 1, count, size);
    }
}
