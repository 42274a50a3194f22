package dev.solstice.compositions;

import static dev.solstice.compositions.Composition.add;
import static dev.solstice.nn.Activations.logsumexp;
import static dev.solstice.nn.Activations.softmax;
import static dev.solstice.numpy.Creation.*;
import static dev.solstice.numpy.Manipulation.append;
import static dev.solstice.numpy.Manipulation.concatenate;
import static dev.solstice.numpy.Manipulation.stack;
import static dev.solstice.numpy.Numpy.*;
import static dev.solstice.numpy.Products.*;
import static dev.solstice.numpy.Reductions.cumprod;
import static dev.solstice.numpy.Reductions.cumsum;
import static dev.solstice.numpy.Reductions.max;
import static dev.solstice.numpy.Reductions.prod;
import static dev.solstice.numpy.Reductions.sum;
import static dev.solstice.numpy.Selection.take;
import static dev.solstice.numpy.Statistics.median;
import static dev.solstice.numpy.Statistics.quantile;
import static dev.solstice.numpy.Statistics.std;
import static dev.solstice.numpy.Statistics.var;
import static dev.solstice.transform.Derivatives.hessian;
import static dev.solstice.transform.Derivatives.jacfwd;
import static dev.solstice.transform.Derivatives.jacrev;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Derivatives.linearTranspose;
import static dev.solstice.transform.Derivatives.linearize;
import static dev.solstice.transform.Derivatives.vjp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Grad.gradWithAux;
import static dev.solstice.transform.Grad.valueAndGrad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Vmap.vmap;

import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activations;
import dev.solstice.numpy.Linalg;
import dev.solstice.numpy.Sorting;
import dev.solstice.numpy.Special;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.WithAux;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Derivatives of derivatives, and the points where a derivative is delicate.
final class DerivativeCompositions {
    private DerivativeCompositions() {}

    static Array cubes(Array v) {
        return sum(sin(v).mul(v.pow(3)));
    }

    static Fn1<Array, Array> times(int k, UnaryOperator<Fn1<Array, Array>> transform, Fn1<Array, Array> f) {
        for (int j = 0; j < k; j++) f = transform.apply(f);
        return f;
    }

