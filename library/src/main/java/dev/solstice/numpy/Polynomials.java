package dev.solstice.numpy;

import dev.solstice.core.Array;

/// Polynomials as vectors of their coefficients, the highest power first.
///
/// Source: `jax.numpy`.
public final class Polynomials {
    private Polynomials() {}

    /// The polynomial `p[0] x^(n-1) + ... + p[n-1]`.
    public static Array polyval(Array coefficients, Array x) {
        var value = Creation.zerosLike(x);
        for (int i = 0; i < coefficients.shape().dim(0); i++) value = value.mul(x).add(coefficients.get(i));
        return value;
    }
}
