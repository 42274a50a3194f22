package dev.solstice.filter;

import static dev.solstice.filter.Partition.combine;
import static dev.solstice.filter.Partition.partition;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Derivatives;
import dev.solstice.transform.Derivatives.ValueAndPullback;
import dev.solstice.transform.Derivatives.ValueAndPushforward;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import dev.solstice.transform.Fn;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Jvp;
import dev.solstice.transform.Linearize;
import dev.solstice.transform.Pair;
import dev.solstice.transform.Triple;
import dev.solstice.transform.WithAux;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// Derivatives of functions of any values, by the floating-point and complex arrays among them.
///
/// Tangents and cotangents are trees like what they belong to, with holes: null, for a leaf or a whole subtree, is zero; what is no
/// floating or complex array has to have null, and gets it. For gradients of scalars there is [FilterGrad].
public final class FilterDerivatives {
    private FilterDerivatives() {}

    /// Forward mode. A tangent of the result is null where it is zero whatever the values are. Equinox's `filter_jvp`.
    ///
    /// ```java
    /// var along = filterJvp((Mlp m, Array v) -> m.apply(v), model, x, null, Array.of(1f, 0f));
    /// along.tangent().shape()   // [8]
    /// ```
    ///
    /// @throws dev.solstice.tree.TreeException if a tangent has another structure, naming the place
    /// @throws IllegalArgumentException if a tangent belongs to no floating array, or has another dtype or shape
    public static <A, R> ValueAndTangent<R> filterJvp(Fn1<A, R> function, A primal, A tangent) {
        return push(function, Arrays.asList(primal), Arrays.asList(tangent));
    }

    public static <A, B, R> ValueAndTangent<R> filterJvp(Fn2<A, B, R> function, A a, B b, A aTangent, B bTangent) {
        return push(function, Arrays.asList(a, b), Arrays.asList(aTangent, bTangent));
    }

    public static <A, B, C, R> ValueAndTangent<R> filterJvp(Fn3<A, B, C, R> function, A a, B b, C c, A aTangent, B bTangent, C cTangent) {
        return push(function, Arrays.asList(a, b, c), Arrays.asList(aTangent, bTangent, cTangent));
    }

    /// Forward mode at one point, computed once, for many directions. `jax.linearize`, filtered.
    public static <A, R> ValueAndPushforward<A, R> filterLinearize(Fn1<A, R> function, A primal) {
        var at = new Point<>(function, Arrays.asList(primal));
        return new ValueAndPushforward<>(at.value(), tangent -> at.push(Arrays.asList(tangent)));
    }

    public static <A, B, R> ValueAndPushforward<Pair<A, B>, R> filterLinearize(Fn2<A, B, R> function, A a, B b) {
        var at = new Point<>(function, Arrays.asList(a, b));
        return new ValueAndPushforward<>(at.value(), tangents -> at.push(Arrays.asList(tangents.first(), tangents.second())));
    }

    public static <A, B, C, R> ValueAndPushforward<Triple<A, B, C>, R> filterLinearize(Fn3<A, B, C, R> function, A a, B b, C c) {
        var at = new Point<>(function, Arrays.asList(a, b, c));
        return new ValueAndPushforward<>(at.value(), tangents -> at.push(Arrays.asList(tangents.first(), tangents.second(), tangents.third())));
    }

    /// Reverse mode. Equinox's `filter_vjp`.
    ///
    /// ```java
    /// var both = filterVjp((Mlp m, Array v) -> m.apply(v), model, x);
    /// Mlp byModel = both.pullback().apply(both.value()).first();
    /// ```
    public static <A, R> ValueAndPullback<A, R> filterVjp(Fn1<A, R> function, A primal) {
        var at = new Point<>(function, Arrays.asList(primal));
        return new ValueAndPullback<>(at.value(), cotangent -> FilterDerivatives.<A>cast(at.pull(cotangent).getFirst()));
    }

    public static <A, B, R> ValueAndPullback<Pair<A, B>, R> filterVjp(Fn2<A, B, R> function, A a, B b) {
        var at = new Point<>(function, Arrays.asList(a, b));
        return new ValueAndPullback<>(at.value(), cotangent -> {
            var gradients = at.pull(cotangent);
            return new Pair<>(cast(gradients.get(0)), cast(gradients.get(1)));
        });
    }

    public static <A, B, C, R> ValueAndPullback<Triple<A, B, C>, R> filterVjp(Fn3<A, B, C, R> function, A a, B b, C c) {
        var at = new Point<>(function, Arrays.asList(a, b, c));
        return new ValueAndPullback<>(at.value(), cotangent -> {
            var gradients = at.pull(cotangent);
            return new Triple<>(cast(gradients.get(0)), cast(gradients.get(1)), cast(gradients.get(2)));
        });
    }

    /// As [#filterVjp], and whatever else the function computes on the way. `has_aux=True`.
    public static <A, R, X> WithAux<ValueAndPullback<A, R>, X> filterVjpWithAux(Fn1<A, WithAux<R, X>> function, A primal) {
        var both = filterVjp(function, primal);
        return new WithAux<>(new ValueAndPullback<>(both.value().value(), cotangent -> both.pullback().apply(new WithAux<>(cotangent, null))), both.value().aux());
    }

