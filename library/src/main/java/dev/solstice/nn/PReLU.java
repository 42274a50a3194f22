package dev.solstice.nn;

import static dev.solstice.numpy.Numpy.where;

import dev.solstice.core.Array;

/// A rectifier whose slope for negative inputs is learnt: `x` where `x >= 0`, else `negativeSlope * x`.
///
/// Any shape that the slope broadcasts to. Source: `equinox.nn.PReLU`; K. He et al., arXiv 1502.01852.
///
/// ```java
/// PReLU.of().apply(Array.of(-4f, 2f)).toString()   // "[-1.  2.]"
/// ```
public record PReLU(Array negativeSlope) implements Layer {
    /// One slope, 0.25 at first.
    public static PReLU of() {
        return of(0.25);
    }

    public static PReLU of(double slope) {
        return new PReLU(Array.scalar((float) slope));
    }

    /// Slopes of their own, for the last axis for instance.
    public static PReLU of(float... slopes) {
        return new PReLU(Array.of(slopes));
    }

    @Override
    public Array apply(Array x) {
        return where(x.ge(0), x, negativeSlope.mul(x));
    }
}
