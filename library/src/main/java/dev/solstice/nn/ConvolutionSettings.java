package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Convolution;
import dev.solstice.tree.Static;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Everything about a convolutional layer but its parameters; for as many spatial axes as `kernelSize` has.
///
/// ```java
/// Conv2d.of(ConvolutionSettings.of(2, 4, 4, 3).withGroups(4).withoutBias(), key)   // depthwise
/// ```
///
/// @param padding what is added around the input
/// @param groups input and output channels are split in that many groups, each convolved by itself
public record ConvolutionSettings(
        int inChannels, int outChannels, @Static Axes kernelSize, @Static Axes stride, @Static Padding padding,
        @Static Axes dilation, int groups, boolean useBias, @Static PaddingMode paddingMode) {
    /// Stride 1, no padding, no dilation, one group, a bias.
    ///
    /// @param kernelSize one number for all axes, or one for each
    public static ConvolutionSettings of(int spatialAxes, int inChannels, int outChannels, int... kernelSize) {
        var ones = Axes.filled(spatialAxes, 1);
        return new ConvolutionSettings(inChannels, outChannels, PerAxis.positive("kernelSize", spatialAxes, kernelSize), ones,
                Padding.of(spatialAxes, 0), ones, 1, true, PaddingMode.ZEROS);
    }

    private int spatialAxes() {
        return kernelSize.size();
    }

    public ConvolutionSettings withStride(int... stride) {
        return new ConvolutionSettings(inChannels, outChannels, kernelSize, PerAxis.positive("stride", spatialAxes(), stride), padding, dilation,
                groups, useBias, paddingMode);
    }

    /// The same number before and after: one for all axes, or one for each.
    public ConvolutionSettings withPadding(int... padding) {
        return withPadding(Padding.of(spatialAxes(), padding));
    }

    /// `{before, after}` for each axis.
    public ConvolutionSettings withPadding(int[][] padding) {
        return withPadding(Padding.of(spatialAxes(), padding));
    }

    /// `"SAME"`, `"SAME_LOWER"` or `"VALID"`.
    public ConvolutionSettings withPadding(String rule) {
        return withPadding(Padding.of(rule));
    }

    public ConvolutionSettings withPadding(Padding padding) {
        return new ConvolutionSettings(inChannels, outChannels, kernelSize, stride, padding, dilation, groups, useBias, paddingMode);
    }

    public ConvolutionSettings withDilation(int... dilation) {
        return new ConvolutionSettings(inChannels, outChannels, kernelSize, stride, padding, PerAxis.positive("dilation", spatialAxes(), dilation),
                groups, useBias, paddingMode);
    }

    /// @throws IllegalArgumentException if the channels cannot be split in that many groups
    public ConvolutionSettings withGroups(int groups) {
        requireDivisible("inChannels", inChannels, groups);
        requireDivisible("outChannels", outChannels, groups);
        return new ConvolutionSettings(inChannels, outChannels, kernelSize, stride, padding, dilation, groups, useBias, paddingMode);
    }

    void requireAxes(String layer, int spatialAxes) {
        if (kernelSize.size() == spatialAxes) return;
        throw Mistake.of(layer + " has a kernel of " + spatialAxes + (spatialAxes == 1 ? " axis" : " axes") + ", its settings one of size "
                + kernelSize + ": take ConvolutionSettings.of(" + spatialAxes + ", ...)");
    }

    private static void requireDivisible(String name, int channels, int groups) {
        if (groups < 1 || channels % groups != 0) {
            throw Mistake.of("`%s` (=%d) must be divisible by `groups` (=%d): each group has as many of them.".formatted(name, channels, groups));
        }
    }

    public ConvolutionSettings withPaddingMode(PaddingMode mode) {
        return new ConvolutionSettings(inChannels, outChannels, kernelSize, stride, padding, dilation, groups, useBias, mode);
    }

    public ConvolutionSettings withoutBias() {
        return new ConvolutionSettings(inChannels, outChannels, kernelSize, stride, padding, dilation, groups, false, paddingMode);
    }

    private double limit() {
        int window = kernelSize.stream().reduce(1, Math::multiplyExact);
        return 1 / Math.sqrt((double) inChannels / groups * window);
    }

    /// `[outChannels, inChannels / groups, kernel...]`, from the first key split from the one given.
    Array initialWeight(Start start) {
        var shape = Axes.of(outChannels, inChannels / groups).plus(kernelSize);
        return start.split(2)[0].weight(Shape.of(shape.toArray()), limit());
    }

    /// `[outChannels, 1...]`, from the second key split from the one given; null without bias.
    Array initialBias(Start start) {
        if (!useBias) return null;
        var shape = Axes.of(outChannels).plus(Axes.filled(spatialAxes(), 1));
        return start.split(2)[1].bias(Shape.of(shape.toArray()), limit());
    }

    /// @param x `[inChannels, spatial...]`
    /// @return `[outChannels, spatial...]`
    Array apply(String layer, Array weight, Array bias, Array x) {
        int rank = spatialAxes() + 1;
        if (weight.rank() != rank + 1) throw ShapeMismatch.ensemble(layer, weight, rank + 1);
        if (x.rank() != rank || x.shape().dim(0) != inChannels) throw ShapeMismatch.of(layer, expected(), x, rank);
        var lengths = Arrays.copyOfRange(x.shape().toArray(), 1, rank);
        var pads = padding.resolve(lengths, window(), stride.toArray());
        var convolution = Convolution.of(stride.toArray()).rhsDilation(dilation.toArray()).featureGroupCount(groups);
        var y = paddingMode == PaddingMode.ZEROS
                ? convolution.padding(pads).apply(x.expandDims(0), weight)
                : convolution.apply(paddingMode.pad(x, pads).expandDims(0), weight);
        var example = y.squeeze(0);
        return bias == null ? example : example.add(bias);
    }

    private int[] window() {
        return IntStream.range(0, spatialAxes()).map(i -> (kernelSize.get(i) - 1) * dilation.get(i) + 1).toArray();
    }

    private String expected() {
        var spatial = new String[] {"", ",length", ",height,width", ",depth,height,width"};
        return "[" + inChannels + (spatialAxes() < spatial.length ? spatial[spatialAxes()] : ",length".repeat(spatialAxes())) + "]";
    }
}
