package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Convolution;

/// What the transposed convolutions share.
final class Transposition {
    private Transposition() {}

    static void require(String layer, int spatialAxes, ConvolutionSettings settings) {
        if (settings.kernelSize().size() != spatialAxes) {
            throw new IllegalArgumentException(layer + " has a kernel of " + spatialAxes + " axes, its settings one of size " + settings.kernelSize());
        }
        if (settings.paddingMode() != PaddingMode.ZEROS) {
            throw new IllegalArgumentException(layer + " pads with zeros only, got " + settings.paddingMode());
        }
    }

    static Axes outputPadding(ConvolutionSettings settings, int spatialAxes, int... outputPadding) {
        var each = PerAxis.of("outputPadding", spatialAxes, outputPadding);
        for (int i = 0; i < spatialAxes; i++) {
            if (each.get(i) < 0 || each.get(i) >= settings.stride().get(i)) {
                throw new IllegalArgumentException("Must have `outputPadding < stride` (elementwise). Got " + each + ", stride " + settings.stride());
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
        var y = Convolution.of(Axes.filled(spatialAxes, 1).toArray()).lhsDilation(settings.stride().toArray())
                .rhsDilation(settings.dilation().toArray()).featureGroupCount(settings.groups()).padding(pads)
                .apply(x.expandDims(0), weight).squeeze(0);
        return bias == null ? y : y.add(bias);
    }

    /// Relationship 14 of arXiv 1603.07285.
    private static int[] padding(ConvolutionSettings settings, int outputPadding, int axis) {
        int reach = (settings.kernelSize().get(axis) - 1) * settings.dilation().get(axis);
        if (settings.padding() instanceof Padding.Explicit(Axes low, Axes high)) {
            return new int[] {reach - low.get(axis), reach - high.get(axis) + outputPadding};
        }
        if (settings.padding() == Padding.Rule.VALID) return new int[] {reach, reach + outputPadding};
        // SAME: the result is length * stride long, whatever the output padding; a kernel shorter than the stride leaves a gap.
        int total = reach - settings.stride().get(axis) + outputPadding + 1;
        if (total < 0) return new int[] {reach, reach - total};
        int low = (total + (settings.padding() == Padding.Rule.SAME_LOWER ? 1 : 0)) / 2;
        return new int[] {reach - low, reach - (total - low) + outputPadding};
    }
}
