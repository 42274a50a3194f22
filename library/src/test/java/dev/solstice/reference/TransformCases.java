package dev.solstice.reference;

import static dev.solstice.lax.Collectives.allGather;
import static dev.solstice.lax.Collectives.axisIndex;
import static dev.solstice.lax.Collectives.pmax;
import static dev.solstice.lax.Collectives.pmean;
import static dev.solstice.lax.Collectives.psum;
import static dev.solstice.numpy.Creation.*;
import static dev.solstice.numpy.Manipulation.*;
import static dev.solstice.numpy.Numpy.*;
import static dev.solstice.numpy.Products.*;
import static dev.solstice.numpy.Reductions.*;
import static dev.solstice.transform.Derivatives.hessian;
import static dev.solstice.transform.Derivatives.jacfwd;
import static dev.solstice.transform.Derivatives.jacrev;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Derivatives.linearize;
import static dev.solstice.transform.Derivatives.vjp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Grad.valueAndGradWithAux;
import static dev.solstice.transform.Vmap.vmap;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Derivatives;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Grad;
import dev.solstice.transform.MapAxes;
import dev.solstice.transform.WithAux;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Formulas under nested transformations. Each method is the formula of the case of its name; cases in float64 have the
/// same formula.
final class TransformCases {
    private TransformCases() {}

    static Map<String, Operation> operations() {
        var all = new HashMap<String, Operation>();
        all.put("logistic_regression_hessian", TransformCases::logisticRegressionHessian);
        all.put("logistic_regression_hvp", TransformCases::logisticRegressionHvp);
        all.put("tanh_mlp_nested_grad", TransformCases::tanhMlpNestedGrad);
        all.put("jacfwd_jacrev", TransformCases::jacfwdJacrev);
        all.put("per_example_gradients", TransformCases::perExampleGradients);
        all.put("mixed_partials", TransformCases::mixedPartials);
        all.put("perturbation_confusion", TransformCases::perturbationConfusion);
        all.put("nested_closure", TransformCases::nestedClosure);
        all.put("linearize", TransformCases::linearized);
        all.put("vjp_multiple_use", TransformCases::vjpMultipleUse);
        all.put("value_and_grad_aux", TransformCases::valueAndGradAux);
        all.put("stop_gradient", c -> c.expect("grad",
                grad((Array x) -> sum(square(Lax.stopGradient(x)).mul(x)).add(sum(Lax.stopGradient(sin(x))))).apply(c.tensor("x"))));
        all.put("where_double", TransformCases::whereDouble);
        all.put("grad_of_tree", TransformCases::gradOfTree);
        all.put("hessian_of_tree", TransformCases::hessianOfTree);
        all.put("taylor_jet", TransformCases::taylorJet);
        all.put("laplacian", TransformCases::laplacian);
        all.put("divergence_curl", TransformCases::divergenceCurl);
        all.put("maml_inner_step", TransformCases::mamlInnerStep);
        all.put("rk4_sensitivity", TransformCases::rk4Sensitivity);
        all.put("vmap_in_out_axes", TransformCases::vmapInOutAxes);
        all.put("vmap_nested_pairs", TransformCases::vmapNestedPairs);
        all.put("vmap_axis_name", TransformCases::vmapAxisName);
        all.put("vmap_none_leaves", TransformCases::vmapNoneLeaves);
        all.put("vmap_gather_scatter", TransformCases::vmapGatherScatter);
        all.put("jacobian_vmap_batch", TransformCases::jacobianVmapBatch);
        all.put("max_pool_ties", TransformCases::maxPoolTies);
        all.putAll(ControlFlowCases.operations());
        all.putAll(LinearAlgebraCases.operations());
        for (var op : List.copyOf(all.keySet())) all.put(op + "_f64", all.get(op));
        return all;
    }

    // ---- second derivatives ----

    private static Fn1<Array, Array> logisticRegression(ReferenceCase c) {
        double lambda = c.params().real("lambda");
        var x = c.tensor("x");
        var y = c.tensor("y");
        return w -> {
            var z = x.matmul(w);
            return mean(log1p(exp(z)).sub(y.mul(z))).add(sum(square(w)).mul(0.5 * lambda));
        };
    }

    private static void logisticRegressionHessian(ReferenceCase c) {
        var f = logisticRegression(c);
        var w = c.tensor("w");
        c.expect("value", f.apply(w));
        c.expect("grad", grad(f).apply(w));
        c.expect("hessian", hessian(f).apply(w));
    }

