package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import java.util.function.UnaryOperator;

/// Derivatives of functions from trees of arrays to trees of arrays. Several arguments are collected into one
/// list or record.
public final class Derivatives {
    private Derivatives() {}

    /// A value and its derivative along a direction.
    public record ValueAndTangent<R>(R value, R tangent) {}

    /// A value and the linear map from cotangents of the value to those of the argument.
    public record ValueAndPullback<A, R>(R value, Fn1<R, A> pullback) {}

    /// A value and the linear map from tangents of the argument to those of the value.
    public record ValueAndPushforward<A, R>(R value, Fn1<A, R> pushforward) {}

    /// Forward mode: `jax.jvp`. The tangent has the structure, shapes and dtypes of the primal.
    ///
    /// ```java
    /// jvp((Array x) -> x.mul(x), Array.of(3f), Array.of(1f)).tangent().toString()   // "[6.]"
    /// ```
    public static <A, R> ValueAndTangent<R> jvp(Fn1<A, R> f, A primal, A tangent) {
        var leaves = Leaves.of("jvp", primal);
        var tangents = Leaves.of("jvp", tangent);
        requireAlike("tangent", leaves, tangents, primal);
        var out = new Leaves[1];
        var nonzero = tangents.arrays().clone();
        for (int i = 0; i < nonzero.length; i++) if (!leaves.arrays()[i].dtype().isInexact()) nonzero[i] = null;
        var dual = Jvp.jvp(flat(f, leaves, out), leaves.arrays(), nonzero);
        return new ValueAndTangent<>(out[0].unflatten(dual.primals()), out[0].unflattenTangents(dual.tangents()));
    }

    /// Reverse mode: `jax.vjp`.
    public static <A, R> ValueAndPullback<A, R> vjp(Fn1<A, R> f, A primal) {
        var leaves = Leaves.of("vjp", primal);
        var out = new Leaves[1];
        var linearized = Linearize.linearize(flat(f, leaves, out), leaves.arrays());
        return new ValueAndPullback<>(out[0].unflatten(linearized.outputs()), cotangent -> {
            var cotangents = Leaves.of("vjp", cotangent);
            requireAlike("cotangent", out[0], cotangents, cotangent);
            return leaves.unflattenTangents(linearized.pullback(cotangents.arrays()));
        });
    }

    /// The derivative at a point as a function, computed once: `jax.linearize`.
    public static <A, R> ValueAndPushforward<A, R> linearize(Fn1<A, R> f, A primal) {
        var leaves = Leaves.of("linearize", primal);
        var out = new Leaves[1];
        var linearized = Linearize.linearize(flat(f, leaves, out), leaves.arrays());
        return new ValueAndPushforward<>(out[0].unflatten(linearized.outputs()), tangent -> {
            var tangents = Leaves.of("linearize", tangent);
            requireAlike("tangent", leaves, tangents, tangent);
            return out[0].unflattenTangents(linearized.pushforward(tangents.arrays()));
        });
    }

    /// The Jacobian by forward mode, for few inputs: `jax.jacfwd`. Shape: the result's, then the argument's.
    public static Fn1<Array, Array> jacfwd(Fn1<Array, Array> f) {
        return x -> {
            if (x.dtype().isComplex()) throw complex("jacfwd", "by the complex argument " + x.summary());
            var columns = Vmap.vmap((Array direction) -> jvp(f, x, direction).tangent(), MapAxes.in(0).out(-1)).apply(basis(x));
            return columns.reshape(columns.shape().remove(-1).append(x.shape()));
        };
    }

    /// The Jacobian by reverse mode, for few outputs: `jax.jacrev`. Shape: the result's, then the argument's.
    public static Fn1<Array, Array> jacrev(Fn1<Array, Array> f) {
        return x -> {
            var linearized = vjp(f, x);
            if (linearized.value().dtype().isComplex()) throw complex("jacrev", "of the complex result " + linearized.value().summary());
            var rows = Vmap.vmap(linearized.pullback()).apply(basis(linearized.value()));
            return rows.reshape(linearized.value().shape().append(x.shape()));
        };
    }

    /// The second derivative, forward over reverse: `jax.hessian`.
    public static Fn1<Array, Array> hessian(Fn1<Array, Array> f) {
        return jacfwd(jacrev(f));
    }

    /// One complex number for each pair of elements is enough for holomorphic functions only.
    private static IllegalArgumentException complex(String transformation, String what) {
        return new IllegalArgumentException(transformation + " makes no Jacobian " + what
                + ": differentiate by real and imaginary part apart (Lax.complex joins them), or use jvp and vjp, which take complex directions");
    }

    /// `[n, shape...]`: the n unit directions.
    private static Array basis(Array x) {
        int n = x.size();
        var positions = new Primitive.Iota(DType.INT32, Shape.of(n), 0).apply();
        return positions.expandDims(1).eq(positions.expandDims(0)).astype(x.dtype()).reshape(Shape.of(n).append(x.shape()));
    }

    private static <A, R> UnaryOperator<Array[]> flat(Fn1<A, R> f, Leaves leaves, Leaves[] out) {
        return arrays -> {
            out[0] = Leaves.of("jvp", f.apply(leaves.unflatten(arrays)));
            return out[0].arrays();
        };
    }

    private static void requireAlike(String role, Leaves expected, Leaves got, Object tree) {
        if (!expected.treedef().equals(got.treedef())) {
            throw new IllegalArgumentException("the " + role + " has another structure than what it belongs to: expected "
                    + expected.treedef() + ", got " + got.treedef());
        }
        for (int i = 0; i < expected.arrays().length; i++) {
            var one = expected.arrays()[i].abstractValue();
            var other = got.arrays()[i].abstractValue();
            if (!one.equals(other)) {
                throw new IllegalArgumentException("the %s at %s is %s, but what it belongs to is %s"
                        .formatted(role, Leaves.path(tree, i), other, one));
            }
        }
    }
}
