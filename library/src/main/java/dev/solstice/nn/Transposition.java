package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Convolution;

/// What the transposed convolutions share.
final class Transposition {
    private Transposition() {}

    static void require(String layer, int spatialAxes, ConvolutionSettings settings) {
        settings.requireAxes(layer, spatialAxes);
        requireMode(layer, settings, Axes.filled(spatialAxes, 0));
    }

    /// What is put around has a transpose of the same kind only if it is zeros, or the other end of an input that keeps its length.
    static void requireMode(String layer, ConvolutionSettings settings, Axes outputPadding) {
        boolean same = settings.padding() == Padding.Rule.SAME || settings.padding() == Padding.Rule.SAME_LOWER;
        boolean transposable = switch (settings.paddingMode()) {
            case ZEROS -> true;
            case CIRCULAR -> same && outputPadding.stream().allMatch(each -> each == 0);
            case REFLECT, REPLICATE -> false;
        };
        if (!transposable) {
            throw Mistake.of(layer + " is not implemented for padding mode " + settings.paddingMode() + " with padding "
                    + settings.padding() + " and outputPadding " + outputPadding
                    + ": the mode is ZEROS, or CIRCULAR with padding SAME or SAME_LOWER and no outputPadding");
        }
    }

    static Axes outputPadding(ConvolutionSettings settings, int spatialAxes, int... outputPadding) {
        var each = PerAxis.of("outputPadding", spatialAxes, outputPadding);
        for (int i = 0; i < spatialAxes; i++) {
            if (each.get(i) < 0 || each.get(i) >= settings.stride().get(i)) {
                throw Mistake.of("Must have `outputPadding < stride` (elementwise): only so many lengths lead to one. Got "
                        + each + ", stride " + settings.stride());
            }
        }
        return each;
    }

    /// @param x `[inChannels, spatial...]`
    /// @return `[outChannels, spatial...]`
    static Array apply(String layer, ConvolutionSettings settings, Axes outputPadding, Array weight, Array bias, Array x) {
        int spatialAxes = settings.kernelSize().size();
        int rank = spatialAxes + 1;
        if (weight.rank() != rank + 1) throw ShapeMismatch.ensemble(layer, weight, rank + 1);
        if (x.rank() != rank || x.shape().dim(0) != settings.inChannels()) {
            throw ShapeMismatch.of(layer, "[" + settings.inChannels() + ",length".repeat(spatialAxes) + "]", x, rank);
        }
        var pads = new int[spatialAxes][];
        for (int i = 0; i < spatialAxes; i++) pads[i] = padding(settings, outputPadding.get(i), i);
        if (settings.paddingMode() == PaddingMode.CIRCULAR) x = wrapped(x, settings.stride(), pads);
        var y = Convolution.of(Axes.filled(spatialAxes, 1).toArray()).lhsDilation(settings.stride().toArray())
                .rhsDilation(settings.dilation().toArray()).featureGroupCount(settings.groups()).padding(pads)
                .apply(x.expandDims(0), weight).squeeze(0);
        return bias == null ? y : y.add(bias);
    }

    /// `x` with its other end around it, as many elements as `pads` has strides; the rest of `pads` is left there for zeros.
    private static Array wrapped(Array x, Axes stride, int[][] pads) {
        var elements = new int[pads.length][];
        for (int i = 0; i < pads.length; i++) {
            elements[i] = new int[] {pads[i][0] / stride.get(i), pads[i][1] / stride.get(i)};
            pads[i] = new int[] {pads[i][0] % stride.get(i), pads[i][1] % stride.get(i)};
        }
        return PaddingMode.CIRCULAR.pad(x, elements);
    }

    /// Relationship 14 of arXiv 1603.07285.
    private static int[] padding(ConvolutionSettings settings, int outputPadding, int axis) {
        int reach = (settings.kernelSize().get(axis) - 1) * settings.dilation().get(axis);
        if (settings.padding() instanceof Padding.Explicit(Axes low, Axes high)) {
            return new int[] {reach - low.get(axis), reach - high.get(axis) + outputPadding};
        }
        if (settings.padding() == Padding.Rule.VALID) return new int[] {reach, reach + outputPadding};
        // SAME: the result is length * stride - outputPadding long: of the lengths that the convolution makes the same of, the output padding
        // chooses one. A kernel shorter than the stride leaves a gap.
        int total = reach - settings.stride().get(axis) + outputPadding + 1;
        if (total < 0) return new int[] {reach, reach - total};
        int low = (total + (settings.padding() == Padding.Rule.SAME_LOWER ? 1 : 0)) / 2;
        return new int[] {reach - low, reach - (total - low)};
    }
}
