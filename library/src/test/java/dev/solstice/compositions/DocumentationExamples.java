package dev.solstice.compositions;

import static dev.solstice.compositions.Composition.add;
import static dev.solstice.compositions.DerivativeCompositions.times;
import static dev.solstice.lax.ControlFlow.cond;
import static dev.solstice.lax.ControlFlow.foriLoop;
import static dev.solstice.lax.ControlFlow.whileLoop;
import static dev.solstice.numpy.Creation.*;
import static dev.solstice.numpy.Manipulation.stack;
import static dev.solstice.numpy.Numpy.*;
import static dev.solstice.numpy.Products.*;
import static dev.solstice.numpy.Reductions.sum;
import static dev.solstice.transform.Checkpoints.checkpoint;
import static dev.solstice.transform.Custom.customJvp;
import static dev.solstice.transform.Derivatives.hessian;
import static dev.solstice.transform.Derivatives.jacfwd;
import static dev.solstice.transform.Derivatives.jacrev;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Derivatives.vjp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Vmap.vmap;

import dev.solstice.array.Complex;
import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.core.CheckpointPolicy;
import dev.solstice.lax.Convolution;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Special;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn4;
import dev.solstice.transform.MapAxes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// What the pages of JAX's documentation compute, as one writes it here.
final class DocumentationExamples {
    private DocumentationExamples() {}

    private static final Array DATA = Array.of(new float[][] {{0.52f, 1.12f, 0.77f}, {0.88f, -1.08f, 0.15f}, {0.52f, 0.06f, -1.30f}, {0.74f, -2.49f, 1.39f}});
    private static final Array TARGETS = Array.of(true, true, false, true);
    private static final Key[] KEYS = Key.of(0).split(3);
    private static final Array W = Random.normal(KEYS[1], 3);
    private static final Array B = Random.normal(KEYS[2]);

    private static Array scalar(double value) {
        return Array.scalar((float) value);
    }

    // ---- pages on differentiation ----

    private static Array predict(Array w, Array b, Array inputs) {
        return tanh(inputs.matmul(w).add(b).div(2)).add(1).mul(0.5);
    }

    private static Array loss(Array w, Array b) {
        var predictions = predict(w, b, DATA);
        var labelled = predictions.mul(TARGETS).add(subtract(1, predictions).mul(Lax.not(TARGETS)));
        return sum(log(labelled)).neg();
    }

    private static Array tdLoss(Array theta, Array before, Array reward, Array after) {
        return square(Lax.stopGradient(reward.add(theta.matmul(after))).sub(theta.matmul(before))).mul(-0.5);
    }

