package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.List;

/// Elements counted by bins.
///
/// Source: `jax.numpy`, *histograms*.
public final class Histograms {
    private Histograms() {}

    /// How many elements, or how much weight, lies in each bin.
    ///
    /// @param counts float32, or of the dtype of the weights
    /// @param edges  one more than there are bins; a bin has its lower edge, the last one both
    public record Histogram(Array counts, Array edges) {}

    /// [Histogram] of points.
    ///
    /// @param counts int32, one axis for each coordinate
    /// @param edges  of the bins of each coordinate
    public record GridHistogram(Array counts, List<Array> edges) {}

    /// The edges of `bins` equal bins from the least to the largest element.
    public static Array histogramBinEdges(Array x, int bins) {
        var values = Numpy.inexact(x);
        var low = values.min();
        var high = values.max();
        // One value alone has a bin around it.
        var apart = Numpy.where(low.eq(high), 0.5, 0.0).astype(values.dtype());
        return Creation.linspace(low.sub(apart), high.add(apart), bins + 1);
    }

    /// The elements in `bins` equal bins from the least to the largest.
    public static Histogram histogram(Array x, int bins) {
        return histogram(x, histogramBinEdges(x, bins));
    }

    /// The elements in `bins` equal bins from `low` to `high`; others do not count.
    public static Histogram histogram(Array x, int bins, double low, double high) {
        return histogram(x, Creation.linspace(low, high, bins + 1));
    }

    /// The elements in the bins between these edges, which increase; others do not count.
    public static Histogram histogram(Array x, Array edges) {
        return histogram(x, edges, Creation.ones(x.shape(), Numpy.inexact(x).dtype()));
    }

    /// The weights of the elements in the bins between these edges, which increase; others do not count.
    public static Histogram histogram(Array x, Array edges, Array weights) {
        var bin = bins(Numpy.inexact(x).reshape(-1), edges);
        var counts = Creation.zeros(Shape.of(edges.size()), weights.dtype()).at(bin).add(weights.reshape(-1));
        return new Histogram(counts.get("1:"), edges);
    }

    /// The points, as rows, in a grid of bins, as many for each coordinate as given, from the least to the largest.
    public static GridHistogram histogramdd(Array points, int... bins) {
        if (points.rank() != 2 || points.shape().dim(1) != bins.length) {
            throw Mistake.of("histogramdd of " + points.summary() + ": points are rows, and there are " + bins.length + " numbers of bins");
        }
        var edges = new Array[bins.length];
        var places = new Array[bins.length];
        for (int i = 0; i < bins.length; i++) {
            var coordinate = Numpy.inexact(points).get(":", i);
            edges[i] = histogramBinEdges(coordinate, bins[i]);
            places[i] = bins(coordinate, edges[i]).sub(1);
        }
        var counts = Creation.zeros(Shape.of(bins), DType.INT32).at((Object[]) places).add(1);
        return new GridHistogram(counts, List.of(edges));
    }

    /// The points `(x, y)` in a grid of bins, from the least to the largest.
    public static GridHistogram histogram2d(Array x, Array y, int xBins, int yBins) {
        return histogramdd(Manipulation.columnStack(x, y), xBins, yBins);
    }

    /// The number of each element's bin, from 1 on; 0 below, and one more than there are bins above.
    private static Array bins(Array x, Array edges) {
        return Numpy.where(Numpy.equal(x, edges.get(-1)), edges.size() - 1, Sorting.searchsorted(edges, x, true));
    }

    /// How often each integer from 0 to the largest is there, int32. Reads the values.
    public static Array bincount(Array x) {
        return bincount(x, x.size() == 0 ? 0 : x.max().intItem() + 1);
    }

    /// How often each integer from 0 to `length - 1` is there, int32; larger ones do not count, negative ones as 0.
    public static Array bincount(Array x, int length) {
        return bincount(x, Array.scalar(DType.INT32, 1), length);
    }

    /// How much weight each integer from 0 to `length - 1` has; larger ones do not count, negative ones as 0.
    public static Array bincount(Array x, Array weights, int length) {
        if (!x.dtype().isInteger()) throw Mistake.of("bincount is of integers, not of " + x.summary());
        return Creation.zeros(Shape.of(length), weights.dtype()).at(Numpy.maximum(x.reshape(-1), 0)).add(weights.reshape(-1).broadcastTo(Shape.of(x.size())));
    }

    /// For each element the number of its bin, int32: as many edges as are at most as large, or, if `right`, smaller.
    ///
    /// @param edges increasing, or decreasing, which counts the edges that are larger
    public static Array digitize(Array x, Array edges, boolean right) {
        if (edges.size() == 0) return Creation.zeros(x.shape(), DType.INT32);
        var increasing = Sorting.searchsorted(edges, x, !right);
        var decreasing = Sorting.searchsorted(Lax.rev(edges, 0), x, !right).neg().add(edges.size());
        return Numpy.where(edges.get(-1).ge(edges.get(0)), increasing, decreasing);
    }
}
