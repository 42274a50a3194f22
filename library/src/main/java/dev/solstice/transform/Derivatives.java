package dev.solstice.transform;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// Derivatives of functions from trees of arrays to trees of arrays. Of several arguments the tangents, or gradients, are a
/// [Pair] or a [Triple]; more are collected into one list or record.
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

    public static <A, B, R> ValueAndTangent<R> jvp(Fn2<A, B, R> f, A a, B b, A aTangent, B bTangent) {
        return jvp((Pair<A, B> all) -> f.apply(all.first(), all.second()), new Pair<>(a, b), new Pair<>(aTangent, bTangent));
    }

    public static <A, B, R> ValueAndPullback<Pair<A, B>, R> vjp(Fn2<A, B, R> f, A a, B b) {
        return vjp((Pair<A, B> all) -> f.apply(all.first(), all.second()), new Pair<>(a, b));
    }

    public static <A, B, R> ValueAndPushforward<Pair<A, B>, R> linearize(Fn2<A, B, R> f, A a, B b) {
        return linearize((Pair<A, B> all) -> f.apply(all.first(), all.second()), new Pair<>(a, b));
    }

    public static <A, B, C, R> ValueAndTangent<R> jvp(Fn3<A, B, C, R> f, A a, B b, C c, A aTangent, B bTangent, C cTangent) {
        return jvp((Triple<A, B, C> all) -> f.apply(all.first(), all.second(), all.third()),
                new Triple<>(a, b, c), new Triple<>(aTangent, bTangent, cTangent));
    }

    public static <A, B, C, R> ValueAndPullback<Triple<A, B, C>, R> vjp(Fn3<A, B, C, R> f, A a, B b, C c) {
        return vjp((Triple<A, B, C> all) -> f.apply(all.first(), all.second(), all.third()), new Triple<>(a, b, c));
    }

    public static <A, B, C, R> ValueAndPushforward<Triple<A, B, C>, R> linearize(Fn3<A, B, C, R> f, A a, B b, C c) {
        return linearize((Triple<A, B, C> all) -> f.apply(all.first(), all.second(), all.third()), new Triple<>(a, b, c));
    }

    /// [#jvp], and whatever else the function computes on the way. `jax.jvp(has_aux=True)`.
    public static <A, R, X> WithAux<ValueAndTangent<R>, X> jvpWithAux(Fn1<A, WithAux<R, X>> f, A primal, A tangent) {
        var aux = new Aux<X>();
        var dual = jvp(aux.without(f), primal, tangent);
        return new WithAux<>(new ValueAndTangent<>(dual.value().first(), dual.tangent().first()), aux.of(dual.value().second()));
    }

    /// [#vjp], and whatever else the function computes on the way. `jax.vjp(has_aux=True)`.
    public static <A, R, X> WithAux<ValueAndPullback<A, R>, X> vjpWithAux(Fn1<A, WithAux<R, X>> f, A primal) {
        var aux = new Aux<X>();
        var both = vjp(aux.without(f), primal);
        var zeros = both.value().second().stream().map(Zeros::like).toList();
        return new WithAux<>(new ValueAndPullback<>(both.value().first(), ct -> both.pullback().apply(new Pair<>(ct, zeros))), aux.of(both.value().second()));
    }

    /// [#linearize], and whatever else the function computes on the way. `jax.linearize(has_aux=True)`.
    public static <A, R, X> WithAux<ValueAndPushforward<A, R>, X> linearizeWithAux(Fn1<A, WithAux<R, X>> f, A primal) {
        var aux = new Aux<X>();
        var both = linearize(aux.without(f), primal);
        return new WithAux<>(new ValueAndPushforward<>(both.value().first(), t -> both.pushforward().apply(t).first()), aux.of(both.value().second()));
    }

    /// What is computed beside a value: its arrays go through the transformation with the value.
    private static final class Aux<X> {
        private ArrayTree tree;

        <A, R> Fn1<A, Pair<R, List<Array>>> without(Fn1<A, WithAux<R, X>> f) {
            return a -> {
                var both = f.apply(a);
                tree = ArrayTree.of(both.aux());
                return new Pair<>(both.value(), List.of(tree.arrays()));
            };
        }

        X of(List<Array> arrays) {
            return tree.with(arrays.toArray(Array[]::new));
        }
    }

    /// The linear function from the results of a linear `f` to its argument whose matrix is the transposed one.
    /// `jax.linear_transpose`.
    ///
    /// ```java
    /// linearTranspose((Array v) -> v.get("1:").mul(2), Array.of(0f, 0f, 0f)).apply(Array.of(1f, 5f)).toString()   // "[ 0.  2. 10.]"
    /// ```
    ///
    /// @param like a tree of floating-point arrays or `ShapeStruct`s with the shapes and dtypes of the argument
    /// @throws IllegalArgumentException if `f` is not linear
    public static <A, R> Fn1<R, A> linearTranspose(Fn1<A, R> f, A like) {
        var leaves = Leaves.of("linearTranspose", like);
        var out = new Leaves[1];
        var program = Staging.trace(flat(f, leaves, out), AbstractValue.of(leaves.arrays()));
        var operands = Masks.concatenate(Closing.consts(program), new Array[leaves.arrays().length]);
        return cotangent -> {
            var cotangents = Leaves.of("linearTranspose", cotangent);
            requireAlike("cotangent", out[0], cotangents, cotangent);
            var gradients = Transpose.backward(Closing.program(program), operands, cotangents.arrays());
            return leaves.unflattenTangents(Arrays.copyOfRange(gradients, program.consts().size(), gradients.length));
        };
    }

    /// The Jacobian by forward mode, for few inputs: `jax.jacfwd`. Shape: the result's, then the argument's.
    public static Fn1<Array, Array> jacfwd(Fn1<Array, Array> f) {
        return x -> {
            if (x.dtype().isComplex()) throw complex("jacfwd", "by the complex argument " + x.summary());
            Grad.requireInexact("jacfwd", x, x, 0);
            var columns = Vmap.vmap((Array direction) -> jvp(f, x, direction).tangent(), MapAxes.in(0).out(-1)).apply(basis(x));
            return columns.reshape(columns.shape().remove(-1).append(x.shape()));
        };
    }

    /// The Jacobian by reverse mode, for few outputs: `jax.jacrev`. Shape: the result's, then the argument's.
    public static Fn1<Array, Array> jacrev(Fn1<Array, Array> f) {
        return x -> {
            Grad.requireInexact("jacrev", x, x, 0);
            var linearized = vjp(f, x);
            if (!linearized.value().dtype().isInexact()) {
                throw Mistake.of("jacrev needs a function whose result is floating, but it returned " + linearized.value().summary() + ", which has no derivative");
            }
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
        return Mistake.of(transformation + " makes no Jacobian " + what
                + ": differentiate by real and imaginary part apart (Lax.complex joins them), or use jvp and vjp, which take complex directions");
    }

    /// [#jacfwd] of a function of trees: for every array of the result, for every array of the argument, a block of the
    /// Jacobian.
    ///
    /// ```java
    /// record Point(Array at, Array scale) {}
    /// var blocks = jacfwdTree((Point p) -> List.of(p.at().mul(p.scale()))).apply(new Point(Array.of(1f, 2f), Array.scalar(3f)));
    /// blocks.leaves().get(0).leaves().get(1).toString()   // "[1. 2.]": of the only result by the scale
    /// ```
    public static <A, R> Fn1<A, Tree<Tree<Array>>> jacfwdTree(Fn1<A, R> f) {
        return a -> JacobianTree.of(f, a).forward();
    }

    /// [#jacrev] of a function of trees; see [#jacfwdTree].
    public static <A, R> Fn1<A, Tree<Tree<Array>>> jacrevTree(Fn1<A, R> f) {
        return a -> JacobianTree.of(f, a).reverse();
    }

    /// [#hessian] of a function of trees: for every array of the result, for every two arrays of the argument, a block.
    public static <A, R> Fn1<A, Tree<Tree<Tree<Array>>>> hessianTree(Fn1<A, R> f) {
        return a -> {
            var blocks = jacfwdTree(jacrevTree(f)).apply(a);
            @SuppressWarnings("unchecked") // the structure is that of the inner Jacobian, whose leaves become trees
            var nested = (Tree<Tree<Tree<Array>>>) blocks.unflatten();
            return nested;
        };
    }

    /// `[n, shape...]`: the n unit directions.
    static Array basis(Array x) {
        int n = x.size();
        var positions = new Primitive.Iota(DType.INT32, Shape.of(n), 0).apply();
        return positions.expandDims(1).eq(positions.expandDims(0)).astype(x.dtype()).reshape(Shape.of(n).append(x.shape()));
    }

    static <A, R> UnaryOperator<Array[]> flat(Fn1<A, R> f, Leaves leaves, Leaves[] out) {
        return arrays -> {
            out[0] = Leaves.of("jvp", f.apply(leaves.unflatten(arrays)));
            return out[0].arrays();
        };
    }

    private static void requireAlike(String role, Leaves expected, Leaves got, Object tree) {
        expected.treedef().differenceFrom(got.treedef()).ifPresent(found -> {
            throw Mistake.of("the %s has another structure than what it belongs to: at %s expected %s, got %s."
                    .formatted(role, found.path().toString().isEmpty() ? "the root" : found.path(), found.expected(), found.got()));
        });
        for (int i = 0; i < expected.arrays().length; i++) {
            var one = expected.arrays()[i].abstractValue();
            var other = got.arrays()[i].abstractValue();
            if (!one.equals(other)) {
                throw Mistake.of("the %s at %s is %s, but what it belongs to is %s: they have one dtype and shape."
                        .formatted(role, Leaves.path(tree, i), other, one));
            }
        }
    }
}
