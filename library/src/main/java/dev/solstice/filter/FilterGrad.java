package dev.solstice.filter;

import static dev.solstice.filter.Partition.combine;
import static dev.solstice.filter.Partition.partition;

import dev.solstice.core.Array;
import dev.solstice.transform.Fn;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Fn4;
import dev.solstice.transform.Fn5;
import dev.solstice.transform.Fn6;
import dev.solstice.transform.Grad;
import dev.solstice.transform.ValueAndGrad;
import dev.solstice.transform.WithAux;

/// Gradients by the floating-point arrays of the first argument, whatever else that argument holds. The gradient of
/// an `M` is an `M` with holes (null) at everything else. Equinox's `filter_grad` and `filter_value_and_grad`.
///
/// ```java
/// var both = filterValueAndGrad((Mlp m, Array x) -> mean(m.apply(x))).apply(model, x);
/// both.grad()   // an Mlp
/// ```
public final class FilterGrad {
    private FilterGrad() {}

    public static <A> Fn1<A, A> filterGrad(Fn1<A, Array> function) {
        return a -> FilterGrad.<Array, A>differentiate(Grad::valueAndGrad, function, a).grad();
    }

    public static <A, B> Fn2<A, B, A> filterGrad(Fn2<A, B, Array> function) {
        return (a, b) -> FilterGrad.<Array, A>differentiate(Grad::valueAndGrad, function, a, b).grad();
    }

    public static <A, B, C> Fn3<A, B, C, A> filterGrad(Fn3<A, B, C, Array> function) {
        return (a, b, c) -> FilterGrad.<Array, A>differentiate(Grad::valueAndGrad, function, a, b, c).grad();
    }

    public static <A, B, C, D> Fn4<A, B, C, D, A> filterGrad(Fn4<A, B, C, D, Array> function) {
        return (a, b, c, d) -> FilterGrad.<Array, A>differentiate(Grad::valueAndGrad, function, a, b, c, d).grad();
    }

    public static <A, B, C, D, E> Fn5<A, B, C, D, E, A> filterGrad(Fn5<A, B, C, D, E, Array> function) {
        return (a, b, c, d, e) -> FilterGrad.<Array, A>differentiate(Grad::valueAndGrad, function, a, b, c, d, e).grad();
    }

    public static <A, B, C, D, E, F> Fn6<A, B, C, D, E, F, A> filterGrad(Fn6<A, B, C, D, E, F, Array> function) {
        return (a, b, c, d, e, f) -> FilterGrad.<Array, A>differentiate(Grad::valueAndGrad, function, a, b, c, d, e, f).grad();
    }

    public static <A> Fn1<A, ValueAndGrad<Array, A>> filterValueAndGrad(Fn1<A, Array> function) {
        return a -> differentiate(Grad::valueAndGrad, function, a);
    }

    public static <A, B> Fn2<A, B, ValueAndGrad<Array, A>> filterValueAndGrad(Fn2<A, B, Array> function) {
        return (a, b) -> differentiate(Grad::valueAndGrad, function, a, b);
    }

    public static <A, B, C> Fn3<A, B, C, ValueAndGrad<Array, A>> filterValueAndGrad(Fn3<A, B, C, Array> function) {
        return (a, b, c) -> differentiate(Grad::valueAndGrad, function, a, b, c);
    }

    public static <A, B, C, D> Fn4<A, B, C, D, ValueAndGrad<Array, A>> filterValueAndGrad(Fn4<A, B, C, D, Array> function) {
        return (a, b, c, d) -> differentiate(Grad::valueAndGrad, function, a, b, c, d);
    }

    public static <A, B, C, D, E> Fn5<A, B, C, D, E, ValueAndGrad<Array, A>> filterValueAndGrad(Fn5<A, B, C, D, E, Array> function) {
        return (a, b, c, d, e) -> differentiate(Grad::valueAndGrad, function, a, b, c, d, e);
    }

