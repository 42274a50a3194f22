package dev.solstice.numpy;

import static dev.solstice.numpy.Inexact.each;
import static dev.solstice.numpy.Inexact.inexact;
import static dev.solstice.numpy.Inexact.ratio;
import static dev.solstice.numpy.Inexact.wide;
import static dev.solstice.numpy.Numpy.inexact;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Functions of statistics and information theory, elementwise; operands broadcast, integers become float32.
///
/// Source: `jax.scipy.special`.
public final class Special {
    private static final double[] SPENCE_P = {4.65128586073990045278E-5, 7.31589045238094711071E-3, 1.33847639578309018650E-1, 8.79691311754530315341E-1,
        2.71149851196553469920E0, 4.25697156008121755724E0, 3.29771340985225106936E0, 1.00000000000000000126E0};
    private static final double[] SPENCE_Q = {6.90990488912553276999E-4, 2.54043763932544379113E-2, 2.82974860602568089943E-1, 1.41172597751831069617E0,
        3.63800533345137075418E0, 5.03278880143316990390E0, 3.54771340985225096217E0, 9.99999999999999998740E-1};

    private Special() {}

    /// `1 / (1 + exp(-x))`, the inverse of [#logit].
    public static Array expit(Array x) {
        return Lax.logistic(inexact(x));
    }

    /// `log(x / (1 - x))`: negative infinity at 0, infinity at 1, NaN outside.
    public static Array logit(Array x) {
        var p = inexact(x);
        return Slopes.of(v -> Lax.log(v[0].div(v[0].neg().add(1))), v -> Lax.reciprocal(v[0].mul(v[0].neg().add(1)))).apply(p);
    }

    /// The error function.
    public static Array erf(Array x) {
        return Lax.erf(inexact(x));
    }

    /// `1 - erf(x)`, accurate where that is tiny.
    public static Array erfc(Array x) {
        return Lax.erfc(inexact(x));
    }

    /// The inverse of [#erf].
    public static Array erfinv(Array x) {
        return Lax.erfInv(inexact(x));
    }

    /// The standard normal distribution function, accurate in its lower tail too.
    public static Array ndtr(Array x) {
        return Lax.erfc(inexact(x).mul(-Math.sqrt(0.5))).mul(0.5);
    }

    /// `log(ndtr(x))`, also where `ndtr` is too small for its dtype.
    public static Array logNdtr(Array x) {
        var density = 0.5 * Math.log(2 * Math.PI);
        return wide(v -> Slopes.of(u -> logNdtrOf(u[0]), u -> Lax.exp(Lax.square(u[0]).mul(-0.5).sub(logNdtr(u[0])).sub(density))).apply(v), x);
    }

    private static Array logNdtrOf(Array x) {
        // From here down the series is exact for the dtype, and ndtr is not yet subnormal.
        double low = x.dtype() == DType.FLOAT64 ? -35 : -10;
        var far = x.lt(low);
        var near = Numpy.where(far, low, x);
        var body = Numpy.where(near.gt(0), Lax.log1p(ndtr(near.neg()).neg()), Lax.log(ndtr(near)));
        var tail = Numpy.where(far, x, low);
        // Abramowitz and Stegun 26.2.12: the density over -x, times 1 - 1/x^2 + 3/x^4 - 15/x^6 + 105/x^8 - 945/x^10.
        var s = Lax.reciprocal(Lax.square(tail));
        var series = s.mul(-9).add(1).mul(s).mul(-7).add(1).mul(s).mul(-5).add(1).mul(s).mul(-3).add(1).mul(s).neg();
        return Numpy.where(far, Lax.square(tail).mul(-0.5).sub(Lax.log(tail.neg())).sub(0.5 * Math.log(2 * Math.PI)).add(Lax.log1p(series)), body);
    }

    /// `x log(y)`, and 0 where `x` is 0, whatever `y` is.
    ///
    /// ```java
    /// Special.xlogy(Array.of(0f, 2f), Array.of(0f, 1f)).toString()   // "[0. 0.]"
    /// ```
    public static Array xlogy(Array x, Array y) {
        return product(Lax::log, xy -> xy[0].div(xy[1])).apply(inexact(x, y));
    }

