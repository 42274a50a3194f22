package dev.solstice.compositions;

import static dev.solstice.compositions.Composition.add;
import static dev.solstice.lax.ControlFlow.cond;
import static dev.solstice.lax.ControlFlow.scan;
import static dev.solstice.lax.ControlFlow.whileLoop;
import static dev.solstice.lax.Solves.customLinearSolve;
import static dev.solstice.lax.Solves.customRoot;
import static dev.solstice.numpy.Creation.eye;
import static dev.solstice.numpy.Creation.onesLike;
import static dev.solstice.numpy.Creation.zerosLike;
import static dev.solstice.numpy.Manipulation.concatenate;
import static dev.solstice.numpy.Numpy.*;
import static dev.solstice.numpy.Reductions.prod;
import static dev.solstice.numpy.Reductions.sum;
import static dev.solstice.transform.Checkpoints.checkpoint;
import static dev.solstice.transform.Checkpoints.checkpointName;
import static dev.solstice.transform.Custom.customGradient;
import static dev.solstice.transform.Custom.customJvp;
import static dev.solstice.transform.Custom.customVjp;
import static dev.solstice.transform.Derivatives.hessian;
import static dev.solstice.transform.Derivatives.jacfwd;
import static dev.solstice.transform.Derivatives.jacrev;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Derivatives.vjp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Vmap.vmap;

import dev.solstice.core.Array;
import dev.solstice.core.CheckpointPolicy;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.lax.ScanOptions;
import dev.solstice.numpy.Linalg;
import dev.solstice.transform.Callbacks;
import dev.solstice.transform.Custom.ValueAndGradient;
import dev.solstice.transform.Custom.ValueAndResiduals;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Pair;
import dev.solstice.transform.RuleOptions;
import dev.solstice.transform.Triple;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Derivative rules of one's own, residuals, equations and calls of Java, within and around everything else.
final class RuleCompositions {
    private RuleCompositions() {}

    // ---- forward rules ----

    private static final Fn1<Array, Array> SOFTPLUS = customJvp((Array t) -> log(add1(exp(t))), (Array t, Array d) ->
            new ValueAndTangent<>(RuleCompositions.SOFTPLUS.apply(t), subtract(1, divide(1, add1(exp(t)))).mul(d)));

    private static Array add1(Array x) {
        return x.add(1);
    }

    private static final Fn2<Array, Array, Array> PRODUCT = customJvp((Array a, Array c) -> sin(a).mul(c), (Array a, Array c, Array ta, Array tc) ->
            new ValueAndTangent<>(RuleCompositions.PRODUCT.apply(a, c), cos(a).mul(c).mul(ta).mul(10).add(sin(a).mul(tc).mul(100))));

    /// A rule for one function: what JAX writes with an argument that is not differentiated by is here what the rule closes over.
    private static Fn1<Array, Array> doubledTangent(Fn1<Array, Array> f) {
        return customJvp(f, (Array a, Array t) -> new ValueAndTangent<>(f.apply(a), t.mul(2.0)));
    }

    // ---- reverse rules ----

    private static final Fn2<Array, Array, Array> BOUNDED = customVjp((Array a, Array _) -> a, (Array a, Array limit) -> new ValueAndResiduals<>(a, limit),
            (Array limit, Array g) -> new Pair<>(clip(g, limit.neg(), limit), null));

    private static Array bounded(Array a, double limit) {
        return BOUNDED.apply(a, Array.scalar(a.dtype(), limit));
    }

    record Outputs(Array product, Array sum) {}

    private static final Fn1<Map<String, Array>, Outputs> WRONG = customVjp(RuleCompositions::products,
            (Map<String, Array> p) -> new ValueAndResiduals<>(products(p), new Pair<>(p.get("a"), cos(p.get("b")))),
            (Pair<Array, Array> r, Outputs g) -> Map.of("a", g.product().mul(3), "b", r.first().mul(r.second()).mul(g.product()).add(g.sum().mul(7))));

    private static Outputs products(Map<String, Array> p) {
        return new Outputs(p.get("a").mul(sin(p.get("b"))), p.get("b").sum());
    }

    private static Fn1<Array, Array> fixedByFunction(Fn1<Array, Array> f, int k) {
        return customVjp((Array a) -> f.apply(a).mul(k), (Array a) -> new ValueAndResiduals<>(f.apply(a).mul(k), a),
                (Array a, Array g) -> g.mul(f.apply(a)).mul(k + 1));
    }

