package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import java.util.Arrays;
import java.util.Optional;
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

    /// Bitwise exclusive or over the axes; without axes the operand itself.
    public static Array reduceXor(Array x, int... axes) {
        return new Primitive.ReduceXor(reduced(x, axes)).apply(x);
    }

    /// Folds the axes by any associative operation, in a tree of `log2(n)` steps; sums, products, extrema and bitwise
    /// operations by their own primitive.
    ///
    /// ```java
    /// Lax.reduce(Array.of(1f, 2f, 3f), Array.scalar(0f), (a, b) -> Lax.add(a, b), 0).item()   // 6.0
    /// ```
    ///
    /// @param init        a scalar with which the fold begins, of the dtype of `x`
    /// @param computation of two arrays of one shape, element by element
    public static Array reduce(Array x, Array init, BinaryOperator<Array> computation, int... axes) {
        var folded = reduced(x, axes);
        return Monoid.of(computation, x.dtype()).map(monoid -> monoid.reduce(x, folded)).or(() -> tree(x, computation, folded))
                .map(value -> computation.apply(init.broadcastTo(value.shape()), value))
                .orElseGet(() -> init.broadcastTo(x.shape().remove(folded.toArray())));
    }

    /// Neighbours are combined, then neighbouring results, and so on; empty if there are no elements to fold.
    private static Optional<Array> tree(Array x, BinaryOperator<Array> computation, Axes axes) {
        var kept = axes.complement(x.rank());
        int length = axes.stream().map(x.shape()::dim).reduce(1, (a, b) -> a * b);
        if (length == 0) return Optional.empty();
        var rest = Shape.of(kept.stream().map(x.shape()::dim).toArray());
        var rows = x.transpose(axes.plus(kept).toArray()).reshape(Shape.of(length).append(rest));
        while (length > 1) {
            var one = filled(rows.rank(), 1);
            one[0] = 2;
            var starts = new int[rows.rank()];
            var limits = rows.shape().with(0, length - length % 2).toArray();
            var even = slice(rows, starts, limits, one);
            starts[0] = 1;
            var pairs = computation.apply(even, slice(rows, starts, limits, one));
            rows = length % 2 == 0 ? pairs : concatenate(0, pairs, sliceInDim(rows, length - 1, length, 0));
            length = (length + 1) / 2;
        }
        return Optional.of(rows.reshape(rest));
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
        return extremes(Elementwise::max, x, axis, reverse);
    }

    /// Running minimum along `axis`, from its end if `reverse`.
    public static Array cummin(Array x, int axis, boolean reverse) {
        return extremes(Elementwise::min, x, axis, reverse);
    }

    /// Running `log(sum(exp(x)))` along `axis`, from its end if `reverse`, without overflow.
    public static Array cumlogsumexp(Array x, int axis, boolean reverse) {
        return running(Elementwise::logaddexp, x, axis, reverse);
    }

    // In JAX's order, on which depends how equal elements share a derivative.
    private static Array extremes(BinaryOperator<Array> extreme, Array x, int axis, boolean reverse) {
        return reverse ? ControlFlow.reverseAssociativeScan(extreme::apply, x, axis) : ControlFlow.associativeScan(extreme::apply, x, axis);
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

    /// Sorts all operands along `dimension` by the first `numKeys` of them: where the first keys are equal by the second, and so
    /// on; stable.
    public static Array[] sort(int dimension, int numKeys, Array... operands) {
        return new Primitive.Sort(operands[0].shape().axis(dimension), numKeys).bind(operands);
    }

    /// Sorts `keys` and takes `values` along; stable.
    public static Array[] sortKeyVal(Array keys, Array values, int dimension) {
        return sort(dimension, 1, keys, values);
    }

    /// The `k` largest elements of the last axis, largest first, and their int32 indices; of equal ones the first. NaN is the
    /// largest, and 0 larger than -0.
    ///
    /// @throws IllegalArgumentException if the axis is shorter than `k`
    public static Array[] topK(Array x, int k) {
        int length = x.shape().dim(-1);
        if (k < 0 || k > length) {
            throw Mistake.of("topK(%d) of %s: the last axis has only %d elements".formatted(k, x.summary(), length));
        }
        // The last ones of an ascending order, from behind: the first of equal ones comes last in that of the reversed elements.
        int last = x.rank() - 1;
        var order = x.dtype().isFloating() ? Bits.ordered(x) : x;
        var sorted = sort(last, 1, rev(order, last), rev(x, last), rev(iota(DType.INT32, x.shape(), last), last));
        return Arrays.stream(sorted).skip(1).map(all -> rev(sliceInDim(all, length - k, length, last), last)).toArray(Array[]::new);
    }

    /// [#topK] along any axis.
    public static Array[] topK(Array x, int k, int axis) {
        int place = x.shape().axis(axis);
        return Arrays.stream(topK(x.moveAxis(place, -1), k)).map(y -> y.moveAxis(-1, place)).toArray(Array[]::new);
    }

    /// The `k` largest elements along `axis`, exact here: JAX approximates on accelerators only.
    public static Array[] approxMaxK(Array x, int k, int axis) {
        return topK(x, k, axis);
    }

    /// The `k` smallest elements along `axis`, smallest first, and their int32 indices; exact.
    public static Array[] approxMinK(Array x, int k, int axis) {
        var largest = topK(neg(x), k, axis);
        return new Array[] {neg(largest[0]), largest[1]};
    }

    private static Axes reduced(Array x, int... axes) {
        return Axes.of(Arrays.stream(x.shape().axes(axes)).sorted().toArray());
    }
}
