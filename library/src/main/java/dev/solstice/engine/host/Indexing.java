package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.GatherDimensionNumbers;
import dev.solstice.core.Primitive.IndexMode;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/// Gather and scatter with XLA's dimension numbers.
final class Indexing {
    private Indexing() {}

    static void gather(Primitive.Gather gather, ConcreteArray operand, ConcreteArray indices, ConcreteArray result) {
        int size = result.dtype().byteSize();
        Slices slices = new Slices(gather.dimensionNumbers(), gather.sliceSizes().toArray(), gather.mode(), operand.shape(), indices, result.shape());
        MemorySegment fill = fillValue(result.dtype());
        long[] fillStrides = new long[slices.lengths.length];
        slices.forEach((inOperand, inBatch) -> {
            if (inOperand < 0) {
                StridedCopy.copy(fill, 0, fillStrides, result.segment(), inBatch, slices.batchStrides, slices.lengths, size);
            } else {
                StridedCopy.copy(operand.segment(), inOperand, slices.operandStrides, result.segment(), inBatch, slices.batchStrides,
                        slices.lengths, size);
            }
        });
    }

    /// What a gather gives outside the operand: NaN, the smallest signed or the largest unsigned integer, true.
    private static MemorySegment fillValue(DType dtype) {
        MemorySegment value = MemorySegment.ofArray(new byte[16]);
        if (dtype.isInexact()) {
            Elements.put(value, dtype, 0, Double.NaN);
        } else {
            Elements.put(value, dtype, 0, (dtype.isSigned() ? dtype.min() : dtype.max()).longValue());
        }
        return value;
    }

    /// @param fold what is done with an update and the element it meets; empty: it takes its place
    static void scatter(GatherDimensionNumbers numbers, IndexMode mode, Optional<Fold> fold, ConcreteArray[] operands, ConcreteArray result) {
        ConcreteArray operand = operands[0];
        ConcreteArray updates = operands[2];
        int size = result.dtype().byteSize();
        if (result.segment().address() != operand.segment().address()) Structural.same(operand, result);
        Slices slices = new Slices(numbers, numbers.sliceSizes(operand.rank(), updates.shape()).toArray(), mode,
                operand.shape(), operands[1], updates.shape());
        slices.forEach((inOperand, inBatch) -> {
            if (inOperand < 0) return;
            if (fold.isPresent()) {
                slices.fold(fold.get(), updates.segment(), inBatch, result.segment(), inOperand, result.dtype(), 0);
            } else {
                StridedCopy.copy(updates.segment(), inBatch, slices.batchStrides, result.segment(), inOperand, slices.operandStrides,
                        slices.lengths, size);
            }
        });
    }

    @FunctionalInterface
    private interface Body {
        /// `inOperand` is the slice's first element in the operand, or -1 if it lies outside and is dropped.
        void accept(long inOperand, long inBatch);
    }

    /// All slices that an index array addresses. "Batch" is the gather's result or the scatter's update.
    private static final class Slices {
        private final GatherDimensionNumbers numbers;
        private final IndexMode mode;
        private final Shape operand;
        private final int[] sliceSizes;
        private final ConcreteArray indices;
        private final int[] batchAxes;
        private final long[] batchDense;
        private final long[] operandDense;
        /// Lengths and strides of the kept slice axes.
        final int[] lengths;
        final long[] operandStrides;
        final long[] batchStrides;

        Slices(GatherDimensionNumbers numbers, int[] sliceSizes, IndexMode mode, Shape operand, ConcreteArray indices, Shape batch) {
            this.numbers = numbers;
            this.mode = mode;
            this.operand = operand;
            this.sliceSizes = sliceSizes;
            this.indices = indices;
            operandDense = StridedView.dense(operand);
            batchDense = StridedView.dense(batch);
            batchAxes = numbers.offsetDims().complement(batch.rank()).toArray();
            int[] kept = numbers.collapsedSliceDims().plus(numbers.operandBatchingDims()).complement(operand.rank()).toArray();
            lengths = Arrays.stream(kept).map(axis -> sliceSizes[axis]).toArray();
            operandStrides = Arrays.stream(kept).mapToLong(axis -> operandDense[axis]).toArray();
            batchStrides = numbers.offsetDims().stream().mapToLong(axis -> batchDense[axis]).toArray();
        }

        void forEach(Body body) {
            Shape indexShape = indices.shape();
            int components = numbers.startIndexMap().size();
            int[] counts = Arrays.copyOf(indexShape.toArray(), indexShape.rank() - 1);
            int[] position = new int[counts.length];
            long slices = components == 0 ? Shape.of(counts).size() : indexShape.size() / components;
            for (long slice = 0; slice < slices; slice++) {
                long inBatch = 0;
                for (int i = 0; i < position.length; i++) inBatch += position[i] * batchDense[batchAxes[i]];
                body.accept(start(slice * components, position), inBatch);
                for (int axis = counts.length - 1; axis >= 0; axis--) {
                    if (++position[axis] < counts[axis]) break;
                    position[axis] = 0;
                }
                if ((slice & 0xFFFF) == 0) CancelledException.check();
            }
        }

        private long start(long firstComponent, int[] position) {
            long start = 0;
            for (int i = 0; i < numbers.operandBatchingDims().size(); i++) {
                start += position[numbers.startIndicesBatchingDims().get(i)] * operandDense[numbers.operandBatchingDims().get(i)];
            }
            for (int i = 0; i < numbers.startIndexMap().size(); i++) {
                int axis = numbers.startIndexMap().get(i);
                long index = Elements.asLong(indices.segment(), indices.dtype(), firstComponent + i);
                long last = operand.dim(axis) - sliceSizes[axis];
                if (index < 0 || index > last) {
                    if (mode == IndexMode.FILL_OR_DROP) return -1;
                    index = Math.max(0, Math.min(last, index));
                }
                start += index * operandDense[axis];
            }
            return start;
        }

        /// `to[slice] = to[slice] + from[slice]` or the like, from an axis on.
        void fold(Fold fold, MemorySegment from, long fromAt, MemorySegment to, long toAt, DType dtype, int axis) {
            if (axis == lengths.length) {
                if (dtype.isComplex()) {
                    Complexes into = new Complexes(1);
                    Complexes update = new Complexes(1);
                    into.load(to, dtype, toAt, 1, 0, 1);
                    update.load(from, dtype, fromAt, 1, 0, 1);
                    fold.combine(into, 0, update, 0, 1, true);
                    into.store(0, to, dtype, toAt, 1);
                } else if (dtype.isFloating()) {
                    Elements.put(to, dtype, toAt, fold.apply(Elements.asDouble(to, dtype, toAt), Elements.asDouble(from, dtype, fromAt)));
                } else {
                    Elements.put(to, dtype, toAt, fold.apply(Elements.asLong(to, dtype, toAt), Elements.asLong(from, dtype, fromAt)));
                }
                return;
            }
            for (int i = 0; i < lengths[axis]; i++) {
                fold(fold, from, fromAt + i * batchStrides[axis], to, toAt + i * operandStrides[axis], dtype, axis + 1);
            }
        }
    }
}