    /// `x log(1 + y)`, and 0 where `x` is 0, whatever `y` is.
    public static Array xlog1py(Array x, Array y) {
        return product(Lax::log1p, xy -> xy[0].div(xy[1].add(1))).apply(inexact(x, y));
    }

    /// `x g(y)` with 0 where `x` is 0, even if `g(y)` is infinite. The derivative in `x` is `g(y)` there too, which a choice by
    /// `where` would lose.
    private static Slopes product(UnaryOperator<Array> g, Function<Array[], Array> slope) {
        return Slopes.of(xy -> {
            var zero = Numpy.logicalAnd(xy[0].eq(0), xy[1].eq(xy[1]));
            return Numpy.where(zero, 0, xy[0].mul(g.apply(Numpy.where(zero, 1, xy[1]))));
        }, xy -> g.apply(xy[1]), slope);
    }

    /// `x log(x)`, and 0 at 0.
    private static Array xlogx(Array x) {
        return Slopes.of(v -> xlogy(v[0], v[0]), v -> Lax.log(v[0]).add(1)).apply(x);
    }

    /// `-x log(x)`: 0 at 0, negative infinity below.
    public static Array entr(Array x) {
        var v = inexact(x);
        return Numpy.where(v.lt(0), Double.NEGATIVE_INFINITY, xlogx(v).neg());
    }

    /// `p log(p / q)`: 0 where `p` is 0 and `q` is not negative, infinite outside.
    public static Array relEntr(Array p, Array q) {
        var pq = inexact(p, q);
        var inside = Numpy.logicalAnd(pq[0].gt(0), pq[1].gt(0));
        var zero = Numpy.logicalAnd(pq[0].eq(0), pq[1].ge(0));
        var safeP = Numpy.where(inside, pq[0], 1);
        var safeQ = Numpy.where(inside, pq[1], 1);
        return Numpy.where(inside, xlogx(safeP).sub(xlogy(safeP, safeQ)), Numpy.where(zero, Lax.fullLike(pq[0], 0), Double.POSITIVE_INFINITY));
    }

    /// `p log(p / q) - p + q`, the terms of the Kullback-Leibler divergence.
    public static Array klDiv(Array p, Array q) {
        var pq = inexact(p, q);
        return relEntr(pq[0], pq[1]).sub(pq[0]).add(pq[1]);
    }

    /// Box and Cox's transformation `(x^lambda - 1) / lambda`, and `log(x)` for 0.
    public static Array boxcox(Array x, Array lambda) {
        var xl = inexact(x, lambda);
        return power(Lax.log(xl[0]), xl[1]);
    }

    /// [#boxcox] of `1 + x`, accurate for small `x`.
    public static Array boxcox1p(Array x, Array lambda) {
        var xl = inexact(x, lambda);
        return power(Lax.log1p(xl[0]), xl[1]);
    }

    private static Array power(Array logarithm, Array lambda) {
        var zero = lambda.eq(0);
        var safe = Numpy.where(zero, 1, lambda);
        return Numpy.where(zero, logarithm, Lax.expm1(safe.mul(logarithm)).div(safe));
    }

    // ---- about the normal distribution ----

    /// The inverse of [#ndtr]: the quantile of the standard normal distribution.
    public static Array ndtri(Array p) {
        return wide(v -> NormalFunctions.ndtri(v[0]), p);
    }

    /// `exp(x^2) erfc(x)`, where both would leave the range of the dtype.
    public static Array erfcx(Array x) {
        return wide(Slopes.of(v -> NormalFunctions.erfcx(v[0]), v -> v[0].mul(erfcx(v[0])).mul(2).sub(2 / Math.sqrt(Math.PI)))::apply, x);
    }

    /// Dawson's integral: `exp(-x^2)` times the integral of `exp(t^2)` from 0 to `x`.
    public static Array dawsn(Array x) {
        return wide(Slopes.of(v -> NormalFunctions.dawsn(v[0]), v -> v[0].mul(dawsn(v[0])).mul(-2).add(1))::apply, x);
    }