    private static void logisticRegressionHvp(ReferenceCase c) {
        var f = logisticRegression(c);
        var w = c.tensor("w");
        var v = c.tensor("v");
        c.expect("forward_over_reverse", jvp(grad(f), w, v).tangent());
        c.expect("reverse_over_forward", grad((Array p) -> jvp(f, p, v).tangent()).apply(w));
        c.expect("reverse_over_reverse", grad((Array p) -> sum(grad(f).apply(p).mul(v))).apply(w));
    }

    private static void tanhMlpNestedGrad(ReferenceCase c) {
        var s = c.tensor("s");
        Fn1<Array, Array> g = p -> sum(c.tensor("w2").mul(tanh(c.tensor("w1").mul(p).add(c.tensor("b1")))));
        var reverse = g;
        for (int order = 0; c.has("d" + order); order++) {
            c.expect("d" + order, reverse.apply(s));
            reverse = grad(reverse);
        }
        var forward = g;
        for (int order = 1; c.has("forward_d" + order); order++) {
            forward = along(forward);
            c.expect("forward_d" + order, forward.apply(s));
        }
        c.expect("grad_w1_of_d2", grad((Array w1) ->
                grad(grad((Array p) -> sum(c.tensor("w2").mul(tanh(w1.mul(p).add(c.tensor("b1"))))))).apply(s)).apply(c.tensor("w1")));
    }

    /// The derivative of a function of one number by forward mode.
    private static Fn1<Array, Array> along(Fn1<Array, Array> f) {
        return s -> jvp(f, s, onesLike(s)).tangent();
    }

    private static void jacfwdJacrev(ReferenceCase c) {
        var u = c.tensor("u");
        Fn1<Array, Array> f = p -> outputs(p, c.tensor("W1"), c.tensor("W2"));
        c.expect("jacfwd", jacfwd(f).apply(u));
        c.expect("jacrev", jacrev(f).apply(u));
        c.expect("jacrev_W1", jacrev((Array w) -> outputs(u, w, c.tensor("W2"))).apply(c.tensor("W1")));
        c.expect("second", jacfwd(jacrev(f)).apply(u));
    }

    private static Array outputs(Array u, Array w1, Array w2) {
        return sin(w2.matmul(tanh(w1.matmul(u)))).mul(sum(square(u)));
    }

    // ---- per example ----

    record Network(Array w1, Array b1, Array w2) {
        static Network of(ReferenceCase c) {
            return new Network(c.tensor("w1"), c.tensor("b1"), c.tensor("w2"));
        }

        Array loss(Array x, Array y) {
            return square(dot(w2, tanh(w1.matmul(x).add(b1))).sub(y)).mul(0.5);
        }
    }

    private static void perExampleGradients(ReferenceCase c) {
        var network = Network.of(c);
        var perExample = vmap(grad((Network p, Array x, Array y) -> p.loss(x, y)), null, 0, 0).apply(network, c.tensor("x"), c.tensor("y"));
        var ofMean = grad((Network p) -> mean(vmap(p::loss).apply(c.tensor("x"), c.tensor("y")))).apply(network);
        expectNetwork(c, "per_example.", perExample);
        expectNetwork(c, "grad_of_vmap.", ofMean);
        c.expect("norms", sqrt(sum(square(perExample.w1()), 1, 2).add(sum(square(perExample.b1()), 1)).add(sum(square(perExample.w2()), 1))));
    }

    private static void expectNetwork(ReferenceCase c, String prefix, Network network) {
        c.expect(prefix + "w1", network.w1());
        c.expect(prefix + "b1", network.b1());
        c.expect(prefix + "w2", network.w2());
    }

    private static void mixedPartials(ReferenceCase c) {
        var network = Network.of(c);
        var x = c.tensor("x");
        var y = c.tensor("y");
        c.expect("dx_dw1", jacfwd((Array row) -> grad((Network p) -> p.loss(row, y.get(0))).apply(network).w1()).apply(x.get(0)));
        c.expect("dw1_dx", jacrev((Array w1) -> grad((Array row) -> new Network(w1, network.b1(), network.w2()).loss(row, y.get(0))).apply(x.get(0)))
                .apply(network.w1()));
        c.expect("vmap_hessian", vmap((Array row, Array target) -> hessian((Array r) -> network.loss(r, target)).apply(row)).apply(x, y));
    }