    private static void addDerivatives(Map<String, Composition> all) {
        Fn1<Array, Array> tanh = t -> tanh(t);
        add(all, "docs nested tanh", _ -> IntStream.of(1, 2, 3).mapToObj(k -> times(k, f -> grad(f), tanh).apply(scalar(2))).toList());
        Fn1<Array, Array> polynomial = t -> t.pow(3).add(t.pow(2).mul(2)).sub(t.mul(3)).add(1);
        add(all, "docs polynomial", _ -> IntStream.of(1, 2, 3, 4).mapToObj(k -> times(k, f -> grad(f), polynomial).apply(scalar(1))).toList());
        Fn1<Array, Array> predicted = w -> predict(w, B, DATA);
        add(all, "docs logistic regression", _ -> List.of(W, B, grad(DocumentationExamples::loss).apply(W, B), grad((Array b) -> loss(W, b)).apply(B), loss(W, B),
                jacfwd(predicted).apply(W), jacrev(predicted).apply(W), hessian(predicted).apply(W)));
        add(all, "docs finite differences", _ -> loss(W, B.add(0.05)).sub(loss(W, B.sub(0.05))).div(0.1));
        add(all, "docs jacobian products", _ -> List.of(vmap((Array t) -> jvp(predicted, W, t).tangent()).apply(Random.normal(KEYS[0], 4, 3)),
                vmap(vjp(predicted, W).pullback()).apply(Random.normal(KEYS[0], 5, 4))));
        add(all, "docs gradient of a batch by ones", _ -> vjp((Array v) -> v.pow(2).mul(3), ones(2, 2)).pullback().apply(ones(2, 2)));
        Fn4<Array, Array, Array, Array, Array> update = grad(DocumentationExamples::tdLoss);
        var theta = Array.of(0.1f, -0.1f, 0f);
        var before = Array.of(1f, 2f, -1f);
        var after = Array.of(2f, 1f, 0f);
        add(all, "docs td learning", _ -> List.of(update.apply(theta, before, scalar(1), after),
                jit(vmap(update, null, 0, 0, 0)).apply(theta, stack(before, before), stack(scalar(1), scalar(1)), stack(after, after))));
        add(all, "docs straight through", _ -> grad((Array t) -> t.sub(Lax.stopGradient(t)).add(Lax.stopGradient(round(t)))).apply(scalar(3.2)));
        add(all, "docs dot hessian", _ -> hessian((Array v) -> dot(v, v)).apply(Array.of(1f, 2f, 3f)));
        add(all, "docs maml", in -> grad((Array t) -> {
            var u = t.sub(grad((Array v) -> sum(square(v.mul(in.x()).sub(in.y())))).apply(t).mul(0.1));
            return sum(square(u.mul(in.y()).sub(1)));
        }).apply(in.x()));
        var z = Array.scalar(DType.COMPLEX64, new Complex(3, 4));
        add(all, "docs wirtinger", _ -> List.of(grad((Array c) -> square(c.real()).add(square(c.imag()))).apply(z), holomorphic(c -> sin(c), z),
                holomorphic(c -> c.conj(), z)));
        add(all, "docs nan of a where", _ -> List.of(grad((Array t) -> where(t.gt(0), arctan2(t, t).mul(sqrt(t)), 0.0)).apply(scalar(0)),
                grad((Array t) -> where(t.gt(0.5), arctan2(log(where(t.gt(0.5), t, 1)), t), t)).apply(scalar(0.1))));
    }

    /// What JAX's `grad(f, holomorphic=True)` computes: the pullback of one.
    private static Array holomorphic(Fn1<Array, Array> f, Array x) {
        return vjp(f, x).pullback().apply(Array.scalar(DType.COMPLEX64, new Complex(1, 0)));
    }

    // ---- pages on control flow, vectorisation and compilation ----

    private static Array convolve(Array v, Array k) {
        return stack(IntStream.range(1, v.shape().dim(0) - 1).mapToObj(j -> dot(v.get(j - 1 + ":" + (j + 2)), k)).toList(), 0);
    }

    private static Array selu(Array v) {
        return where(v.gt(0), v, exp(v).mul(1.67).sub(1.67)).mul(1.05);
    }

    private static Array chain(Array w1, Array w2, Array w3, Array v) {
        return sin(w3.matmul(sin(w2.matmul(sin(w1.matmul(v))))));
    }

    /// The Bessel function of the first kind, with the rule of the page on callbacks.
    private static Array bessel(int order, Array z) {
        Fn1<Array, Array> series = x -> {
            var k = arange(20).astype(DType.FLOAT32);
            var signs = where(mod(arange(20), 2).eq(0), 1.0, -1.0);
            return sum(signs.mul(exp(k.mul(2).add(order).mul(log(x.expandDims(-1).div(2))).sub(Special.gammaln(k.add(1))).sub(Special.gammaln(k.add(order + 1))))), -1);
        };
        return customJvp(series, (Array x, Array t) -> new ValueAndTangent<>(series.apply(x),
                t.mul(order == 0 ? bessel(1, x).neg() : bessel(order - 1, x).sub(bessel(order + 1, x)).mul(0.5)))).apply(z);
    }

