package dev.solstice.filter;

import dev.solstice.transform.Fn;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Fn4;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A function some of whose arguments are given already. Function and arguments are children of the tree, so that the
/// arrays among them are traced, differentiated by and trained; those that a lambda captures are not.
/// With a method it is Equinox's bound method: `Partial.of(Mlp::apply, model)`.
///
/// ```java
/// Fn1<Array, Array> bound = Partial.of((Mlp m, Array v) -> m.apply(v), model);
/// filterGrad((Fn1<Array, Array> f) -> mean(f.apply(x))).apply(bound);   // by the weights of the model
/// ```
///
/// Source: `equinox.Partial`, `jax.tree_util.Partial`.
///
/// @param function  any function, which may itself be a tree
/// @param arguments the first arguments
public record Partial<R>(Fn<R> function, List<Object> arguments) implements AnyFn<R> {
    public static <A, B, R> Fn1<B, R> of(Fn2<A, B, R> function, A a) {
        return bind(function, a).as();
    }

    public static <A, B, C, R> Fn2<B, C, R> of(Fn3<A, B, C, R> function, A a) {
        return bind(function, a).as();
    }

    public static <A, B, C, R> Fn1<C, R> of(Fn3<A, B, C, R> function, A a, B b) {
        return bind(function, a, b).as();
    }

    public static <A, B, C, D, R> Fn3<B, C, D, R> of(Fn4<A, B, C, D, R> function, A a) {
        return bind(function, a).as();
    }

    public static <A, B, C, D, R> Fn2<C, D, R> of(Fn4<A, B, C, D, R> function, A a, B b) {
        return bind(function, a, b).as();
    }

    public static <A, B, C, D, R> Fn1<D, R> of(Fn4<A, B, C, D, R> function, A a, B b, C c) {
        return bind(function, a, b, c).as();
    }

    private static <R> Partial<R> bind(Fn<R> function, Object... arguments) {
        return new Partial<>(function, Arrays.asList(arguments));
    }

    @Override
    public R call(Object... more) {
        var all = new ArrayList<>(arguments);
        all.addAll(Arrays.asList(more));
        return function.call(all.toArray());
    }
}