    // ---- perturbations and closures ----

    private static void perturbationConfusion(ReferenceCase c) {
        var x = c.tensor("x");
        var y = c.tensor("y");
        c.expect("a", grad((Array p) -> p.mul(grad((Array q) -> p.add(q)).apply(y))).apply(x));
        c.expect("b", grad((Array p) -> p.mul(grad((Array q) -> p.mul(q)).apply(y))).apply(x));
        c.expect("c", grad((Array p) -> p.mul(grad((Array q) -> square(q.mul(p))).apply(p))).apply(x));
        c.expect("d", along(p -> p.mul(along(q -> p.add(q)).apply(y))).apply(x));
        c.expect("e", grad((Array p) -> p.mul(along(q -> p.mul(q)).apply(y))).apply(x));
        c.expect("f", along(p -> p.mul(grad((Array q) -> p.mul(q)).apply(y))).apply(x));
    }

    private static void nestedClosure(ReferenceCase c) {
        var x = c.tensor("x");
        var z = c.tensor("c");
        Fn1<Array, Array> outer = p -> sumOfInner(p, z);
        c.expect("value", outer.apply(x));
        c.expect("grad", grad(outer).apply(x));
        c.expect("grad2", grad(grad(outer)).apply(x));
        c.expect("grad_c", grad((Array q) -> sumOfInner(x, q)).apply(z));
    }

    private static Array sumOfInner(Array x, Array c) {
        var total = zerosLike(x);
        for (int k = 0; k < c.size(); k++) {
            var z = c.get(k);
            total = total.add(sin(x.mul(z))).add(x.mul(grad((Array w) -> square(w).mul(x).add(cos(w))).apply(z)));
        }
        return total;
    }

    // ---- pullbacks and pushforwards ----

    private static void linearized(ReferenceCase c) {
        Fn1<Array, Array> f = x -> exp(negative(square(x))).mul(cumsum(x, 0));
        var at = linearize(f, c.tensor("x"));
        c.expect("y", at.value());
        c.expect("tangents", vmap(at.pushforward()).apply(c.tensor("t")));
        c.expect("transposed", vjp(f, c.tensor("x")).pullback().apply(c.tensor("ct")));
    }

    private static void vjpMultipleUse(ReferenceCase c) {
        var at = vjp((List<Array> ab) -> ab.get(0).mul(sin(ab.get(1))).add(sum(ab.get(0)).mul(ab.get(1))), List.of(c.tensor("a"), c.tensor("b")));
        c.expect("y", at.value());
        var ga = new ArrayList<Array>();
        var gb = new ArrayList<Array>();
        for (int k = 0; k < c.tensor("ct").shape().dim(0); k++) {
            var pulled = at.pullback().apply(c.tensor("ct").get(k));
            ga.add(pulled.get(0));
            gb.add(pulled.get(1));
        }
        c.expect("ga", stack(ga, 0));
        c.expect("gb", stack(gb, 0));
    }

    private static void valueAndGradAux(ReferenceCase c) {
        var result = valueAndGradWithAux((List<Array> ab) -> {
            var value = sum(ab.get(0).mul(square(ab.get(1)))).add(log(sum(square(ab.get(0))).add(1)));
            return new WithAux<>(value, ab.get(0).add(ab.get(1)));
        }).apply(List.of(c.tensor("a"), c.tensor("b")));
        c.expect("value", result.value().value());
        c.expect("aux", result.value().aux());
        c.expect("ga", result.grad().get(0));
        c.expect("gb", result.grad().get(1));
    }

    private static void whereDouble(ReferenceCase c) {
        var both = Grad.valueAndGrad((Array x) -> sum(where(x.gt(0), sqrt(where(x.gt(0), x, 1)), 0))).apply(c.tensor("x"));
        c.expect("value", both.value());
        c.expect("grad", both.grad());
    }

    // ---- trees ----

    record Leaves(Array a, List<Array> b, List<Array> c) {
        Array value() {
            var b1 = b.get(1);
            return sum(a.pow(3)).mul(b1).add(sum(tanh(b.get(0))).mul(mean(c.getFirst()))).add(square(b1));
        }

        static Leaves of(ReferenceCase given) {
            return new Leaves(given.tensor("a"), List.of(given.tensor("b0"), given.tensor("b1")), List.of(given.tensor("c")));
        }
    }

