package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.GatherDimensionNumbers;
import dev.solstice.core.Primitive.IndexMode;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Reading and writing at positions that are values themselves. A part of [Lax].
abstract class Slicing extends Windows {
    Slicing() {}

    /// A block of `sizes` that begins at `starts` (integer scalars). A negative start counts from the end; then starts are
    /// clamped so that the block fits.
    public static Array dynamicSlice(Array x, Array[] starts, int... sizes) {
        return new Primitive.DynamicSlice(Axes.of(sizes)).apply(with(starts, x));
    }

    /// `x` with `update` written at `starts` (integer scalars). A negative start counts from the end; then starts are clamped
    /// so that the update fits.
    public static Array dynamicUpdateSlice(Array x, Array update, Array... starts) {
        return new Primitive.DynamicUpdateSlice().apply(with(starts, x, update));
    }

    /// A block of `size` along `axis`, that begins at `start` (an integer scalar), as [#dynamicSlice] places it.
    public static Array dynamicSliceInDim(Array x, Array start, int size, int axis) {
        return dynamicSlice(x, startsInDim(x, start, axis), x.shape().with(axis, size).toArray());
    }

    /// The slice at `index` (an integer scalar) along `axis`, which stays with length 1 if `keepdims`.
    public static Array dynamicIndexInDim(Array x, Array index, int axis, boolean keepdims) {
        var slice = dynamicSliceInDim(x, index, 1, axis);
        return keepdims ? slice : squeeze(slice, axis);
    }

    /// `x` with `update` written along `axis` from `start` (an integer scalar) on.
    public static Array dynamicUpdateSliceInDim(Array x, Array update, Array start, int axis) {
        return dynamicUpdateSlice(x, update, startsInDim(x, start, axis));
    }

    /// `x` with the slice at `index` (an integer scalar) replaced by `update`, which has the axis with length 1, or lacks it.
    public static Array dynamicUpdateIndexInDim(Array x, Array update, Array index, int axis) {
        return dynamicUpdateSliceInDim(x, update.rank() == x.rank() ? update : expandDims(update, x.shape().axis(axis)), index, axis);
    }

    /// The slice at `index` along `axis`, which stays with length 1 if `keepdims`; a negative index counts from the end.
    ///
    /// @throws IllegalArgumentException if there is no such slice
    public static Array indexInDim(Array x, int index, int axis, boolean keepdims) {
        int length = x.shape().dim(axis);
        if (index < -length || index >= length) {
            throw Mistake.of("index " + index + " is out of bounds for axis " + axis + " of " + x.summary());
        }
        int at = index < 0 ? index + length : index;
        var slice = sliceInDim(x, at, at + 1, axis);
        return keepdims ? slice : squeeze(slice, axis);
    }

    /// Slices at pairs (or triples, ...) of indices: result `[n, rest...]` for vectors of `n` indices, one for each of `axes`.
    public static Array indexTake(Array x, Array[] indices, int... axes) {
        var addressed = x.shape().axes(axes);
        var columns = new Array[axes.length];
        for (int i = 0; i < axes.length; i++) {
            var index = int32(indices[i]);
            columns[i] = expandDims(select(index.lt(0), index.add(x.shape().dim(axes[i])), index), 1);
        }
        var sizes = x.shape();
        for (int axis : addressed) sizes = sizes.with(axis, 1);
        var numbers = new GatherDimensionNumbers(Axes.range(1, x.rank() - axes.length + 1), Axes.of(addressed), Axes.of(addressed), Axes.of(), Axes.of());
        return gather(x, concatenate(1, columns), numbers, sizes.toArray(), IndexMode.FILL_OR_DROP);
    }

    /// XLA's gather that takes `fillValue` where an index is outside.
    public static Array gather(Array x, Array indices, GatherDimensionNumbers numbers, int[] sliceSizes, Object fillValue) {
        var inside = gather(full(x.shape(), DType.INT32, 1), indices, numbers, sliceSizes, IndexMode.FILL_OR_DROP).eq(1);
        var gathered = gather(x, indices, numbers, sliceSizes, IndexMode.CLIP);
        return select(inside, gathered, fullLike(gathered, fillValue));
    }