    private static final Fn1<Array, Array> CUBED = customVjp((Array a) -> a.pow(3), (Array a) -> new ValueAndResiduals<>(a.pow(3), a),
            (Array a, Array g) -> bounded(a, 0.5).pow(2).mul(3).mul(g));

    private static <A> Array fixedPoint(Fn2<A, Array, Array> f, A parameters, Array guess) {
        Fn2<A, Array, Array> solved = customVjp((A a, Array start) -> iterate(f, a, start), (A a, Array start) -> {
            var star = fixedPoint(f, a, start);
            return new ValueAndResiduals<>(star, new Pair<>(a, star));
        }, (Pair<A, Array> kept, Array bar) -> {
            var back = vjp((A a) -> f.apply(a, kept.second()), kept.first()).pullback();
            Fn2<Triple<A, Array, Array>, Array, Array> step = (t, u) -> t.third().add(vjp((Array z) -> f.apply(t.first(), z), t.second()).pullback().apply(u));
            return new Pair<>(back.apply(fixedPoint(step, new Triple<>(kept.first(), kept.second(), bar), bar)), zerosLike(kept.second()));
        });
        return solved.apply(parameters, guess);
    }

    private static <A> Array iterate(Fn2<A, Array, Array> f, A a, Array guess) {
        return whileLoop((Pair<Array, Array> c) -> abs(c.first().sub(c.second())).gt(1e-6), (Pair<Array, Array> c) -> new Pair<>(c.second(), f.apply(a, c.second())),
                new Pair<>(guess, f.apply(a, guess))).second();
    }

    private static Array newtonSqrt(Array a) {
        return fixedPoint((Array b, Array z) -> z.add(b.div(z)).mul(0.5), a, a);
    }

    private static final Fn1<Array, Array> DOUBLED = customGradient((Array a) -> new ValueAndGradient<>(sin(a), g -> g.mul(2).mul(cos(a))));

    // ---- equations and callbacks ----

    private static Array root(Array c) {
        return customRoot((Array t) -> t.pow(3).sub(c), onesLike(c), (f, start) -> whileLoop((Pair<Array, Array> v) -> v.second().lt(15),
                (Pair<Array, Array> v) -> new Pair<>(v.first().sub(f.apply(v.first()).div(square(v.first()).mul(3))), v.second().add(1)),
                        new Pair<>(start, Array.scalar(0))).first(),
                (g, t) -> t.div(g.apply(onesLike(t))));
    }

    private static Array solved(Array a, Array c) {
        return customLinearSolve((Array v) -> a.matmul(v), c, (_, r) -> Linalg.solve(a, r), (_, r) -> Linalg.solve(a.transpose(1, 0), r));
    }

    private static final Fn1<Array, Array> HOST_SIN = customJvp((Array a) -> Callbacks.pureCallback(RuleCompositions::sineOnTheHost, a, a),
            (Array a, Array t) -> new ValueAndTangent<>(RuleCompositions.HOST_SIN.apply(a), cos(a).mul(t)));

    private static Array sineOnTheHost(Array a) {
        var values = a.toFloatArray();
        for (int k = 0; k < values.length; k++) values[k] = (float) Math.sin(values[k]);
        return Array.of(a.shape(), values);
    }