    public static <A, B, C, D, E, F> Fn6<A, B, C, D, E, F, ValueAndGrad<Array, A>> filterValueAndGrad(Fn6<A, B, C, D, E, F, Array> function) {
        return (a, b, c, d, e, f) -> differentiate(Grad::valueAndGrad, function, a, b, c, d, e, f);
    }

    public static <A, X> Fn1<A, ValueAndGrad<WithAux<Array, X>, A>> filterValueAndGradWithAux(Fn1<A, WithAux<Array, X>> function) {
        return a -> differentiateWithAux(function, a);
    }

    public static <A, B, X> Fn2<A, B, ValueAndGrad<WithAux<Array, X>, A>> filterValueAndGradWithAux(Fn2<A, B, WithAux<Array, X>> function) {
        return (a, b) -> differentiateWithAux(function, a, b);
    }

    public static <A, B, C, X> Fn3<A, B, C, ValueAndGrad<WithAux<Array, X>, A>> filterValueAndGradWithAux(Fn3<A, B, C, WithAux<Array, X>> function) {
        return (a, b, c) -> differentiateWithAux(function, a, b, c);
    }

    public static <A, B, C, D, X> Fn4<A, B, C, D, ValueAndGrad<WithAux<Array, X>, A>> filterValueAndGradWithAux(Fn4<A, B, C, D, WithAux<Array, X>> function) {
        return (a, b, c, d) -> differentiateWithAux(function, a, b, c, d);
    }

    public static <A, X> Fn1<A, WithAux<A, X>> filterGradWithAux(Fn1<A, WithAux<Array, X>> function) {
        var both = filterValueAndGradWithAux(function);
        return a -> {
            var result = both.apply(a);
            return new WithAux<>(result.grad(), result.value().aux());
        };
    }

    public static <A, B, X> Fn2<A, B, WithAux<A, X>> filterGradWithAux(Fn2<A, B, WithAux<Array, X>> function) {
        var both = filterValueAndGradWithAux(function);
        return (a, b) -> {
            var result = both.apply(a, b);
            return new WithAux<>(result.grad(), result.value().aux());
        };
    }

    public static <A, B, C, X> Fn3<A, B, C, WithAux<A, X>> filterGradWithAux(Fn3<A, B, C, WithAux<Array, X>> function) {
        var both = filterValueAndGradWithAux(function);
        return (a, b, c) -> {
            var result = both.apply(a, b, c);
            return new WithAux<>(result.grad(), result.value().aux());
        };
    }

    public static <A, B, C, D, X> Fn4<A, B, C, D, WithAux<A, X>> filterGradWithAux(Fn4<A, B, C, D, WithAux<Array, X>> function) {
        var both = filterValueAndGradWithAux(function);
        return (a, b, c, d) -> {
            var result = both.apply(a, b, c, d);
            return new WithAux<>(result.grad(), result.value().aux());
        };
    }

    @FunctionalInterface
    private interface Differentiation<V, M> {
        Fn1<M, ValueAndGrad<V, M>> of(Fn1<M, V> f);
    }

    @SuppressWarnings("unchecked") // the first argument is an M
    private static <V, M> ValueAndGrad<V, M> differentiate(Differentiation<V, M> differentiation, Fn<V> f, Object... arguments) {
        var parts = partition((M) arguments[0], Filter.isInexactArray());
        return differentiation.of(kept -> {
            var whole = arguments.clone();
            whole[0] = combine(kept, parts.rest());
            return f.call(whole);
        }).apply(parts.kept());
    }

    /// What is computed beside the value may be of any kind.
    @SuppressWarnings("unchecked") // the halves are put together again
    private static <X, M> ValueAndGrad<WithAux<Array, X>, M> differentiateWithAux(Fn<WithAux<Array, X>> f, Object... arguments) {
        ValueAndGrad<WithAux<Array, Halves>, M> both = differentiate(Grad::valueAndGradWithAux, all -> {
            var result = f.call(all);
            return new WithAux<>(result.value(), Halves.of(result.aux()));
        }, arguments);
        var value = both.value();
        return new ValueAndGrad<>(new WithAux<>(value.value(), (X) value.aux().whole()), both.grad());
    }
}
