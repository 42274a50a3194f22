package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.random.Key;
import dev.solstice.tree.Static;

/// A transposed convolution over as many spatial axes as its settings say: see [ConvTranspose2d].
///
/// Takes `[inChannels, spatial...]`, gives `[outChannels, spatial...]`.
///
/// ```java
/// ConvTranspose.of(ConvolutionSettings.of(2, 4, 2, 2).withStride(2), key).apply(ones(4, 7, 7)).shape()   // [2,14,14]
/// ```
///
/// Source: `equinox.nn.ConvTranspose`.
///
/// @param weight `[outChannels, inChannels / groups, kernel...]`
/// @param bias `[outChannels, 1...]`; null without one
/// @param outputPadding how much longer the result is: a stride leaves several lengths to choose from
public record ConvTranspose(Array weight, Array bias, ConvolutionSettings settings, @Static Axes outputPadding) implements Layer {
    public static ConvTranspose of(ConvolutionSettings settings, Key key) {
        return of(settings, Start.of(key));
    }

    /// With another dtype, or other initialisers.
    ///
    /// @throws IllegalArgumentException if the settings have a padding that cannot be transposed
    public static ConvTranspose of(ConvolutionSettings settings, Start start) {
        int spatialAxes = settings.kernelSize().size();
        Transposition.require("ConvTranspose", spatialAxes, settings);
        return new ConvTranspose(settings.initialWeight(start), settings.initialBias(start), settings, Axes.filled(spatialAxes, 0));
    }

    /// The same parameters, a result that is longer: by one number for all axes, or one for each.
    ///
    /// @throws IllegalArgumentException unless it is less than the stride
    public ConvTranspose withOutputPadding(int... outputPadding) {
        var each = Transposition.outputPadding(settings, settings.kernelSize().size(), outputPadding);
        Transposition.requireMode("ConvTranspose", settings, each);
        return new ConvTranspose(weight, bias, settings, each);
    }

    /// @throws IllegalArgumentException if `x` has another number of axes or channels
    @Override
    public Array apply(Array x) {
        return Transposition.apply("ConvTranspose", settings, outputPadding, weight, bias, x);
    }
}
