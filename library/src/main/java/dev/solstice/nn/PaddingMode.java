package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// What a convolution puts around its input.
public enum PaddingMode {
    /// Zeros.
    ZEROS,
    /// The input mirrored at its edge, without the edge itself.
    REFLECT,
    /// The element at the edge.
    REPLICATE,
    /// The input again, from the other end.
    CIRCULAR;

    /// `x` with `{low, high}` more elements along each axis but the first, the channels.
    Array pad(Array x, int[][] pads) {
        for (int i = 0; i < pads.length; i++) {
            x = Lax.concatenate(i + 1, before(x, i + 1, pads[i][0]), x, after(x, i + 1, pads[i][1]));
        }
        return x;
    }

    private Array before(Array x, int axis, int count) {
        int length = x.shape().dim(axis);
        return switch (this) {
            case ZEROS -> zeros(x, axis, count);
            case REFLECT -> Lax.rev(part(x, axis, 1, 1 + count), axis);
            case REPLICATE -> repeated(part(x, axis, 0, 1), axis, count);
            case CIRCULAR -> part(x, axis, length - count, length);
        };
    }

    private Array after(Array x, int axis, int count) {
        int length = x.shape().dim(axis);
        return switch (this) {
            case ZEROS -> zeros(x, axis, count);
            case REFLECT -> Lax.rev(part(x, axis, length - 1 - count, length - 1), axis);
            case REPLICATE -> repeated(part(x, axis, length - 1, length), axis, count);
            case CIRCULAR -> part(x, axis, 0, count);
        };
    }

    private Array part(Array x, int axis, int from, int to) {
        if (from < 0 || to > x.shape().dim(axis)) {
            throw Mistake.of(this + " padding by " + (to - from) + " is more than axis " + axis + " of " + x.summary()
                    + " has: pad less, or take ZEROS");
        }
        return Lax.sliceInDim(x, from, to, axis);
    }

    private static Array zeros(Array x, int axis, int count) {
        return Array.full(x.shape().remove(axis).insert(axis, count), x.dtype(), 0);
    }

    private static Array repeated(Array edge, int axis, int count) {
        return edge.broadcastTo(edge.shape().remove(axis).insert(axis, count));
    }
}