    static void addDerivatives(Map<String, Composition> all) {
        Fn1<Array, Array> tanh = v -> tanh(v);
        add(all, "derivative fifth", in -> times(5, f -> grad(f), tanh).apply(in.s()));
        add(all, "derivative fourth by turns", in -> jacfwd(grad(jacfwd(grad((Array t) -> exp(t).mul(sin(t)))))).apply(in.s()));
        add(all, "derivative forward forward reverse", in -> jvp((Array t) -> jvp(grad(DerivativeCompositions::cubes), t, in.y()).tangent(), in.x(),
                in.y()).tangent());
        add(all, "derivative third tensor", in -> jacfwd(hessian((Array v) -> prod(v).mul(v.sum()))).apply(in.x()));
        add(all, "derivative jacrev of jacfwd of matrices", in -> jacrev(jacfwd((Array a) -> a.matmul(a.transpose(1, 0)))).apply(in.m().get(":2, :2")));
        add(all, "derivative hessian under jit under vmap", in -> vmap(jit(hessian((Array v) -> prod(sin(v))))).apply(in.m()));
        add(all, "derivative gradient through linearize", in -> grad((Array a) -> linearize((Array t) -> sin(t),
                a).pushforward().apply(in.y()).sum()).apply(in.x()));
        add(all, "derivative gradient through pullback", in -> grad((Array a) -> vjp((Array t) -> t.pow(3), a).pullback().apply(in.y()).sum()).apply(in.x()));
        add(all, "derivative vmap of pullback", in -> vmap(vjp((Array a, Array c) -> sin(a).mul(c.sum()), in.x(), in.y()).pullback()).apply(eye(3)));
        add(all, "derivative jit of pullback", in -> jit(vjp((Array a) -> cumsum(a.pow(2), 0), in.x()).pullback()).apply(in.y()));
        add(all, "derivative second pullback of one point", in -> {
            var pullback = vjp((Array a) -> a.matmul(in.m()), in.x()).pullback();
            return IntStream.range(0, 3).mapToObj(k -> pullback.apply(in.w().get(":", k))).toList();
        });
        add(all, "derivative tangent of a transpose", in -> jvp((Array c) -> linearTranspose((Array v) -> in.w().matmul(v), in.x()).apply(c),
                in.w().get(":, 0"), in.w().get(":, 1")).tangent());
        add(all, "derivative transpose twice", in -> linearTranspose((Array c) -> linearTranspose((Array v) -> in.w().matmul(v), in.x()).apply(c),
                in.w().get(":, 0")).apply(in.x()));
        add(all, "derivative transpose of a scan", in -> linearTranspose((Array v) -> ControlFlow.scan((Array c,
                Array r) -> new Carried<>(c.mul(in.s()).add(r), c), v.get(0).mul(0), v).y(), in.x()).apply(in.y()));
        add(all, "derivative transpose of gather and pad", in -> linearTranspose((Array v) -> Lax.pad(v.get(in.i()), Array.scalar(0f),
                new int[] {1, 2, 1}), in.x()).apply(arange(8).astype(in.x().dtype())));
        add(all, "derivative aux passes two gradients", in -> grad((Array a) -> gradWithAux((Array c) -> new WithAux<>(sum(c.pow(3)),
                c.mul(a))).apply(a).aux().sum()).apply(in.x()));
        add(all, "derivative value and grad in vmap", in -> vmap(valueAndGrad((Array r) -> logsumexp(r))).apply(in.m()));
        add(all, "derivative gradient of a batch of tangents", in -> grad((Array v) -> vmap((Array t) -> jvp((Array u) -> sin(u), v,
                t).tangent()).apply(in.m().transpose(1, 0)).sum()).apply(in.x()));
        add(all, "derivative jacobian of a batch of gradients", in -> jacfwd((Array v) -> vmap(grad((Array t, Array r) -> tanh(t.matmul(r))), null,
                1).apply(v, in.m())).apply(in.x()));
        add(all, "derivative sums of hessian diagonals", in -> vmap((Array r) -> trace(jacfwd(jacrev((Array v) -> sum(v.pow(4)).mul(v.get(0)))).apply(r))).apply(in.w()));
        add(all, "derivative gradient by the second argument of a gradient", in -> jacrev((Array c) -> grad((Array a) -> sin(a.mul(c)).sum()).apply(in.x())).apply(in.y()));
        add(all, "derivative hessian vector products of a batch", in -> vmap((Array v) -> jvp(grad(DerivativeCompositions::cubes), in.x(),
                v).tangent()).apply(in.w()));
        add(all, "derivative gauss newton", in -> {
            Fn1<Array, Array> f = a -> tanh(in.w().matmul(a));
            return vjp(f, in.x()).pullback().apply(jvp(f, in.x(), in.y()).tangent());
        });
        add(all, "derivative stop gradient in a hessian", in -> hessian((Array v) -> sum(Lax.stopGradient(v).mul(v.pow(2)))).apply(in.x()));
        add(all, "derivative straight through", in -> jvp((Array v) -> v.add(Lax.stopGradient(round(v).sub(v))), in.x(), in.y()));
        add(all, "derivative natural gradient", in -> Linalg.solve(outer(in.x(), in.x()).add(eye(3)), grad(DerivativeCompositions::cubes).apply(in.x())));
        add(all, "derivative gradient of a norm of a gradient", in -> grad((Array v) -> norm(grad(DerivativeCompositions::cubes).apply(v))).apply(in.x()));
        add(all, "derivative jvp of hessian", in -> jvp(hessian(DerivativeCompositions::cubes), in.x(), in.y()).tangent());
        add(all, "derivative vjp of jacobian", in -> vjp(jacrev((Array v) -> outer(v, v).matmul(in.y())), in.x()).pullback().apply(in.m().get(":, :3")));
        add(all, "derivative tangent of tangent by both arguments", in -> jvp((Array a, Array t) -> jvp(tanh, a, t).tangent(), in.x(), in.y(),
                in.y(), in.x()).tangent());
        add(all, "derivative perturbations three deep", in -> grad((Array a) -> a.mul(grad((Array c) -> c.mul(grad((Array d) -> a.mul(c).mul(d.pow(2))).apply(c))).apply(a))).apply(in.s()));
        add(all, "derivative five transformations", in -> grad((Array v) ->
                jit(vmap((Array r) -> jvp(grad((Array t) -> sum(t.pow(3))), r, v).tangent().sum())).apply(in.w()).sum()).apply(in.x()));
    }