    /// XLA's gather. The last axis of `indices` holds the index vectors.
    public static Array gather(Array x, Array indices, GatherDimensionNumbers numbers, int[] sliceSizes, IndexMode mode) {
        return new Primitive.Gather(numbers, Axes.of(sliceSizes), mode).apply(x, int32(indices));
    }

    /// XLA's scatter: of two updates of one element the later wins.
    public static Array scatter(Array x, Array indices, Array updates, GatherDimensionNumbers numbers, IndexMode mode) {
        return new Primitive.Scatter(numbers, mode.ofScatter()).apply(x, int32(indices), updates);
    }

    /// XLA's scatter that adds the updates to `x`.
    public static Array scatterAdd(Array x, Array indices, Array updates, GatherDimensionNumbers numbers, IndexMode mode) {
        return new Primitive.ScatterAdd(numbers, mode.ofScatter()).apply(x, int32(indices), updates);
    }

    /// XLA's scatter that subtracts the updates from `x`.
    public static Array scatterSub(Array x, Array indices, Array updates, GatherDimensionNumbers numbers, IndexMode mode) {
        return scatterAdd(x, indices, neg(updates), numbers, mode);
    }

    /// XLA's scatter that multiplies `x` by the updates.
    ///
    /// @param uniqueIndices the promise that no element is named twice, which the derivative by the updates needs
    public static Array scatterMul(Array x, Array indices, Array updates, GatherDimensionNumbers numbers, IndexMode mode, boolean uniqueIndices) {
        return new Primitive.ScatterMul(numbers, mode.ofScatter(), uniqueIndices).apply(x, int32(indices), updates);
    }

    /// XLA's scatter that keeps the smallest of an element and its updates.
    public static Array scatterMin(Array x, Array indices, Array updates, GatherDimensionNumbers numbers, IndexMode mode) {
        return new Primitive.ScatterMin(numbers, mode.ofScatter()).apply(x, int32(indices), updates);
    }

    /// XLA's scatter that keeps the largest of an element and its updates.
    public static Array scatterMax(Array x, Array indices, Array updates, GatherDimensionNumbers numbers, IndexMode mode) {
        return new Primitive.ScatterMax(numbers, mode.ofScatter()).apply(x, int32(indices), updates);
    }

    /// `x` with a function applied to the addressed elements; once, however often an element is named.
    ///
    /// @param updateShape the shape that updates would have
    public static Array scatterApply(Array x, Array indices, UnaryOperator<Array> function, GatherDimensionNumbers numbers, Shape updateShape,
                                     IndexMode mode) {
        var elements = gather(x, indices, numbers, numbers.sliceSizes(x.rank(), updateShape).toArray(), IndexMode.CLIP);
        return scatter(x, indices, function.apply(elements), numbers, mode);
    }

    private static Array[] startsInDim(Array x, Array start, int axis) {
        var starts = new Array[x.rank()];
        Arrays.fill(starts, Array.scalar(0));
        starts[x.shape().axis(axis)] = start;
        return starts;
    }

    private static Array int32(Array indices) {
        return indices.astype(DType.INT32);
    }

    private static Array[] with(Array[] starts, Array... first) {
        if (starts.length != first[0].rank()) {
            throw Mistake.of(starts.length + " starts for " + first[0].summary() + ": there is one for each axis");
        }
        var all = Arrays.copyOf(first, first.length + starts.length);
        for (int i = 0; i < starts.length; i++) all[first.length + i] = fromStart(int32(starts[i]), first[0].shape().dim(i));
        return all;
    }

    private static Array fromStart(Array index, int length) {
        // A known position needs no program.
        if (index instanceof ConcreteArray) return index.intItem() < 0 ? Array.scalar(index.intItem() + length) : index;
        return select(index.lt(0), index.add(length), index);
    }
}