    /// The Jacobian by the first argument, forward: for every array of the result a tree of blocks like the argument, with holes
    /// where it has no floating array. Equinox's `filter_jacfwd`; its results have to be arrays.
    ///
    /// ```java
    /// var blocks = filterJacfwd((Mlp m) -> m.apply(x)).apply(model);
    /// blocks.leaves().getFirst().leaves().getFirst().shape()   // [8,8,2]
    /// ```
    public static <A, R> Fn1<A, Tree<Tree<Array>>> filterJacfwd(Fn1<A, R> function) {
        return jacobian(function, Derivatives::jacfwdTree).as();
    }

    public static <A, B, R> Fn2<A, B, Tree<Tree<Array>>> filterJacfwd(Fn2<A, B, R> function) {
        return jacobian(function, Derivatives::jacfwdTree).as();
    }

    public static <A, B, C, R> Fn3<A, B, C, Tree<Tree<Array>>> filterJacfwd(Fn3<A, B, C, R> function) {
        return jacobian(function, Derivatives::jacfwdTree).as();
    }

    /// The Jacobian by the first argument, in reverse; see [#filterJacfwd]. Equinox's `filter_jacrev`.
    public static <A, R> Fn1<A, Tree<Tree<Array>>> filterJacrev(Fn1<A, R> function) {
        return jacobian(function, Derivatives::jacrevTree).as();
    }

    public static <A, B, R> Fn2<A, B, Tree<Tree<Array>>> filterJacrev(Fn2<A, B, R> function) {
        return jacobian(function, Derivatives::jacrevTree).as();
    }

    public static <A, B, C, R> Fn3<A, B, C, Tree<Tree<Array>>> filterJacrev(Fn3<A, B, C, R> function) {
        return jacobian(function, Derivatives::jacrevTree).as();
    }

    /// The second derivatives by the first argument: for every array of the result, for every two of the argument, a block.
    /// Equinox's `filter_hessian`.
    public static <A, R> Fn1<A, Tree<Tree<Tree<Array>>>> filterHessian(Fn1<A, R> function) {
        return jacobian(function, Derivatives::hessianTree).as();
    }

    public static <A, B, R> Fn2<A, B, Tree<Tree<Tree<Array>>>> filterHessian(Fn2<A, B, R> function) {
        return jacobian(function, Derivatives::hessianTree).as();
    }

    public static <A, B, C, R> Fn3<A, B, C, Tree<Tree<Tree<Array>>>> filterHessian(Fn3<A, B, C, R> function) {
        return jacobian(function, Derivatives::hessianTree).as();
    }

    /// As [#filterJacfwd], and whatever else the function computes, which is evaluated once more for it. `has_aux=True`.
    public static <A, R, X> Fn1<A, WithAux<Tree<Tree<Array>>, X>> filterJacfwdWithAux(Fn1<A, WithAux<R, X>> function) {
        return jacobianWithAux(function, Derivatives::jacfwdTree).as();
    }

    public static <A, B, R, X> Fn2<A, B, WithAux<Tree<Tree<Array>>, X>> filterJacfwdWithAux(Fn2<A, B, WithAux<R, X>> function) {
        return jacobianWithAux(function, Derivatives::jacfwdTree).as();
    }

    public static <A, B, C, R, X> Fn3<A, B, C, WithAux<Tree<Tree<Array>>, X>> filterJacfwdWithAux(Fn3<A, B, C, WithAux<R, X>> function) {
        return jacobianWithAux(function, Derivatives::jacfwdTree).as();
    }

    /// As [#filterJacrev], and whatever else the function computes.
    public static <A, R, X> Fn1<A, WithAux<Tree<Tree<Array>>, X>> filterJacrevWithAux(Fn1<A, WithAux<R, X>> function) {
        return jacobianWithAux(function, Derivatives::jacrevTree).as();
    }

    public static <A, B, R, X> Fn2<A, B, WithAux<Tree<Tree<Array>>, X>> filterJacrevWithAux(Fn2<A, B, WithAux<R, X>> function) {
        return jacobianWithAux(function, Derivatives::jacrevTree).as();
    }

    public static <A, B, C, R, X> Fn3<A, B, C, WithAux<Tree<Tree<Array>>, X>> filterJacrevWithAux(Fn3<A, B, C, WithAux<R, X>> function) {
        return jacobianWithAux(function, Derivatives::jacrevTree).as();
    }

    /// As [#filterHessian], and whatever else the function computes.
    public static <A, R, X> Fn1<A, WithAux<Tree<Tree<Tree<Array>>>, X>> filterHessianWithAux(Fn1<A, WithAux<R, X>> function) {
        return jacobianWithAux(function, Derivatives::hessianTree).as();
    }

    public static <A, B, R, X> Fn2<A, B, WithAux<Tree<Tree<Tree<Array>>>, X>> filterHessianWithAux(Fn2<A, B, WithAux<R, X>> function) {
        return jacobianWithAux(function, Derivatives::hessianTree).as();
    }