    private static void gradOfTree(ReferenceCase c) {
        var gradient = grad(Leaves::value).apply(Leaves.of(c));
        c.expect("grad.a", gradient.a());
        c.expect("grad.b0", gradient.b().get(0));
        c.expect("grad.b1", gradient.b().get(1));
        c.expect("grad.c", gradient.c().getFirst());
    }

    private static void hessianOfTree(ReferenceCase c) {
        var parts = List.of(c.tensor("a"), c.tensor("b0"), c.tensor("b1"), c.tensor("c"));
        var flat = concatenate(parts.stream().map(part -> part.reshape(-1)).toList(), 0);
        c.expect("flat", flat);
        c.expect("hessian", hessian(x -> {
            var pieces = new ArrayList<Array>();
            int start = 0;
            for (var part : parts) {
                pieces.add(Lax.sliceInDim(x, start, start + part.size(), 0).reshape(part.shape()));
                start += part.size();
            }
            return new Leaves(pieces.get(0), List.of(pieces.get(1), pieces.get(2)), List.of(pieces.get(3))).value();
        }).apply(flat));
    }

    // ---- higher derivatives of fields ----

    private static void taylorJet(ReferenceCase c) {
        var x = c.tensor("x");
        Fn1<Array, Array> phi = e -> mean(square(sin(x.add(c.tensor("d").mul(e)))));
        var orders = new ArrayList<Array>();
        for (int order = 0; order < c.tensor("orders").size(); order++) {
            orders.add(phi.apply(full(dev.solstice.array.Shape.scalar(), 0, x.dtype())));
            phi = along(phi);
        }
        c.expect("orders", stack(orders, 0));
    }

    private static void laplacian(ReferenceCase c) {
        var x = c.tensor("x");
        Fn1<Array, Array> f = v -> log(sum(square(v)).add(1)).add(prod(cos(v)));
        c.expect("trace", trace(hessian(f).apply(x)));
        // The same by one second directional derivative for each unit vector.
        var directions = eye(x.size()).astype(x.dtype());
        c.expect("laplacian", sum(vmap((Array e) -> sum(jvp(grad(f), x, e).tangent().mul(e))).apply(directions)));
    }

    private static void divergenceCurl(ReferenceCase c) {
        var jacobian = vmap(jacfwd(p -> {
            var x = p.get(0);
            var y = p.get(1);
            var z = p.get(2);
            return stack(y.mul(z).add(sin(x)), square(x).mul(z), exp(negative(y)).mul(x));
        })).apply(c.tensor("p"));
        c.expect("divergence", vmap((Array j) -> trace(j)).apply(jacobian));
        c.expect("curl", vmap((Array j) -> stack(j.get(2, 1).sub(j.get(1, 2)), j.get(0, 2).sub(j.get(2, 0)), j.get(1, 0).sub(j.get(0, 1)))).apply(jacobian));
    }

    private static void mamlInnerStep(ReferenceCase c) {
        Fn1<Array, Array> inner = w -> mean(square(c.tensor("x").matmul(w).sub(c.tensor("y"))));
        Fn1<Array, Array> adapt = w -> {
            for (int step = 0; step < 3; step++) w = w.sub(grad(inner).apply(w).mul(0.1));
            return w;
        };
        c.expect("adapted", adapt.apply(c.tensor("w")));
        c.expect("grad", grad((Array w) -> mean(square(c.tensor("xv").matmul(adapt.apply(w)).sub(c.tensor("yv"))))).apply(c.tensor("w")));
    }

    private static void rk4Sensitivity(ReferenceCase c) {
        double dt = c.params().real("dt");
        int steps = c.params().integer("steps");
        var y = c.tensor("y");
        var mu = c.tensor("mu");
        c.expect("y_final", integrate(y, mu, dt, steps));
        c.expect("jacfwd", jacfwd(start -> integrate(start, mu, dt, steps)).apply(y));
        c.expect("jacrev", jacrev(start -> integrate(start, mu, dt, steps)).apply(y));
        c.expect("dmu", jacfwd(m -> integrate(y, m, dt, steps)).apply(mu));
    }

    private static Array integrate(Array y, Array mu, double dt, int steps) {
        for (int i = 0; i < steps; i++) {
            var k1 = slope(y, mu);
            var k2 = slope(y.add(k1.mul(dt / 2)), mu);
            var k3 = slope(y.add(k2.mul(dt / 2)), mu);
            var k4 = slope(y.add(k3.mul(dt)), mu);
            y = y.add(k1.add(k2.mul(2)).add(k3.mul(2)).add(k4).mul(dt / 6));
        }
        return y;
    }

