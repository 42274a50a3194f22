package dev.solstice.compositions;

import static dev.solstice.compositions.Composition.add;
import static dev.solstice.lax.ControlFlow.associativeScan;
import static dev.solstice.lax.ControlFlow.cond;
import static dev.solstice.lax.ControlFlow.foriLoop;
import static dev.solstice.lax.ControlFlow.map;
import static dev.solstice.lax.ControlFlow.reverseAssociativeScan;
import static dev.solstice.lax.ControlFlow.reverseScan;
import static dev.solstice.lax.ControlFlow.scan;
import static dev.solstice.lax.ControlFlow.switchCase;
import static dev.solstice.lax.ControlFlow.whileLoop;
import static dev.solstice.numpy.Creation.*;
import static dev.solstice.numpy.Manipulation.concatenate;
import static dev.solstice.numpy.Manipulation.stack;
import static dev.solstice.numpy.Numpy.*;
import static dev.solstice.numpy.Reductions.any;
import static dev.solstice.numpy.Reductions.prod;
import static dev.solstice.numpy.Reductions.sum;
import static dev.solstice.transform.Checkpoints.checkpoint;
import static dev.solstice.transform.Derivatives.hessian;
import static dev.solstice.transform.Derivatives.jacfwd;
import static dev.solstice.transform.Derivatives.jvp;
import static dev.solstice.transform.Derivatives.linearize;
import static dev.solstice.transform.Derivatives.vjp;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Tracing.evalShape;
import static dev.solstice.transform.Vmap.vmap;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.lax.Lax;
import dev.solstice.lax.ScanOptions;
import dev.solstice.numpy.Selection;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Loops and choices under transformations, and transformations within them.
final class LoopCompositions {
    private LoopCompositions() {}

    private static final Fn2<Array, Array, Carried<Array, Array>> DECAY = (c, r) -> new Carried<>(c.mul(0.5).add(sin(r)), c.mul(r));
    private static final Array ZERO = Array.scalar(0f);

    private static ScanOptions length(int length) {
        return ScanOptions.DEFAULT.withLength(length);
    }

    private static Array count(int n) {
        return arange(n).astype(DType.FLOAT32);
    }

    private static List<Array> collatz(Array k) {
        return whileLoop((List<Array> a) -> a.get(0).gt(1), (List<Array> a) -> List.of(
                where(mod(a.get(0), 2).eq(0), floorDivide(a.get(0), 2), a.get(0).mul(3).add(1)), a.get(1).add(1)), List.of(k, zerosLike(k)));
    }

    record Nested(Array t, Array rounds, Array sum) {}

    private static Nested nestedWhile(Array t) {
        return whileLoop((Nested a) -> a.rounds().lt(7), (Nested a) -> {
            var inner = whileLoop((List<Array> c) -> c.get(0).lt(3), (List<Array> c) -> List.of(c.get(0).mul(1.5), c.get(1).add(1)),
                    List.of(a.t(), Array.scalar(0)));
            return new Nested(inner.get(0).mul(0.3), a.rounds().add(inner.get(1)), a.sum().add(inner.get(0)));
        }, new Nested(t, Array.scalar(0), t.mul(0)));
    }

    record Three(Array a, Array b, Array c) {}

    record Steady(Array kept, Array sum) {}

