package dev.solstice.compositions;

import static dev.solstice.compositions.Composition.add;
import static dev.solstice.lax.Collectives.allGather;
import static dev.solstice.lax.Collectives.allToAll;
import static dev.solstice.lax.Collectives.axisIndex;
import static dev.solstice.lax.Collectives.axisSize;
import static dev.solstice.lax.Collectives.pmax;
import static dev.solstice.lax.Collectives.pmean;
import static dev.solstice.lax.Collectives.ppermute;
import static dev.solstice.lax.Collectives.psum;
import static dev.solstice.lax.ControlFlow.cond;
import static dev.solstice.lax.ControlFlow.scan;
import static dev.solstice.numpy.Creation.arange;
import static dev.solstice.numpy.Manipulation.*;
import static dev.solstice.numpy.Numpy.*;
import static dev.solstice.numpy.Products.*;
import static dev.solstice.numpy.Reductions.argmax;
import static dev.solstice.numpy.Reductions.cumsum;
import static dev.solstice.numpy.Selection.take;
import static dev.solstice.numpy.Sorting.argsort;
import static dev.solstice.numpy.Sorting.searchsorted;
import static dev.solstice.numpy.Sorting.sort;
import static dev.solstice.transform.Checkpoints.checkpoint;
import static dev.solstice.transform.Derivatives.jacrev;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Vmap.vmap;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.lax.Lax;
import dev.solstice.lax.ScanOptions;
import dev.solstice.numpy.Linalg;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.MapAxes;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Mapped axes, their names, and what is computed along them.
final class AxisCompositions {
    private AxisCompositions() {}

    private static final int[][] ROUND = {{0, 1}, {1, 2}, {2, 0}};

    private static MapAxes named(String name) {
        return MapAxes.in(0).name(name);
    }

    private static Map<String, Object> axes(Integer a, Integer b) {
        var axes = new HashMap<String, Object>();
        axes.put("a", a);
        axes.put("b", b);
        return axes;
    }

