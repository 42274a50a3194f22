package dev.solstice.transform;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Reverse-mode differentiation of scalar functions by their first argument, a tree of floating-point arrays.
/// A leaf may be complex too: JAX's convention for the gradient of a real function `f` of `x + iy` is `df/dx - i df/dy`, so that
/// steepest descent goes along its conjugate.
/// `jax.grad`, `jax.value_and_grad`; for trees that hold anything else there are `filterGrad` and
/// `filterValueAndGrad`.
///
/// ```java
/// grad((Array x) -> x.mul(x).sum()).apply(Array.of(1f, 2f, 3f)).toString()   // "[2. 4. 6.]"
/// ```
public final class Grad {
    private Grad() {}

    public static <A> Fn1<A, A> grad(Fn1<A, Array> function) {
        return a -> Grad.<Array, A>valueAndGrad(false, function, a).grad();
    }

    public static <A, B> Fn2<A, B, A> grad(Fn2<A, B, Array> function) {
        return (a, b) -> Grad.<Array, A>valueAndGrad(false, function, a, b).grad();
    }

    public static <A, B, C> Fn3<A, B, C, A> grad(Fn3<A, B, C, Array> function) {
        return (a, b, c) -> Grad.<Array, A>valueAndGrad(false, function, a, b, c).grad();
    }

    public static <A, B, C, D> Fn4<A, B, C, D, A> grad(Fn4<A, B, C, D, Array> function) {
        return (a, b, c, d) -> Grad.<Array, A>valueAndGrad(false, function, a, b, c, d).grad();
    }

    public static <A, B, C, D, E> Fn5<A, B, C, D, E, A> grad(Fn5<A, B, C, D, E, Array> function) {
        return (a, b, c, d, e) -> Grad.<Array, A>valueAndGrad(false, function, a, b, c, d, e).grad();
    }

    public static <A, B, C, D, E, F> Fn6<A, B, C, D, E, F, A> grad(Fn6<A, B, C, D, E, F, Array> function) {
        return (a, b, c, d, e, f) -> Grad.<Array, A>valueAndGrad(false, function, a, b, c, d, e, f).grad();
    }

    public static <A> Fn1<A, ValueAndGrad<Array, A>> valueAndGrad(Fn1<A, Array> function) {
        return a -> valueAndGrad(false, function, a);
    }

    public static <A, B> Fn2<A, B, ValueAndGrad<Array, A>> valueAndGrad(Fn2<A, B, Array> function) {
        return (a, b) -> valueAndGrad(false, function, a, b);
    }

    public static <A, B, C> Fn3<A, B, C, ValueAndGrad<Array, A>> valueAndGrad(Fn3<A, B, C, Array> function) {
        return (a, b, c) -> valueAndGrad(false, function, a, b, c);
    }

    public static <A, B, C, D> Fn4<A, B, C, D, ValueAndGrad<Array, A>> valueAndGrad(Fn4<A, B, C, D, Array> function) {
        return (a, b, c, d) -> valueAndGrad(false, function, a, b, c, d);
    }

    public static <A, B, C, D, E> Fn5<A, B, C, D, E, ValueAndGrad<Array, A>> valueAndGrad(Fn5<A, B, C, D, E, Array> function) {
        return (a, b, c, d, e) -> valueAndGrad(false, function, a, b, c, d, e);
    }

    public static <A, B, C, D, E, F> Fn6<A, B, C, D, E, F, ValueAndGrad<Array, A>> valueAndGrad(Fn6<A, B, C, D, E, F, Array> function) {
        return (a, b, c, d, e, f) -> valueAndGrad(false, function, a, b, c, d, e, f);
    }

    /// The gradient, beside what the function computed on the way.
    public static <A, X> Fn1<A, WithAux<A, X>> gradWithAux(Fn1<A, WithAux<Array, X>> function) {
        return a -> {
            ValueAndGrad<WithAux<Array, X>, A> both = valueAndGrad(true, function, a);
            return new WithAux<>(both.grad(), both.value().aux());
        };
    }

