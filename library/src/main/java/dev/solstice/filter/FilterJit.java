package dev.solstice.filter;

import dev.solstice.core.Jaxpr;
import dev.solstice.transform.Fn;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Fn4;
import dev.solstice.transform.Fn5;
import dev.solstice.transform.Fn6;

/// Compiles a function of any values: arrays (those of the function too, if it is a tree) are traced, everything else is
/// static, and a new static value (by `equals`; functions by identity) means a new trace. Equinox's `filter_jit`.
///
/// Why a function is traced again is logged: see [Retracing].
///
/// ```java
/// var step = filterJit((Mlp model, Array x) -> model.apply(x));
/// step.apply(model, x);   // traced
/// step.apply(model, x);   // run
/// ```
public final class FilterJit {
    private FilterJit() {}

    public static <A, R> Fn1<A, R> filterJit(Fn1<A, R> function) {
        return compiled(function, Donate.NONE).as();
    }

    public static <A, B, R> Fn2<A, B, R> filterJit(Fn2<A, B, R> function) {
        return compiled(function, Donate.NONE).as();
    }

    public static <A, B, C, R> Fn3<A, B, C, R> filterJit(Fn3<A, B, C, R> function) {
        return compiled(function, Donate.NONE).as();
    }

    public static <A, B, C, D, R> Fn4<A, B, C, D, R> filterJit(Fn4<A, B, C, D, R> function) {
        return compiled(function, Donate.NONE).as();
    }

    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> filterJit(Fn5<A, B, C, D, E, R> function) {
        return compiled(function, Donate.NONE).as();
    }

    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> filterJit(Fn6<A, B, C, D, E, F, R> function) {
        return compiled(function, Donate.NONE).as();
    }

    /// As [#filterJit], and arguments are consumed: their memory is free for what comes next.
    ///
    /// ```java
    /// var step = filterJit((Mlp model, Array x) -> model.apply(x), Donate.ALL_EXCEPT_FIRST);
    /// ```
    public static <A, R> Fn1<A, R> filterJit(Fn1<A, R> function, Donate donate) {
        return compiled(function, donate).as();
    }

    public static <A, B, R> Fn2<A, B, R> filterJit(Fn2<A, B, R> function, Donate donate) {
        return compiled(function, donate).as();
    }

    public static <A, B, C, R> Fn3<A, B, C, R> filterJit(Fn3<A, B, C, R> function, Donate donate) {
        return compiled(function, donate).as();
    }

    public static <A, B, C, D, R> Fn4<A, B, C, D, R> filterJit(Fn4<A, B, C, D, R> function, Donate donate) {
        return compiled(function, donate).as();
    }

    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> filterJit(Fn5<A, B, C, D, E, R> function, Donate donate) {
        return compiled(function, donate).as();
    }

    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> filterJit(Fn6<A, B, C, D, E, F, R> function, Donate donate) {
        return compiled(function, donate).as();
    }

    /// The program of a function for arguments like these, to be looked at before it runs. Equinox's `filter_jit(f).lower`.
    ///
    /// ```java
    /// var lowered = filterLower((Mlp m, Array v) -> m.apply(v), model, x);
    /// lowered.asText();
    /// lowered.compile().call(model, x);
    /// ```
    public static <A, R> FilterLowered<R> filterLower(Fn1<A, R> function, A a) {
        return FilterLowered.of(function, a);
    }

    public static <A, B, R> FilterLowered<R> filterLower(Fn2<A, B, R> function, A a, B b) {
        return FilterLowered.of(function, a, b);
    }

    public static <A, B, C, R> FilterLowered<R> filterLower(Fn3<A, B, C, R> function, A a, B b, C c) {
        return FilterLowered.of(function, a, b, c);
    }

    public static <A, B, C, D, R> FilterLowered<R> filterLower(Fn4<A, B, C, D, R> function, A a, B b, C c, D d) {
        return FilterLowered.of(function, a, b, c, d);
    }

    public static <A, B, C, D, E, R> FilterLowered<R> filterLower(Fn5<A, B, C, D, E, R> function, A a, B b, C c, D d, E e) {
        return FilterLowered.of(function, a, b, c, d, e);
    }

    public static <A, B, C, D, E, F, R> FilterLowered<R> filterLower(Fn6<A, B, C, D, E, F, R> function, A a, B b, C c, D d, E e, F f) {
        return FilterLowered.of(function, a, b, c, d, e, f);
    }

    /// The program alone, for arguments that may be `ShapeStruct`s too. Equinox's `filter_make_jaxpr`; what the results are is
    /// told by [#filterLower].
    public static <A, R> Jaxpr filterMakeJaxpr(Fn1<A, R> function, A a) {
        return FilterLowered.of(function, a).jaxpr();
    }

    public static <A, B, R> Jaxpr filterMakeJaxpr(Fn2<A, B, R> function, A a, B b) {
        return FilterLowered.of(function, a, b).jaxpr();
    }

    public static <A, B, C, R> Jaxpr filterMakeJaxpr(Fn3<A, B, C, R> function, A a, B b, C c) {
        return FilterLowered.of(function, a, b, c).jaxpr();
    }

    public static <A, B, C, D, R> Jaxpr filterMakeJaxpr(Fn4<A, B, C, D, R> function, A a, B b, C c, D d) {
        return FilterLowered.of(function, a, b, c, d).jaxpr();
    }

    public static <A, B, C, D, E, R> Jaxpr filterMakeJaxpr(Fn5<A, B, C, D, E, R> function, A a, B b, C c, D d, E e) {
        return FilterLowered.of(function, a, b, c, d, e).jaxpr();
    }

    public static <A, B, C, D, E, F, R> Jaxpr filterMakeJaxpr(Fn6<A, B, C, D, E, F, R> function, A a, B b, C c, D d, E e, F f) {
        return FilterLowered.of(function, a, b, c, d, e, f).jaxpr();
    }

    private static <R> Transformed<R> compiled(Fn<R> function, Donate donate) {
        return new Transformed<>(function, new Compilation<>(donate));
    }
}
