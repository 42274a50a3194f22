package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Quantiles: the reduced axes are sorted as one, last; a position between two elements is interpolated.
final class Quantiles {
    private Quantiles() {}

    static Array of(Array x, Array q, Reduction how, String method, boolean withoutNan) {
        how.reject("quantile", true, true);
        if (how.isMasked()) throw Mistake.of("quantile has no mask; put NaN in place and use nanquantile");
        if (q.rank() > 1) throw Mistake.of("quantile of " + q.summary() + ": the quantiles are a number or a vector");
        var dtype = Promotion.inexact(Promotion.promote(x.dtype(), q.dtype() == DType.FLOAT32 ? DType.BOOL : q.dtype()));
        var sorted = Lax.sort(rows(x.astype(dtype), how.axesOf(x)), -1);
        int n = sorted.shape().dim(-1);
        if (n == 0) throw Mistake.of("quantile of " + x.summary() + " over an empty axis has no result");
        var parts = q.rank() == 0 ? new Array[] {q} : Manipulation.unstack(q, 0);
        var results = new Array[parts.length];
        for (int i = 0; i < parts.length; i++) {
            var part = parts[i].astype(dtype);
            var value = withoutNan ? ofPresent(sorted, part, method) : ofAll(sorted, part, n, method);
            results[i] = how.finish(value, x);
        }
        return q.rank() == 0 ? results[0] : Manipulation.stack(results);
    }

    /// The kept axes, then all reduced ones as one.
    private static Array rows(Array x, int[] reduced) {
        var kept = IntStream.range(0, x.rank()).filter(axis -> Arrays.stream(reduced).noneMatch(r -> r == axis)).toArray();
        int count = Arrays.stream(reduced).map(x.shape()::dim).reduce(1, Math::multiplyExact);
        return x.transpose(IntStream.concat(Arrays.stream(kept), Arrays.stream(reduced)).toArray())
                .reshape(x.shape().remove(reduced).append(Shape.of(count)));
    }

    private static Array ofAll(Array sorted, Array q, int n, String method) {
        var kept = sorted.shape().remove(sorted.rank() - 1);
        var value = at(sorted, q.mul(n - 1).broadcastTo(kept), method, n);
        // A NaN is sorted to the end and makes the whole quantile NaN.
        return Numpy.where(Numpy.isnan(sorted.get("...", n - 1)), Double.NaN, value);
    }

    private static Array ofPresent(Array sorted, Array q, String method) {
        var count = Numpy.logicalNot(Numpy.isnan(sorted)).astype(sorted.dtype()).sum(-1);
        var value = at(sorted, q.mul(Numpy.maximum(count.sub(1), 0)), method, sorted.shape().dim(-1));
        return Numpy.where(count.eq(0), Double.NaN, value);
    }

    private static Array at(Array sorted, Array position, String method, int n) {
        var low = Lax.floor(position);
        var high = Lax.ceil(position);
        var lowValue = element(sorted, low, n);
        var highValue = element(sorted, high, n);
        return switch (method) {
            case "linear" -> {
                var weight = position.sub(low);
                yield lowValue.mul(weight.neg().add(1)).add(highValue.mul(weight));
            }
            case "lower" -> lowValue;
            case "higher" -> highValue;
            case "nearest" -> Numpy.where(position.sub(low).le(0.5), lowValue, highValue);
            case "midpoint" -> lowValue.add(highValue).mul(0.5);
            default -> throw Mistake.of("quantile method \"" + method + "\" is none of linear, lower, higher, nearest and midpoint");
        };
    }

    private static Array element(Array sorted, Array position, int n) {
        var index = Numpy.clip(position, 0, n - 1).astype(DType.INT32).expandDims(position.rank());
        return Selection.takeAlongAxis(sorted, index, -1).squeeze(-1);
    }
}