    private static void addLoops(Map<String, Composition> all) {
        var line = arange(5);
        var kernel = Array.of(2f, 3f, 4f);
        Fn2<Array, Array, Array> convolve = DocumentationExamples::convolve;
        add(all, "docs convolve", _ -> List.of(convolve.apply(line, kernel), vmap(convolve).apply(stack(line, line), stack(kernel, kernel)),
                vmap(convolve, MapAxes.in(1, 1).out(1)).apply(stack(List.of(line, line), 1), stack(List.of(kernel, kernel), 1)),
                        vmap(convolve, 0, null).apply(stack(line, line), kernel)));
        add(all, "docs full convolution", _ -> List.of(convolve(Array.of(1, 2, 1), ones(10), "full"),
                Convolution.of(1).padding(new int[] {9, 9}).apply(Array.of(1f, 2f, 1f).reshape(1, 1, 3), ones(1, 1, 10)).get(0, 0)));
        add(all, "docs loops", _ -> List.of(whileLoop((Array t) -> t.lt(10), (Array t) -> t.add(1), Array.scalar(0)),
                foriLoop(0, 10, (Array k, Array t) -> t.add(k), Array.scalar(0)),
                cond(Array.scalar(true), (Array t) -> t.add(1), (Array t) -> t.sub(1), Array.of(0f)),
                        foriLoop(0, 10, (Array k, Array t) -> t.add(arange(10).get(k)), Array.scalar(0))));
        add(all, "docs even and positive", _ -> {
            var v = Array.of(-1, 2, 5, 24);
            return logicalAnd(mod(v, 2).eq(0), v.gt(0));
        });
        Fn1<List<Array>, Array> summed = a -> sum(chain(a.get(0), a.get(1), a.get(2), ones(4)));
        add(all, "docs checkpointed chain", _ -> List.of(grad(summed).apply(List.of(ones(5, 4), ones(6, 5), ones(7, 6))),
                grad(checkpoint(summed, CheckpointPolicy.dotsWithNoBatchDimsSaveable())).apply(List.of(ones(5, 4), ones(6, 5), ones(7, 6)))));
        add(all, "docs bessel", _ -> List.of(bessel(1, Array.of(1f, 2, 3, 4)), grad((Array z) -> bessel(1, z)).apply(scalar(2)),
                hessian((Array z) -> bessel(1, z)).apply(scalar(2)), grad((Array z) -> bessel(0, z)).apply(scalar(2))));
        add(all, "docs selu", _ -> {
            var v = arange(5).astype(DType.FLOAT32).sub(2);
            return List.of(selu(v), jit(DocumentationExamples::selu).apply(scalar(1)), vmap(grad(DocumentationExamples::selu)).apply(v));
        });
        add(all, "docs updates out of place", _ -> List.of(zeros(3, 3).at("1, :").set(1.0), ones(5, 6).at("::2, 3:").add(7.0),
                arange(10).get(Array.scalar(11)), arange(10).astype(DType.FLOAT32).at(Array.scalar(11)).getOr(Double.NaN)));
        add(all, "docs random numbers", _ -> {
            var key = Key.of(42);
            var keys = key.split(3);
            return List.of(Random.normal(key), stack(Arrays.stream(keys).map(k -> Random.normal(k)).toList(), 0), Random.normal(key, 3),
                    vmap((Array k) -> Random.normal(new Key(k))).apply(key.splitBatch(3).data()),
                    key.split(43)[42].data(), Random.normal(foriLoop(0, 3, (Array _, Key k) -> k.split()[0], key)));
        });
        add(all, "docs log of base two", _ -> jit((Array t) -> log(t).div(Math.log(2))).apply(scalar(3)));
        Fn1<Array, Array> chosen = t -> t.item() < 3 ? t.pow(3).mul(2) : t.mul(Math.PI);
        add(all, "docs host control flow", _ -> jit(vjp(chosen, scalar(4)).pullback()).apply(scalar(1)));
        add(all, "docs log probabilities", in -> vmap((Array beta, Array alpha) -> {
            var signs = TARGETS.astype(DType.INT32).mul(2).sub(1);
            return sum(log(exp(signs.neg().mul(DATA.matmul(beta))).add(1)).neg()).sub(dot(beta, beta).div(square(alpha).mul(2))).sub(alpha);
        }, 0, null).apply(in.m().get(":, :3"), in.s()));
    }

    private static Array convolve(Array a, Array b, String mode) {
        return dev.solstice.numpy.Products.convolve(a, b, mode);
    }

    static void addExamples(Map<String, Composition> all) {
        addDerivatives(all);
        addLoops(all);
    }
}