    /// Owen's T function: the probability of `X > h` and `0 < Y < a X` for two independent standard normal numbers.
    public static Array owensT(Array h, Array a) {
        return wide(Slopes.of(v -> NormalFunctions.owensT(v[0], v[1]),
                v -> Lax.exp(Lax.square(v[0]).mul(-0.5)).mul(Lax.erf(v[1].mul(v[0]).mul(Math.sqrt(0.5)))).div(-2 * Math.sqrt(2 * Math.PI)),
                v -> {
                    var r = Lax.square(v[1]).add(1);
                    return Lax.exp(r.mul(Lax.square(v[0])).mul(-0.5)).div(r.mul(2 * Math.PI));
                })::apply, h, a);
    }

    // ---- the gamma function and its relatives ----

    /// The logarithm of the absolute value of [#gamma].
    public static Array gammaln(Array x) {
        return Lax.lgamma(inexact(x));
    }

    /// The logarithm of [#gamma] for positive `x`; NaN elsewhere.
    public static Array loggamma(Array x) {
        var v = inexact(x);
        return Numpy.where(v.gt(0), Lax.lgamma(v), Double.NaN);
    }

    /// The sign of [#gamma]: NaN at its poles, at 0 the sign of that zero.
    public static Array gammasgn(Array x) {
        var v = inexact(x);
        var floor = Lax.floor(v);
        var negative = v.lt(0);
        var odd = Lax.rem(floor, Lax.fullLike(v, 2)).ne(0);
        var minusZero = Numpy.logicalAnd(v.eq(0), Lax.reciprocal(v).lt(0));
        var sign = Numpy.where(Numpy.logicalOr(Numpy.logicalAnd(negative, odd), minusZero), Lax.fullLike(v, -1), 1);
        return Numpy.where(Numpy.logicalOr(Numpy.logicalAnd(negative, v.eq(floor)), v.ne(v)), Double.NaN, sign);
    }

    /// The gamma function.
    ///
    /// ```java
    /// Special.gamma(Array.of(0.5)).toString()   // "[1.77245385]"
    /// ```
    public static Array gamma(Array x) {
        var v = inexact(x);
        return gammasgn(v).mul(Lax.exp(Lax.lgamma(v)));
    }

    /// `n!`, by the gamma function; 0 for negative `n`.
    public static Array factorial(Array n) {
        var v = inexact(n);
        return Numpy.where(v.lt(0), 0, Lax.exp(Lax.lgamma(v.add(1))));
    }

    /// The number of ways to choose `k` of `n`.
    public static Array comb(Array n, Array k) {
        var nk = inexact(n, k);
        var exists = Numpy.logicalAnd(Numpy.logicalAnd(nk[1].le(nk[0]), nk[0].ge(0)), nk[1].ge(0));
        var all = Numpy.where(exists, nk[0], 0);
        var chosen = Numpy.where(exists, nk[1], 0);
        var ways = Lax.exp(Lax.lgamma(all.add(1)).sub(Lax.lgamma(chosen.add(1))).sub(Lax.lgamma(all.add(1).sub(chosen))));
        return Numpy.where(exists, ways, 0);
    }

    /// The number of ways to choose `k` of `n`, each as often as one likes if `repetition`.
    public static Array comb(Array n, Array k, boolean repetition) {
        if (!repetition) return comb(n, k);
        var nk = inexact(n, k);
        return Numpy.where(Numpy.logicalAnd(nk[1].eq(0), nk[0].ge(0)), 1, comb(nk[0].add(nk[1]).sub(1), nk[1]));
    }

    /// Euler's beta function.
    public static Array beta(Array a, Array b) {
        var ab = inexact(a, b);
        return gammasgn(ab[0]).mul(gammasgn(ab[1])).mul(gammasgn(ab[0].add(ab[1]))).mul(Lax.exp(betaln(ab[0], ab[1])));
    }

    /// The logarithm of the absolute value of [#beta], accurate for large arguments.
    public static Array betaln(Array a, Array b) {
        var ab = inexact(a, b);
        var small = Numpy.minimum(ab[0], ab[1]);
        var large = Numpy.maximum(ab[0], ab[1]);
        var direct = Lax.lgamma(small).add(Lax.lgamma(large).sub(Lax.lgamma(small.add(large))));
        return Numpy.where(large.lt(8), direct, Lax.lgamma(small).add(logGammaRatio(small, Numpy.where(large.lt(8), 8, large))));
    }

