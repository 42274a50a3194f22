package dev.solstice.random;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Custom;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Vmap;

/// Samples of the gamma distribution, differentiable by its parameter.
///
/// Source: `jax.random.gamma`; Marsaglia and Tsang, *A simple method for generating gamma variables* (2000); Figurnov, Mohamed
/// and Mnih, *Implicit reparameterization gradients* (2018).
final class Gamma {
    private Gamma() {}

    /// A candidate: the next key, the square of a normal number, a cube and a uniform number.
    private record Candidate(Key key, Array x, Array v, Array u) {}

    private record Normal(Key key, Array x, Array v) {}

    static Array sample(Key key, Array a) {
        Fn1<Array, Array> samples = alpha -> each(key, alpha, false);
        return Custom.customJvp(samples, (Array alpha, Array t) -> {
            var y = samples.apply(alpha);
            return new ValueAndTangent<>(y, t.mul(Lax.randomGammaGrad(alpha, y)));
        }).apply(a);
    }

    /// The logarithms of samples, which do not vanish for small parameters.
    static Array logarithm(Key key, Array a) {
        Fn1<Array, Array> samples = alpha -> each(key, alpha, true);
        return Custom.customJvp(samples, (Array alpha, Array t) -> {
            var y = samples.apply(alpha);
            var sample = Lax.max(Lax.exp(y), Array.scalar(y.dtype(), y.dtype().smallestNormal()));
            return new ValueAndTangent<>(y, t.mul(Lax.randomGammaGrad(alpha, sample).div(sample)));
        }).apply(a);
    }

    /// With a key for each element.
    private static Array each(Key key, Array a, boolean logarithm) {
        if (a.size() == 0) return a;
        var keys = key.splitBatch(a.size());
        return Vmap.vmap((Key own, Array alpha) -> one(own, alpha, logarithm)).apply(keys, a.reshape(-1)).reshape(a.shape().toArray());
    }

    private static Array one(Key key, Array a, boolean logarithm) {
        var dtype = a.dtype();
        var one = Array.scalar(dtype, 1);
        var zero = Array.scalar(dtype, 0);
        var large = a.ge(1);
        var alpha = Lax.select(large, a, a.add(1));
        var d = alpha.sub(1.0 / 3);
        var c = Array.scalar(dtype, 1.0 / 3).div(Lax.sqrt(d));
        var keys = key.split();
        var accepted = ControlFlow.whileLoop((Candidate each) -> rejected(each, d), (Candidate each) -> candidate(each.key(), c, dtype),
                new Candidate(keys[0], zero, one, Array.scalar(dtype, 2)));
        // A parameter below 1 is drawn for one more, and scaled by a power of a uniform number (their section 6).
        if (logarithm) {
            var logU = Lax.neg(Random.exponential(keys[1], Shape.scalar(), dtype));
            var boost = Lax.select(Lax.bitwiseOr(large, logU.eq(0)), zero, logU.mul(one.div(a)));
            return Lax.log(d).add(Lax.log(accepted.v())).add(boost);
        }
        var u = Random.uniform(keys[1], Shape.scalar(), dtype).neg().add(1);
        return d.mul(accepted.v()).mul(Lax.select(large, one, Lax.pow(u, one.div(a))));
    }

    private static Array rejected(Candidate each, Array d) {
        var squeezed = each.u().ge(each.x().mul(each.x()).mul(0.0331).neg().add(1));
        var density = each.x().mul(0.5).add(d.mul(each.v().neg().add(1).add(Lax.log(each.v()))));
        return Lax.bitwiseAnd(squeezed, Lax.log(each.u()).ge(density));
    }

    private static Candidate candidate(Key key, Array c, DType dtype) {
        var keys = key.split(3);
        var normal = ControlFlow.whileLoop((Normal each) -> each.v().le(0), (Normal each) -> {
            var next = each.key().split();
            var x = Random.normal(next[1], Shape.scalar(), dtype);
            return new Normal(next[0], x, x.mul(c).add(1));
        }, new Normal(keys[1], Array.scalar(dtype, 0), Array.scalar(dtype, -1)));
        var cube = normal.v().mul(normal.v()).mul(normal.v());
        return new Candidate(keys[0], normal.x().mul(normal.x()), cube, Random.uniform(keys[2], Shape.scalar(), dtype));
    }
}