    private static Array slope(Array y, Array mu) {
        return stack(y.get(1), mu.mul(subtract(1, square(y.get(0)))).mul(y.get(1)).sub(y.get(0)));
    }

    // ---- vmap ----

    private static void vmapInOutAxes(ReferenceCase c) {
        var axes = MapAxes.in(c.params().axes("in_axes").toArray()).out(c.params().integer("out_axes"));
        c.expect("y", vmap((Array u, Array v) -> outer(u, v).add(sum(u)), axes).apply(c.tensor("a"), c.tensor("b")));
    }

    private static void vmapNestedPairs(ReferenceCase c) {
        var x = c.tensor("x");
        var z = c.tensor("z");
        c.expect("gram", pairs(TransformCases::kernel, x, z));
        c.expect("grads", pairs((u, v) -> grad((Array p) -> kernel(p, v)).apply(u), x, z));
        c.expect("second", pairs((u, v) -> jacfwd((Array q) -> grad((Array p) -> kernel(p, q)).apply(u)).apply(v), x, z));
    }

    private static Array pairs(dev.solstice.transform.Fn2<Array, Array, Array> f, Array x, Array z) {
        return vmap((Array u) -> vmap((Array v) -> f.apply(u, v)).apply(z)).apply(x);
    }

    private static Array kernel(Array u, Array v) {
        return exp(sum(square(u.sub(v))).mul(-0.5));
    }

    private static void vmapNoneLeaves(ReferenceCase c) {
        var axes = new HashMap<String, Object>();
        axes.put("w", 0);
        axes.put("b", null);
        var y = vmap((Map<String, Array> p, Array x) -> tanh(p.get("w").matmul(x).add(p.get("b"))), axes, null)
                .apply(Map.of("w", c.tensor("w"), "b", c.tensor("b")), c.tensor("x"));
        c.expect("y", y);
    }

    private static void vmapGatherScatter(ReferenceCase c) {
        c.expect("y", vmap((Array x, Array i) -> x.get(i)).apply(c.tensor("x"), c.tensor("i")));
        c.expect("z", vmap((Array x, Array i, Array u) -> x.at(i).add(u)).apply(c.tensor("x"), c.tensor("i"), c.tensor("u")));
        c.expect("s", vmap((Array x, Array i) -> Lax.dynamicSlice(x, new Array[] {i}, 2)).apply(c.tensor("x"), c.tensor("i")));
    }

    private static void jacobianVmapBatch(ReferenceCase c) {
        Fn1<Array, Array> f = u -> stack(u.get(0).mul(u.get(1)), sin(u.get(0)).add(square(u.get(1))), u.get(0).mul(exp(u.get(1))));
        c.expect("per", vmap(jacfwd(f)).apply(c.tensor("x")));
        c.expect("full", jacrev(vmap(f)).apply(c.tensor("x")));
    }

    private static void vmapAxisName(ReferenceCase c) {
        var x = c.tensor("x");
        var rows = MapAxes.in(0).name("rows");
        Fn1<Array, Array> centred = r -> r.sub(pmean(r, "rows"));
        c.expect("centred", vmap(centred, rows).apply(x));
        c.expect("scaled", vmap((Array r) -> r.div(psum(abs(r), "rows")), rows).apply(x));
        c.expect("top", vmap((Array r) -> pmax(r, "rows"), rows).apply(x));
        c.expect("tagged", vmap((Array r) -> r.add(axisIndex("rows").astype(r.dtype())), rows).apply(x));
        c.expect("gathered", vmap((Array r) -> allGather(r, "rows"), rows).apply(x));
        c.expect("grad", grad((Array all) -> sum(vmap((Array r) -> sum(sin(square(centred.apply(r)))), rows).apply(all))).apply(x));
    }

    private static void maxPoolTies(ReferenceCase c) {
        var window = c.params().integers("window", 2, 2);
        var strides = c.params().integers("strides", 2, 2);
        Fn1<Array, Array> pool = x -> Lax.reduceWindowMax(x, window, strides, new int[window.length][2]);
        c.expect("y", pool.apply(c.tensor("x")));
        c.expect("grad", Derivatives.vjp(pool, c.tensor("x")).pullback().apply(c.tensor("c")));
        c.expect("tangent", jvp(pool, c.tensor("x"), c.tensor("t")).tangent());
    }
}
