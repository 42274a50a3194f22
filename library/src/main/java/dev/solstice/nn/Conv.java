package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.random.Key;

/// A convolution (strictly, a cross-correlation) over as many spatial axes as its settings say.
///
/// Takes `[inChannels, spatial...]`, gives `[outChannels, spatial...]` with the spatial lengths that stride and padding leave.
///
/// ```java
/// Conv.of(ConvolutionSettings.of(2, 1, 8, 3).withPadding("SAME"), key).apply(ones(1, 28, 28)).shape()   // [8,28,28]
/// ```
///
/// Weight and bias start as those of [Conv2d]. Source: `equinox.nn.Conv`.
///
/// @param weight `[outChannels, inChannels / groups, kernel...]`
/// @param bias `[outChannels, 1...]`; null without one
public record Conv(Array weight, Array bias, ConvolutionSettings settings) implements Layer {
    public static Conv of(ConvolutionSettings settings, Key key) {
        return of(settings, Start.of(key));
    }

    /// With another dtype, or other initialisers.
    public static Conv of(ConvolutionSettings settings, Start start) {
        return new Conv(settings.initialWeight(start), settings.initialBias(start), settings);
    }

    /// @throws IllegalArgumentException if `x` has another number of axes or channels
    @Override
    public Array apply(Array x) {
        return settings.apply("Conv", weight, bias, x);
    }
}
