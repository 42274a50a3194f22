package dev.solstice.numpy;

import static dev.solstice.transform.Custom.customJvp;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import dev.solstice.transform.Fn1;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/// Functions of statistics and information theory, elementwise; operands broadcast, integers become float32.
///
/// Source: `jax.scipy.special`.
public final class Special {
    private Special() {}

    /// `1 / (1 + exp(-x))`, the inverse of [#logit].
    public static Array expit(Array x) {
        return Lax.logistic(inexact(x));
    }

    /// `log(x / (1 - x))`: negative infinity at 0, infinity at 1, NaN outside.
    public static Array logit(Array x) {
        var p = inexact(x);
        return Lax.log(p.div(p.neg().add(1)));
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
        var value = inexact(x);
        // Half precision has too few exponents for the tail; JAX takes only the two wide types.
        var wide = value.dtype().byteSize() < 4 ? value.astype(DType.FLOAT32) : value;
        Fn1<Array, Array> logarithm = Special::logNdtrOf;
        return customJvp(logarithm, (Array v, Array t) -> {
            var y = logarithm.apply(v);
            return new ValueAndTangent<>(y, t.mul(Lax.exp(Lax.square(v).mul(-0.5).sub(y).sub(0.5 * Math.log(2 * Math.PI)))));
        }).apply(wide).astype(value.dtype());
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
        return product(x, y, Lax::log, Array::div);
    }

    /// `x log(1 + y)`, and 0 where `x` is 0, whatever `y` is.
    public static Array xlog1py(Array x, Array y) {
        return product(x, y, Lax::log1p, (a, b) -> a.div(b.add(1)));
    }

    /// `x g(y)` with 0 where `x` is 0. The derivative in `x` is `g(y)` there too, which a choice by `where` would lose.
    ///
    /// @param slope `x g'(y)` of both
    private static Array product(Array x, Array y, UnaryOperator<Array> g, BinaryOperator<Array> slope) {
        var dtype = Promotion.inexact(Promotion.promote(x.dtype(), y.dtype()));
        var shape = Shape.broadcast(x.shape(), y.shape());
        Fn1<List<Array>, Array> value = xy -> {
            var zero = xy.get(0).eq(0);
            return Numpy.where(zero, 0, xy.get(0).mul(g.apply(Numpy.where(zero, 1, xy.get(1)))));
        };
        return customJvp(value, (List<Array> xy, List<Array> t) -> new ValueAndTangent<>(value.apply(xy),
                t.get(0).mul(g.apply(xy.get(1))).add(t.get(1).mul(slope.apply(xy.get(0), xy.get(1))))))
                .apply(List.of(x.astype(dtype).broadcastTo(shape), y.astype(dtype).broadcastTo(shape)));
    }

    private static Array inexact(Array x) {
        return x.astype(Promotion.inexact(x.dtype()));
    }
}
