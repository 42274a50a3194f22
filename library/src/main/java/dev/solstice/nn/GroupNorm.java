package dev.solstice.nn;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import java.util.Arrays;

/// Group normalisation: shifts and scales each group of channels to mean 0 and variance 1, then each channel by learnt
/// parameters.
///
/// Takes and gives `[channels, ...]`. Computed in at least float32.
///
/// ```java
/// Array x = Random.normal(key, 4, 8, 8);
/// GroupNorm.of(2, 4).apply(x).shape()   // [4,8,8]
/// ```
///
/// Source: `equinox.nn.GroupNorm`; Y. Wu, K. He, arXiv 1803.08494.
///
/// @param groups channels are split in that many groups
/// @param eps added to the variance
/// @param weight `[channels]`, ones at first; null without one
/// @param bias `[channels]`, zeros at first; null without one
public record GroupNorm(int groups, double eps, Array weight, Array bias) implements Layer {
    /// @throws IllegalArgumentException if the channels cannot be split in that many groups
    public static GroupNorm of(int groups, int channels) {
        return of(groups, channels, DType.FLOAT32);
    }

    /// @param dtype of the parameters
    /// @throws IllegalArgumentException if the channels cannot be split in that many groups
    public static GroupNorm of(int groups, int channels, DType dtype) {
        requireDivisible(groups, channels);
        return new GroupNorm(groups, 1e-5, Array.full(Shape.of(channels), dtype, 1), Array.full(Shape.of(channels), dtype, 0));
    }

    /// Without learnt parameters, for any number of channels.
    public static GroupNorm of(int groups) {
        return new GroupNorm(groups, 1e-5, null, null);
    }

    /// The same parameters, another `eps`.
    public GroupNorm withEps(double eps) {
        return new GroupNorm(groups, eps, weight, bias);
    }

    /// @throws IllegalArgumentException if `x` has another number of channels, or one that cannot be split
    @Override
    public Array apply(Array x) {
        if (x.rank() == 0 || weight != null && x.shape().dim(0) != weight.shape().dim(0)) {
            throw ShapeMismatch.of("GroupNorm", "[" + (weight == null ? "channels" : weight.shape().dim(0)) + ",...]", x, x.rank());
        }
        requireDivisible(groups, x.shape().dim(0));
        var wide = Normalisation.widened(x).reshape(groups, x.size() / groups);
        var centred = wide.sub(wide.mean(1).expandDims(1));
        var normalised = centred.mul(Normalisation.inverseRoot(centred.mul(centred).mean(1).expandDims(1), eps)).reshape(x.shape());
        return Normalisation.affine(normalised, perChannel(weight, x), perChannel(bias, x)).astype(x.dtype());
    }

    private static Array perChannel(Array parameter, Array x) {
        if (parameter == null) return null;
        var shape = new int[x.rank()];
        Arrays.fill(shape, 1);
        shape[0] = parameter.shape().dim(0);
        return parameter.reshape(shape);
    }

    private static void requireDivisible(int groups, int channels) {
        if (groups < 1 || channels % groups != 0) {
            throw Mistake.of("The number of groups must divide the number of channels: got " + groups + " groups of "
                    + channels + " channels. Take another number of groups.");
        }
    }
}
