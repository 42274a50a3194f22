package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Numpy;

/// Samples of the binomial distribution.
///
/// Source: `jax.random.binomial`; Hoermann, *The generation of binomial random variates* (1993).
final class Binomial {
    /// `log(k!)` minus Stirling's formula for it, of 0 to 9.
    private static final double[] STIRLING_TAIL = {0.0810614667953272, 0.0413406959554092, 0.0276779256849983, 0.02079067210376509,
        0.0166446911898211, 0.0138761288230707, 0.0118967099458917, 0.0104112652619720, 0.00925546218271273, 0.00833056343336287};

    private Binomial() {}

    private record Waiting(Array count, Array sum, Key key) {}

    private record Rejection(Array value, Array accepted, Key key) {}

    /// @param n of one shape and floating dtype with `p`
    static Array sample(Key key, Array n, Array p) {
        var rare = p.lt(0.5);
        var q = Lax.select(rare, p, p.neg().add(1));
        var undefined = Lax.bitwiseOr(n.ne(n), n.lt(0));
        var impossible = Lax.bitwiseOr(q.ne(q), q.lt(0));
        var infinite = n.eq(Double.POSITIVE_INFINITY);
        q = Lax.select(impossible, Lax.fullLike(q, 0.01), q);
        var few = Lax.bitwiseOr(undefined, n.mul(q).le(10));
        var whole = Lax.floor(n);
        var waited = waited(key, Lax.select(Lax.bitwiseAnd(few, Lax.not(undefined)), whole, Lax.fullLike(n, 0)), q);
        var rejected = transformed(key, Lax.select(Lax.bitwiseOr(few, infinite), Lax.fullLike(n, 1e4), whole), Lax.select(few, Lax.fullLike(q, 0.5), q));
        var sample = Lax.select(few, waited, rejected);
        var invalid = Lax.bitwiseOr(impossible, undefined);
        sample = Numpy.where(invalid, Double.NaN, Numpy.where(infinite, Double.POSITIVE_INFINITY, sample));
        var direct = Lax.bitwiseOr(Lax.bitwiseOr(rare, undefined), Lax.bitwiseOr(p.ne(p), infinite));
        return Lax.select(direct, sample, whole.sub(sample));
    }

    /// How many geometric waiting times fit into `n`.
    private static Array waited(Key key, Array n, Array p) {
        var logarithm = Lax.log1p(p.neg());
        return ControlFlow.whileLoop((Waiting each) -> Poisson.any(each.sum().le(n)), (Waiting each) -> {
            var keys = each.key().split();
            var count = Lax.select(each.sum().le(n), each.count().add(1), each.count());
            var wait = Lax.ceil(Lax.log(Random.uniform(keys[0], n.shape(), n.dtype())).div(logarithm));
            return new Waiting(count, each.sum().add(wait), keys[1]);
        }, new Waiting(Lax.fullLike(n, 0), Lax.fullLike(n, 0), key)).count().sub(1);
    }

    /// Transformed rejection with squeeze (BTRS).
    private static Array transformed(Key key, Array n, Array p) {
        var deviation = Lax.sqrt(n.mul(p).mul(p.neg().add(1)));
        var b = deviation.mul(2.53).add(1.15);
        var a = b.mul(0.0248).sub(0.0873).add(p.mul(0.01));
        var c = n.mul(p).add(0.5);
        var vr = Lax.reciprocal(b).mul(-4.2).add(0.92);
        var r = p.div(p.neg().add(1));
        var alpha = Lax.reciprocal(b).mul(5.1).add(2.83).mul(deviation);
        var m = Lax.floor(n.add(1).mul(p));
        return ControlFlow.whileLoop((Rejection each) -> Poisson.any(Lax.not(each.accepted())), (Rejection each) -> {
            var keys = each.key().split(3);
            var u = Random.uniform(keys[1], n.shape(), n.dtype()).sub(0.5);
            var v = Random.uniform(keys[2], n.shape(), n.dtype());
            var us = Lax.abs(u).neg().add(0.5);
            var quick = Lax.bitwiseAnd(us.ge(0.07), v.le(vr));
            var k = Lax.floor(a.mul(2).div(us).add(b).mul(u).add(c));
            var outside = Lax.bitwiseOr(k.lt(0), k.gt(n));
            var logV = Lax.log(v.mul(alpha).div(a.div(us.mul(us)).add(b)));
            var bound = m.add(0.5).mul(Lax.log(m.add(1).div(r.mul(n.sub(m).add(1)))))
                    .add(n.add(1).mul(Lax.log(n.sub(m).add(1).div(n.sub(k).add(1)))))
                    .add(k.add(0.5).mul(Lax.log(r.mul(n.sub(k).add(1)).div(k.add(1)))))
                    .add(stirlingTail(m)).add(stirlingTail(n.sub(m))).sub(stirlingTail(k)).sub(stirlingTail(n.sub(k)));
            var accept = Lax.bitwiseOr(quick, Lax.bitwiseAnd(Lax.not(outside), logV.le(bound)));
            return new Rejection(Lax.select(accept, k, each.value()), Lax.bitwiseOr(each.accepted(), accept), keys[0]);
        }, new Rejection(Lax.fullLike(n, -1), Array.full(n.shape(), DType.BOOL, false), key)).value();
    }

    private static Array stirlingTail(Array k) {
        var bounded = Numpy.clip(k, 0, 9);
        var square = Lax.square(bounded.add(1));
        var series = Array.scalar(k.dtype(), 1.0 / 12).sub(Array.scalar(k.dtype(), 1.0 / 360).sub(Array.scalar(k.dtype(), 1.0 / 1260).div(square)).div(square))
                .div(bounded.add(1));
        var tail = series;
        for (int i = 0; i < STIRLING_TAIL.length; i++) tail = Numpy.where(Lax.floor(bounded).eq(i), STIRLING_TAIL[i], tail);
        return Lax.select(k.le(9), tail, series);
    }
}
