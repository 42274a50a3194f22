package dev.solstice.filter;

import dev.solstice.transform.Fn;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Fn4;
import dev.solstice.transform.Fn5;
import dev.solstice.transform.Fn6;
import dev.solstice.transform.Jit;
import java.util.Arrays;
import java.util.List;

/// Compiles a function of any values: arrays are traced, everything else is static, and a new static value (by
/// `equals`; functions by identity) means a new trace. Equinox's `filter_jit`.
///
/// ```java
/// var step = filterJit((Mlp model, Array x) -> model.apply(x));
/// step.apply(model, x);   // traced
/// step.apply(model, x);   // run
/// ```
public final class FilterJit {
    private FilterJit() {}

    public static <A, R> Fn1<A, R> filterJit(Fn1<A, R> function) {
        var jitted = jitted(function);
        return a -> jitted.call(a);
    }

    public static <A, B, R> Fn2<A, B, R> filterJit(Fn2<A, B, R> function) {
        var jitted = jitted(function);
        return (a, b) -> jitted.call(a, b);
    }

    public static <A, B, C, R> Fn3<A, B, C, R> filterJit(Fn3<A, B, C, R> function) {
        var jitted = jitted(function);
        return (a, b, c) -> jitted.call(a, b, c);
    }

    public static <A, B, C, D, R> Fn4<A, B, C, D, R> filterJit(Fn4<A, B, C, D, R> function) {
        var jitted = jitted(function);
        return (a, b, c, d) -> jitted.call(a, b, c, d);
    }

    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> filterJit(Fn5<A, B, C, D, E, R> function) {
        var jitted = jitted(function);
        return (a, b, c, d, e) -> jitted.call(a, b, c, d, e);
    }

    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> filterJit(Fn6<A, B, C, D, E, F, R> function) {
        var jitted = jitted(function);
        return (a, b, c, d, e, f) -> jitted.call(a, b, c, d, e, f);
    }

    @SuppressWarnings("unchecked") // the result is the function's
    private static <R> Fn<R> jitted(Fn<R> f) {
        var jitted = Jit.jit((Halves in) -> Halves.of(f.call(((List<?>) in.whole()).toArray())));
        return arguments -> (R) jitted.apply(Halves.of(Arrays.asList(arguments))).whole();
    }
}