    static void addLoops(Map<String, Composition> all) {
        add(all, "loop reverse with outputs", in -> reverseScan(DECAY, in.s(), in.x()));
        add(all, "loop length without xs", in -> scan((Array c, Object _) -> new Carried<>(c.mul(1.1), c), in.s(), (Object) null, length(4)));
        add(all, "loop length zero", in -> scan((Array c, Object _) -> new Carried<>(c.mul(1.1), c), in.s(), (Object) null, length(0)));
        add(all, "loop empty xs", in -> scan((Array c, Array r) -> new Carried<>(c.add(r.sum()), r.mul(c)), in.s(), in.e()));
        add(all, "loop empty xs gradient", in -> grad((Array c) -> scan((Array a, Array r) -> new Carried<>(a.add(r.sum()), r.mul(a)), c,
                in.e()).carry()).apply(in.s()));
        add(all, "loop unrolled", in -> IntStream.of(1, 2, 3, 7, 9).mapToObj(k -> scan(DECAY, in.s(), count(7), ScanOptions.DEFAULT.withUnroll(k)).y()).toList());
        add(all, "loop unrolled reverse gradient", in -> grad((Array v) -> scan(DECAY, in.s(), concatenate(v, v),
                ScanOptions.DEFAULT.reversed().withUnroll(4)).y().sum()).apply(in.x()));
        add(all, "loop constants have gradients", in -> grad((Array a) -> scan((Array c, Array r) ->
                new Carried<>(tanh(in.w().get(":3").matmul(c).add(a.mul(r))), null), in.x(), in.y()).carry().sum()).apply(in.s()));
        add(all, "loop integer carries", in -> grad((Array a) -> scan((List<Array> c, Array r) ->
                new Carried<>(List.of(c.get(0).add(1), c.get(1).mul(a).add(r.mul(c.get(0)))), c.get(0)), List.of(Array.scalar(0), a),
                        in.x()).carry().get(1)).apply(in.s()));
        add(all, "loop integer and bool outputs", in -> jvp((Array a) -> scan((Array c, Array r) -> new Carried<>(c.add(r.mul(a)),
                List.of(r.gt(c), in.i(), c)), a, in.x()).y().get(2), in.s(), in.s()).tangent());
        add(all, "loop carry that is never used", in -> grad((Array a) -> scan((List<Array> c, Array r) ->
                new Carried<>(List.of(c.get(0).mul(a), r.mul(a)), r.mul(c.get(1))), List.of(a, a), in.x()).y().sum()).apply(in.s()));
        add(all, "loop carry that starts constant", in -> grad((Array a) -> scan((Three c, Array r) ->
                new Carried<>(new Three(c.b(), c.c(), c.a().add(a.mul(r))), c.a()), new Three(ZERO, ZERO, ZERO), count(5)).y().sum()).apply(in.s()));
        add(all, "loop carry passed through", in -> scan((Steady c, Array r) -> new Carried<>(new Steady(c.kept(), c.sum().add(c.kept().mul(r))),
                null), new Steady(in.s(), in.s()), in.x()).carry());
        add(all, "loop hessian", in -> hessian((Array v) -> scan((Array c, Array r) -> new Carried<>(sin(c.mul(r)), c.mul(r)), in.s(), v).y().sum()).apply(in.x()));
        add(all, "loop jvp of vmap of scan of cond", in -> jvp(vmap((Array c, Array r) -> scan((Array a, Array v) ->
                new Carried<>(cond(a.gt(0.5), (Array t) -> t.mul(v), (Array t) -> sin(t).add(v), a), a), c, r)), in.x(), in.m(), in.y(), in.m().mul(2)));
        add(all, "loop gradient of vmap over some xs", in -> grad((Array a) -> vmap((Array c, Array r) -> scan((Array t, List<Array> v) ->
                new Carried<>(t.mul(v.get(0)).add(v.get(1)), t), c, List.of(r, in.y())).y(), 0, null).apply(a, in.x()).sum()).apply(in.y()));
        add(all, "loop vmap over constants only", in -> vmap((Array k) -> scan((Array c, Array r) -> new Carried<>(c.mul(k).add(r), c), in.s(),
                in.x())).apply(in.y()));
        add(all, "loop vmap where the carry becomes mapped", in -> vmap((Array r) -> scan((Three c, Array v) ->
                new Carried<>(new Three(c.b(), v.mul(c.a()).add(c.c()), c.c()), c.a()), new Three(in.s(), in.s(), in.s()), r)).apply(in.m()));
        add(all, "loop scan in scan in vmap in grad", in -> grad((Array a) -> vmap((Array r) -> scan((Array c, Array v) ->
                new Carried<>(scan((Array d, Array u) -> new Carried<>(d.mul(u).add(v), d), c, r).carry(), c), a, r).carry()).apply(in.m()).sum()).apply(in.s()));
        Fn2<Array, Array, Carried<Array, Array>> kept = checkpoint((Array c, Array r) -> new Carried<>(sin(c.mul(r)), cos(c)));
        add(all, "loop remat in scan", in -> grad((Array v) -> scan(kept, v.get(0), v).y().sum()).apply(in.x()));
        Fn2<Array, Array, Carried<Array, Array>> step = checkpoint((Array c, Array r) -> new Carried<>(sin(c.mul(r)), c));
        add(all, "loop remat of scan of remat", in -> hessian((Array v) -> checkpoint((Array u) -> scan(step, in.s(), u).carry()).apply(v)).apply(in.x()));
        add(all, "loop closure over outer tracers", in -> grad((Array a) -> grad((Array c) -> scan((Array d,
                Array r) -> new Carried<>(d.mul(a).add(c.mul(r)), null), a, in.x()).carry()).apply(a)).apply(in.s()));
        add(all, "loop derivative within a step", in -> scan((Array c, Array r) -> new Carried<>(c.sub(grad((Array t) -> square(t.mul(r).sub(1))).apply(c).mul(0.1)), c), in.s(), in.x()));
        add(all, "loop scan of vmap", in -> scan((Array c, Array r) -> new Carried<>(vmap((Array a, Array k) -> a.mul(k).add(1)).apply(c, r),
                r.sum()), in.x(), in.m().transpose(1, 0)));
        add(all, "loop bounded by an argument", in -> List.of(foriLoop(Array.scalar(0), in.n(), (Array k, Array c) -> c.mul(1.5).add(k), in.s()),
                jvp((Array a) -> foriLoop(Array.scalar(0), in.n(), (Array _, Array c) -> c.mul(a), a), in.s(), onesLike(in.s())).tangent()));
        add(all, "loop backwards is empty", in -> foriLoop(in.n(), Array.scalar(0), (Array _, Array c) -> c.mul(0), in.x()));
        add(all, "loop negative bounds", in -> foriLoop(-3, 2, (Array k, Array c) -> c.add(k.mul(sin(c))), in.s()));
        add(all, "loop fori gradient", in -> grad((Array v) -> foriLoop(0, 3, (Array k, Array c) -> c.mul(v.get(k)).add(v.get(subtract(2, k))),
                v.sum())).apply(in.x()));
        add(all, "loop fori under vmap with its own length", in -> vmap((Array k, Array a) -> foriLoop(Array.scalar(0), k,
                (Array j, Array c) -> c.mul(1.5).add(j), a)).apply(in.i(), in.x()));
        add(all, "loop while of integers in a batch", in -> vmap(LoopCompositions::collatz).apply(in.i().add(5)));
        add(all, "loop while within while in a batch", in -> vmap(LoopCompositions::nestedWhile).apply(in.y().pow(2).add(0.1)));
        add(all, "loop while tangents", in -> jvp((Array t) -> nestedWhile(t).sum(), in.s(), onesLike(in.s())).tangent());
        add(all, "loop while tangents in a batch", in -> vmap((Array a) -> jvp((Array t) -> nestedWhile(t).sum(), a,
                onesLike(a)).tangent()).apply(in.y().pow(2).add(0.1)));
        add(all, "loop while whose condition is mapped only", in -> vmap((Array limit) -> whileLoop((Array c) -> c.lt(limit), (Array c) -> c.mul(2),
                in.s())).apply(Array.of(1f, 0.5f, 30f)));
        add(all, "loop while that never starts", in -> whileLoop((Array c) -> logicalAnd(any(c.lt(0)), false), (Array c) -> c.add(1), in.x()));
        add(all, "loop while with bool state", in -> whileLoop((List<Array> c) -> c.get(0),
                (List<Array> c) -> List.of(c.get(1).lt(10), c.get(1).mul(2)), List.of(Array.scalar(true), in.s())));
        add(all, "loop while linearized", in -> linearize((Array a) -> whileLoop((List<Array> c) -> c.get(0).lt(50),
                (List<Array> c) -> List.of(c.get(0).mul(a), c.get(1).add(1)),
                List.of(a.mul(3), Array.scalar(0))).get(0), in.s().add(1)).pushforward().apply(in.s()));
        add(all, "loop while of a closure batched twice", in -> vmap((Array a) -> vmap((Array c) -> whileLoop((Array t) -> t.lt(a),
                (Array t) -> t.mul(2).add(c), c)).apply(in.y().pow(2))).apply(Array.of(1f, 8f)));
        add(all, "loop map of trees", in -> map((List<Array> t) -> List.of(t.get(0).matmul(t.get(1)), t.get(0).sum()), List.of(in.m(), in.w().transpose(1, 0))));
        add(all, "loop map in batches", in -> grad((Array a) -> map((Array r) -> prod(sin(r)), a, 2).sum()).apply(in.w()));
        add(all, "loop map of nothing", in -> map((Array r) -> r.mul(2), in.e()));
        add(all, "loop prefixes", in -> List.of(associativeScan((Array a, Array c) -> a.add(c), in.m(), 1),
                reverseAssociativeScan((Array a, Array c) -> maximum(a, c), in.m()),
                reverseAssociativeScan((Array a, Array c) -> a.mul(c), in.m(), -1)));
        add(all, "loop prefixes of matrices", in -> grad((Array a) -> associativeScan((Array p, Array r) -> p.matmul(r),
                stack(a, a.transpose(1, 0), a.matmul(a), a, a)).get(":, 0").sum()).apply(in.w().get(":3")));
        add(all, "loop prefixes of nothing and one", in -> List.of(associativeScan((Array a, Array c) -> a.add(c), in.e()),
                associativeScan((Array a, Array c) -> a.add(c), in.x().get(":1"))));
        add(all, "loop prefixes under vmap", in -> vmap((Array r) -> associativeScan((List<Array> p, List<Array> c) ->
                List.of(p.get(0).mul(c.get(0)), p.get(1).mul(c.get(0)).add(c.get(1))), List.of(r, r.mul(2)))).apply(in.m()));
        add(all, "loop shape only", in -> Tree.map(leaf -> zeros(((Array) leaf).shape(), ((Array) leaf).dtype()),
                evalShape((Array v) -> scan((Array c, Array r) -> new Carried<>(c.add(r), List.of(c.gt(r), c.astype(DType.INT8))), v.get(0), v), in.x())));
    }

