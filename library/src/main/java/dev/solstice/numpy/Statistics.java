package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Reductions that are more than one primitive.
final class Statistics {
    private Statistics() {}

    /// The axes that a reduction means: none given is all of them.
    static int[] axes(Array x, int... axes) {
        return axes.length == 0 ? IntStream.range(0, x.rank()).toArray() : x.shape().axes(axes);
    }

    /// The result of a reduction of `x` with the reduced axes put back as axes of length 1.
    static Array restored(Array reduced, Array x, int... axes) {
        var lengths = x.shape().toArray();
        for (int axis : axes(x, axes)) lengths[axis] = 1;
        return reduced.reshape(lengths);
    }

    static Array prod(Array x, int... axes) {
        return Lax.reduceProd(x.astype(Promotion.sum(x.dtype())), axes(x, axes));
    }

    static Array variance(Array x, int ddof, int... axes) {
        var values = Numpy.inexact(x);
        var reduced = axes(x, axes);
        var centred = values.sub(restored(values.mean(reduced), values, reduced));
        int count = Arrays.stream(reduced).map(x.shape()::dim).reduce(1, Math::multiplyExact);
        return Lax.square(centred).sum(reduced).div((double) (count - ddof));
    }

    static Array median(Array x, int... axes) {
        var values = Numpy.inexact(x);
        var reduced = axes(x, axes);
        var kept = IntStream.range(0, x.rank()).filter(axis -> Arrays.stream(reduced).noneMatch(r -> r == axis)).toArray();
        var rows = values.transpose(IntStream.concat(Arrays.stream(kept), Arrays.stream(reduced)).toArray())
                .reshape(x.shape().remove(reduced).append(Shape.of(count(x, reduced))));
        int n = rows.shape().dim(-1);
        if (n == 0) throw new IllegalArgumentException("median of " + x.summary() + " over an empty axis has no result");
        var sorted = Lax.sort(rows, -1);
        var middle = sorted.get("...", (n - 1) / 2).add(sorted.get("...", n / 2)).mul(0.5);
        // A NaN is sorted to the end and makes the whole median NaN.
        return Numpy.where(Numpy.isnan(sorted.get("...", n - 1)), Double.NaN, middle);
    }

    private static int count(Array x, int[] axes) {
        return Arrays.stream(axes).map(x.shape()::dim).reduce(1, Math::multiplyExact);
    }

    static Array any(Array x, int... axes) {
        return Lax.reduceOr(truth(x), axes(x, axes));
    }

    static Array all(Array x, int... axes) {
        return Lax.reduceAnd(truth(x), axes(x, axes));
    }

    static Array truth(Array x) {
        return x.dtype() == DType.BOOL ? x : x.ne(0);
    }

    static Array argsort(Array x, int axis, boolean descending) {
        // Twice reversed, equal elements keep their order.
        var keys = descending ? Lax.rev(x, axis) : x;
        var positions = Lax.iota(DType.INT32, x.shape(), axis);
        var sorted = Lax.sortKeyVal(keys, descending ? Lax.rev(positions, axis) : positions, axis)[1];
        return descending ? Lax.rev(sorted, axis) : sorted;
    }

    static Array diff(Array x, int n, int axis) {
        for (int i = 0; i < n; i++) {
            int length = x.shape().dim(axis);
            if (length == 0) return x;
            x = Lax.sliceInDim(x, 1, length, axis).sub(Lax.sliceInDim(x, 0, length - 1, axis));
        }
        return x;
    }
}
