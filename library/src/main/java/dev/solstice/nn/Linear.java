package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.random.Key;

/// An affine map: `weight @ x + bias`.
///
/// Takes `[inFeatures]`, gives `[outFeatures]`; a size of [#SCALAR] stands for an array of rank 0.
///
/// ```java
/// var layer = Linear.of(3, 4, Key.of(0));
/// layer.apply(Array.of(1f, 2f, 3f)).shape()   // [4]
/// ```
///
/// Weight and bias start uniform in ±1/√inFeatures, with the first and second key split from the one given.
/// Source: `equinox.nn.Linear`.
///
/// @param weight `[outFeatures, inFeatures]`
/// @param bias `[outFeatures]`; null without one
public record Linear(Array weight, Array bias, int inFeatures, int outFeatures, boolean useBias) implements Layer {
    /// The size of something that is no vector: input or output is an array of rank 0.
    public static final int SCALAR = -1;

    public static Linear of(int inFeatures, int outFeatures, Key key) {
        return of(inFeatures, outFeatures, true, key);
    }

    /// @throws IllegalArgumentException if a size is negative and not [#SCALAR]
    public static Linear of(int inFeatures, int outFeatures, boolean useBias, Key key) {
        return of(inFeatures, outFeatures, useBias, Start.of(key));
    }

    /// With another dtype, or other initialisers.
    public static Linear of(int inFeatures, int outFeatures, Start start) {
        return of(inFeatures, outFeatures, true, start);
    }

    /// @throws IllegalArgumentException if a size is negative and not [#SCALAR]
    public static Linear of(int inFeatures, int outFeatures, boolean useBias, Start start) {
        int in = size("inFeatures", inFeatures);
        int out = size("outFeatures", outFeatures);
        var starts = start.split(2);
        double limit = in == 0 ? 1 : 1 / Math.sqrt(in);
        return new Linear(
                starts[0].weight(Shape.of(out, in), limit),
                useBias ? starts[1].bias(Shape.of(out), limit) : null,
                inFeatures, outFeatures, useBias);
    }

    private static int size(String name, int features) {
        if (features < SCALAR) {
            throw Mistake.of(name + " is " + features + "; a size is at least 0, or Linear.SCALAR for an array of rank 0");
        }
        return features == SCALAR ? 1 : features;
    }

    /// @param x `[inFeatures]`, or `[]`
    /// @return `[outFeatures]`, or `[]`
    /// @throws IllegalArgumentException if `x` has another shape, a batch axis for example
    @Override
    public Array apply(Array x) {
        if (weight.rank() != 2) throw ShapeMismatch.ensemble("Linear", weight, 2);
        ShapeMismatch.require("Linear", inFeatures == SCALAR ? Shape.scalar() : weight.shape().remove(0), x);
        var product = weight.matmul(x.reshape(weight.shape().dim(1)));
        var y = bias == null ? product : product.add(bias);
        return outFeatures == SCALAR ? y.reshape(Shape.scalar()) : y;
    }
}