    static void addAxes(Map<String, Composition> all) {
        add(all, "axes negative in and out", in -> vmap((Array r, Array c) -> outer(r, c), MapAxes.in(-1, -2).out(-1)).apply(in.m(), in.w()));
        add(all, "axes none and per leaf", in -> vmap((Map<String, Array> t, Array k) -> t.get("a").mul(t.get("b")).add(k), axes(0, null), 1)
                .apply(Map.of("a", in.x(), "b", in.s()), in.w().transpose(1, 0).get(":, :3")));
        add(all, "axes out per leaf", in -> vmap((Array r) -> List.of(r.mul(2), outer(r, r), r.sum()), MapAxes.in(1).out(List.of(1, -1, 0))).apply(in.m()));
        add(all, "axes out none", in -> vmap((Array r) -> List.of(r, in.s().mul(2)), MapAxes.in(0).out(Arrays.asList(0, null))).apply(in.m()));
        add(all, "axes result not mapped", in -> vmap((Array _) -> List.of(in.s(), arange(2))).apply(in.m()));
        add(all, "axes three deep", in -> vmap(vmap(vmap((Array a, Array c) -> a.mul(c), null, 0), 0, null), null, 0).apply(in.x(), in.w()));
        add(all, "axes outer by two", in -> vmap((Array a) -> vmap((Array c) -> sin(a).mul(c)).apply(in.y())).apply(in.x()));
        add(all, "axes jit between", in -> vmap(jit(vmap(jit((Array a, Array c) -> a.matmul(c)), null, 1)), 0, null).apply(in.m(), in.w()));
        add(all, "axes over an axis of length zero", in -> vmap((Array r) -> sin(r).sum().add(in.s())).apply(in.e()));
        add(all, "axes over an axis of length one", in -> vmap((Array r) -> r.matmul(in.w())).apply(in.m().get(":1")));
        add(all, "axes gradient of mean over an axis", in -> grad((Array v) -> vmap((Array r) -> square(r.sub(pmean(r, "k"))),
                named("k")).apply(v).sum()).apply(in.x()));
        add(all, "axes psum of constants and of one", in -> vmap((Array r) -> List.of(r.mul(psum(1, "k")), psum(in.s(), "k").add(r)), named("k")).apply(in.x()));
        add(all, "axes two names", in -> vmap(vmap((Array r) -> List.of(psum(r, "k", "j"), pmean(r, "j"), pmax(r, "k"),
                axisIndex("j").add(axisIndex("k").mul(10))), named("j")), named("k")).apply(in.m()));
        add(all, "axes two names inner axis is one", in -> vmap(vmap((Array r) -> r.div(psum(r, "k")), MapAxes.in(1).out(1).name("j")),
                named("k")).apply(in.m().expandDims(2).add(2)));
        add(all, "axes softmax over a name", in -> jacrev(vmap((Array r) -> exp(r).div(psum(exp(r), "k")), named("k"))).apply(in.x()));
        add(all, "axes gradient within a name", in -> vmap(grad((Array r) -> psum(r.pow(2), "k").mul(r)), named("k")).apply(in.x()));
        add(all, "axes tangent within a name", in -> vmap((Array r, Array t) -> jvp((Array a) -> pmean(sin(a), "k"), r, t).tangent(),
                MapAxes.in(0, 0).name("k")).apply(in.x(), in.y()));
        add(all, "axes permuted", in -> vmap((Array r) -> ppermute(r, "k", ROUND), named("k")).apply(in.m()));
        add(all, "axes permuted gradient", in -> grad((Array v) -> vmap((Array r) -> ppermute(r, "k", ROUND), named("k")).apply(v).mul(in.y()).sum()).apply(in.x()));
        add(all, "axes gathered", in -> vmap((Array r) -> allGather(r, 1, false, "k"), named("k")).apply(in.m()));
        add(all, "axes gathered gradient", in -> grad((Array v) -> vmap((Array r) -> allGather(r, "k").matmul(in.m()), named("k")).apply(v).sum()).apply(in.x()));
        add(all, "axes everyone to everyone", in -> vmap((Array r) -> allToAll(r, "k", 0, 0), named("k")).apply(in.m().get(":, :3")));
        add(all, "axes collective in a scan", in -> vmap((Array r) -> scan((Array c, Array v) -> new Carried<>(c.add(psum(c.mul(v), "k")),
                pmax(c, "k")), r.get(0), r), named("k")).apply(in.m()));
        add(all, "axes collective in a branch", in -> vmap((Array r) -> cond(in.s().gt(0), (Array v) -> v.sub(pmean(v, "k")), (Array v) -> v, r),
                named("k")).apply(in.x()));
        add(all, "axes collective in a remat", in -> grad((Array v) -> vmap(checkpoint((Array r) -> sin(psum(r.mul(r), "k")).mul(r)),
                named("k")).apply(v).sum()).apply(in.x()));
        add(all, "axes collective in a jit", in -> vmap(jit((Array r) -> psum(r, "k").sub(axisIndex("k"))), named("k")).apply(in.x()));
        add(all, "axes batch norm", in -> grad((Array v) -> vmap((Array r) ->
                r.sub(pmean(r, "k")).div(sqrt(pmean(square(r), "k").sub(square(pmean(r, "k"))).add(0.1))), named("k")).apply(v).mul(in.m()).sum()).apply(in.m()));
        add(all, "axes axis index of a size", _ -> vmap((Object _) -> axisIndex("k").mul(2), MapAxes.in((Object) null).name("k").size(3)).apply(null));
        add(all, "axes size of an axis", in -> vmap((Array r) -> r.mul(axisSize("k")), named("k")).apply(in.x()));
        addFunctions(all);
    }

    private static Fn1<Array, Array> f(Fn1<Array, Array> f) {
        return f;
    }

