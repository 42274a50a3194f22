package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;
import dev.solstice.tree.Static;

/// The window that a pooling layer slides over its input.
///
/// @param useCeil whether a last window that hangs over the end counts too
public record PoolingWindow(@Static Axes kernelSize, @Static Axes stride, @Static Padding.Explicit padding, boolean useCeil) {
    static PoolingWindow of(int spatialAxes, int kernelSize, int stride) {
        var none = Axes.filled(spatialAxes, 0);
        return new PoolingWindow(PerAxis.positive("kernelSize", spatialAxes, kernelSize), PerAxis.positive("stride", spatialAxes, stride),
                new Padding.Explicit(none, none), false);
    }

    PoolingWindow withPadding(int... padding) {
        var each = PerAxis.of("padding", kernelSize.size(), padding);
        for (int i = 0; i < each.size(); i++) {
            if (each.get(i) < 0 || each.get(i) > kernelSize.get(i)) {
                throw new IllegalArgumentException("Paddings should be less than the size of the kernel. Padding " + each + ", kernel " + kernelSize);
            }
        }
        return new PoolingWindow(kernelSize, stride, new Padding.Explicit(each, each), useCeil);
    }

    PoolingWindow withCeil() {
        return new PoolingWindow(kernelSize, stride, padding, true);
    }

    Array max(String layer, Array x) {
        return Lax.reduceWindowMax(x, withChannels(kernelSize), withChannels(stride), pads(layer, x));
    }

    /// Padding counts as elements that are 0.
    Array mean(String layer, Array x) {
        int elements = kernelSize.stream().reduce(1, Math::multiplyExact);
        return Lax.reduceWindowSum(x, withChannels(kernelSize), withChannels(stride), pads(layer, x)).div((double) elements);
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
