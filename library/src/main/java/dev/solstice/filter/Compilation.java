package dev.solstice.filter;

import dev.solstice.core.ConcreteArray;
import dev.solstice.transform.Fn;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Jit;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;

/// What [FilterJit] remembers of one function: its programs, and why they are several.
final class Compilation<R> implements Transformed.Transformation<R> {
    private static final System.Logger LOG = System.getLogger("dev.solstice.donation");

    private final Donate donate;
    private final Retracing retracing = new Retracing();
    private final Fn1<Halves, Halves> jitted = Jit.jit(this::trace);

    Compilation(Donate donate) {
        this.donate = donate;
    }

    @Override
    @SuppressWarnings("unchecked") // the result is the function's
    public R call(Fn<?> function, Object... arguments) {
        var all = new ArrayList<Object>();
        all.add(function);
        Collections.addAll(all, arguments);
        var result = jitted.apply(Halves.of(all)).whole();
        if (donate != Donate.NONE) release(arguments, result);
        return (R) result;
    }

    private Halves trace(Halves in) {
        var all = (List<?>) in.whole();
        var arguments = all.subList(1, all.size()).toArray();
        Captures.requireNone("jit", Arrays.asList(arguments));
        retracing.log(retracing.traced(arguments));
        return Halves.of(((Fn<?>) all.getFirst()).call(arguments));
    }

    private void release(Object[] arguments, Object result) {
        var kept = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var leaf : Tree.leaves(result)) if (leaf instanceof ConcreteArray array) kept.add(array.buffer());
        var donated = Arrays.asList(arguments).subList(donate.exceptFirst() ? 1 : 0, arguments.length);
        for (var leaf : Tree.leavesWithPath(donated)) {
            if (!(leaf.value() instanceof ConcreteArray array)) continue;
            if (!kept.contains(array.buffer())) array.buffer().release();
            if (donate.warns() && !array.buffer().isReleased()) {
                LOG.log(System.Logger.Level.WARNING, () -> "%s at %s was donated, but its memory is %s: it stays.".formatted(array.summary(), leaf.path(),
                        kept.contains(array.buffer()) ? "a part of the result" : "not the library's"));
            }
        }
    }
}
