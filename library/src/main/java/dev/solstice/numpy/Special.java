package dev.solstice.numpy;

import static dev.solstice.transform.Custom.customJvp;

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
