package dev.solstice.engine.host;

import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Primitives that move elements and compute nothing.
public final class Structural {
    private Structural() {}

    /// The strided view that the primitive's result is of its operand, if it is one: broadcasts, transposes, slices and
    /// reversals.
    public static Optional<StridedView> view(Primitive primitive, Shape operand, Shape result) {
        long[] dense = StridedView.dense(operand);
        long[] strides = new long[result.rank()];
        long offset = 0;
        switch (primitive) {
            case Primitive.BroadcastInDim(_, Axes dimensions) -> {
                for (int i = 0; i < dimensions.size(); i++) {
                    strides[dimensions.get(i)] = operand.dim(i) == 1 ? 0 : dense[i];
                }
            }
            case Primitive.Transpose(Axes permutation) -> {
                for (int i = 0; i < strides.length; i++) strides[i] = dense[permutation.get(i)];
            }
            case Primitive.Slice(Axes start, _, Axes step) -> {
                for (int i = 0; i < strides.length; i++) {
                    offset += start.get(i) * dense[i];
                    strides[i] = dense[i] * step.get(i);
                }
            }
            case Primitive.Rev(Axes dimensions) -> {
                for (int i = 0; i < strides.length; i++) {
                    boolean reversed = dimensions.contains(i);
                    offset += reversed ? (operand.dim(i) - 1L) * dense[i] : 0;
                    strides[i] = reversed ? -dense[i] : dense[i];
                }
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(StridedView.of(offset, result.toArray(), strides));
    }

    static void strided(Primitive primitive, ConcreteArray operand, ConcreteArray result) {
        StridedView view = view(primitive, operand.shape(), result.shape()).orElseThrow();
        long[] out = StridedView.dense(Shape.of(view.dims()));
        StridedCopy.copy(operand.segment(), view.offset(), view.strides(), result.segment(), 0, out, view.dims(),
                result.dtype().byteSize());
    }

    /// Same elements in the same order: reshape, bitcast.
    static void same(ConcreteArray operand, ConcreteArray result) {
        result.segment().copyFrom(operand.segment());
    }

    static void pad(Primitive.Pad pad, ConcreteArray operand, ConcreteArray value, ConcreteArray result) {
        int size = result.dtype().byteSize();
        StridedCopy.fill(value.segment(), result.segment(), result.size(), size);
        int rank = operand.rank();
        long[] in = StridedView.dense(operand.shape());
        long[] out = StridedView.dense(result.shape());
        int[] dims = new int[rank];
        long fromOffset = 0;
        long toOffset = 0;
        for (int i = 0; i < rank; i++) {
            int step = pad.interior().get(i) + 1;
            int low = pad.low().get(i);
            // With negative padding, the first and last operand elements that land inside the result.
            int first = low >= 0 ? 0 : Math.ceilDiv(-low, step);
            int last = Math.min(operand.shape().dim(i) - 1, Math.floorDiv(result.shape().dim(i) - 1 - low, step));
            dims[i] = Math.max(0, last - first + 1);
            fromOffset += first * in[i];
            toOffset += (low + (long) first * step) * out[i];
            out[i] *= step;
        }
        StridedCopy.copy(operand.segment(), fromOffset, in, result.segment(), toOffset, out, dims, size);
    }

    static void concatenate(int dimension, ConcreteArray[] operands, ConcreteArray result) {
        long[] out = StridedView.dense(result.shape());
        long at = 0;
        for (ConcreteArray operand : operands) {
            StridedCopy.copy(operand.segment(), 0, StridedView.dense(operand.shape()), result.segment(), at * out[dimension], out,
                    operand.shape().toArray(), result.dtype().byteSize());
            at += operand.shape().dim(dimension);
        }
    }

    static void iota(int dimension, ConcreteArray result) {
        DType dtype = result.dtype();
        Shape shape = result.shape();
        if (shape.isEmpty()) return;
        int length = shape.dim(dimension);
        // 0, 1, 2, ... once, then spread over the other axes.
        int[] ramp = new int[Tiles.LENGTH];
        Object tile = Lane.of(dtype).tile(Tiles.LENGTH);
        MemorySegment values = Buffer.allocate((long) length * dtype.byteSize()).segment();
        for (int base = 0; base < length; base += Tiles.LENGTH) {
            int count = Math.min(Tiles.LENGTH, length - base);
            for (int i = 0; i < count; i++) ramp[i] = base + i;
            Conversion.convert(ramp, DType.INT32, tile, dtype, count);
            Tiles.store(tile, values, dtype, base, count);
        }
        long[] in = new long[shape.rank()];
        in[dimension] = 1;
        StridedCopy.copy(values, 0, in, result.segment(), 0, StridedView.dense(shape), shape.toArray(), dtype.byteSize());
    }

    static void dynamicSlice(ConcreteArray[] operands, ConcreteArray result) {
        ConcreteArray operand = operands[0];
        long[] in = StridedView.dense(operand.shape());
        long offset = clampedStart(operands, 1, operand.shape(), result.shape(), in);
        StridedCopy.copy(operand.segment(), offset, in, result.segment(), 0, StridedView.dense(result.shape()),
                result.shape().toArray(), result.dtype().byteSize());
    }

    static void dynamicUpdateSlice(ConcreteArray[] operands, ConcreteArray result) {
        ConcreteArray update = operands[1];
        if (result.segment().address() != operands[0].segment().address()) same(operands[0], result);
        long[] out = StridedView.dense(result.shape());
        long offset = clampedStart(operands, 2, result.shape(), update.shape(), out);
        StridedCopy.copy(update.segment(), 0, StridedView.dense(update.shape()), result.segment(), offset, out,
                update.shape().toArray(), result.dtype().byteSize());
    }

    /// The element where a block starts, moved so that the block fits.
    private static long clampedStart(ConcreteArray[] operands, int first, Shape whole, Shape block, long[] strides) {
        long offset = 0;
        for (int i = 0; i < whole.rank(); i++) {
            ConcreteArray start = operands[first + i];
            long at = Elements.asLong(start.segment(), start.dtype(), 0);
            offset += Math.max(0, Math.min(whole.dim(i) - block.dim(i), at)) * strides[i];
        }
        return offset;
    }
}
