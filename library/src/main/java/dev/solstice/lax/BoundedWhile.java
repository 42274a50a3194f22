package dev.solstice.lax;

import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.transform.Checkpoints;
import dev.solstice.transform.Fn1;
import java.util.Arrays;
import java.util.List;

/// A while loop of a bounded number of steps as scans of scans, so that it can be transposed: blocks of 16 blocks of 16
/// ... steps, each skipped if the condition fails before it. Source: `equinox/internal/_loop/bounded.py`.
record BoundedWhile(WhileProgram loop) {
    private static final int BLOCK = 16;

    <S> S run(int maxSteps) {
        return loop.initial().with(steps(maxSteps, List.of(loop.initial().arrays())).toArray(Array[]::new));
    }

    private List<Array> steps(int n, List<Array> state) {
        if (n == 0) return state;
        int block = 1;
        while ((long) block * BLOCK < n) block *= BLOCK;
        int inBlock = block;
        Fn1<List<Array>, List<Array>> one = block == 1 ? s -> Arrays.asList(loop.next(s.toArray(Array[]::new)))
                : s -> Checkpoints.checkpoint((List<Array> in) -> steps(inBlock, in)).apply(s);
        var blocks = ScanOptions.DEFAULT.withLength(n / block);
        var after = ControlFlow.scan((List<Array> s, Object none) -> new Carried<>(whileItHolds(one, s), none), state, null, blocks).carry();
        return n % block == 0 ? after : whileItHolds(s -> steps(n % inBlock, s), after);
    }

    private List<Array> whileItHolds(Fn1<List<Array>, List<Array>> f, List<Array> state) {
        return ControlFlow.cond(loop.holds(state.toArray(Array[]::new)), f, s -> s, state);
    }
}
