package dev.solstice.transform;

import static dev.solstice.transform.Batching.NOT_MAPPED;

import dev.solstice.core.Array;
import dev.solstice.core.Primitive.ConvGeneralDilated;
import dev.solstice.transform.Batching.Batched;

/// A batch of convolutions as one convolution: the batch axis joins the images, the channels or the groups.
/// Source: JAX's `_conv_general_dilated_batch_rule`.
final class ConvolutionBatching {
    private ConvolutionBatching() {}

    static Batched apply(ConvGeneralDilated convolution, Array[] x, int[] axes) {
        if (axes[0] != NOT_MAPPED && axes[1] != NOT_MAPPED) return both(convolution, x, axes);
        return axes[0] != NOT_MAPPED ? image(convolution, x, axes[0]) : kernel(convolution, x, axes[1]);
    }

    /// One more group of channels (or of the batch) for each example.
    private static Batched both(ConvGeneralDilated c, Array[] x, int[] axes) {
        int size = x[0].shape().dim(axes[0]);
        boolean batches = c.batchGroupCount() > 1;
        var image = merge(x[0], axes[0], batches ? 0 : 1);
        var kernel = merge(x[1], axes[1], 0);
        var grouped = new ConvGeneralDilated(c.windowStrides(), c.padLow(), c.padHigh(), c.lhsDilation(), c.rhsDilation(),
                batches ? c.featureGroupCount() : c.featureGroupCount() * size,
                batches ? c.batchGroupCount() * size : c.batchGroupCount());
        return Batched.of(split(grouped.apply(image, kernel), 1, size), 1);
    }

    private static Batched image(ConvGeneralDilated c, Array[] x, int axis) {
        int size = x[0].shape().dim(axis);
        int groups = c.batchGroupCount();
        var image = groups == 1 ? merge(x[0], axis, 0) : mergeInside(x[0], axis, groups);
        return Batched.of(split(c.apply(image, x[1]), 0, size), 0);
    }

    private static Batched kernel(ConvGeneralDilated c, Array[] x, int axis) {
        int size = x[1].shape().dim(axis);
        int groups = Math.max(c.featureGroupCount(), c.batchGroupCount());
        if (groups == 1) return Batched.of(split(c.apply(x[0], merge(x[1], axis, 0)), 1, size), 1);
        // groups are outermost among the output channels, so the batch goes inside of them
        var out = c.apply(x[0], mergeInside(x[1], axis, groups));
        var channels = split(split(out, 1, groups), 2, size).moveAxis(2, 0); // [size, N, groups, O/g, ...]
        return Batched.of(channels.reshape(channels.shape().remove(3).with(2, channels.shape().dim(2) * channels.shape().dim(3))), 0);
    }

    /// Merges the batch axis into `target` (as numbered without it), outermost.
    private static Array merge(Array x, int axis, int target) {
        var moved = x.moveAxis(axis, target);
        int size = moved.shape().dim(target);
        return moved.reshape(moved.shape().remove(target).with(target, size * moved.shape().dim(target + 1)));
    }

    /// Merges the batch axis into axis 0, inside of the groups that this axis consists of.
    private static Array mergeInside(Array x, int axis, int groups) {
        var grouped = split(x.moveAxis(axis, 0), 1, groups).moveAxis(0, 1); // [groups, size, A/g, ...]
        var shape = grouped.shape();
        return grouped.reshape(shape.remove(1, 2).with(0, shape.dim(0) * shape.dim(1) * shape.dim(2)));
    }

    /// Splits a factor off the front of an axis.
    private static Array split(Array x, int axis, int size) {
        return x.reshape(x.shape().with(axis, x.shape().dim(axis) / size).insert(axis, size));
    }
}
