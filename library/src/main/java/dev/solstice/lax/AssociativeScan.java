package dev.solstice.lax;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.transform.ArrayTree;
import dev.solstice.transform.Fn2;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// All prefixes of a sequence combined, by halving: neighbours are combined, the sequence of half the length is scanned,
/// which gives every second prefix, and the others are one step from these. The recursion of `jax.lax.associative_scan`
/// (Blelloch, Prefix sums and their applications, 1990).
///
/// @param combine takes and gives arrays with a leading axis of elements
/// @param whole   the structure of the sequence
record AssociativeScan<S>(Fn2<S, S, S> combine, ArrayTree whole) {
    /// With the elements along any axis, from either end.
    static <S> S along(int axis, boolean reverse, Fn2<S, S, S> combine, S elements) {
        var in = ArrayTree.of(elements);
        var ranks = Arrays.stream(in.arrays()).mapToInt(Array::rank).toArray();
        for (int i = 0; i < ranks.length; i++) {
            if (axis < -ranks[i] || axis >= ranks[i]) {
                throw Mistake.of("associativeScan along axis " + axis + " of " + in.arrays()[i].summary() + ", which has no such axis");
            }
        }
        var front = new ArrayTree(in.treedef(), in.statics(), each(in.arrays(), x -> x.moveAxis(place(axis, x), 0)));
        ControlFlow.length("associativeScan", front.arrays());
        Fn2<S, S, S> inFront = axis == 0 ? combine : (x, y) -> moved(combine.apply(moved(x, 0, axis), moved(y, 0, axis)), axis, 0);
        var elementsInFront = reverse ? each(front.arrays(), x -> Lax.rev(x, 0)) : front.arrays();
        var prefixes = new AssociativeScan<>(inFront, new ArrayTree(in.treedef(), in.statics(), elementsInFront)).prefixes();
        return in.with(each(reverse ? each(prefixes, x -> Lax.rev(x, 0)) : prefixes, x -> x.moveAxis(0, place(axis, x))));
    }

    private static int place(int axis, Array x) {
        return axis < 0 ? axis + x.rank() : axis;
    }

    private static <S> S moved(S tree, int from, int to) {
        var all = ArrayTree.of(tree);
        return all.with(each(all.arrays(), x -> x.moveAxis(place(from, x), place(to, x))));
    }

    Array[] prefixes() {
        return prefixes(whole.arrays(), ControlFlow.length("associativeScan", whole.arrays()));
    }

    private Array[] prefixes(Array[] elements, int length) {
        if (length < 2) return elements;
        var pairs = combined(every(2, elements, 0, length - 1), every(2, elements, 1, length));
        var odd = prefixes(pairs, length / 2);
        var first = every(1, elements, 0, 1);
        // Of two elements the first prefix is all that is left, and nothing is combined: no function need know arrays of length 0.
        if (length == 2) return interleaved(first, odd, length);
        var rest = combined(every(1, odd, 0, (length - 1) / 2), every(2, elements, 2, length));
        return interleaved(zip(first, rest), odd, length);
    }

    private Array[] combined(Array[] left, Array[] right) {
        var result = ArrayTree.of(combine.apply(whole.with(left), whole.with(right)));
        new ArrayTree(whole.treedef(), whole.statics(), left).requireSameTypes("what associativeScan combines", result);
        return result.arrays();
    }

    /// The elements of even places, then those of odd ones, alternating; if `length` is odd there is one more even one.
    private static Array[] interleaved(Array[] even, Array[] odd, int length) {
        var out = new Array[even.length];
        for (int i = 0; i < out.length; i++) {
            int pairs = length / 2;
            var shape = odd[i].shape();
            var both = Lax.concatenate(1, Lax.expandDims(every(even[i], 1, 0, pairs), 1), Lax.expandDims(odd[i], 1))
                    .reshape(shape.remove(0).insert(0, 2 * pairs));
            out[i] = length % 2 == 0 ? both : Lax.concatenate(0, both, every(even[i], 1, pairs, pairs + 1));
        }
        return out;
    }

    private static Array[] zip(Array[] first, Array[] rest) {
        var out = new Array[first.length];
        for (int i = 0; i < out.length; i++) out[i] = Lax.concatenate(0, first[i], rest[i]);
        return out;
    }

    private static Array[] every(int step, Array[] x, int start, int limit) {
        return each(x, array -> every(array, step, start, limit));
    }

    private static Array every(Array x, int step, int start, int limit) {
        var starts = new int[x.rank()];
        var limits = x.shape().toArray();
        var steps = new int[x.rank()];
        Arrays.fill(steps, 1);
        starts[0] = start;
        limits[0] = limit;
        steps[0] = step;
        return Lax.slice(x, starts, limits, steps);
    }

    static Array[] each(Array[] x, UnaryOperator<Array> f) {
        return Arrays.stream(x).map(f).toArray(Array[]::new);
    }
}
