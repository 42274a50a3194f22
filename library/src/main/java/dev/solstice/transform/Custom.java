package dev.solstice.transform;

import dev.solstice.transform.Derivatives.ValueAndTangent;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Functions with derivatives of one's own. Arguments and results are trees of any values.
public final class Custom {
    private Custom() {}

    /// A value and what its derivative will need of it, of any values.
    public record ValueAndResiduals<R, S>(R value, S residuals) {}

    /// `function` with the derivative that `rule` gives for the primals, followed by their tangents. Works in both modes,
    /// since reverse mode transposes the rule, which has to be linear in the tangents. `jax.custom_jvp`.
    ///
    /// ```java
    /// var log1pexp = customJvp((Array x) -> log(exp(x).add(1.0)), (Array x, Array t) ->
    ///         new Derivatives.ValueAndTangent<>(log(exp(x).add(1.0)), t.mul(sigmoid(x))));
    /// ```
    public static <A, R> Fn1<A, R> customJvp(Fn1<A, R> function, Fn2<A, A, ValueAndTangent<R>> rule) {
        return customJvp(function, rule, RuleOptions.DEFAULT);
    }

    public static <A, R> Fn1<A, R> customJvp(Fn1<A, R> function, Fn2<A, A, ValueAndTangent<R>> rule, RuleOptions options) {
        return a -> new CustomCall<>("a custom jvp", options, function, a).jvp(rule);
    }

    public static <A, B, R> Fn2<A, B, R> customJvp(Fn2<A, B, R> function, Fn4<A, B, A, B, ValueAndTangent<R>> rule) {
        return customJvp(function, rule, RuleOptions.DEFAULT);
    }

    public static <A, B, R> Fn2<A, B, R> customJvp(Fn2<A, B, R> function, Fn4<A, B, A, B, ValueAndTangent<R>> rule, RuleOptions options) {
        return (a, b) -> new CustomCall<>("a custom jvp", options, function, a, b).jvp(rule);
    }

    public static <A, B, C, R> Fn3<A, B, C, R> customJvp(Fn3<A, B, C, R> function, Fn6<A, B, C, A, B, C, ValueAndTangent<R>> rule) {
        return customJvp(function, rule, RuleOptions.DEFAULT);
    }

    public static <A, B, C, R> Fn3<A, B, C, R> customJvp(Fn3<A, B, C, R> function, Fn6<A, B, C, A, B, C, ValueAndTangent<R>> rule, RuleOptions options) {
        return (a, b, c) -> new CustomCall<>("a custom jvp", options, function, a, b, c).jvp(rule);
    }

    /// `function` with the reverse-mode derivative of two functions: `forward` gives the value and whatever `backward` needs
    /// beside the cotangent of the value. A gradient that is null, as a whole or at some leaf, is zero. `jax.custom_vjp`.
    ///
    /// ```java
    /// var clipped = customVjp((Array x) -> x,
    ///         (Array x) -> new Custom.ValueAndResiduals<>(x, x),
    ///         (Array x, Array ct) -> clip(ct, -1, 1));
    /// var scaled = customVjp((Array x, Integer n) -> x.mul(n), (Array x, Integer n) -> new Custom.ValueAndResiduals<>(x.mul(n), n),
    ///         (Integer n, Array ct) -> new Pair<>(ct.mul(n), null));
    /// ```
    public static <A, R, S> Fn1<A, R> customVjp(Fn1<A, R> function, Fn1<A, ValueAndResiduals<R, S>> forward, Fn2<S, R, A> backward) {
        return customVjp(function, forward, backward, RuleOptions.DEFAULT);
    }

    public static <A, R, S> Fn1<A, R> customVjp(Fn1<A, R> function, Fn1<A, ValueAndResiduals<R, S>> forward, Fn2<S, R, A> backward, RuleOptions options) {
        return a -> new CustomCall<>("a custom vjp", options, function, a)
                .vjp(forward, (S saved, R ct) -> Collections.singletonList(backward.apply(saved, ct)));
    }

    public static <A, B, R, S> Fn2<A, B, R> customVjp(Fn2<A, B, R> function, Fn2<A, B, ValueAndResiduals<R, S>> forward, Fn2<S, R, Pair<A, B>> backward) {
        return customVjp(function, forward, backward, RuleOptions.DEFAULT);
    }

    public static <A, B, R, S> Fn2<A, B, R> customVjp(Fn2<A, B, R> function,
            Fn2<A, B, ValueAndResiduals<R, S>> forward, Fn2<S, R, Pair<A, B>> backward, RuleOptions options) {
        return (a, b) -> new CustomCall<>("a custom vjp", options, function, a, b).vjp(forward, (S saved, R ct) -> gradients(backward.apply(saved, ct)));
    }

    public static <A, B, C, R, S> Fn3<A, B, C, R> customVjp(Fn3<A, B, C, R> function,
            Fn3<A, B, C, ValueAndResiduals<R, S>> forward, Fn2<S, R, Triple<A, B, C>> backward) {
        return customVjp(function, forward, backward, RuleOptions.DEFAULT);
    }

    public static <A, B, C, R, S> Fn3<A, B, C, R> customVjp(Fn3<A, B, C, R> function,
            Fn3<A, B, C, ValueAndResiduals<R, S>> forward, Fn2<S, R, Triple<A, B, C>> backward, RuleOptions options) {
        return (a, b, c) -> new CustomCall<>("a custom vjp", options, function, a, b, c)
                .vjp(forward, (S saved, R ct) -> gradients(backward.apply(saved, ct)));
    }

    /// A function's value and how cotangents of it go back; see [#customGradient].
    public record ValueAndGradient<A, R>(R value, Fn1<R, A> gradient) {}

    /// `function` with the reverse-mode derivative that it gives itself, beside its value. `jax.custom_gradient`.
    ///
    /// ```java
    /// var clipped = customGradient((Array v) -> new ValueAndGradient<>(v.mul(v), g -> g.mul(v).mul(2).mul(0.5)));   // half the gradient
    /// grad(clipped).apply(Array.scalar(3f)).item()   // 3.0
    /// ```
    public static <A, R> Fn1<A, R> customGradient(Fn1<A, ValueAndGradient<A, R>> function) {
        return customVjp(x -> function.apply(x).value(), x -> {
            var both = function.apply(x);
            return new ValueAndResiduals<>(both.value(), Tracing.closureConvert(both.gradient(), both.value()));
        }, (converted, cotangent) -> converted.function().apply(cotangent, converted.consts()));
    }

    private static List<Object> gradients(Pair<?, ?> pair) {
        return Arrays.asList(pair.first(), pair.second());
    }

    private static List<Object> gradients(Triple<?, ?, ?> triple) {
        return Arrays.asList(triple.first(), triple.second(), triple.third());
    }
}
