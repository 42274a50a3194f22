package dev.solstice.numpy;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import java.util.function.DoubleUnaryOperator;

/// Window functions of signal processing: float32 vectors of `n` weights, symmetric, largest in the middle.
///
/// Source: `jax.numpy`, *window functions*.
public final class Windows {
    private Windows() {}

    /// A triangle that starts and ends with 0.
    public static Array bartlett(int n) {
        return window(n, t -> 1 - Math.abs(2 * t - 1));
    }

    /// Two cosines, close to the best of three terms.
    public static Array blackman(int n) {
        return window(n, t -> 0.42 - 0.5 * Math.cos(2 * Math.PI * t) + 0.08 * Math.cos(4 * Math.PI * t));
    }

    /// A raised cosine that does not reach 0.
    public static Array hamming(int n) {
        return window(n, t -> 0.54 - 0.46 * Math.cos(2 * Math.PI * t));
    }

    /// A raised cosine, also called after von Hann.
    public static Array hanning(int n) {
        return window(n, t -> 0.5 - 0.5 * Math.cos(2 * Math.PI * t));
    }

    /// Kaiser's window by the modified Bessel function of order 0; 0 is a rectangle, 5 like [#hamming], 6 like [#hanning],
    /// 8.6 like [#blackman].
    public static Array kaiser(int n, double beta) {
        return window(n, t -> bessel(beta * Math.sqrt(Math.max(0, 1 - (2 * t - 1) * (2 * t - 1)))) / bessel(beta));
    }

    /// The power series of I0, whose terms all are positive.
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 1e-17; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }

    /// @param weight of the place from 0 to 1
    private static Array window(int n, DoubleUnaryOperator weight) {
        if (n < 0) throw Mistake.of("a window has 0 or more elements, not " + n);
        var values = new float[n];
        for (int i = 0; i < n; i++) values[i] = n == 1 ? 1 : (float) weight.applyAsDouble((double) i / (n - 1));
        return Array.of(values);
    }
}
