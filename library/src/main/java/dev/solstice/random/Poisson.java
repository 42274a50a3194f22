package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import java.util.stream.IntStream;

/// Samples of the Poisson distribution.
///
/// Source: `jax.random.poisson`; Knuth, *The Art of Computer Programming* 3.4.1; Hoermann, *The transformed rejection method for
/// generating Poisson random variables* (1993).
final class Poisson {
    private Poisson() {}

    private record Product(Array count, Key key, Array logarithm) {}

    private record Rejection(Array value, Array accepted, Key key) {}

    /// @param rate float32
    static Array sample(Key key, Array rate, DType dtype) {
        var few = Lax.bitwiseOr(rate.ne(rate), rate.lt(10));
        var counted = counted(key, Lax.select(few, rate, Lax.fullLike(rate, 0)));
        var rejected = transformed(key, Lax.select(few, Lax.fullLike(rate, 1e5), rate));
        var sample = Lax.select(few, counted, rejected);
        return Lax.select(rate.eq(0), Lax.fullLike(sample, 0), sample).astype(dtype);
    }

    /// How many uniform numbers can be multiplied until the product is below `exp(-rate)`.
    private static Array counted(Key key, Array rate) {
        var shape = rate.shape();
        var limit = rate.neg();
        var counts = ControlFlow.whileLoop((Product each) -> any(each.logarithm().gt(limit)), (Product each) -> {
            var keys = each.key().split();
            var count = Lax.select(each.logarithm().gt(limit), each.count().add(1), each.count());
            return new Product(count, keys[0], each.logarithm().add(Lax.log(Random.uniform(keys[1], shape, DType.FLOAT32))));
        }, new Product(Lax.fullLike(rate, 0), key, Lax.fullLike(rate, 0))).count();
        return counts.sub(1);
    }

    private static Array transformed(Key key, Array rate) {
        var shape = rate.shape();
        var logRate = Lax.log(rate);
        var b = Lax.sqrt(rate).mul(2.53).add(0.931);
        var a = b.mul(0.02483).sub(0.059);
        var inverseAlpha = Array.scalar(DType.FLOAT32, 1.1328).div(b.sub(3.4)).add(1.1239);
        var vr = Array.scalar(DType.FLOAT32, 3.6224).div(b.sub(2)).neg().add(0.9277);
        return ControlFlow.whileLoop((Rejection each) -> any(Lax.not(each.accepted())), (Rejection each) -> {
            var keys = each.key().split(3);
            var u = Random.uniform(keys[1], shape, DType.FLOAT32).sub(0.5);
            var v = Random.uniform(keys[2], shape, DType.FLOAT32);
            var shifted = Lax.abs(u).neg().add(0.5);
            var k = Lax.floor(a.mul(2).div(shifted).add(b).mul(u).add(rate).add(0.43));
            var s = Lax.log(v.mul(inverseAlpha).div(a.div(shifted.mul(shifted)).add(b)));
            var t = rate.neg().add(k.mul(logRate)).sub(Lax.lgamma(k.add(1)));
            var quick = Lax.bitwiseAnd(shifted.ge(0.07), v.le(vr));
            var outside = Lax.bitwiseOr(k.lt(0), Lax.bitwiseAnd(shifted.lt(0.013), v.gt(shifted)));
            var accept = Lax.bitwiseOr(quick, Lax.bitwiseAnd(Lax.not(outside), s.le(t)));
            return new Rejection(Lax.select(accept, k, each.value()), Lax.bitwiseOr(each.accepted(), accept), keys[0]);
        }, new Rejection(Lax.fullLike(rate, -1), Array.full(shape, DType.BOOL, false), key)).value();
    }

    static Array any(Array condition) {
        return Lax.reduceOr(condition, IntStream.range(0, condition.rank()).toArray());
    }
}