    private static Array select(Array k, Array v) {
        return switchCase(k, List.<Fn1<Array, Array>>of(t -> t.mul(2), t -> sin(t), t -> t.neg()), v);
    }

    static void addChoices(Map<String, Composition> all) {
        add(all, "choice gradient with a traced predicate", in -> grad((Array a) -> cond(a.gt(0.5), (Array v) -> v.pow(2), (Array v) -> v.mul(3), a)).apply(in.s()));
        add(all, "choice branch of constants", in -> grad((Array a) -> cond(a.gt(0.5), (Array _) -> Array.scalar(2f), (Array v) -> v.mul(3), a)).apply(in.s()));
        add(all, "choice branches use different constants", in -> jvp((Array a, Array c) -> cond(a.sum().gt(0), (Array v) -> v.mul(c),
                (Array v) -> v.mul(a), in.x()), in.x(), in.y(), in.y(), in.x()));
        add(all, "choice no operands", in -> grad((Array a) -> cond(a.gt(0), (Object _) -> a.pow(2), (Object _) -> a, (Object) null)).apply(in.s()));
        add(all, "choice integers in branches", in -> grad((Array a) -> cond(in.n().gt(2), (Array v, Array k) -> v.mul(k), (Array v, Array _) -> v,
                a, in.n())).apply(in.s()));
        add(all, "choice predicate mapped", in -> vmap((Array p, Array v) -> cond(p, (Array t) -> List.of(t.mul(2), in.n()),
                (Array t) -> List.of(sin(t), in.n().add(1)), v)).apply(in.b(), in.x()));
        add(all, "choice predicate mapped operands not", in -> vmap((Array p) -> cond(p, (Array t) -> t.mul(2),
                (Array t) -> t.add(in.m().get(":, :3")), in.m().get(":, 1:"))).apply(in.b()));
        add(all, "choice gradients of mapped choices", in -> grad((Array v) -> vmap((Array p, Array t) -> cond(p, (Array u) -> sin(u),
                (Array u) -> u.pow(3), t)).apply(in.b(), v).sum()).apply(in.x()));
        add(all, "choice nan of the other branch", in -> grad((Array v) -> vmap((Array t) -> cond(t.gt(0), (Array u) -> sqrt(u),
                (Array u) -> u.mul(0), t)).apply(v).sum()).apply(in.x()));
        add(all, "choice second derivative", in -> hessian((Array v) -> cond(v.get(0).gt(0), (Array t) -> sum(t.pow(3)), (Array t) -> prod(t), v)).apply(in.x()));
        add(all, "choice nested", in -> vmap((Array v) -> cond(v.gt(0), (Array t) -> cond(t.gt(1), (Array u) -> u.mul(10), (Array u) -> u.mul(5), t),
                (Array t) -> t.neg(), v)).apply(in.x()));
        add(all, "choice switch is clamped", in -> IntStream.of(-3, 0, 2, 9).mapToObj(k -> select(Array.scalar(k), in.x())).toList());
        add(all, "choice switch in a batch", in -> vmap(LoopCompositions::select).apply(in.i().sub(1), in.m()));
        add(all, "choice switch gradient in a batch", in -> vmap(grad((Array v, Array k) -> select(k, v))).apply(in.x(), in.i()));
        add(all, "choice switch with one branch", in -> grad((Array v) -> switchCase(in.n(), List.<Fn1<Array, Array>>of(t -> sum(t.pow(2))), v)).apply(in.x()));
        add(all, "choice switch of several operands", in -> jacfwd((Array v) -> switchCase(in.i().get(0), List.<Fn2<Array, Array,
                Array>>of((a, _) -> a, (_, c) -> c, (a, c) -> a.mul(c)), v, in.y())).apply(in.x()));
        add(all, "choice switch hessian", in -> hessian((Array v) -> switchCase(in.i().get(1), List.<Fn1<Array,
                Array>>of(t -> sum(t.pow(3)), t -> t.sum()), v)).apply(in.x()));
        add(all, "choice choice in a scan with residuals", in -> grad((Array v) -> scan((Array c, Array r) ->
                new Carried<>(cond(r.gt(0), (Array t) -> sin(t).mul(r), (Array t) -> t.mul(t), c), c), in.s(), v).y().sum()).apply(in.x()));
        add(all, "choice switch in fori", in -> grad((Array a) -> foriLoop(0, 6, (Array k, Array c) ->
                switchCase(mod(k, 3), List.<Fn1<Array, Array>>of(t -> sin(t), t -> t.mul(a), t -> t.add(a)), c), a)).apply(in.s()));
        add(all, "choice select of scalar", in -> List.of(grad((Array v) -> Lax.select(in.b().get(0), v, v.neg()).sum()).apply(in.x()),
                Lax.selectN(mod(in.i(), 3), in.x(), in.y(), in.x().mul(in.y())), vmap((Array p, Array v) -> Lax.select(p, v, v.neg())).apply(in.b(), in.m())));
        add(all, "choice linearized", in -> linearize((Array v) -> cond(v.sum().gt(0), (Array t) -> sin(t), (Array t) -> cos(t), v),
                in.x()).pushforward().apply(in.y()));
        add(all, "choice pullback in a branch", in -> cond(in.s().gt(0), (Array v) -> vjp((Array t) -> sin(t), v).pullback().apply(in.y()), (Array v) -> v, in.x()));
        add(all, "choice remat in a branch", in -> grad((Array a) -> cond(a.gt(0), checkpoint((Array t) -> sin(sin(t))), (Array t) -> t, a)).apply(in.s()));
        add(all, "choice jit in a branch in a jit", in -> jit(grad((Array a) -> cond(a.gt(0), jit((Array t) -> sin(t).mul(a)), (Array t) -> t, a))).apply(in.s()));
        add(all, "choice piecewise", in -> grad((Array v) -> Selection.piecewise(v, List.of(v.lt(0), v.gt(1)), t -> t.neg(), t -> t.pow(2),
                t -> t.mul(5)).sum()).apply(in.x()));
    }
}