    static void addRules(Map<String, Composition> all) {
        add(all, "rule stable far away", in -> List.of(grad(SOFTPLUS).apply(Array.scalar(100f)), jit(grad(SOFTPLUS)).apply(in.s()),
                vmap(grad(SOFTPLUS)).apply(in.x()), hessian((Array v) -> SOFTPLUS.apply(v).sum()).apply(in.x())));
        add(all, "rule of two arguments", in -> List.of(grad((Array v) -> PRODUCT.apply(v, in.y()).sum()).apply(in.x()),
                grad((Array v) -> PRODUCT.apply(in.x(), v).sum()).apply(in.y()),
                jvp(PRODUCT, in.x(), in.y(), in.y(), in.x()).tangent()));
        add(all, "rule differentiated twice", in -> jacrev(jacfwd((Array v) -> PRODUCT.apply(v, v))).apply(in.x()));
        add(all, "rule one argument mapped", in -> List.of(vmap(grad(PRODUCT), 0, null).apply(in.x(), in.s()),
                vmap((Array a, Array c) -> grad((Array t) -> PRODUCT.apply(a, t)).apply(c), null, 0).apply(in.s(), in.x()),
                grad((Array t) -> vmap(PRODUCT, 0, null).apply(in.x(), t).sum()).apply(in.s())));
        add(all, "rule of a function", in -> List.of(grad(doubledTangent(t -> t.pow(3))).apply(in.s()), vmap(grad(doubledTangent(t -> sin(t)))).apply(in.x())));
        add(all, "rule of a function that closes over a batch", in -> vmap((Array a) -> {
            var f = doubledTangent(t -> t.mul(a));
            return f.apply(in.s()).add(grad(f).apply(in.s()));
        }).apply(in.x()));
        add(all, "rule in a scan", in -> grad((Array v) -> scan((Array c, Array r) -> new Carried<>(SOFTPLUS.apply(c.mul(r)), SOFTPLUS.apply(c)),
                in.s(), v).y().sum()).apply(in.x()));
        add(all, "rule in a while", in -> jvp((Array a) -> whileLoop((Array c) -> c.lt(10), (Array c) -> SOFTPLUS.apply(c).mul(2).add(a), a), in.s(),
                onesLike(in.s())));
        add(all, "rule in a branch", in -> vmap(grad((Array v) -> cond(v.gt(0), SOFTPLUS, t -> PRODUCT.apply(t, t), v))).apply(in.x()));
        add(all, "rule in a remat", in -> jacfwd(grad(checkpoint((Array v) -> PRODUCT.apply(SOFTPLUS.apply(v), v).sum()))).apply(in.x()));
        add(all, "rule of a reverse rule", in -> grad((Array v) -> bounded(v.mul(3), 0.7).mul(in.y()).sum()).apply(in.x()));
        add(all, "rule with a batch of limits", in -> vmap((Array v, Array limit) -> grad((Array t) -> BOUNDED.apply(t,
                limit).mul(in.y()).sum()).apply(v)).apply(in.m().get(":, :3"), abs(in.y())));
        add(all, "rule with one limit", in -> vmap(grad((Array v, Array limit) -> BOUNDED.apply(v, limit).pow(2)), 0, null).apply(in.y(), in.s()));
        add(all, "rule of a tree", in -> grad((Map<String, Array> p) -> {
            var out = WRONG.apply(p);
            return out.product().mul(in.y()).sum().add(out.sum());
        }).apply(Map.of("a", in.x(), "b", in.y())));
        add(all, "rule of a tree in part", in -> grad((Array p) -> WRONG.apply(Map.of("a", p, "b", in.y())).product().sum()).apply(in.x()));
        var firstOnly = new HashMap<String, Object>();
        firstOnly.put("a", 0);
        firstOnly.put("b", null);
        add(all, "rule of a tree in a batch", in -> vmap(grad((Map<String, Array> p) -> WRONG.apply(p).product().sum()),
                firstOnly).apply(Map.of("a", in.m().get(":, :3"), "b", in.y())));
        add(all, "rule reverse of a function and a number", in -> grad((Array v) -> fixedByFunction(t -> sin(t), 3).apply(v).sum()).apply(in.x()));
        add(all, "rule reverse in a scan", in -> grad((Array v) -> scan((Array c, Array r) -> new Carried<>(CUBED.apply(c).mul(r), bounded(c, 0.3)),
                in.s(), v).y().sum()).apply(in.x()));
        add(all, "rule reverse in a scan over limits", in -> grad((Array v) -> scan((Array c,
                List<Array> r) -> new Carried<>(BOUNDED.apply(c.mul(r.get(0)), r.get(1)), null), in.s(),
                List.of(v, abs(in.y()))).carry()).apply(in.x()));
        add(all, "rule reverse in a branch in a batch", in -> grad((Array v) -> vmap((Array p, Array t) -> cond(p, CUBED, u -> bounded(u, 0.1),
                t)).apply(in.b(), v).sum()).apply(in.x()));
        add(all, "rule reverse in a remat", in -> grad(checkpoint((Array v) -> CUBED.apply(sin(v)).sum())).apply(in.x()));
        add(all, "rule reverse in reverse", in -> List.of(grad((Array v) -> CUBED.apply(v).sum()).apply(in.x()), grad(grad(CUBED)).apply(in.s())));
        add(all, "rule reverse in a jit", in -> jit(grad((Array v) -> jit(CUBED).apply(jit((Array t) -> bounded(t, 0.2)).apply(v)).sum())).apply(in.x()));
        add(all, "rule jacobian of a reverse rule", in -> jacrev((Array v) -> bounded(v.mul(3), 0.7).mul(in.y())).apply(in.x()));
        Fn1<Array, Array> newton = RuleCompositions::newtonSqrt;
        add(all, "rule fixed points", in -> List.of(newton.apply(in.s()), grad(newton).apply(in.s()), grad(grad(newton)).apply(in.s()),
                vmap(grad(newton)).apply(in.y().pow(2))));
        add(all, "rule gradient given with the value", in -> List.of(grad((Array v) -> DOUBLED.apply(v).sum()).apply(in.x()),
                vmap(grad(DOUBLED)).apply(in.x()), jit(grad((Array v) -> DOUBLED.apply(DOUBLED.apply(v)).sum())).apply(in.x())));
        Fn1<Array, Array> root = RuleCompositions::root;
        add(all, "rule roots", in -> List.of(root.apply(in.y().pow(2)), jvp(root, in.s(), onesLike(in.s())).tangent(), grad(root).apply(in.s()),
                grad(grad(root)).apply(in.s()), vmap(grad(root)).apply(in.y().pow(2)), jit(grad(root)).apply(in.s())));
        add(all, "rule solves", in -> {
            var a = in.w().get(":3").add(eye(3).mul(2));
            var rows = in.m().get(":, :3");
            return List.of(solved(a, in.x()), jacrev((Array c) -> solved(a, c)).apply(in.x()), jacfwd((Array p) -> solved(p, in.x())).apply(a),
                    vmap(RuleCompositions::solved, null, 0).apply(a, rows),
                    hessian((Array p) -> solved(p, in.x()).sum()).apply(a), vmap(grad((Array p, Array c) -> solved(p, c).sum()), null, 0).apply(a, rows));
        });
        add(all, "rule callbacks", in -> List.of(HOST_SIN.apply(in.x()), jit(HOST_SIN).apply(in.x()), vmap(HOST_SIN).apply(in.m()),
                grad((Array v) -> HOST_SIN.apply(v).sum()).apply(in.x()),
                scan((Array c, Array r) -> new Carried<>(HOST_SIN.apply(c.mul(r)), c), in.s(), in.x()),
                        grad((Array v) -> vmap(HOST_SIN).apply(v).sum()).apply(in.m()), cond(in.s().gt(0), HOST_SIN, t -> t, in.x())));
        addResiduals(all);
    }

