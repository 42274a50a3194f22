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

    /// The result's tree with shapes in the place of arrays, computed without touching an element: `jax.eval_shape`.
    public static <A, R> R evalShape(Fn1<A, R> f, A a) {
        return shape(f, a);
    }

    public static <A, B, R> R evalShape(Fn2<A, B, R> f, A a, B b) {
        return shape(f, a, b);
    }

    private static <R> R shape(Fn<R> f, Object... arguments) {
        var out = new Leaves[1];
        var jaxpr = program(f, out, arguments);
        return out[0].unflatten(Arrays.stream(jaxpr.outputTypes())
                .map(type -> new ShapeStruct(type.dtype(), type.shape())).toArray(Array[]::new));
    }

    private static Jaxpr program(Fn<?> f, Leaves[] out, Object... arguments) {
        var leaves = Leaves.of("makeJaxpr", Arrays.asList(arguments));
        return Staging.trace(arrays -> {
            out[0] = Leaves.of("makeJaxpr", f.call(((List<?>) leaves.unflatten(arrays)).toArray()));
            return out[0].arrays();
        }, AbstractValue.of(leaves.arrays()));
    }
}
