package dev.solstice.numpy;

import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/// Hypergeometric functions of scalars, by their power series where these converge and by transformations elsewhere.
///
/// Source: `jax.scipy.special`; Pearson, Olver and Porter, *Numerical methods for the computation of the confluent and Gauss
/// hypergeometric functions* (2017).
final class Hypergeometric {
    private static final int TERMS = 250;

    private Hypergeometric() {}

    // ---- Kummer's ----

    static Array hyp1f1(Array a, Array b, Array x) {
        var far = Lax.abs(x).ge(100);
        var series = sum(one(x), a.div(b).mul(x), (k, term) -> kummer(a, b, x, k, term));
        var value = Numpy.where(far, asymptotic(a, b, Numpy.where(far, x, 100)), series);
        value = Numpy.where(b.eq(0), Double.POSITIVE_INFINITY, value);
        value = Numpy.where(a.eq(b), Lax.exp(x), value);
        return Numpy.where(a.eq(0), 1, value);
    }

    private static Array kummer(Array a, Array b, Array x, Array k, Array term) {
        return term.mul(a.add(k)).div(b.add(k)).mul(x).div(k.add(1));
    }

    private static Array asymptotic(Array a, Array b, Array x) {
        var first = b.sub(a).mul(a.neg().add(1)).div(x);
        var sum = sum(one(x), first, (k, term) -> term.mul(b.sub(a).add(k)).mul(a.neg().add(1).add(k)).div(k.add(1)).div(x));
        return Special.gamma(b).div(Special.gamma(a)).mul(Lax.exp(x)).mul(Lax.pow(x, a.sub(b))).mul(sum);
    }

    /// The derivative by `a`, or by `b`: each term has a factor of its own.
    static Array hyp1f1By(Function<Array, Array> factor, Array a, Array b, Array x) {
        return weighted(a.div(b).mul(x), factor, (k, term) -> kummer(a, b, x, k, term));
    }

    // ---- Gauss's ----

    static Array hyp2f1(Array a, Array b, Array c, Array x) {
        double epsilon = 50 * x.dtype().epsilon();
        var d = c.sub(a).sub(b);
        var s = x.neg().add(1);
        var ca = c.sub(a);
        var cb = c.sub(b);
        var whole = Lax.abs(d.sub(Lax.round(d))).lt(epsilon);
        var infinity = Double.POSITIVE_INFINITY;
        var value = terminalOrSeries(a, b, c, x);
        value = Numpy.where(x.eq(1), Special.gamma(c).mul(Special.gamma(d)).div(Special.gamma(ca).mul(Special.gamma(cb))), value);
        value = Numpy.where(x.gt(1), infinity, value);
        value = Numpy.where(and(x.lt(1), a.eq(c)), Lax.pow(s, b.neg()), value);
        value = Numpy.where(and(x.lt(1), b.eq(c)), Lax.pow(s, a.neg()), value);
        value = Numpy.where(and(d.le(0), x.eq(1)), infinity, value);
        var flipped = Lax.pow(s, d).mul(terminalOrSeries(ca, cb, c, x));
        value = Numpy.where(and(d.le(-1), or(whole, s.ge(0))), flipped, value);
        value = Numpy.where(or(c.eq(0), and(c.lt(0), isWhole(c))), infinity, value);
        return Numpy.where(or(x.eq(0), and(or(a.eq(0), b.eq(0)), c.ne(0))), 1, value);
    }

    private static Array terminalOrSeries(Array a, Array b, Array c, Array x) {
        double epsilon = 50 * x.dtype().epsilon();
        var d = c.sub(a).sub(b);
        var finite = or(and(a.le(0), Lax.abs(a.sub(Lax.round(a))).lt(epsilon)), and(b.le(0), Lax.abs(b.sub(Lax.round(b))).lt(epsilon)));
        var transform = and(and(x.gt(0.9), Lax.not(finite)), Lax.abs(d.sub(Lax.round(d))).lt(epsilon));
        return Numpy.where(finite, terminal(a, b, c, x), Numpy.where(transform, byLogarithms(a, b, c, x), series(a, b, c, x)));
    }

    /// The polynomial that the series is if `a` or `b` is a whole number up to 0.
    private static Array terminal(Array a, Array b, Array c, Array x) {
        double epsilon = 50 * x.dtype().epsilon();
        var shorter = and(and(b.lt(a), Lax.abs(b.sub(Lax.round(b))).lt(epsilon)), Lax.not(and(and(isWhole(c), c.le(0)), c.gt(b))));
        var degree = Lax.abs(Numpy.where(shorter, b, a));
        var other = Numpy.where(shorter, a, b);
        var last = Numpy.where(degree.le(TERMS * 40), degree, 0); // never chosen where it is not a small whole number
        return ControlFlow.whileLoop((List<Array> s) -> s.get(0).le(last), (List<Array> s) -> {
            var i = s.get(0);
            var term = s.get(2).mul(degree.sub(i).add(1).neg()).div(c.add(i).sub(1)).mul(other.add(i).sub(1)).div(i).mul(x);
            return List.of(i.add(1), s.get(1).add(term), term);
        }, List.of(one(x), one(x), one(x))).get(1);
    }

    private static Array series(Array a, Array b, Array c, Array x) {
        return sum(Lax.fullLike(x, 0), one(x), (k, term) -> term.mul(a.add(k).sub(1)).mul(b.add(k).sub(1)).div(c.add(k).sub(1)).div(k).mul(x));
    }