    /// Value, whatever else the function computed, and gradient.
    public static <A, X> Fn1<A, ValueAndGrad<WithAux<Array, X>, A>> valueAndGradWithAux(Fn1<A, WithAux<Array, X>> function) {
        return a -> valueAndGrad(true, function, a);
    }

    public static <A, B, X> Fn2<A, B, WithAux<A, X>> gradWithAux(Fn2<A, B, WithAux<Array, X>> function) {
        return (a, b) -> {
            ValueAndGrad<WithAux<Array, X>, A> both = valueAndGrad(true, function, a, b);
            return new WithAux<>(both.grad(), both.value().aux());
        };
    }

    public static <A, B, X> Fn2<A, B, ValueAndGrad<WithAux<Array, X>, A>> valueAndGradWithAux(Fn2<A, B, WithAux<Array, X>> function) {
        return (a, b) -> valueAndGrad(true, function, a, b);
    }

    public static <A, B, C, X> Fn3<A, B, C, WithAux<A, X>> gradWithAux(Fn3<A, B, C, WithAux<Array, X>> function) {
        return (a, b, c) -> {
            ValueAndGrad<WithAux<Array, X>, A> both = valueAndGrad(true, function, a, b, c);
            return new WithAux<>(both.grad(), both.value().aux());
        };
    }

    public static <A, B, C, X> Fn3<A, B, C, ValueAndGrad<WithAux<Array, X>, A>> valueAndGradWithAux(Fn3<A, B, C, WithAux<Array, X>> function) {
        return (a, b, c) -> valueAndGrad(true, function, a, b, c);
    }

    public static <A, B, C, D, X> Fn4<A, B, C, D, WithAux<A, X>> gradWithAux(Fn4<A, B, C, D, WithAux<Array, X>> function) {
        return (a, b, c, d) -> {
            ValueAndGrad<WithAux<Array, X>, A> both = valueAndGrad(true, function, a, b, c, d);
            return new WithAux<>(both.grad(), both.value().aux());
        };
    }

    public static <A, B, C, D, X> Fn4<A, B, C, D, ValueAndGrad<WithAux<Array, X>, A>> valueAndGradWithAux(Fn4<A, B, C, D, WithAux<Array, X>> function) {
        return (a, b, c, d) -> valueAndGrad(true, function, a, b, c, d);
    }

    /// The gradients by all arguments. `jax.grad(argnums=(0, 1))`.
    ///
    /// ```java
    /// gradAll((Array v, Array w) -> v.mul(w).sum()).apply(Array.of(1f, 2f), Array.of(3f, 4f)).second().toString()   // "[1. 2.]"
    /// ```
    public static <A, B> Fn2<A, B, Pair<A, B>> gradAll(Fn2<A, B, Array> function) {
        return (a, b) -> grad((Pair<A, B> all) -> function.apply(all.first(), all.second())).apply(new Pair<>(a, b));
    }

    public static <A, B> Fn2<A, B, ValueAndGrad<Array, Pair<A, B>>> valueAndGradAll(Fn2<A, B, Array> function) {
        return (a, b) -> valueAndGrad((Pair<A, B> all) -> function.apply(all.first(), all.second())).apply(new Pair<>(a, b));
    }

    public static <A, B, C> Fn3<A, B, C, Triple<A, B, C>> gradAll(Fn3<A, B, C, Array> function) {
        return (a, b, c) -> grad((Triple<A, B, C> all) -> function.apply(all.first(), all.second(), all.third())).apply(new Triple<>(a, b, c));
    }

    public static <A, B, C> Fn3<A, B, C, ValueAndGrad<Array, Triple<A, B, C>>> valueAndGradAll(Fn3<A, B, C, Array> function) {
        return (a, b, c) -> valueAndGrad((Triple<A, B, C> all) -> function.apply(all.first(), all.second(), all.third())).apply(new Triple<>(a, b, c));
    }

