package dev.solstice.reference;

import static dev.solstice.lax.ControlFlow.associativeScan;
import static dev.solstice.lax.ControlFlow.cond;
import static dev.solstice.lax.ControlFlow.foriLoop;
import static dev.solstice.lax.ControlFlow.map;
import static dev.solstice.lax.ControlFlow.reverseAssociativeScan;
import static dev.solstice.lax.ControlFlow.reverseScan;
import static dev.solstice.lax.ControlFlow.scan;
import static dev.solstice.lax.ControlFlow.switchCase;
import static dev.solstice.lax.ControlFlow.whileLoop;
import static dev.solstice.nn.Activations.sigmoid;
import static dev.solstice.nn.Activations.softmax;
import static dev.solstice.numpy.Creation.*;
import static dev.solstice.numpy.Numpy.*;
import static dev.solstice.numpy.Products.*;
import static dev.solstice.numpy.Reductions.*;
import static dev.solstice.transform.Checkpoints.checkpoint;
import static dev.solstice.transform.Custom.customJvp;
import static dev.solstice.transform.Custom.customVjp;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Grad.valueAndGrad;
import static dev.solstice.transform.Vmap.vmap;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.transform.Custom.ValueAndResiduals;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Formulas with loops, choices and derivative rules of one's own, under transformations.
final class ControlFlowCases {
    private ControlFlowCases() {}

    static Map<String, Operation> operations() {
        var all = new HashMap<String, Operation>();
        all.put("scan_rnn", ControlFlowCases::scanRnn);
        all.put("vmap_scan", ControlFlowCases::vmapScan);
        all.put("associative_scan", ControlFlowCases::associativeScans);
        all.put("nested_scan", ControlFlowCases::nestedScan);
        all.put("while_loop_forward", ControlFlowCases::whileLoopForward);
        all.put("fori_loop", ControlFlowCases::foriLoops);
        all.put("fori_dynamic_update", ControlFlowCases::foriDynamicUpdate);
        all.put("map", ControlFlowCases::maps);
        all.put("cond_grad", ControlFlowCases::condGrad);
        all.put("switch_grad", ControlFlowCases::switchGrad);
        all.put("custom_jvp_log1pexp", ControlFlowCases::customJvpLog1pExp);
        all.put("custom_vjp_clip_gradient", ControlFlowCases::customVjpClipGradient);
        all.put("custom_vjp_residuals", ControlFlowCases::customVjpResiduals);
        all.put("checkpoint", ControlFlowCases::checkpoints);
        return all;
    }

    // ---- loops ----

    record Recurrent(Array wx, Array wh, Array b, Array h0, Array xs) {
        static Recurrent of(ReferenceCase c, String initial) {
            return new Recurrent(c.tensor("wx"), c.tensor("wh"), c.tensor("b"), c.tensor(initial), c.tensor("xs"));
        }

        Recurrent withB(Array other) {
            return new Recurrent(wx, wh, other, h0, xs);
        }

        Recurrent withH0(Array other) {
            return new Recurrent(wx, wh, b, other, xs);
        }

        Recurrent withXs(Array other) {
            return new Recurrent(wx, wh, b, h0, other);
        }

        /// The last hidden state, and the sum of each.
        Carried<Array, Array> run(boolean reverse) {
            Fn2<Array, Array, Carried<Array, Array>> step = (h, x) -> {
                var next = tanh(wx.matmul(x).add(wh.matmul(h)).add(b));
                return new Carried<>(next, sum(next));
            };
            return reverse ? reverseScan(step, h0, xs) : scan(step, h0, xs);
        }

        Array loss(boolean reverse) {
            var out = run(reverse);
            return sum(square(out.carry())).add(mean(square(out.y())));
        }
    }

    private static void scanRnn(ReferenceCase c) {
        boolean reverse = c.params().truth("reverse", false);
        var network = Recurrent.of(c, "h0");
        var both = valueAndGrad((Recurrent r) -> r.loss(reverse)).apply(network);
        c.expect("last", network.run(reverse).carry());
        c.expect("sums", network.run(reverse).y());
        c.expect("value", both.value());
        c.expect("grad.wx", both.grad().wx());
        c.expect("grad.wh", both.grad().wh());
        c.expect("grad.b", both.grad().b());
        c.expect("grad.h0", both.grad().h0());
        c.expect("grad.xs", both.grad().xs());
        c.expect("tangent_xs", jvp((Array xs) -> network.withXs(xs).loss(reverse), network.xs(), cos(network.xs())).tangent());
        c.expect("hvp_b", jvp(grad((Array b) -> network.withB(b).loss(reverse)), network.b(), onesLike(network.b())).tangent());
    }

