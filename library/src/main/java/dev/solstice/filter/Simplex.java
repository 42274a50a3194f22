package dev.solstice.filter;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Numbers from 0 to 1 whose sum along the last axis is 1: probabilities, weights of a mixture.
///
/// @param free what is trained; the value is its softmax
public record Simplex(Array free) implements Parameter<Array> {
    /// @param weights positive; only their proportions matter
    /// @throws IllegalArgumentException if a weight is known and not positive
    public static Simplex of(Array weights) {
        return new Simplex(Constrained.allowed(Lax.log(weights), weights, "Simplex"));
    }

    @Override
    public Array get() {
        var powers = Lax.exp(free.sub(free.max(-1).expandDims(-1)));
        return powers.div(powers.sum(-1).expandDims(-1));
    }
}
