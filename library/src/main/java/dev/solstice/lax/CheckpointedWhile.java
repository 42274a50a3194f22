package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.core.Tracer;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Linearize;
import dev.solstice.transform.Staging;
import java.util.Arrays;
import java.util.stream.IntStream;

/// A while loop whose derivative goes back through the states that the loop has been in, of which it keeps only some.
///
/// Forward, every `stride`-th state is kept, in half of the places there are; when those are full, every second is
/// dropped and the stride doubled, so that however long the loop gets, at least a quarter of the places are in use and
/// the kept states are evenly spread. Backward, the states between two kept ones are computed again, and kept in the
/// places that are free: all of them if they fit, else the one in the middle, and so on by halving.
///
/// What Equinox's `checkpointed` loop does (after Stumm and Walther, New algorithms for optimal online checkpointing,
/// 2010), with a simpler schedule that computes a state a few times more often if there are few places.
///
/// @param places how many states are kept at most
/// @param isTraced which of the body's constants somebody may differentiate by
record CheckpointedWhile(WhileProgram loop, int places, int maxSteps, boolean[] isTraced) {
    CheckpointedWhile(WhileProgram loop, int places, int maxSteps) {
        this(loop, places, maxSteps, areTraced(loop.stepConsts()));
    }

    private static boolean[] areTraced(Array[] consts) {
        var traced = new boolean[consts.length];
        for (int i = 0; i < traced.length; i++) traced[i] = consts[i] instanceof Tracer;
        return traced;
    }

    /// Kept states: `at[k]` is the number of the step before which the state was `states[k]`, for `k < count`.
    private record Stack(Array count, Array at, Array[] states) {
        static Stack empty(int places, Array[] state) {
            var states = Arrays.stream(state).map(x -> Array.full(x.shape().insert(0, places), x.dtype(), 0)).toArray(Array[]::new);
            return new Stack(Array.scalar(0), Array.full(Shape.of(places), DType.INT32, 0), states);
        }

        Stack push(Array step, Array[] state) {
            var next = states.clone();
            for (int i = 0; i < next.length; i++) next[i] = Lax.dynamicUpdateIndexInDim(states[i], state[i], count, 0);
            return new Stack(count.add(1), Lax.dynamicUpdateIndexInDim(at, step, count, 0), next);
        }

        /// Every second one.
        Stack thinned() {
            int n = at.size();
            var even = Lax.min(Lax.iota(DType.INT32, n).mul(2), Array.full(at.shape(), DType.INT32, n - 1));
            return new Stack(Lax.div(count.add(1), Array.scalar(2)), at.get(even), AssociativeScan.each(states, x -> x.get(even)));
        }

        Array topAt() {
            return Lax.dynamicIndexInDim(at, count.sub(1), 0, false);
        }

        Array[] top() {
            return AssociativeScan.each(states, x -> Lax.dynamicIndexInDim(x, count.sub(1), 0, false));
        }

        Stack pop() {
            return new Stack(count.sub(1), at, states);
        }
    }

    private record Steps(Array done, Array[] state) {}

    /// The loop that keeps states, every `stride`-th.
    private record Going(Array done, Array[] state, Array stride, Stack kept) {}

    /// The loop back: `left` steps are still to be gone back; `state` is the one before step `at`, which is below `left`.
    /// Cotangents are those of floating-point arrays only.
    private record Returning(Array left, Array at, Array[] state, Stack kept, Array[] stateCotangents, Array[] constCotangents) {}

    <S> S run() {
        var operands = ControlFlow.join(loop.testConsts(), loop.stepConsts(), loop.initial().arrays());
        var program = Staging.trace(in -> on(in).withoutKeeping(), AbstractValue.of(operands));
        var custom = new Primitive.CustomVjp(program, in -> on(in).keeping(), (residuals, cotangents) -> on(residuals).goneBack(residuals, cotangents));
        return loop.initial().with(custom.bind(operands));
    }

    /// The loop over other arrays: constants of the condition, of the body, and the initial state.
    private CheckpointedWhile on(Array[] in) {
        int tests = loop.testConsts().length;
        int consts = tests + loop.stepConsts().length;
        var initial = new ArrayTree(loop.initial().treedef(), loop.initial().statics(),
                Arrays.copyOfRange(in, consts, consts + loop.initial().arrays().length));
        return new CheckpointedWhile(new WhileProgram(initial, loop.test(), Arrays.copyOf(in, tests), loop.step(), Arrays.copyOfRange(in, tests, consts)),
                places, maxSteps, isTraced);
    }

    private Array goesOn(Array done, Array[] state) {
        return Lax.bitwiseAnd(loop.holds(state), done.lt(maxSteps));
    }

    private Array[] withoutKeeping() {
        return ControlFlow.whileLoop(s -> goesOn(s.done, s.state), (Steps s) -> new Steps(s.done.add(1), loop.next(s.state)),
                new Steps(Array.scalar(0), loop.initial().arrays())).state;
    }