    /// `log(gamma(b) / gamma(a + b))` for `b >= 8` (cdflib's algdiv).
    private static Array logGammaRatio(Array a, Array b) {
        var h = a.div(b);
        var x = h.div(h.add(1));
        var x2 = Lax.square(x);
        var s3 = x.add(x2).add(1);
        var s5 = x.add(x2.mul(s3)).add(1);
        var s7 = x.add(x2.mul(s5)).add(1);
        var s9 = x.add(x2.mul(s7)).add(1);
        var s11 = x.add(x2.mul(s9)).add(1);
        var t = Lax.square(Lax.reciprocal(b));
        var w = s11.mul(t).mul(-0.165322962780713e-02).add(s9.mul(0.837308034031215e-03)).mul(t).add(s7.mul(-0.595202931351870e-03)).mul(t)
                .add(s5.mul(0.793650666825390e-03)).mul(t).add(s3.mul(-0.277777777760991e-02)).mul(t).add(0.833333333333333e-01).mul(x.div(b));
        var u = b.add(a.sub(0.5)).mul(Lax.log1p(h));
        var v = a.mul(Lax.log(b).sub(1));
        return Numpy.where(u.le(v), w.sub(v).sub(u), w.sub(u).sub(v));
    }

    /// The regularised incomplete beta function; differentiable by `x`.
    public static Array betainc(Array a, Array b, Array x) {
        var abx = inexact(a, b, x);
        return Lax.betainc(abx[0], abx[1], abx[2]);
    }

    /// The derivative of [#gammaln].
    public static Array digamma(Array x) {
        return Lax.digamma(inexact(x));
    }

    /// Derivative number `n` (integers) of [#digamma].
    ///
    /// @throws IllegalArgumentException if `n` is no integer array
    public static Array polygamma(Array n, Array x) {
        if (!n.dtype().isInteger()) throw Mistake.of("polygamma of number " + n.summary() + ": the number is an integer");
        var nx = inexact(n, x);
        return Lax.polygamma(nx[0], nx[1]);
    }

    /// The regularised lower incomplete gamma function.
    public static Array gammainc(Array a, Array x) {
        var ax = inexact(a, x);
        return Lax.igamma(ax[0], ax[1]);
    }

    /// The regularised upper incomplete gamma function.
    public static Array gammaincc(Array a, Array x) {
        var ax = inexact(a, x);
        return Lax.igammac(ax[0], ax[1]);
    }

    /// The logarithm of the multivariate gamma function of `d` dimensions.
    public static Array multigammaln(Array a, int d) {
        var v = inexact(a);
        var sum = Lax.fullLike(v, 0.25 * d * (d - 1) * Math.log(Math.PI));
        for (int i = 0; i < d; i++) sum = sum.add(Lax.lgamma(v.sub(0.5 * i)));
        return sum;
    }

    /// Pochhammer's symbol `gamma(z + m) / gamma(z)`.
    public static Array poch(Array z, Array m) {
        return Slopes.of(v -> Numpy.where(v[1].eq(0), 1, gamma(v[0].add(v[1])).div(gamma(v[0]))),
                v -> Lax.digamma(v[0].add(v[1])).sub(Lax.digamma(v[0])).mul(poch(v[0], v[1])),
                v -> Lax.digamma(v[0].add(v[1])).mul(poch(v[0], v[1]))).apply(inexact(z, m));
    }

    /// Hurwitz's zeta function, the sum of `(k + q)^-x` over `k >= 0`; differentiable by `q`.
    public static Array zeta(Array x, Array q) {
        var xq = inexact(x, q);
        return Lax.zeta(xq[0], xq[1]);
    }

    /// Bernoulli's numbers 0 to `n`, float32.
    ///
    /// @throws IllegalArgumentException if `n` is negative
    public static Array bernoulli(int n) {
        if (n < 0) throw Mistake.of("bernoulli(" + n + "): the last number's index is not negative");
        var numbers = new float[n + 1];
        var first = new float[] {1, -0.5f, 1 / 6f};
        System.arraycopy(first, 0, numbers, 0, Math.min(3, n + 1));
        double product = 1 / (Math.PI * Math.PI);
        for (int m = 4; m <= n; m += 2) {
            product *= -(m - 1) * m / (4 * Math.PI * Math.PI);
            double sum = 1;
            for (int k = 2; k < 50; k++) sum += Math.pow(k, -m);
            numbers[m] = (float) (product * sum);
        }
        return Array.of(numbers);
    }

