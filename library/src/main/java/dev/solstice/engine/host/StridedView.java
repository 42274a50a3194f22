package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Which element of a source lies at each position of a dense result: an offset and a stride for every axis.
/// Broadcasting is stride 0, reversal a negative stride, transposition a permutation of strides.
///
/// Axes of length 1 are dropped and axes that follow each other in the source are merged, so that the innermost run
/// is as long as it can be.
public record StridedView(long offset, int[] dims, long[] strides) {
    /// The view with merged axes.
    static StridedView of(long offset, int[] dims, long[] strides) {
        int[] mergedDims = new int[dims.length];
        long[] mergedStrides = new long[dims.length];
        int rank = 0;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == 1) {
                continue;
            }
            if (rank > 0 && mergedStrides[rank - 1] == strides[i] * dims[i]) {
                mergedDims[rank - 1] *= dims[i];
                mergedStrides[rank - 1] = strides[i];
            } else {
                mergedDims[rank] = dims[i];
                mergedStrides[rank++] = strides[i];
            }
        }
        return new StridedView(offset, Arrays.copyOf(mergedDims, rank), Arrays.copyOf(mergedStrides, rank));
    }

    /// The dense strides of a shape, as longs.
    static long[] dense(Shape shape) {
        int[] strides = shape.strides();
        long[] result = new long[strides.length];
        for (int i = 0; i < result.length; i++) result[i] = strides[i];
        return result;
    }

    /// Whether every position has the first element.
    public boolean isUniform() {
        return offset == 0 && Arrays.stream(strides).allMatch(stride -> stride == 0);
    }

    int innerLength() {
        return dims.length == 0 ? 1 : dims[dims.length - 1];
    }

    long innerStride() {
        return dims.length == 0 ? 1 : strides[strides.length - 1];
    }

    /// Source element at a position of the result.
    long element(long position) {
        long element = offset;
        for (int i = dims.length - 1; i >= 0; i--) {
            element += position % dims[i] * strides[i];
            position /= dims[i];
        }
        return element;
    }

    /// Loads the elements of positions `base .. base + count` into a tile.
    void load(MemorySegment from, DType dtype, long base, Object tile, int count) {
        int inner = innerLength();
        long stride = innerStride();
        int at = 0;
        while (at < count) {
            long position = base + at;
            int within = (int) (position % inner);
            int run = Math.min(inner - within, count - at);
            long element = element(position);
            if (stride == 1 && run > 16) {
                Tiles.load(from, dtype, element, tile, at, run);
            } else if (stride == 0) {
                Tiles.load(from, dtype, element, 0, tile, at, 1);
                Tiles.spread(tile, at, run);
            } else {
                Tiles.load(from, dtype, element, stride, tile, at, run);
            }
            at += run;
        }
    }
}