    /// The last state; then, for the way back, the operands, the number of steps and the states that are kept.
    private Array[] keeping() {
        var initial = loop.initial().arrays();
        var end = ControlFlow.whileLoop(g -> goesOn(g.done, g.state), g -> {
            var kept = ControlFlow.cond(isDue(g), this::keep, (Going v) -> v, g);
            return new Going(g.done.add(1), loop.next(g.state), kept.stride, kept.kept);
        }, new Going(Array.scalar(0), initial, Array.scalar(1), Stack.empty(places, initial)));
        return ControlFlow.join(end.state, loop.testConsts(), loop.stepConsts(), initial,
                new Array[] {end.done, end.kept.count, end.kept.at}, end.kept.states);
    }

    private static Array isDue(Going g) {
        return Lax.rem(g.done, g.stride).eq(0);
    }

    private Going keep(Going g) {
        int usable = Math.max(1, places / 2);
        var room = ControlFlow.cond(g.kept.count.lt(usable), (Going v) -> v,
                v -> new Going(v.done, v.state, v.stride.mul(2), v.kept.thinned()), g);
        return ControlFlow.cond(isDue(room), v -> new Going(v.done, v.state, v.stride, v.kept.push(v.done, v.state)), (Going v) -> v, room);
    }

    /// Cotangents of the operands. Those of the condition's constants, and of what is not floating-point or complex, are zero.
    private Array[] goneBack(Array[] residuals, Array[] cotangents) {
        int tests = loop.testConsts().length;
        int operands = tests + loop.stepConsts().length + loop.initial().arrays().length;
        var kept = new Stack(residuals[operands + 1], residuals[operands + 2], Arrays.copyOfRange(residuals, operands + 3, residuals.length));
        var begin = new Returning(residuals[operands], kept.topAt(), kept.top(), kept, instantiated(cotangents, loop.initial().arrays()),
                instantiated(new Array[loop.stepConsts().length], loop.stepConsts()));
        var end = ControlFlow.whileLoop(r -> r.left.gt(0),
                r -> ControlFlow.cond(r.at.eq(r.left.sub(1)), this::stepBack, this::stepOn, r), begin);
        return ControlFlow.join(new Array[tests], spread(end.constCotangents, loop.stepConsts()), spread(end.stateCotangents, loop.initial().arrays()));
    }

    private Returning stepBack(Returning r) {
        var step = new Primitive.Jit("step", loop.step());
        // Only by what is traced: the body may have no derivative by its other constants.
        int[] traced = IntStream.range(0, isTraced.length).filter(i -> isTraced[i]).toArray();
        var linearized = Linearize.linearize(in -> {
            var consts = loop.stepConsts().clone();
            for (int i = 0; i < traced.length; i++) consts[traced[i]] = in[i];
            return step.bind(ControlFlow.join(consts, Arrays.copyOfRange(in, traced.length, in.length)));
        }, ControlFlow.join(Arrays.stream(traced).mapToObj(i -> loop.stepConsts()[i]).toArray(Array[]::new), r.state));
        var gradients = linearized.pullback(spread(r.stateCotangents, r.state));
        var byConsts = new Array[isTraced.length];
        for (int i = 0; i < traced.length; i++) byConsts[traced[i]] = gradients[i];
        var constCotangents = instantiated(byConsts, loop.stepConsts());
        for (int i = 0; i < constCotangents.length; i++) constCotangents[i] = constCotangents[i].add(r.constCotangents[i]);
        var kept = ControlFlow.cond(r.kept.topAt().eq(r.at), Stack::pop, (Stack stack) -> stack, r.kept);
        return new Returning(r.at, kept.topAt(), kept.top(), kept,
                instantiated(Arrays.copyOfRange(gradients, traced.length, gradients.length), r.state), constCotangents);
    }

    private Returning stepOn(Returning r) {
        var state = loop.next(r.state);
        var at = r.at.add(1);
        var base = r.kept.topAt();
        var distance = r.left.sub(1).sub(base);
        var free = Lax.sub(Array.scalar(places), r.kept.count);
        var all = distance.le(free).astype(DType.INT32);
        var next = base.add(all).add(Lax.sub(Array.scalar(1), all).mul(Lax.div(distance.add(1), Array.scalar(2))));
        var keeps = Lax.bitwiseAnd(Lax.bitwiseAnd(at.eq(next), at.lt(r.left.sub(1))), free.gt(0));
        var kept = ControlFlow.cond(keeps, (Stack stack) -> stack.push(at, state), stack -> stack, r.kept);
        return new Returning(r.left, at, state, kept, r.stateCotangents, r.constCotangents);
    }

    /// The cotangents of floating-point arrays, zeros for null.
    private static Array[] instantiated(Array[] cotangents, Array[] of) {
        return IntStream.range(0, of.length).filter(i -> of[i].dtype().isInexact())
                .mapToObj(i -> cotangents[i] == null ? Array.full(of[i].shape(), of[i].dtype(), 0) : cotangents[i]).toArray(Array[]::new);
    }

    /// The inverse: null where an array is not floating-point.
    private static Array[] spread(Array[] cotangents, Array[] of) {
        var out = new Array[of.length];
        int next = 0;
        for (int i = 0; i < out.length; i++) if (of[i].dtype().isInexact()) out[i] = cotangents[next++];
        return out;
    }
}
