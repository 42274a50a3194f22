package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.ShapeStruct;
import java.util.Arrays;
import java.util.List;

/// Looking at what a function does without running it.
public final class Tracing {
    private Tracing() {}

    /// The program of a function for arguments like these (trees of arrays or of [ShapeStruct]s): `jax.make_jaxpr`.
    ///
    /// ```java
    /// makeJaxpr((Array x) -> x.mul(2.0), Array.of(1f, 2f, 3f))
    /// // { lambda ; a:f32[3]. let
    /// //     b:f32[3] = mul a 2.0:f32[]
    /// //   in (b,) }
    /// ```
    public static <A, R> Jaxpr makeJaxpr(Fn1<A, R> f, A a) {
        return program(f, new Leaves[1], a);
    }

    public static <A, B, R> Jaxpr makeJaxpr(Fn2<A, B, R> f, A a, B b) {
        return program(f, new Leaves[1], a, b);
    }

    public static <A, B, C, R> Jaxpr makeJaxpr(Fn3<A, B, C, R> f, A a, B b, C c) {
        return program(f, new Leaves[1], a, b, c);
    }

    public static <A, B, C, D, R> Jaxpr makeJaxpr(Fn4<A, B, C, D, R> f, A a, B b, C c, D d) {
        return program(f, new Leaves[1], a, b, c, d);
    }

    public static <A, B, C, D, E, R> Jaxpr makeJaxpr(Fn5<A, B, C, D, E, R> function, A a, B b, C c, D d, E e) {
        return program(function, new Leaves[1], a, b, c, d, e);
    }

    public static <A, B, C, D, E, F, R> Jaxpr makeJaxpr(Fn6<A, B, C, D, E, F, R> function, A a, B b, C c, D d, E e, F f) {
        return program(function, new Leaves[1], a, b, c, d, e, f);
    }

    /// The result's tree with shapes in the place of arrays, computed without touching an element: `jax.eval_shape`.
    /// Arguments and results are trees of any values; what is no array is passed and returned as it is.
    ///
    /// ```java
    /// evalShape((Integer n) -> Array.full(Shape.of(n, n), DType.FLOAT32, 0), 1000).toString()   // "ShapeStruct<f32[1000,1000]>"
    /// ```
    public static <A, R> R evalShape(Fn1<A, R> function, A a) {
        return shape(function, a);
    }

    public static <A, B, R> R evalShape(Fn2<A, B, R> function, A a, B b) {
        return shape(function, a, b);
    }

    public static <A, B, C, R> R evalShape(Fn3<A, B, C, R> function, A a, B b, C c) {
        return shape(function, a, b, c);
    }

    public static <A, B, C, D, R> R evalShape(Fn4<A, B, C, D, R> function, A a, B b, C c, D d) {
        return shape(function, a, b, c, d);
    }

    public static <A, B, C, D, E, R> R evalShape(Fn5<A, B, C, D, E, R> function, A a, B b, C c, D d, E e) {
        return shape(function, a, b, c, d, e);
    }

    public static <A, B, C, D, E, F, R> R evalShape(Fn6<A, B, C, D, E, F, R> function, A a, B b, C c, D d, E e, F f) {
        return shape(function, a, b, c, d, e, f);
    }

    private static <R> R shape(Fn<R> f, Object... arguments) {
        var in = ArrayTree.of(Arrays.asList(arguments));
        var out = new ArrayTree[1];
        var jaxpr = Staging.trace(arrays -> {
            List<Object> values = in.with(arrays);
            out[0] = ArrayTree.of(f.call(values.toArray()));
            return out[0].arrays();
        }, AbstractValue.of(in.arrays()));
        return out[0].with(Arrays.stream(jaxpr.outputTypes()).map(type -> new ShapeStruct(type.dtype(), type.shape())).toArray(Array[]::new));
    }

    /// A function that closes over nothing traced, and what it closed over. `jax.closure_convert`.
    ///
    /// @param function takes the argument, and the arrays to use instead of those it closed over
    /// @param consts   those
    public record ClosureConverted<A, R>(Fn2<A, List<Array>, R> function, List<Array> consts) {}

    /// Makes the arrays that `f` closes over its second argument, so that a custom derivative can be one by them too.
    ///
    /// ```java
    /// Array w = Array.of(2f, 3f);
    /// var converted = closureConvert((Array v) -> v.mul(w), Array.of(0f, 0f));
    /// converted.function().apply(Array.of(1f, 1f), converted.consts()).toString()   // "[2. 3.]"
    /// ```
    ///
    /// @param like a tree with the structure, shapes and dtypes of the argument
    public static <A, R> ClosureConverted<A, R> closureConvert(Fn1<A, R> f, A like) {
        var in = ArrayTree.of(like);
        var out = new ArrayTree[1];
        var jaxpr = Staging.trace(arrays -> {
            out[0] = ArrayTree.of(f.apply(in.with(arrays)));
            return out[0].arrays();
        }, AbstractValue.of(in.arrays()));
        return new ClosureConverted<>((a, consts) -> {
            var argument = ArrayTree.of(a);
            in.requireSameTypes("the argument of a converted function has to be like the example", "that is", "this", argument);
            return out[0].with(Closing.program(jaxpr).evaluate(Masks.concatenate(consts.toArray(Array[]::new), argument.arrays())));
        }, List.of(Closing.consts(jaxpr)));
    }

    private static Jaxpr program(Fn<?> f, Leaves[] out, Object... arguments) {
        var leaves = Leaves.of("makeJaxpr", Arrays.asList(arguments));
        return Staging.trace(arrays -> {
            out[0] = Leaves.of("makeJaxpr", f.call(((List<?>) leaves.unflatten(arrays)).toArray()));
            return out[0].arrays();
        }, AbstractValue.of(leaves.arrays()));
    }
}