    private static void addFunctions(Map<String, Composition> all) {
        add(all, "axes matrix products", in -> List.of(vmap((Array a, Array c) -> matmul(a, c)).apply(in.m(), in.w().transpose(1, 0)),
                vmap((Array a, Array c) -> matmul(a, c), 0, null).apply(in.m(), in.w()),
                vmap((Array a, Array c) -> matmul(a, c), MapAxes.in(null, 1).out(1)).apply(in.m(), in.w()),
                        vmap((Array a, Array c) -> dot(a, c), 0, null).apply(in.x(), in.y()),
                vmap((Array a, Array c) -> outer(a, c), 1, 0).apply(in.m(), in.w())));
        add(all, "axes einsum", in -> List.of(vmap((Array r) -> einsum("i,ij,j->", r, in.w(), in.x())).apply(in.m()),
                vmap((Array a) -> einsum("ii", outer(a, a))).apply(in.m()),
                vmap((Array r) -> einsum("i,j", r, r), MapAxes.in(0).out(2)).apply(in.m())));
        add(all, "axes gather and scatter", in -> List.of(vmap((Array v, Array k) -> v.get(k)).apply(in.m(), in.i()),
                vmap((Array v, Array k) -> v.get(k), null, 0).apply(in.m(), in.i()),
                vmap((Array k) -> in.m().at(k, k).set(9.0)).apply(in.i()), vmap((Array v, Array k) -> v.at(k).mul(2.0), 1, null).apply(in.m(), in.n().sub(1)),
                vmap((Array v, Array k) -> take(v, k, 0), 1, 0).apply(in.m().get(":, :3"), in.i()),
                vmap((Array v, Array k) -> Lax.dynamicUpdateSlice(v, in.x().get(":2"), k)).apply(in.m(), in.i())));
        add(all, "axes sorts and folds", in -> List.of(vmap(f(r -> sort(r)), MapAxes.in(1).out(1)).apply(in.m()),
                vmap(f(r -> argsort(r))).apply(in.m()), vmap(f(r -> argmax(r)), 1).apply(in.m()),
                vmap(f(r -> cumsum(r, 0)), MapAxes.in(1).out(0)).apply(in.m()), vmap((Array r) -> List.of(Lax.topK(r, 2))).apply(in.m()),
                        vmap(f(r -> Lax.cumprod(r, 0, true))).apply(in.m()),
                vmap(f(r -> Lax.sort(0, 1, r, arange(4))[1])).apply(in.m()), vmap((Array sorted, Array r) -> searchsorted(sorted, r, false), null,
                        0).apply(sort(in.x()), in.m())));
        add(all, "axes shapes", in -> List.of(vmap(f(r -> r.reshape(2, 2).transpose(1, 0)),
                MapAxes.in(-1).out(-1)).apply(in.w().transpose(1, 0).expandDims(1).reshape(3, 4).transpose(1, 0)),
                vmap(f(r -> pad(r, new int[][] {{1, 2}})), MapAxes.in(1).out(1)).apply(in.m()), vmap(f(r -> flip(r))).apply(in.m()),
                        vmap(f(r -> concatenate(r, in.x()))).apply(in.m()),
                vmap(f(r -> r.broadcastTo(Shape.of(2, 4))), MapAxes.in(0).out(1)).apply(in.m()), vmap(f(r -> repeat(r, 2, 0)), 1).apply(in.m()),
                        vmap(f(r -> roll(r, 1))).apply(in.m()),
                vmap(f(r -> diag(r))).apply(in.m()), vmap(f(r -> r.get("::-2"))).apply(in.m()), vmap(f(r -> r.expandDims(0).squeeze(0))).apply(in.m())));
        add(all, "axes random keys", _ -> vmap((Array k) -> Random.uniform(new Key(k), 2)).apply(Key.of(3).splitBatch(3).data()));
        add(all, "axes random in a scan", _ -> scan((Array k, Object _) -> {
            var pair = new Key(k).split();
            return new Carried<>(pair[0].data(), Random.normal(pair[1]));
        }, Key.of(1).data(), (Object) null, ScanOptions.DEFAULT.withLength(3)).y());
        add(all, "axes linear algebra", in -> {
            var two = stack(in.w().get(":3"), in.w().get("1:"));
            return List.of(vmap(f(a -> Linalg.det(a))).apply(two), vmap((Array a, Array c) -> Linalg.solve(a, c), 0, null).apply(two, in.x()),
                    vmap((Array a, Array c) -> Linalg.solve(a, c), null, 0).apply(in.w().get(":3"), in.m().transpose(1, 0)),
                            vmap(f(a -> Linalg.norm(a)), 1).apply(in.m()));
        });
        add(all, "axes convolution", in -> vmap((Array a, Array k) -> Lax.conv(a, k, new int[] {1, 1}, "SAME"),
                MapAxes.in(0, null).out(1)).apply(in.m().reshape(3, 1, 1, 2, 2), in.w().reshape(3, 1, 2, 2)));
        add(all, "axes convolution of kernels", in -> vmap((Array k) -> grad((Array a) -> Lax.conv(a, k, new int[] {1, 1},
                "VALID").sum()).apply(in.m().reshape(1, 1, 3, 4))).apply(in.w().reshape(3, 1, 1, 2, 2)));
    }
}