    public static <A, B, C, R, X> Fn3<A, B, C, WithAux<Tree<Tree<Tree<Array>>>, X>> filterHessianWithAux(Fn3<A, B, C, WithAux<R, X>> function) {
        return jacobianWithAux(function, Derivatives::hessianTree).as();
    }

    @FunctionalInterface
    private interface Jacobian<J> {
        Fn1<Object, J> of(Fn1<Object, Object> function);
    }

    private static <J> Transformed<J> jacobian(Fn<?> function, Jacobian<J> transform) {
        return new Transformed<>(function, (f, arguments) -> {
            var parts = partition(arguments[0], Filter.trainable());
            return transform.of(kept -> {
                var whole = arguments.clone();
                whole[0] = combine(kept, parts.rest());
                return f.call(whole);
            }).apply(parts.kept());
        });
    }

    private static <J> Transformed<WithAux<J, Object>> jacobianWithAux(Fn<?> function, Jacobian<J> transform) {
        return new Transformed<>(function, (f, arguments) -> {
            Fn<Object> value = all -> ((WithAux<?, ?>) f.call(all)).value();
            return new WithAux<>(jacobian(value, transform).call(arguments), ((WithAux<?, ?>) f.call(arguments)).aux());
        });
    }

    private static <R> ValueAndTangent<R> push(Fn<R> function, List<Object> primals, List<Object> tangents) {
        var in = ArrayTree.of(primals);
        var out = new ArrayTree[1];
        var dual = Jvp.jvp(flat(function, in, out), in.arrays(), aligned("tangent", in, primals, tangents));
        return new ValueAndTangent<>(out[0].with(dual.primals()), withHoles(out[0], dual.tangents()));
    }

    private static <R> UnaryOperator<Array[]> flat(Fn<R> function, ArrayTree in, ArrayTree[] out) {
        return arrays -> {
            List<Object> values = in.with(arrays);
            out[0] = ArrayTree.of(function.call(values.toArray()));
            return out[0].arrays();
        };
    }

    /// The derivative of a function at one point.
    private static final class Point<R> {
        private final List<Object> primals;
        private final ArrayTree in;
        private final ArrayTree out;
        private final Linearize.Linearized derivative;

        Point(Fn<R> function, List<Object> primals) {
            this.primals = primals;
            this.in = ArrayTree.of(primals);
            var result = new ArrayTree[1];
            this.derivative = Linearize.linearize(flat(function, in, result), in.arrays());
            this.out = result[0];
        }

        R value() {
            return out.with(derivative.outputs());
        }

        R push(List<Object> tangents) {
            return withHoles(out, derivative.pushforward(aligned("tangent", in, primals, tangents)));
        }

        List<Object> pull(R cotangent) {
            var gradients = derivative.pullback(aligned("cotangent", out, value(), cotangent));
            for (int i = 0; i < gradients.length; i++) {
                var primal = in.arrays()[i];
                if (gradients[i] == null && primal.dtype().isInexact()) gradients[i] = Array.full(primal.shape(), primal.dtype(), 0);
                if (!primal.dtype().isInexact()) gradients[i] = null;
            }
            return withHoles(in, gradients);
        }
    }

    /// The derivatives along which the arrays of a tree move; null is zero.
    private static Array[] aligned(String role, ArrayTree tree, Object whole, Object derivatives) {
        var given = Tree.broadcastPrefix(derivatives, whole, Objects::isNull);
        var paths = tree.treedef().paths();
        var out = new ArrayList<Array>();
        for (int i = 0; i < given.size(); i++) {
            var array = tree.statics().get(i) == null ? tree.arrays()[out.size()] : null;
            requireFits(role, paths.get(i), array == null ? tree.statics().get(i) : array, given.get(i));
            if (array != null) out.add((Array) given.get(i));
        }
        return out.toArray(Array[]::new);
    }

    private static void requireFits(String role, KeyPath path, Object leaf, Object derivative) {
        if (derivative == null) return;
        if (!(leaf instanceof Array array && array.dtype().isInexact())) {
            throw Mistake.of("the %s at %s has to be null, since %s cannot be differentiated by; it is %s."
                    .formatted(role, path, leaf instanceof Array array ? array.summary() : leaf, derivative instanceof Array a ? a.summary() : derivative));
        }
        if (!(derivative instanceof Array given) || !given.abstractValue().equals(array.abstractValue())) {
            throw Mistake.of("the %s at %s is %s, but what it belongs to is %s: they have one dtype and shape, or it is null for zero."
                    .formatted(role, path, derivative instanceof Array a ? a.summary() : derivative, array.summary()));
        }
    }

    private static <T> T withHoles(ArrayTree tree, Array[] derivatives) {
        var leaves = new ArrayList<Object>();
        int next = 0;
        for (var isStatic : tree.statics()) leaves.add(isStatic == null ? derivatives[next++] : null);
        return cast(tree.treedef().unflatten(leaves));
    }

    @SuppressWarnings("unchecked") // a derivative has the type of what it belongs to
    private static <T> T cast(Object tree) {
        return (T) tree;
    }
}
