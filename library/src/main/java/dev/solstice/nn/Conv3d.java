package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.random.Key;

/// A convolution (strictly, a cross-correlation) over three spatial axes.
///
/// Takes `[inChannels, depth, height, width]`, gives `[outChannels, depth, height, width]` with the spatial lengths that stride and padding leave.
///
/// ```java
/// Array x = Random.normal(key, 1, 8, 28, 28);
/// Conv3d.of(1, 8, 3, key).withPadding("SAME").apply(x).shape()   // [8,8,28,28]
/// ```
///
/// Weight and bias start uniform in ±1/√(inChannels / groups · kernel elements), with the first and second key split
/// from the one given. Source: `equinox.nn.Conv3d`.
///
/// @param weight `[outChannels, inChannels / groups, kernel...]`
/// @param bias `[outChannels, 1, 1, 1]`; null without one
public record Conv3d(Array weight, Array bias, ConvolutionSettings settings) implements Layer {
    /// Stride 1, no padding, with bias.
    ///
    /// @param kernelSize length of the kernel along each axis
    public static Conv3d of(int inChannels, int outChannels, int kernelSize, Key key) {
        return of(ConvolutionSettings.of(3, inChannels, outChannels, kernelSize), key);
    }

    /// With another dtype, or other initialisers.
    public static Conv3d of(int inChannels, int outChannels, int kernelSize, Start start) {
        return of(ConvolutionSettings.of(3, inChannels, outChannels, kernelSize), start);
    }

    /// @throws IllegalArgumentException if the settings are for another number of axes
    public static Conv3d of(ConvolutionSettings settings, Key key) {
        return of(settings, Start.of(key));
    }

    /// @throws IllegalArgumentException if the settings are for another number of axes
    public static Conv3d of(ConvolutionSettings settings, Start start) {
        settings.requireAxes("Conv3d", 3);
        return new Conv3d(settings.initialWeight(start), settings.initialBias(start), settings);
    }

    /// The same parameters, another stride.
    public Conv3d withStride(int... stride) {
        return new Conv3d(weight, bias, settings.withStride(stride));
    }

    /// The same parameters, another padding: a number for all axes, or one for each.
    public Conv3d withPadding(int... padding) {
        return new Conv3d(weight, bias, settings.withPadding(padding));
    }

    /// The same parameters, padded by a rule: `"SAME"`, `"SAME_LOWER"` or `"VALID"`.
    public Conv3d withPadding(String rule) {
        return new Conv3d(weight, bias, settings.withPadding(rule));
    }

    /// The same parameters, another dilation of the kernel.
    public Conv3d withDilation(int... dilation) {
        return new Conv3d(weight, bias, settings.withDilation(dilation));
    }

    /// @throws IllegalArgumentException if `x` has another number of axes or channels
    @Override
    public Array apply(Array x) {
        return settings.apply("Conv3d", weight, bias, x);
    }
}