    private static void vmapScan(ReferenceCase c) {
        boolean reverse = c.params().truth("reverse", false);
        var network = Recurrent.of(c, "h0s");
        var rows = vmap((Array h0) -> network.withH0(h0).run(reverse)).apply(network.h0());
        c.expect("last", rows.carry());
        c.expect("sums", rows.y());
    }

    private static void nestedScan(ReferenceCase c) {
        Fn2<Array, Array, Carried<Array, Array>> inner = (state, e) -> new Carried<>(state.mul(0.9).add(tanh(e.mul(state))), state);
        Fn2<Array, Array, Carried<Array, Array>> outer = (state, row) -> new Carried<>(scan(inner, state, row).carry(), state);
        var both = valueAndGrad((List<Array> given) -> scan(outer, given.get(1), given.get(0)).carry())
                .apply(List.of(c.tensor("m"), c.tensor("c")));
        c.expect("value", both.value());
        c.expect("grad_m", both.grad().get(0));
        c.expect("grad_c", both.grad().get(1));
    }

    record Affine(Array a, Array b) {
        Affine then(Affine next) {
            return new Affine(a.mul(next.a), b.mul(next.a).add(next.b));
        }
    }

    private static void associativeScans(ReferenceCase c) {
        boolean reverse = c.params().truth("reverse", false);
        Fn1<Affine, Affine> scanned = x -> reverse ? reverseAssociativeScan(Affine::then, x) : associativeScan(Affine::then, x);
        var x = new Affine(c.tensor("a"), c.tensor("b"));
        c.expect("A", scanned.apply(x).a());
        c.expect("B", scanned.apply(x).b());
        var gradient = grad((Affine p) -> sum(square(scanned.apply(p).b()))).apply(x);
        c.expect("grad_a", gradient.a());
        c.expect("grad_b", gradient.b());
    }

    record Count(Array x, Array n) {}

    private static void whileLoopForward(ReferenceCase c) {
        double limit = c.params().real("limit");
        double factor = c.params().real("factor");
        var x = c.tensor("x");
        var z = c.tensor("c");
        Fn2<Array, Array, Count> grow = (start, k) -> whileLoop((Count s) -> s.x().lt(limit),
                (Count s) -> new Count(s.x().mul(factor).add(sin(k.mul(s.x())).mul(0.1)), s.n().add(1)),
                new Count(start, Array.scalar(DType.INT32, 0)));
        c.expect("x_final", grow.apply(x, z).x());
        c.expect("n", grow.apply(x, z).n());
        c.expect("tangent", jvp((List<Array> at) -> grow.apply(at.get(0), at.get(1)).x(),
                List.of(x, z), List.of(onesLike(x), fullLike(z, 0.5))).tangent());
        var batched = vmap((Array start) -> grow.apply(start, z)).apply(c.tensor("xs"));
        c.expect("batched_x", batched.x());
        c.expect("batched_n", batched.n());
    }

    private static void foriLoops(ReferenceCase c) {
        int steps = c.params().integer("steps");
        Fn2<Array, Array, Array> f = (x, a) -> sum(foriLoop(0, steps,
                (Array j, Array state) -> sin(state).add(a.mul(j.astype(state.dtype()).div(steps))), x));
        var x = c.tensor("x");
        var a = c.tensor("a");
        c.expect("value", f.apply(x, a));
        c.expect("grad_x", grad((Array p) -> f.apply(p, a)).apply(x));
        c.expect("grad_a", grad((Array p) -> f.apply(x, p)).apply(a));
        c.expect("tangent", jvp(p -> f.apply(p, a), x, onesLike(x)).tangent());
    }

    private static void foriDynamicUpdate(ReferenceCase c) {
        Fn1<Array, Array> fill = x -> foriLoop(1, x.size(),
                (Array j, Array out) -> out.at(j).set(out.get(j.sub(1)).mul(0.5).add(square(x.get(j)))), zerosLike(x).at(0).set(x.get(0)));
        c.expect("out", fill.apply(c.tensor("x")));
        c.expect("grad", grad((Array x) -> sum(fill.apply(x).mul(c.tensor("c")))).apply(c.tensor("x")));
    }

