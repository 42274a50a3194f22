package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;
import dev.solstice.tree.Static;
import java.util.function.BinaryOperator;

/// The window that a pooling layer slides over its input.
///
/// ```java
/// new MaxPool2d(PoolingWindow.of(2, 3).withStride(2, 1).withPadding(new int[][] {{0, 1}, {1, 0}})).apply(ones(1, 8, 8)).shape()   // [1,4,7]
/// ```
///
/// @param useCeil whether a last window that hangs over the end counts too
/// @param countIncludePad whether padding counts in a mean, as zeros
public record PoolingWindow(@Static Axes kernelSize, @Static Axes stride, @Static Padding.Explicit padding, boolean useCeil, boolean countIncludePad) {
    /// Moving by one element, without padding.
    ///
    /// @param kernelSize one number for all axes, or one for each
    public static PoolingWindow of(int spatialAxes, int... kernelSize) {
        var none = Axes.filled(spatialAxes, 0);
        return new PoolingWindow(PerAxis.positive("kernelSize", spatialAxes, kernelSize), Axes.filled(spatialAxes, 1),
                new Padding.Explicit(none, none), false, true);
    }

    /// One number for all axes, or one for each.
    public PoolingWindow withStride(int... stride) {
        return new PoolingWindow(kernelSize, PerAxis.positive("stride", kernelSize.size(), stride), padding, useCeil, countIncludePad);
    }

    /// The same number before and after: one for all axes, or one for each.
    public PoolingWindow withPadding(int... padding) {
        return withPadding(Padding.of(kernelSize.size(), padding));
    }

    /// `{before, after}` for each axis.
    public PoolingWindow withPadding(int[][] padding) {
        return withPadding(Padding.of(kernelSize.size(), padding));
    }

    private PoolingWindow withPadding(Padding.Explicit padding) {
        for (int i = 0; i < kernelSize.size(); i++) {
            if (Math.min(padding.low().get(i), padding.high().get(i)) < 0 || Math.max(padding.low().get(i), padding.high().get(i)) > kernelSize.get(i)) {
                throw Mistake.of("Paddings should be less than the size of the kernel. Padding " + padding + ", kernel " + kernelSize
                        + ": a window would hold nothing else");
            }
        }
        return new PoolingWindow(kernelSize, stride, padding, useCeil, countIncludePad);
    }

    /// With a last window that hangs over the end.
    public PoolingWindow withCeil() {
        return new PoolingWindow(kernelSize, stride, padding, true, countIncludePad);
    }

    /// Whether padding counts in a mean: as zeros, as in Equinox, or not at all.
    public PoolingWindow withCountIncludePad(boolean countIncludePad) {
        return new PoolingWindow(kernelSize, stride, padding, useCeil, countIncludePad);
    }

    Array max(String layer, Array x) {
        return Lax.reduceWindowMax(x, withChannels(kernelSize), withChannels(stride), pads(layer, x));
    }

    Array mean(String layer, Array x) {
        return sum(layer, x).div(countIncludePad
                ? Array.scalar(x.dtype(), kernelSize.stream().reduce(1, Math::multiplyExact))
                : sum(layer, Array.full(x.shape(), x.dtype(), 1)));
    }

    private Array sum(String layer, Array x) {
        return Lax.reduceWindowSum(x, withChannels(kernelSize), withChannels(stride), pads(layer, x));
    }

    Array fold(String layer, Number start, BinaryOperator<Array> operation, Array x) {
        return Lax.reduceWindow(x, Array.scalar(x.dtype(), start), operation, withChannels(kernelSize), withChannels(stride), pads(layer, x));
    }

    private static int[] withChannels(Axes spatial) {
        return spatial.insert(0, 1).toArray();
    }

    private int[][] pads(String layer, Array x) {
        int rank = kernelSize.size() + 1;
        if (x.rank() != rank) throw ShapeMismatch.of(layer, "[channels," + "length,".repeat(rank - 2) + "length]", x, rank);
        var pads = new int[rank][];
        pads[0] = new int[] {0, 0};
        for (int i = 0; i < rank - 1; i++) {
            int low = padding.low().get(i);
            int high = padding.high().get(i);
            int rest = (x.shape().dim(i + 1) + low + high - kernelSize.get(i)) % stride.get(i);
            pads[i + 1] = new int[] {low, useCeil && rest != 0 ? high + stride.get(i) : high};
        }
        return pads;
    }
}
