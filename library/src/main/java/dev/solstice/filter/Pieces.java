package dev.solstice.filter;

import dev.solstice.array.Threads;
import dev.solstice.core.Array;
import dev.solstice.core.CancelledException;
import dev.solstice.core.Debugging;
import dev.solstice.core.Trace;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Fn;
import dev.solstice.transform.MapAxes;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// What [FilterPmap] does with a mapped function: compiles it, and calls it in several threads with a part of the batch each.
final class Pieces<R> implements Transformed.Transformation<R> {
    private final MapAxes axes;
    private final Compilation<R> compiled = new Compilation<>(Donate.NONE);

    Pieces(MapAxes axes) {
        this.axes = axes;
    }

    @Override
    public R call(Fn<?> mapped, Object... arguments) {
        boolean divisible = axes.name().isEmpty() && Trace.isEvaluating() && !Debugging.isJitDisabled();
        var batch = divisible ? Batch.of(axes, arguments) : Batch.NONE;
        int pieces = Math.min(batch.size(), Threads.count());
        if (pieces < 2) return compiled.call(mapped, arguments);
        try {
            return joined(Threads.inParallel(pieces, i -> compiled.call(mapped, batch.piece(i, pieces))));
        } catch (CancelledException stopped) {
            throw stopped;
        } catch (RuntimeException _) {
            return compiled.call(mapped, arguments); // fails as well, and then names the right example of the batch
        }
    }

    /// The arguments of a call and how they are mapped.
    ///
    /// @param inAxes of each array; negative for none
    private record Batch(Halves arguments, List<Array> arrays, int[] inAxes, int size) {
        static final Batch NONE = new Batch(null, List.of(), new int[0], 0);

        /// None if nothing is mapped, or if the lengths differ, of which vmap will complain.
        static Batch of(MapAxes axes, Object... arguments) {
            var in = Halves.of(Arrays.asList(arguments));
            var arrays = Tree.leaves(in.arrays()).stream().map(Array.class::cast).toList();
            int[] inAxes = axes.inAxes((List<?>) in.arrays());
            var sizes = IntStream.range(0, inAxes.length).filter(i -> inAxes[i] >= 0).map(i -> arrays.get(i).shape().dim(inAxes[i])).distinct().toArray();
            return sizes.length == 1 ? new Batch(in, arrays, inAxes, sizes[0]) : NONE;
        }

        Object[] piece(int i, int pieces) {
            int from = (int) ((long) size * i / pieces);
            int to = (int) ((long) size * (i + 1) / pieces);
            var parts = new ArrayList<Object>(arrays);
            for (int a = 0; a < inAxes.length; a++) if (inAxes[a] >= 0) parts.set(a, Lax.sliceInDim(arrays.get(a), from, to, inAxes[a]));
            return ((List<?>) arguments.with(Tree.structure(arguments.arrays()).unflatten(parts)).whole()).toArray();
        }
    }

    @SuppressWarnings("unchecked") // together they are what the function gives
    private R joined(List<R> results) {
        var first = Halves.of(results.getFirst());
        int[] outAxes = axes.outAxes(first.arrays());
        var parts = results.stream().map(result -> Tree.leaves(Halves.of(result).arrays())).toList();
        IntFunction<Object> whole = i -> outAxes[i] < 0 ? parts.getFirst().get(i)
                : Lax.concatenate(outAxes[i], parts.stream().map(part -> (Array) part.get(i)).toArray(Array[]::new));
        var arrays = IntStream.range(0, outAxes.length).mapToObj(whole).toList();
        return (R) first.with(Tree.structure(first.arrays()).unflatten(arrays)).whole();
    }
}
