package dev.solstice.transform;

import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.core.Primitive.*;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// What collectives are by definition: of one array for each example another one for each, by operations on single arrays.
final class AcrossExamples {
    private AcrossExamples() {}

    static Array[][] apply(Collective collective, Array[][] examples) {
        int n = examples.length;
        if (collective instanceof AxisIndex) return forEach(n, Array::scalar);
        var x = Arrays.stream(examples).map(operands -> operands[0]).toArray(Array[]::new);
        return switch (collective) {
            case Psum _ -> all(n, folded(new Add(), x));
            case Pmax _ -> all(n, folded(new Max(), x));
            case Pmin _ -> all(n, folded(new Min(), x));
            case Ppermute(_, var sources) -> forEach(n, k -> sources.get(k) < 0 ? Zeros.like(x[k]) : x[sources.get(k)]);
            case AllGather(_, _, int axis) -> all(n, Laws.stack(axis, x));
            case ReduceScatter(_, _, int axis) -> forEach(n, k -> folded(new Add(), slices(x, axis, k)));
            case AllToAll(_, _, int split, int concat) -> forEach(n, k -> Laws.stack(concat, slices(x, split, k)));
            case AxisIndex _ -> throw new AssertionError("has no operand");
        };
    }

    private static Array folded(Primitive binary, Array[] x) {
        return Arrays.stream(x).reduce((one, other) -> binary.apply(one, other)).orElseThrow();
    }

    private static Array[] slices(Array[] x, int axis, int k) {
        return Arrays.stream(x).map(array -> Laws.row(array, axis, k)).toArray(Array[]::new);
    }

    private static Array[][] all(int n, Array value) {
        return forEach(n, _ -> value);
    }

    private static Array[][] forEach(int n, IntFunction<Array> result) {
        return IntStream.range(0, n).mapToObj(k -> new Array[] {result.apply(k)}).toArray(Array[][]::new);
    }
}
