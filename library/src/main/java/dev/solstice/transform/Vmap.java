package dev.solstice.transform;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import java.util.Arrays;
import java.util.List;

/// Vectorisation: a function of single examples becomes one of batches. `jax.vmap`.
///
/// Which axis of each argument is the batch's is given as a number, null (the same for all examples), or a tree of
/// these that is a prefix of the argument; by default it is axis 0 of every array. For more there is [MapAxes].
///
/// ```java
/// vmap((Array x, Array y) -> x.mul(y).sum(), 0, null)   // [batch, n], [n] -> [batch]
/// ```
public final class Vmap {
    private Vmap() {}

    public static <A, R> Fn1<A, R> vmap(Fn1<A, R> function, Object... inAxes) {
        var axes = MapAxes.of(inAxes);
        return a -> map(function, axes, a);
    }

    public static <A, B, R> Fn2<A, B, R> vmap(Fn2<A, B, R> function, Object... inAxes) {
        var axes = MapAxes.of(inAxes);
        return (a, b) -> map(function, axes, a, b);
    }

    public static <A, B, C, R> Fn3<A, B, C, R> vmap(Fn3<A, B, C, R> function, Object... inAxes) {
        var axes = MapAxes.of(inAxes);
        return (a, b, c) -> map(function, axes, a, b, c);
    }

    public static <A, B, C, D, R> Fn4<A, B, C, D, R> vmap(Fn4<A, B, C, D, R> function, Object... inAxes) {
        var axes = MapAxes.of(inAxes);
        return (a, b, c, d) -> map(function, axes, a, b, c, d);
    }

    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> vmap(Fn5<A, B, C, D, E, R> function, Object... inAxes) {
        var axes = MapAxes.of(inAxes);
        return (a, b, c, d, e) -> map(function, axes, a, b, c, d, e);
    }

    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> vmap(Fn6<A, B, C, D, E, F, R> function, Object... inAxes) {
        var axes = MapAxes.of(inAxes);
        return (a, b, c, d, e, f) -> map(function, axes, a, b, c, d, e, f);
    }

    private static <R> R map(Fn<R> f, MapAxes axes, Object... arguments) {
        var all = Leaves.of("vmap", Arrays.asList(arguments));
        var inAxes = AxisSpec.resolve(axes.forArguments(arguments.length), Arrays.asList(arguments));
        int size = batchSize(axes, all.arrays(), inAxes, Arrays.asList(arguments));
        var results = new Leaves[1];
        var batched = Batching.vmap(elements -> {
            results[0] = Leaves.of("vmap", f.call(((List<?>) all.unflatten(elements)).toArray()));
            return results[0].arrays();
        }, new Batching.Batched(all.arrays(), inAxes), new MappedAxis(axes.name(), size));
        var example = results[0].unflatten(results[0].arrays());
        var outAxes = AxisSpec.resolveOut(axes.out(), example);
        var out = new Array[outAxes.length];
        for (int i = 0; i < out.length; i++) out[i] = place(batched, i, outAxes[i], size, example);
        return results[0].unflatten(out);
    }

    private static Array place(Batching.Batched batched, int i, int to, int size, Object example) {
        int from = batched.axes()[i];
        if (to != Batching.NOT_MAPPED) return Batching.materialise(batched.values()[i], from, to, size);
        if (from == Batching.NOT_MAPPED) return batched.values()[i];
        throw Mistake.of("the result %s of vmap has the out axis null (the same for all examples), but it depends on a mapped argument. Give it a number."
                .formatted(Leaves.path(example, i)));
    }

    private static int batchSize(MapAxes axes, Array[] arrays, int[] inAxes, Object tree) {
        int size = axes.size();
        String origin = "the given size";
        for (int i = 0; i < arrays.length; i++) {
            if (inAxes[i] == Batching.NOT_MAPPED) continue;
            int length = arrays[i].shape().dim(inAxes[i]);
            if (size == MapAxes.UNKNOWN) {
                size = length;
                origin = describe(tree, arrays, inAxes, i);
            } else if (size != length) {
                throw Mistake.of(("vmap got batch axes of different lengths: %s says %d, but %s says %d. "
                        + "Batch axes have one length; what is the same for all examples gets the axis null.")
                        .formatted(origin, size, describe(tree, arrays, inAxes, i), length));
            }
        }
        if (size == MapAxes.UNKNOWN) {
            throw Mistake.of("vmap cannot tell the size of the batch: no argument is mapped. Give one an axis, or the size with MapAxes.in(...).size(n).");
        }
        return size;
    }

    private static String describe(Object tree, Array[] arrays, int[] inAxes, int i) {
        return "axis %d of argument %s, %s,".formatted(inAxes[i], Leaves.path(tree, i), arrays[i].summary());
    }
}
