package dev.solstice.numpy;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// The scaled complementary error function of complex numbers, by a rational series in the upper half plane.
///
/// Source: `jax.scipy.special.wofz`; Weideman, *Computation of the complex error function* (1994).
final class Faddeeva {
    private static final double SCALE = 4.7568284600108841;
    private static final double[] SERIES = {-1.3034426067909105e-12, 3.7411838373738471e-12, 8.030427700497756e-12, -2.1543593557490879e-11,
        -5.5442449963237932e-11, 1.165824698850374e-10, 4.1537441121999766e-10, -5.2310202114920615e-10,
        -3.2080151339721323e-09, 8.1248864216535907e-10, 2.3797556530014025e-08, 2.2930438438915445e-08,
        -1.4813078929137642e-07, -4.1840763750512053e-07, 4.2558331397138446e-07, 4.4015317312832251e-06,
        6.8210319443575151e-06, -2.1409619201999998e-05, -0.00013075449254579421, -0.00024532980270038237,
        0.00039259136070109705, 0.0045195411053493093, 0.019006155784845501, 0.057304403529837282,
        0.14060716226893755, 0.29544451071508743, 0.54601397206393376, 0.9019254893648001, 1.3455441692345449,
        1.8256696296324815, 2.2635372999002676, 2.5722534081245696};

    private Faddeeva() {}

    static Array wofz(Array z) {
        var above = z.imag().ge(0);
        var upper = upper(Lax.select(above, z, z.neg()));
        return Lax.select(above, upper, Lax.exp(z.mul(z).neg()).mul(2).sub(upper));
    }

    private static Array upper(Array z) {
        var iz = Lax.complex(z.imag().neg(), z.real());
        var denominator = iz.neg().add(SCALE);
        var p = Inexact.polynomial(iz.add(SCALE).div(denominator), SERIES);
        var reciprocal = Lax.reciprocal(denominator);
        return p.mul(reciprocal).mul(reciprocal).mul(2).add(reciprocal.mul(1 / Math.sqrt(Math.PI)));
    }
}