    private static Array gauss(Array a, Array b, Array c, Array x, Array k, Array term) {
        return term.mul(a.add(k)).mul(b.add(k)).div(c.add(k)).div(k.add(1)).mul(x);
    }

    /// The derivative by `a`, `b` or `c`.
    static Array hyp2f1By(Function<Array, Array> factor, Array a, Array b, Array c, Array x) {
        return weighted(a.mul(b).div(c).mul(x), factor, (k, term) -> gauss(a, b, c, x, k, term));
    }

    /// Near 1, where `c - a - b` is whole: DLMF 15.8.10.
    private static Array byLogarithms(Array a, Array b, Array c, Array x) {
        double epsilon = x.dtype().epsilon();
        var d = c.sub(a).sub(b);
        var s = x.neg().add(1);
        var rounded = Lax.round(d);
        var up = rounded.ge(0);
        var e = Numpy.where(up, d, d.neg());
        var d1 = Numpy.where(up, d, 0);
        var d2 = Numpy.where(up, 0, d);
        var steps = Lax.abs(rounded);
        var logarithm = Lax.log(s);
        var one = one(x);
        var start = Lax.digamma(one).add(Lax.digamma(e.add(1))).sub(Lax.digamma(a.add(d1))).sub(Lax.digamma(b.add(d1))).sub(logarithm)
                .div(Special.gamma(e.add(1)));
        var first = a.add(d1).mul(b.add(d1)).mul(s).div(Special.gamma(e.add(2)));
        // p, q, t, y
        var y = ControlFlow.whileLoop((List<Array> z) -> and(z.get(2).lt(TERMS), Lax.abs(z.get(1)).ge(Lax.abs(z.get(3)).mul(epsilon))), (List<Array> z) -> {
            var t = z.get(2);
            var r = Lax.digamma(t.add(1)).add(Lax.digamma(t.add(1).add(e))).sub(Lax.digamma(a.add(t).add(d1))).sub(Lax.digamma(b.add(t).add(d1)))
                    .sub(logarithm);
            var q = z.get(0).mul(r);
            var p = z.get(0).mul(s).mul(a.add(t).add(d1)).div(t.add(1)).mul(b.add(t).add(d1)).div(t.add(1).add(e));
            return List.of(p, q, t.add(1), z.get(3).add(q));
        }, List.of(first, start, one, start)).get(3);
        // the finite sum: t, p, y1
        var finite = ControlFlow.whileLoop((List<Array> z) -> z.get(0).lt(steps.sub(1)), (List<Array> z) -> {
            var t = z.get(0);
            var p = z.get(1).mul(s).mul(a.add(t).add(d2)).mul(b.add(t).add(d2)).div(e.neg().add(1).add(t)).div(t.add(1));
            return List.of(t.add(1), p, z.get(2).add(p));
        }, List.of(Lax.fullLike(x, 0), one, one)).get(2);
        var scale = Special.gamma(c);
        var y1 = finite.mul(Special.gamma(e)).mul(scale).div(Special.gamma(a.add(d1)).mul(Special.gamma(b.add(d1))));
        var y2 = y.mul(scale).div(Special.gamma(a.add(d2)).mul(Special.gamma(b.add(d2))));
        y2 = Numpy.where(Lax.rem(steps, Lax.fullLike(x, 2)).eq(1), y2.neg(), y2);
        var power = Lax.pow(s, rounded);
        var several = Numpy.where(rounded.gt(0), y2.mul(power).add(y1), y2.add(y1.mul(power)));
        return Numpy.where(rounded.eq(0), y.mul(scale).div(Special.gamma(a).mul(Special.gamma(b))), several);
    }

    // ---- series ----

    /// Adds terms until they do not count.
    private static Array sum(Array start, Array firstTerm, BinaryOperator<Array> next) {
        double epsilon = start.dtype().epsilon();
        return ControlFlow.whileLoop((List<Array> s) -> and(s.get(1).lt(TERMS), Lax.abs(s.get(2)).gt(Lax.abs(s.get(0)).mul(epsilon))),
                (List<Array> s) -> List.of(s.get(0).add(s.get(2)), s.get(1).add(1), next.apply(s.get(1), s.get(2))),
                List.of(start, one(start), firstTerm)).get(0);
    }

    private static Array weighted(Array firstTerm, Function<Array, Array> factor, BinaryOperator<Array> next) {
        double epsilon = firstTerm.dtype().epsilon();
        return ControlFlow.whileLoop((List<Array> s) -> and(s.get(1).lt(TERMS), Lax.abs(s.get(2)).gt(Lax.abs(s.get(0)).mul(epsilon))),
                (List<Array> s) -> List.of(s.get(0).add(s.get(2).mul(factor.apply(s.get(1)))), s.get(1).add(1), next.apply(s.get(1), s.get(2))),
                List.of(Lax.fullLike(firstTerm, 0), one(firstTerm), firstTerm)).get(0);
    }

    private static Array one(Array x) {
        return Lax.fullLike(x, 1);
    }

    private static Array isWhole(Array x) {
        return x.eq(Lax.floor(x));
    }

    private static Array and(Array x, Array y) {
        return Lax.bitwiseAnd(x, y);
    }

    private static Array or(Array x, Array y) {
        return Lax.bitwiseOr(x, y);
    }
}