    private static void maps(ReferenceCase c) {
        Fn1<Array, Array> rows = x -> map((Array row) -> dot(softmax(row), cumsum(row, 0)), x);
        c.expect("ys", rows.apply(c.tensor("rows")));
        c.expect("grad", grad((Array x) -> sum(square(rows.apply(x)))).apply(c.tensor("rows")));
    }

    // ---- choices ----

    private static Array chosen(Array positive, Array x) {
        return cond(positive, (Array v) -> sin(v).mul(v), (Array v) -> v.pow(3).sub(1), x);
    }

    private static void condGrad(ReferenceCase c) {
        var x = c.tensor("x");
        Fn1<Array, Array> f = v -> chosen(v.gt(0), v);
        c.expect("values", vmap(f).apply(x));
        c.expect("grads", vmap(grad(f)).apply(x));
        c.expect("grad_true", grad((Array v) -> chosen(Array.scalar(DType.BOOL, 1), v)).apply(x.get(0)));
        c.expect("grad_false", grad((Array v) -> chosen(Array.scalar(DType.BOOL, 0), v)).apply(x.get(0)));
    }

    private static void switchGrad(ReferenceCase c) {
        List<Fn1<Array, Array>> branches = List.of(v -> square(v), v -> exp(v.neg()), v -> tanh(v.mul(3)));
        var x = c.tensor("x");
        var i = c.tensor("i");
        c.expect("values", vmap((Array v, Array k) -> switchCase(k, branches, v)).apply(x, i));
        c.expect("grads", vmap((Array v, Array k) -> grad((Array p) -> switchCase(k, branches, p)).apply(v)).apply(x, i));
    }

    // ---- derivative rules of one's own ----

    private static void customJvpLog1pExp(ReferenceCase c) {
        Fn1<Array, Array> plain = x -> log(add(1, exp(x)));
        var f = customJvp(plain, (Array x, Array t) -> new ValueAndTangent<>(plain.apply(x), sigmoid(x).mul(t)));
        var x = c.tensor("x");
        c.expect("d1", vmap(grad(f)).apply(x));
        c.expect("d2", vmap(grad(grad(f))).apply(x));
        c.expect("tangent", jvp(f, x, c.tensor("t")).tangent());
    }

    private static void customVjpClipGradient(ReferenceCase c) {
        double limit = c.params().real("limit");
        Fn1<Array, Array> clipped = customVjp((Array x) -> x, (Array x) -> new ValueAndResiduals<>(x, null),
                (Object none, Array g) -> clip(g, -limit, limit));
        Fn2<Array, Array, Array> f = (x, weights) -> sum(sin(clipped.apply(x).mul(3)).mul(weights));
        var gradient = grad(f);
        c.expect("grad", gradient.apply(c.tensor("x").get(0), c.tensor("c").get(0)));
        c.expect("rows", vmap(gradient).apply(c.tensor("x"), c.tensor("c")));
    }

    private static void customVjpResiduals(ReferenceCase c) {
        Fn1<List<Array>, Array> product = xy -> sin(xy.get(0)).mul(xy.get(1));
        Fn1<List<Array>, Array> f = customVjp(product, (List<Array> xy) -> new ValueAndResiduals<>(product.apply(xy), xy),
                (List<Array> xy, Array g) -> List.of(cos(xy.get(0)).mul(2).mul(xy.get(1)).mul(g), sin(xy.get(0)).mul(g)));
        Fn1<Array, Array> h = x -> scan((Array r, Array e) -> new Carried<>(f.apply(List.of(r, e)), r), Array.scalar(x.dtype(), 1), x).carry();
        c.expect("value", h.apply(c.tensor("x").get(0)));
        c.expect("grad", grad(h).apply(c.tensor("x").get(0)));
        c.expect("rows", vmap(grad(h)).apply(c.tensor("x")));
    }

    private static void checkpoints(ReferenceCase c) {
        var w = c.tensor("W");
        var x = c.tensor("x");
        Fn1<Array, Array> layer = checkpoint((Array v) -> sin(w.matmul(sin(v))));
        Fn1<Array, Array> f = checkpoint((Array v) -> sum(sin(sin(w.matmul(sin(v))))));
        c.expect("grad", grad(f).apply(x));
        c.expect("hvp", jvp(grad(f), x, onesLike(x)).tangent());
        c.expect("stacked", grad((Array v) -> sum(foriLoop(0, 3, (Array i, Array state) -> layer.apply(state), v))).apply(x));
    }
}
