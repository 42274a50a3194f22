package dev.solstice.transform;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive.ConvGeneralDilated;
import dev.solstice.core.Primitive.Rev;
import java.util.stream.IntStream;

/// The cotangents of a convolution's image and kernel, each a convolution again.
/// Source: JAX's `_conv_general_dilated_transpose_lhs/rhs`.
final class ConvolutionTranspose {
    private ConvolutionTranspose() {}

    /// Correlates the cotangent, spread out by the strides, with the flipped kernel.
    static Array image(ConvGeneralDilated convolution, Array c, Array kernel, Shape image) {
        int spatial = image.rank() - 2;
        int features = convolution.featureGroupCount();
        int batches = convolution.batchGroupCount(); // at most one of the two exceeds 1
        int groups = Math.max(features, batches);
        // [g*O, I] -> [g*I, O]
        var swapped = splitInto(kernel, 0, groups, 1).moveAxis(1, 0);
        var flipped = new Rev(Axes.range(2, image.rank())).apply(swapped);
        var low = new int[spatial];
        var high = new int[spatial];
        for (int i = 0; i < spatial; i++) {
            int window = dilated(kernel.shape().dim(i + 2), convolution.rhsDilation().get(i));
            int spreadImage = dilated(image.dim(i + 2), convolution.lhsDilation().get(i));
            int spreadOut = dilated(c.shape().dim(i + 2), convolution.windowStrides().get(i));
            low[i] = window - convolution.padLow().get(i) - 1;
            high[i] = spreadImage + window - 1 - spreadOut - low[i];
        }
        var transposed = new ConvGeneralDilated(convolution.lhsDilation(), Axes.of(low), Axes.of(high),
                convolution.windowStrides(), convolution.rhsDilation(), groups, 1).apply(c, flipped);
        return splitInto(transposed, 1, batches, 0);
    }

    /// Correlates the image with the cotangent, batch and channels swapped.
    static Array kernel(ConvGeneralDilated convolution, Array c, Array image, Shape kernel) {
        int spatial = kernel.rank() - 2;
        int features = convolution.featureGroupCount();
        int batches = convolution.batchGroupCount();
        var low = new int[spatial];
        var high = new int[spatial];
        for (int i = 0; i < spatial; i++) {
            int window = dilated(kernel.dim(i + 2), convolution.rhsDilation().get(i));
            int spreadImage = dilated(image.shape().dim(i + 2), convolution.lhsDilation().get(i));
            int spreadOut = dilated(c.shape().dim(i + 2), convolution.windowStrides().get(i));
            low[i] = convolution.padLow().get(i);
            high[i] = spreadOut + window - spreadImage - low[i] - 1;
        }
        // the groups change places: those of the channels become groups of the (swapped) batch, and the reverse
        var transposed = new ConvGeneralDilated(convolution.rhsDilation(), Axes.of(low), Axes.of(high),
                convolution.lhsDilation(), convolution.windowStrides(), batches, features)
                .apply(image.moveAxis(0, 1), c.moveAxis(0, 1));
        return transposed.moveAxis(0, 1);
    }

    private static int dilated(int length, int dilation) {
        return length == 0 ? 0 : (length - 1) * dilation + 1;
    }

    /// Splits `groups` off the front of one axis and merges it into the front of another.
    private static Array splitInto(Array x, int from, int groups, int to) {
        var split = x.shape().with(from, x.shape().dim(from) / groups).insert(from, groups);
        var moved = x.reshape(split).moveAxis(from, to);
        var merged = IntStream.range(0, x.rank()).map(i -> {
            int length = i == from ? x.shape().dim(i) / groups : x.shape().dim(i);
            return i == to ? length * groups : length;
        }).toArray();
        return moved.reshape(merged);
    }
}
