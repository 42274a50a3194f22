package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.random.Key;
import dev.solstice.tree.Static;

/// A transposed convolution ("deconvolution") over three spatial axes: the transpose, as a linear map, of the convolution with the
/// same settings; the kernel is not flipped.
///
/// Takes `[inChannels, depth, height, width]`, gives `[outChannels, depth, height, width]`.
///
/// ```java
/// Array x = Random.normal(key, 4, 7, 7, 7);
/// ConvTranspose3d.of(4, 2, 2, key).withStride(2).apply(x).shape()   // [2,14,14,14]
/// ```
///
/// Weight and bias start uniform in ±1/√(inChannels / groups · kernel elements), with the first and second key split
/// from the one given. Source: `equinox.nn.ConvTranspose3d`; V. Dumoulin, F. Visin, arXiv 1603.07285.
///
/// @param weight `[outChannels, inChannels / groups, kernel...]`
/// @param bias `[outChannels, 1, 1, 1]`; null without one
/// @param outputPadding how much longer the result is: a stride leaves several lengths to choose from
public record ConvTranspose3d(Array weight, Array bias, ConvolutionSettings settings, @Static Axes outputPadding) implements Layer {
    /// Stride 1, no padding, with bias.
    ///
    /// @param kernelSize length of the kernel along each axis
    public static ConvTranspose3d of(int inChannels, int outChannels, int kernelSize, Key key) {
        return of(ConvolutionSettings.of(3, inChannels, outChannels, kernelSize), key);
    }

    /// With another dtype, or other initialisers.
    public static ConvTranspose3d of(int inChannels, int outChannels, int kernelSize, Start start) {
        return of(ConvolutionSettings.of(3, inChannels, outChannels, kernelSize), start);
    }

    /// @throws IllegalArgumentException if the settings are for another number of axes, or have a padding that cannot be transposed
    public static ConvTranspose3d of(ConvolutionSettings settings, Key key) {
        return of(settings, Start.of(key));
    }

    /// @throws IllegalArgumentException if the settings are for another number of axes
    public static ConvTranspose3d of(ConvolutionSettings settings, Start start) {
        Transposition.require("ConvTranspose3d", 3, settings);
        return new ConvTranspose3d(settings.initialWeight(start), settings.initialBias(start), settings, Axes.filled(3, 0));
    }

    /// The same parameters, another stride.
    public ConvTranspose3d withStride(int... stride) {
        return new ConvTranspose3d(weight, bias, settings.withStride(stride), outputPadding);
    }

    /// The same parameters, another padding (of the convolution that is transposed): a number for all axes, or one for each.
    public ConvTranspose3d withPadding(int... padding) {
        return of(settings.withPadding(padding));
    }

    /// The same parameters, padded by a rule: `"SAME"`, `"SAME_LOWER"` or `"VALID"`.
    public ConvTranspose3d withPadding(String rule) {
        return of(settings.withPadding(rule));
    }

    private ConvTranspose3d of(ConvolutionSettings settings) {
        Transposition.requireMode("ConvTranspose3d", settings, outputPadding);
        return new ConvTranspose3d(weight, bias, settings, outputPadding);
    }

    /// The same parameters, a result that is longer: by one number for all axes, or one for each.
    ///
    /// @throws IllegalArgumentException unless it is less than the stride: set that first
    public ConvTranspose3d withOutputPadding(int... outputPadding) {
        var each = Transposition.outputPadding(settings, 3, outputPadding);
        Transposition.requireMode("ConvTranspose3d", settings, each);
        return new ConvTranspose3d(weight, bias, settings, each);
    }

    /// @throws IllegalArgumentException if `x` has another number of axes or channels
    @Override
    public Array apply(Array x) {
        return Transposition.apply("ConvTranspose3d", settings, outputPadding, weight, bias, x);
    }
}
