package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Spherical harmonics, by the recurrence of normalised associated Legendre functions.
///
/// Source: `jax.scipy.special.sph_harm_y`.
final class SphericalHarmonics {
    private SphericalHarmonics() {}

    /// All operands are vectors of one length.
    static Array of(Array n, Array m, Array theta, Array phi, int largest) {
        var order = Lax.abs(m);
        var legendre = legendre(Lax.cos(theta), largest).get(order, n, Lax.iota(DType.INT32, n.size()));
        var angle = order.astype(phi.dtype()).mul(phi);
        var value = Lax.complex(legendre.mul(Lax.cos(angle)), legendre.mul(Lax.sin(angle)));
        var odd = Lax.rem(order, Lax.fullLike(order, 2)).eq(1);
        var mirrored = Lax.select(odd, value.conj().neg(), value.conj());
        return Lax.select(m.lt(0), mirrored, value);
    }

    /// `[order, degree, x]`; 0 where the order exceeds the degree.
    private static Array legendre(Array x, int largest) {
        var zero = Lax.fullLike(x, 0);
        var sine = Lax.sqrt(Lax.square(x).neg().add(1));
        var diagonal = Lax.fullLike(x, 0.5 / Math.sqrt(Math.PI));
        var orders = new Array[largest + 1];
        for (int m = 0; m <= largest; m++) {
            if (m > 0) diagonal = diagonal.mul(sine).mul(-Math.sqrt(1 + 0.5 / m));
            var degrees = new Array[largest + 1];
            for (int l = 0; l <= largest; l++) {
                if (l < m) degrees[l] = zero;
                else if (l == m) degrees[l] = diagonal;
                else if (l == m + 1) degrees[l] = degrees[m].mul(x).mul(Math.sqrt(2 * m + 3));
                else degrees[l] = degrees[l - 1].mul(x).mul(last(l, m)).sub(degrees[l - 2].mul(beforeLast(l, m)));
            }
            orders[m] = Lax.stack(0, degrees);
        }
        return Lax.stack(0, orders);
    }

    private static double last(double l, double m) {
        return Math.sqrt((4 * l * l - 1) / (l * l - m * m));
    }

    private static double beforeLast(double l, double m) {
        return Math.sqrt((2 * l + 1) * ((l - 1) * (l - 1) - m * m) / ((2 * l - 3) * (l * l - m * m)));
    }
}