    // ---- Bessel functions ----

    /// The modified Bessel function of order 0.
    public static Array i0(Array x) {
        var v = inexact(x);
        return Lax.exp(Lax.abs(v)).mul(Lax.besselI0e(v));
    }

    /// `exp(-|x|)` times [#i0].
    public static Array i0e(Array x) {
        return Lax.besselI0e(inexact(x));
    }

    /// The modified Bessel function of order 1.
    public static Array i1(Array x) {
        var v = inexact(x);
        return Lax.exp(Lax.abs(v)).mul(Lax.besselI1e(v));
    }

    /// `exp(-|x|)` times [#i1].
    public static Array i1e(Array x) {
        return Lax.besselI1e(inexact(x));
    }

    /// Bessel functions of the orders 0 to `v`, along a new leading axis, by 50 steps of Miller's backward recurrence.
    public static Array besselJn(Array z, int v) {
        return besselJn(z, v, 50);
    }

    /// As above, with another number of steps.
    public static Array besselJn(Array z, int v, int steps) {
        var x = inexact(z);
        var values = new Array[steps + 1];
        var f0 = Lax.fullLike(x, 0);
        var f1 = Lax.fullLike(x, 1e-16);
        var sum = f0;
        for (int k = steps; k >= 0; k--) {
            var f = f1.mul(2.0 * (k + 1)).div(x).sub(f0);
            if (k % 2 == 0) sum = sum.add(f.mul(2));
            f0 = f1;
            f1 = f;
            values[k] = f;
        }
        var scale = sum.sub(values[0]);
        return Lax.stack(0, IntStream.rangeClosed(0, v).mapToObj(order -> values[order].div(scale)).toArray(Array[]::new));
    }

    // ---- integrals ----

    /// The exponential integral: the integral of `exp(t) / t` from negative infinity to `x`.
    public static Array expi(Array x) {
        return wide(Slopes.of(v -> ExponentialIntegrals.expi(v[0]), v -> Lax.exp(v[0]).div(v[0]))::apply, x);
    }

    /// The integral of `exp(-x t) / t` from 1 on.
    public static Array exp1(Array x) {
        return expn(Array.scalar(1), x);
    }

    /// The integral of `exp(-x t) / t^n` from 1 on; differentiable by `x`.
    public static Array expn(Array n, Array x) {
        return wide(Slopes.of(v -> ExponentialIntegrals.expn(v[0], v[1]), v -> {
            throw Mistake.unsupported("expn has no derivative by its order n; take stopGradient of it");
        }, v -> expn(v[0].sub(1), v[1]).neg())::apply, n, x);
    }

    /// The sine and the cosine integral: `{si, ci}`.
    public static Array[] sici(Array x) {
        return new Array[] {
            wide(Slopes.of(v -> TrigonometricIntegrals.si(v[0]), v -> Numpy.sinc(v[0].div(Math.PI)))::apply, x),
            wide(Slopes.of(v -> TrigonometricIntegrals.ci(v[0]), v -> Lax.cos(v[0]).div(v[0]))::apply, x)};
    }

    /// Fresnel's integrals of `sin(pi t^2 / 2)` and `cos(pi t^2 / 2)` from 0 to `x`: `{s, c}`.
    public static Array[] fresnel(Array x) {
        return new Array[] {
            wide(Slopes.of(v -> TrigonometricIntegrals.fresnelSine(v[0]), v -> TrigonometricIntegrals.sineOfHalfSquare(v[0]))::apply, x),
            wide(Slopes.of(v -> TrigonometricIntegrals.fresnelCosine(v[0]), v -> TrigonometricIntegrals.cosineOfHalfSquare(v[0]))::apply, x)};
    }

    /// Spence's function: the integral of `log(t) / (1 - t)` from 1 to `x`; NaN below 0.
    public static Array spence(Array x) {
        return wide(v -> spenceOf(v[0]), x);
    }