    private static List<Fn1<Array, Array>> checkpointed(Fn1<Array, Array> f) {
        return Stream.concat(Stream.of(checkpoint(f)), Stream.of(CheckpointPolicy.everythingSaveable(), CheckpointPolicy.nothingSaveable(),
                CheckpointPolicy.dotsSaveable(),
                CheckpointPolicy.dotsWithNoBatchDimsSaveable(), CheckpointPolicy.saveOnlyTheseNames("a"),
                        CheckpointPolicy.saveAnythingExceptTheseNames("a")).map(policy -> checkpoint(f, policy))).toList();
    }

    private static List<Fn1<Array, Array>> layers(Array w) {
        return checkpointed(v -> sin(checkpointName(sin(w.transpose(1, 0).get(":3").matmul(concatenate(v, v.get(":1")))), "a")).mul(v));
    }

    private static void addResiduals(Map<String, Composition> all) {
        add(all, "rule policies", in -> layers(in.w()).stream().map(f -> grad((Array v) -> f.apply(v).sum()).apply(in.x())).toList());
        add(all, "rule policies in a scan", in -> layers(in.w()).stream().map(f -> grad((Array v) ->
                scan((Array c, Object _) -> new Carried<>(f.apply(c), c.sum()), v, (Object) null,
                        ScanOptions.DEFAULT.withLength(3)).y().sum()).apply(in.x())).toList());
        add(all, "rule policies second order", in -> layers(in.w()).stream().map(f -> hessian((Array v) -> f.apply(v).sum()).apply(in.x())).toList());
        add(all, "rule remat of a batch and batch of a remat", in -> List.of(grad((Array v) -> checkpoint(vmap((Array r) -> prod(sin(sin(r))))).apply(v).sum()).apply(in.m()),
                vmap(grad(checkpoint((Array r) -> prod(sin(sin(r)))))).apply(in.m())));
        add(all, "rule remat of while", in -> jvp(checkpoint((Array a) -> whileLoop((Array c) -> c.lt(10), (Array c) -> c.mul(a).add(1), a)),
                in.s().add(1), in.s()));
        add(all, "rule remat of integers", in -> grad(checkpoint((Array v, Array k) -> v.mul(k).sum())).apply(in.x(), in.i()));
    }
}