    private static Array gradientOfSum(UnaryOperator<Array> f, Array at) {
        return grad((Array v) -> sum(f.apply(v))).apply(at);
    }

    static void addCorners(Map<String, Composition> all) {
        var zero = zeros(3);
        var one = ones(3);
        add(all, "corner where with a nan behind", in -> gradientOfSum(v -> where(v.gt(0), sqrt(v), 0), in.x()));
        add(all, "corner maximum of equals", _ -> gradientOfSum(v -> maximum(v, v.mul(0)), zero));
        add(all, "corner minimum of equals forward", in -> jvp((Array a, Array c) -> minimum(a, c), in.x(), in.x(), in.y(), zero).tangent());
        add(all, "corner max of ties", in -> grad((Array v) -> max(stack(v.get(0), v.get(0), v.get(0).sub(1)))).apply(in.x()));
        add(all, "corner max of ties forward", in -> jvp((Array v) -> max(stack(v.get(0), v.get(1), v.get(0))), Array.of(2f, 2f, 1f), in.y()).tangent());
        add(all, "corner prod with a zero", in -> grad((Array v) -> prod(v)).apply(in.x().mul(Array.of(0f, 1, 1))));
        add(all, "corner prod with two zeros", in -> hessian((Array v) -> prod(v)).apply(in.x().mul(Array.of(0f, 0, 1))));
        add(all, "corner cumprod with a zero", in -> gradientOfSum(v -> cumprod(v, 0), in.x().mul(Array.of(1f, 0, 1))));
        add(all, "corner cummax of ties", in -> gradientOfSum(v -> Lax.cummax(v, 0, false), stack(in.s(), in.s(), in.s())));
        add(all, "corner norm of zero", _ -> grad((Array v) -> norm(v)).apply(zero));
        add(all, "corner abs and sign of zero", _ -> List.of(gradientOfSum(v -> abs(v), zero), gradientOfSum(v -> sign(v).mul(v), zero)));
        add(all, "corner logsumexp of infinities", in -> grad((Array v) -> logsumexp(concatenate(v, Array.of(Float.NEGATIVE_INFINITY)))).apply(in.x()));
        add(all, "corner logsumexp of nothing but minus infinity", _ -> logsumexp(log(zero)));
        add(all, "corner softmax masked", in -> jacrev((Array v) -> softmax(where(in.b(), v, Double.NEGATIVE_INFINITY))).apply(in.x()));
        add(all, "corner power at zero", _ -> Stream.of(1.0, 2.0, 0.5).map(p -> gradientOfSum(v -> power(v, p), zero)).toList());
        add(all, "corner power of zero by exponent", _ -> jvp((Array p) -> power(zero, p), Array.of(0f, 1, 2), one).tangent());
        add(all, "corner power of a negative", in -> jvp((Array a, Array c) -> power(a, c), in.x(), Array.of(2f, 2, 2), one, one).tangent());
        add(all, "corner integer powers", in -> Stream.of(-2, -1, 0, 1, 3).map(p -> gradientOfSum(v -> v.pow(p), in.x())).toList());
        add(all, "corner arctan2 of zeros", _ -> gradientOfSum(v -> arctan2(v, v), zero));
        add(all, "corner clip at its bounds", _ -> gradientOfSum(v -> clip(v, -1, 1), Array.of(-1f, 1f, 0.5f)));
        add(all, "corner relu and its kin at zero", _ -> Stream.<UnaryOperator<Array>>of(Activations::relu, Activations::relu6,
                Activations::leakyRelu, Activations::elu,
                Activations::selu, Activations::softplus, Activations::silu, Activations::gelu).map(f -> gradientOfSum(f, zero)).toList());
        add(all, "corner sinc second derivative at zero", _ -> hessian((Array v) -> sum(sinc(v))).apply(zero));
        add(all, "corner sqrt and log at zero", _ -> List.of(gradientOfSum(v -> sqrt(v), zero), gradientOfSum(v -> log(v), zero),
                gradientOfSum(v -> log1p(v), zero.sub(1))));
        add(all, "corner division by zero", in -> jvp((Array a, Array c) -> divide(a, c), in.x(), zero, in.y(), in.x()).tangent());
        add(all, "corner remainder", in -> List.of(gradientOfSum(v -> remainder(v, in.y()), in.x()),
                gradientOfSum(v -> remainder(in.x(), v), in.y()), gradientOfSum(v -> fmod(in.x(), v), in.y())));
        add(all, "corner sort of ties", in -> grad((Array v) -> Sorting.sort(concatenate(v, v)).matmul(arange(6).astype(v.dtype()))).apply(in.x()));
        add(all, "corner median and quantile", in -> List.of(grad((Array v) -> median(v)).apply(in.x()),
                grad((Array v) -> median(append(v, 0.1))).apply(in.x()), grad((Array v) -> quantile(v, 0.4)).apply(in.x())));
        add(all, "corner top k", in -> jvp((Array v) -> Lax.topK(v, 2)[0], in.x(), in.y()).tangent());
        add(all, "corner var and std of equals", _ -> List.of(grad((Array v) -> var(v)).apply(one), grad((Array v) -> std(v)).apply(one)));
        add(all, "corner xlogy and entr at zero", in -> List.of(gradientOfSum(v -> Special.xlogy(v, in.y().pow(2)), zero),
                gradientOfSum(v -> Special.entr(v), in.x().pow(2))));
        add(all, "corner repeated indices are added", in -> gradientOfSum(v -> v.get(Array.of(0, 0, 2, 0)).mul(Array.of(1f, 2, 3, 4)), in.x()));
        add(all, "corner set twice the last value wins", in -> gradientOfSum(v -> zero.at(in.i()).set(v).mul(in.y()), in.x()));
        add(all, "corner indices out of bounds", in -> {
            var x = in.x();
            return List.of(x.get(Array.of(5, -1, -4, 3)), gradientOfSum(v -> v.get(Array.of(5, -1)), x), x.at(Array.of(7, 1)).add(1.0),
                    x.at(Array.of(-1, -5)).set(9.0), take(x, Array.of(4, -4, 1)), take(x, Array.of(4, -4), 0, "clip"), take(x, Array.of(4, -4), 0, "wrap"));
        });
        add(all, "corner dynamic slices are clamped", in -> {
            var at = new Array[] {in.n()};
            return List.of(Lax.dynamicSlice(in.x(), at, 2), gradientOfSum(v -> Lax.dynamicSlice(v, at, 2), in.x()),
                    Lax.dynamicUpdateSlice(in.x(), in.y().get(":2"), at),
                    Lax.dynamicSlice(in.x(), new Array[] {in.n().sub(4)}, 2), gradientOfSum(v -> Lax.dynamicUpdateSlice(in.x(), v.get(":2"),
                            at).mul(in.y()), in.x()));
        });
    }
}
