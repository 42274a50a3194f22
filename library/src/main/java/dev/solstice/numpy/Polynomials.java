package dev.solstice.numpy;

import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

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

    /// The sum of two polynomials.
    public static Array polyadd(Array p, Array q) {
        int n = Math.max(p.size(), q.size());
        return leading(p, n).add(leading(q, n));
    }

    /// The difference of two polynomials.
    public static Array polysub(Array p, Array q) {
        return polyadd(p, Numpy.negative(q));
    }

    /// With leading zeros to `n` coefficients.
    private static Array leading(Array p, int n) {
        return Manipulation.pad(p, new int[][] {{n - p.size(), 0}});
    }

    /// The product of two polynomials.
    public static Array polymul(Array p, Array q) {
        return Products.convolve(p, q, "full");
    }

    /// Quotient and remainder of two polynomials; the remainder has as many coefficients as `p`.
    public static Array[] polydiv(Array p, Array q) {
        var dtype = Promotion.inexact(Promotion.promote(p.dtype(), q.dtype()));
        var remainder = p.astype(dtype);
        var divisor = q.astype(dtype);
        int steps = p.size() - q.size() + 1;
        if (steps <= 0) return new Array[] {Creation.zeros(Shape.of(1), dtype), remainder};
        var quotient = new Array[steps];
        for (int k = 0; k < steps; k++) {
            quotient[k] = remainder.get(k).div(divisor.get(0));
            remainder = remainder.at(k + ":" + (k + q.size())).add(divisor.mul(quotient[k]).neg());
        }
        return new Array[] {Manipulation.stack(quotient), remainder};
    }

    /// The derivative.
    public static Array polyder(Array p) {
        return polyder(p, 1);
    }

    /// The derivative of this order.
    public static Array polyder(Array p, int order) {
        if (order < 0) throw Mistake.of("the order of a derivative is not negative, but " + order);
        var values = Numpy.inexact(p);
        for (int i = 0; i < order; i++) {
            int n = values.size();
            if (n == 0) break;
            values = values.get(":-1").mul(Lax.rev(Lax.iota(values.dtype(), n - 1), 0).add(1));
        }
        return values;
    }

    /// The integral that is 0 at 0.
    public static Array polyint(Array p) {
        return polyint(p, 1);
    }

    /// The integral of this order that is 0 at 0, with all its derivatives.
    public static Array polyint(Array p, int order) {
        if (order < 0) throw Mistake.of("the order of an integral is not negative, but " + order);
        var values = Numpy.inexact(p);
        for (int i = 0; i < order; i++) {
            var powers = Lax.rev(Lax.iota(values.dtype(), values.size()), 0).add(1);
            values = Lax.concatenate(0, values.div(powers), Creation.zeros(Shape.of(1), values.dtype()));
        }
        return values;
    }

    /// The polynomial with these zeros and the leading coefficient 1.
    public static Array poly(Array zeros) {
        if (zeros.rank() != 1) throw Mistake.of("poly takes the vector of the zeros, not " + zeros.summary());
        var values = Numpy.inexact(zeros);
        var p = Creation.ones(Shape.of(1), values.dtype());
        for (int i = 0; i < values.size(); i++) {
            // Times x, minus the zero times itself.
            p = leading(p.mul(values.get(i)).neg(), p.size() + 1).add(Manipulation.pad(p, new int[][] {{0, 1}}));
        }
        return p;
    }

    /// The polynomial of this degree that is closest to the points `(x, y)`: least squares. Several columns of `y` give several.
    public static Array polyfit(Array x, Array y, int degree) {
        if (degree < 0 || x.rank() != 1 || x.shape().dim(0) != y.shape().dim(0)) {
            throw Mistake.of("polyfit of degree " + degree + " to " + x.summary() + " and " + y.summary()
                    + ": x is a vector, y as long, and the degree not negative");
        }
        var powers = Creation.vander(Numpy.inexact(x), degree + 1);
        // Columns of one size make the most of the precision.
        var size = Lax.sqrt(Lax.square(powers).sum(0));
        var fit = Linalg.lstsq(powers.div(size), Numpy.inexact(y), x.size() * powers.dtype().epsilon()).x();
        return fit.div(y.rank() == 1 ? size : size.expandDims(1));
    }
}
