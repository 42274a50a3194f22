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

/// Gradients by the floating-point arrays of the first argument ([Filter#trainable]: not what is [Frozen]), whatever else
/// that argument holds. The gradient of an `M` is an `M` with holes (null) at everything else.
/// Equinox's `filter_grad` and `filter_value_and_grad`.
///
/// ```java
/// var both = filterValueAndGrad((Mlp m, Array x) -> mean(m.apply(x))).apply(model, x);
/// both.grad()   // an Mlp
/// ```
public final class FilterGrad {
    private FilterGrad() {}

    public static <A> Fn1<A, A> filterGrad(Fn1<A, Array> function) {
        return new Transformed<>(function, FilterGrad::gradient).as();
    }

    public static <A, B> Fn2<A, B, A> filterGrad(Fn2<A, B, Array> function) {
        return new Transformed<>(function, FilterGrad::gradient).as();
    }

    public static <A, B, C> Fn3<A, B, C, A> filterGrad(Fn3<A, B, C, Array> function) {
        return new Transformed<>(function, FilterGrad::gradient).as();
    }

    public static <A, B, C, D> Fn4<A, B, C, D, A> filterGrad(Fn4<A, B, C, D, Array> function) {
        return new Transformed<>(function, FilterGrad::gradient).as();
    }

    public static <A, B, C, D, E> Fn5<A, B, C, D, E, A> filterGrad(Fn5<A, B, C, D, E, Array> function) {
        return new Transformed<>(function, FilterGrad::gradient).as();
    }

    public static <A, B, C, D, E, F> Fn6<A, B, C, D, E, F, A> filterGrad(Fn6<A, B, C, D, E, F, Array> function) {
        return new Transformed<>(function, FilterGrad::gradient).as();
    }

    public static <A> Fn1<A, ValueAndGrad<Array, A>> filterValueAndGrad(Fn1<A, Array> function) {
        return new Transformed<>(function, FilterGrad::valueAndGradient).as();
    }

    public static <A, B> Fn2<A, B, ValueAndGrad<Array, A>> filterValueAndGrad(Fn2<A, B, Array> function) {
        return new Transformed<>(function, FilterGrad::valueAndGradient).as();
    }

    public static <A, B, C> Fn3<A, B, C, ValueAndGrad<Array, A>> filterValueAndGrad(Fn3<A, B, C, Array> function) {
        return new Transformed<>(function, FilterGrad::valueAndGradient).as();
    }

    public static <A, B, C, D> Fn4<A, B, C, D, ValueAndGrad<Array, A>> filterValueAndGrad(Fn4<A, B, C, D, Array> function) {
        return new Transformed<>(function, FilterGrad::valueAndGradient).as();
    }

    public static <A, B, C, D, E> Fn5<A, B, C, D, E, ValueAndGrad<Array, A>> filterValueAndGrad(Fn5<A, B, C, D, E, Array> function) {
        return new Transformed<>(function, FilterGrad::valueAndGradient).as();
    }

    public static <A, B, C, D, E, F> Fn6<A, B, C, D, E, F, ValueAndGrad<Array, A>> filterValueAndGrad(Fn6<A, B, C, D, E, F, Array> function) {
        return new Transformed<>(function, FilterGrad::valueAndGradient).as();
    }

    public static <A, X> Fn1<A, ValueAndGrad<WithAux<Array, X>, A>> filterValueAndGradWithAux(Fn1<A, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::differentiateWithAux).as();
    }

    public static <A, B, X> Fn2<A, B, ValueAndGrad<WithAux<Array, X>, A>> filterValueAndGradWithAux(Fn2<A, B, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::differentiateWithAux).as();
    }

    public static <A, B, C, X> Fn3<A, B, C, ValueAndGrad<WithAux<Array, X>, A>> filterValueAndGradWithAux(Fn3<A, B, C, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::differentiateWithAux).as();
    }

    public static <A, B, C, D, X> Fn4<A, B, C, D, ValueAndGrad<WithAux<Array, X>, A>> filterValueAndGradWithAux(Fn4<A, B, C, D, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::differentiateWithAux).as();
    }

    public static <A, B, C, D, E, X> Fn5<A, B, C, D, E, ValueAndGrad<WithAux<Array, X>, A>> filterValueAndGradWithAux(Fn5<A, B, C, D, E, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::differentiateWithAux).as();
    }

    public static <A, B, C, D, E, F, X> Fn6<A, B, C, D, E, F, ValueAndGrad<WithAux<Array, X>, A>> filterValueAndGradWithAux(Fn6<A, B, C, D, E, F, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::differentiateWithAux).as();
    }

    public static <A, X> Fn1<A, WithAux<A, X>> filterGradWithAux(Fn1<A, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::gradientWithAux).as();
    }

    public static <A, B, X> Fn2<A, B, WithAux<A, X>> filterGradWithAux(Fn2<A, B, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::gradientWithAux).as();
    }

    public static <A, B, C, X> Fn3<A, B, C, WithAux<A, X>> filterGradWithAux(Fn3<A, B, C, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::gradientWithAux).as();
    }

    public static <A, B, C, D, X> Fn4<A, B, C, D, WithAux<A, X>> filterGradWithAux(Fn4<A, B, C, D, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::gradientWithAux).as();
    }

    public static <A, B, C, D, E, X> Fn5<A, B, C, D, E, WithAux<A, X>> filterGradWithAux(Fn5<A, B, C, D, E, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::gradientWithAux).as();
    }

    public static <A, B, C, D, E, F, X> Fn6<A, B, C, D, E, F, WithAux<A, X>> filterGradWithAux(Fn6<A, B, C, D, E, F, WithAux<Array, X>> function) {
        return new Transformed<>(function, FilterGrad::gradientWithAux).as();
    }

    private static Object gradient(Fn<?> f, Object... arguments) {
        return valueAndGradient(f, arguments).grad();
    }

    @SuppressWarnings("unchecked") // filterGrad takes functions to arrays
    private static ValueAndGrad<Array, Object> valueAndGradient(Fn<?> f, Object... arguments) {
        return differentiate(Grad::valueAndGrad, (Fn<Array>) f, arguments);
    }

    private static WithAux<Object, Object> gradientWithAux(Fn<?> f, Object... arguments) {
        var both = differentiateWithAux(f, arguments);
        return new WithAux<>(both.grad(), both.value().aux());
    }

    @FunctionalInterface
    private interface Differentiation<V, M> {
        Fn1<M, ValueAndGrad<V, M>> of(Fn1<M, V> f);
    }

    @SuppressWarnings("unchecked") // the first argument is an M
    private static <V, M> ValueAndGrad<V, M> differentiate(Differentiation<V, M> differentiation, Fn<V> f, Object... arguments) {
        Captures.requireNone("grad", arguments[0]);
        var parts = partition((M) arguments[0], Filter.trainable());
        return differentiation.of(kept -> {
            var whole = arguments.clone();
            whole[0] = combine(kept, parts.rest());
            return f.call(whole);
        }).apply(parts.kept());
    }

    /// What is computed beside the value may be of any kind.
    private static ValueAndGrad<WithAux<Array, Object>, Object> differentiateWithAux(Fn<?> f, Object... arguments) {
        ValueAndGrad<WithAux<Array, Halves>, Object> both = differentiate(Grad::valueAndGradWithAux, all -> {
            var result = (WithAux<?, ?>) f.call(all);
            return new WithAux<>((Array) result.value(), Halves.of(result.aux()));
        }, arguments);
        var value = both.value();
        return new ValueAndGrad<>(new WithAux<>(value.value(), value.aux().whole()), both.grad());
    }
}