    /// The gradients by the arguments of these numbers, in their order. `jax.grad(argnums=...)`.
    ///
    /// ```java
    /// grad((Array v, Array w) -> v.mul(w).sum(), 1).apply(Array.of(1f, 2f), Array.of(3f, 4f)).toString()   // "[[1. 2.]]"
    /// ```
    ///
    /// @param argument the first of them, from 0
    public static <A, B> Fn2<A, B, List<Object>> grad(Fn2<A, B, Array> function, int argument, int... more) {
        return (a, b) -> by(function, argument, more, a, b);
    }

    public static <A, B, C> Fn3<A, B, C, List<Object>> grad(Fn3<A, B, C, Array> function, int argument, int... more) {
        return (a, b, c) -> by(function, argument, more, a, b, c);
    }

    public static <A, B, C, D> Fn4<A, B, C, D, List<Object>> grad(Fn4<A, B, C, D, Array> function, int argument, int... more) {
        return (a, b, c, d) -> by(function, argument, more, a, b, c, d);
    }

    private static List<Object> by(Fn<Array> function, int argument, int[] more, Object... arguments) {
        int[] numbers = IntStream.concat(IntStream.of(argument), IntStream.of(more)).toArray();
        for (int number : numbers) {
            if (number < 0 || number >= arguments.length) {
                throw Mistake.of("grad by argument " + number + " of a function of " + arguments.length + ": the first is argument 0");
            }
        }
        return grad((List<Object> chosen) -> {
            var all = arguments.clone();
            for (int i = 0; i < numbers.length; i++) all[numbers[i]] = chosen.get(i);
            return function.call(all);
        }).apply(Arrays.stream(numbers).mapToObj(i -> arguments[i]).toList());
    }

    /// @param withAux whether the function returns a [WithAux]
    @SuppressWarnings("unchecked") // a gradient has the type of what it is the gradient by
    private static <V, G> ValueAndGrad<V, G> valueAndGrad(boolean withAux, Fn<V> f, Object... arguments) {
        var leaves = Leaves.of("grad", arguments[0]);
        for (int i = 0; i < leaves.arrays().length; i++) requireInexact("grad", leaves.arrays()[i], arguments[0], i);
        var results = new Leaves[1];
        var linearized = Linearize.linearize(primals -> {
            var all = arguments.clone();
            all[0] = leaves.unflatten(primals);
            var value = f.call(all);
            if (value == null) throw Mistake.of("grad needs a function whose result is one floating-point number, but it returned null");
            results[0] = Leaves.of("grad", withAux ? value : List.of(value));
            return results[0].arrays();
        }, leaves.arrays());
        var out = linearized.outputs();
        requireScalar(out);
        var cotangents = new Array[out.length];
        cotangents[0] = Array.full(out[0].shape(), out[0].dtype(), 1);
        var value = results[0].unflatten(out);
        return new ValueAndGrad<>((V) (withAux ? value : ((List<?>) value).getFirst()),
                leaves.unflattenTangents(linearized.pullback(cotangents)));
    }

    static void requireInexact(String what, Array leaf, Object tree, int i) {
        if (!leaf.dtype().isInexact()) {
            throw Mistake.of(("%s differentiates by floating-point or complex arrays, but the leaf %s is %s. "
                    + "Convert it with astype(FLOAT32), or use filterGrad, which leaves it out.")
                    .formatted(what, Leaves.path(tree, i), leaf.summary()));
        }
    }

    private static void requireScalar(Array[] out) {
        if (out.length > 0 && out[0].dtype().isComplex()) {
            throw Mistake.of(("grad needs a function whose result is one real number, but it returned the complex %s. "
                    + "Take its real part or abs; the derivative of a holomorphic function is jvp's tangent along 1.")
                    .formatted(out[0].summary()));
        }
        if (out.length == 0 || out[0].rank() != 0 || !out[0].dtype().isFloating()) {
            throw Mistake.of(("grad needs a function whose result is one floating-point number, but it returned %s. "
                    + "Reduce it first, with mean or sum; for derivatives of arrays there are jacrev and vjp.")
                    .formatted(out.length == 0 ? "nothing" : out[0].summary()));
        }
    }
}