    private static Array spenceOf(Array x) {
        var regular = Numpy.where(x.gt(0), x, 0.75);
        var inverted = regular.gt(2);
        var y = Numpy.where(inverted, Lax.reciprocal(regular), regular);
        var above = y.gt(1.5);
        var below = y.lt(0.5);
        var w = Numpy.where(above, Lax.reciprocal(y).sub(1), Numpy.where(below, y.neg(), y.sub(1)));
        var value = w.neg().mul(ratio(w, SPENCE_P, SPENCE_Q));
        var logarithm = Lax.log(y);
        var rest = Lax.log1p(Numpy.where(below, y, 0).neg());
        value = Numpy.where(below, logarithm.mul(rest).add(value).neg().add(Math.PI * Math.PI / 6), value);
        value = Numpy.where(Numpy.logicalOr(inverted, above), Lax.square(logarithm).mul(-0.5).sub(value), value);
        value = Numpy.where(x.eq(1), 0, Numpy.where(x.eq(0), Math.PI * Math.PI / 6, value));
        return Numpy.where(x.ge(0), value, Double.NaN);
    }

    // ---- complex numbers ----

    /// Faddeeva's function `exp(-z^2) erfc(-i z)` of complex numbers.
    public static Array wofz(Array z) {
        return Slopes.of(v -> Faddeeva.wofz(v[0]), v -> {
            var i = Lax.complex(Lax.fullLike(v[0].real(), 0), Lax.fullLike(v[0].real(), 2 / Math.sqrt(Math.PI)));
            return v[0].mul(wofz(v[0])).mul(-2).add(i);
        }).apply(z.astype(Promotion.inexact(z.dtype()).complex()));
    }

    /// Spherical harmonics of degree `n` and order `m` (integers), complex.
    ///
    /// @param theta the polar angle, from 0 to pi
    /// @param phi   the azimuth
    /// @param nMax  the largest degree
    public static Array sphHarmY(Array n, Array m, Array theta, Array phi, int nMax) {
        var angles = inexact(theta, phi);
        var shape = Shape.broadcast(Shape.broadcast(n.shape(), m.shape()), angles[0].shape());
        var values = SphericalHarmonics.of(flat(n, shape), flat(m, shape), flat(angles[0], shape), flat(angles[1], shape), nMax);
        return values.reshape(shape.toArray());
    }

    private static Array flat(Array x, Shape shape) {
        return x.broadcastTo(shape).reshape(-1);
    }

    // ---- hypergeometric functions ----

    /// Kummer's confluent hypergeometric function; differentiable by all three.
    public static Array hyp1f1(Array a, Array b, Array x) {
        return wide(Slopes.of(v -> each(s -> Hypergeometric.hyp1f1(s[0], s[1], s[2]), v),
                v -> each(s -> Hypergeometric.hyp1f1By(k -> Lax.digamma(s[0].add(k)).sub(Lax.digamma(s[0])), s[0], s[1], s[2]), v),
                v -> each(s -> Hypergeometric.hyp1f1By(k -> Lax.digamma(s[1]).sub(Lax.digamma(s[1].add(k))), s[0], s[1], s[2]), v),
                v -> v[0].div(v[1]).mul(hyp1f1(v[0].add(1), v[1].add(1), v[2])))::apply, a, b, x);
    }

    /// Gauss's hypergeometric function; differentiable by all four.
    public static Array hyp2f1(Array a, Array b, Array c, Array x) {
        return wide(Slopes.of(v -> each(s -> Hypergeometric.hyp2f1(s[0], s[1], s[2], s[3]), v),
                v -> each(s -> Hypergeometric.hyp2f1By(k -> Lax.digamma(s[0].add(k)).sub(Lax.digamma(s[0])), s[0], s[1], s[2], s[3]), v),
                v -> each(s -> Hypergeometric.hyp2f1By(k -> Lax.digamma(s[1].add(k)).sub(Lax.digamma(s[1])), s[0], s[1], s[2], s[3]), v),
                v -> each(s -> Hypergeometric.hyp2f1By(k -> Lax.digamma(s[2]).sub(Lax.digamma(s[2].add(k))), s[0], s[1], s[2], s[3]), v),
                v -> v[0].mul(v[1]).div(v[2]).mul(hyp2f1(v[0].add(1), v[1].add(1), v[2].add(1), v[3])))::apply, a, b, c, x);
    }
}
