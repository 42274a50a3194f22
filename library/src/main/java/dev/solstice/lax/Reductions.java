package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import java.util.Arrays;
import java.util.function.BinaryOperator;

/// What folds or orders elements along axes. A part of [Lax].
abstract class Reductions extends Structure {
    Reductions() {}

    // ---- over axes ----

    /// Sum over the axes; without axes the operand itself.
    public static Array reduceSum(Array x, int... axes) {
        return new Primitive.ReduceSum(reduced(x, axes)).apply(x);
    }

    /// Product over the axes; without axes the operand itself.
    public static Array reduceProd(Array x, int... axes) {
        return new Primitive.ReduceProd(reduced(x, axes)).apply(x);
    }

    /// Maximum over the axes; without axes the operand itself.
    public static Array reduceMax(Array x, int... axes) {
        return new Primitive.ReduceMax(reduced(x, axes)).apply(x);
    }

    /// Minimum over the axes; without axes the operand itself.
    public static Array reduceMin(Array x, int... axes) {
        return new Primitive.ReduceMin(reduced(x, axes)).apply(x);
    }

    /// Bitwise and over the axes; without axes the operand itself.
    public static Array reduceAnd(Array x, int... axes) {
        return new Primitive.ReduceAnd(reduced(x, axes)).apply(x);
    }

    /// Bitwise or over the axes; without axes the operand itself.
    public static Array reduceOr(Array x, int... axes) {
        return new Primitive.ReduceOr(reduced(x, axes)).apply(x);
    }

    /// Index of the first largest element along `axis`; NaN counts as largest.
    public static Array argmax(Array x, int axis, DType indexDtype) {
        return new Primitive.Argmax(x.shape().axis(axis), indexDtype).apply(x);
    }

    /// Index of the first smallest element along `axis`; NaN counts as smallest.
    public static Array argmin(Array x, int axis, DType indexDtype) {
        return new Primitive.Argmin(x.shape().axis(axis), indexDtype).apply(x);
    }

    /// Running sum along `axis`, from its end if `reverse`.
    public static Array cumsum(Array x, int axis, boolean reverse) {
        return new Primitive.Cumsum(x.shape().axis(axis), reverse).apply(x);
    }

    /// Running product along `axis`, from its end if `reverse`.
    public static Array cumprod(Array x, int axis, boolean reverse) {
        return running(Elementwise::mul, x, axis, reverse);
    }

    /// Running maximum along `axis`, from its end if `reverse`.
    public static Array cummax(Array x, int axis, boolean reverse) {
        return running(Elementwise::max, x, axis, reverse);
    }

    /// Running minimum along `axis`, from its end if `reverse`.
    public static Array cummin(Array x, int axis, boolean reverse) {
        return running(Elementwise::min, x, axis, reverse);
    }

    /// The running result of any associative operation, in `log2(n)` vector steps (Hillis and Steele 1986).
    static Array running(BinaryOperator<Array> combine, Array x, int axis, boolean reverse) {
        int length = x.shape().dim(axis);
        for (int shift = 1; shift < length; shift *= 2) {
            var early = sliceInDim(x, 0, length - shift, axis);
            var late = sliceInDim(x, shift, length, axis);
            x = reverse
                    ? concatenate(axis, combine.apply(late, early), sliceInDim(x, length - shift, length, axis))
                    : concatenate(axis, sliceInDim(x, 0, shift, axis), combine.apply(early, late));
        }
        return x;
    }

    // ---- sorting ----

    /// Stable ascending sort along `dimension`; NaN last.
    public static Array sort(Array x, int dimension) {
        return sort(dimension, 1, x)[0];
    }

    /// Sorts all operands by the first `numKeys` (now: 1) of them.
    public static Array[] sort(int dimension, int numKeys, Array... operands) {
        return new Primitive.Sort(operands[0].shape().axis(dimension), numKeys).bind(operands);
    }

    /// Sorts `keys` and takes `values` along; stable.
    public static Array[] sortKeyVal(Array keys, Array values, int dimension) {
        return sort(dimension, 1, keys, values);
    }

    /// The `k` largest elements of the last axis, largest first, and their int32 indices; of equal ones the first.
    ///
    /// @throws IllegalArgumentException if the axis is shorter than `k`
    public static Array[] topK(Array x, int k) {
        int length = x.shape().dim(-1);
        if (k < 0 || k > length) {
            throw new IllegalArgumentException("topK(%d) of %s: the last axis has only %d elements".formatted(k, x.summary(), length));
        }
        // Reversing the order of an integer is its complement: the negation of the smallest one overflows.
        boolean complemented = !x.dtype().isFloating();
        var sorted = sortKeyVal(complemented ? not(x) : neg(x), iota(DType.INT32, x.shape(), -1), -1);
        var first = sliceInDim(sorted[0], 0, k, -1);
        return new Array[] {complemented ? not(first) : neg(first), sliceInDim(sorted[1], 0, k, -1)};
    }

    private static Axes reduced(Array x, int... axes) {
        return Axes.of(Arrays.stream(x.shape().axes(axes)).sorted().toArray());
    }
}
