package dev.solstice.lax;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.AxisNames;
import dev.solstice.core.Primitive;
import dev.solstice.transform.ArrayTree;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Computing with all examples of a vmap along its named axis: JAX's parallel operators. `x` is a tree of arrays; what is
/// no array in it stays as it is.
///
/// ```java
/// vmap((Array row) -> row.sub(pmean(row, "rows")), MapAxes.in(0).name("rows")).apply(Array.of(new float[][] {{1, 2}, {3, 6}})).toString()
/// // [[-1. -2.]
/// //  [ 1.  2.]]
/// ```
///
/// Every function here throws an [IllegalArgumentException] that lists the axes in scope if there is none of the name.
public final class Collectives {
    private Collectives() {}

    /// The sum over all examples. `jax.lax.psum`. The sum of a Java number is one too: `psum(1, "rows")` is their count.
    @SuppressWarnings("unchecked") // a number of the same type
    public static <T> T psum(T x, String... axisNames) {
        return x instanceof Number number ? (T) times(number, axisSize(axisNames)) : reduce(x, Primitive.Psum::new, axisNames);
    }

    private static Number times(Number number, int size) {
        return switch (number) {
            case Integer i -> Math.multiplyExact(i, size);
            case Long l -> Math.multiplyExact(l, size);
            case Float f -> f * size;
            case Double d -> d * size;
            default -> throw Mistake.of("psum of a " + number.getClass().getSimpleName() + ": it sums arrays, and Integer, Long, Float and Double");
        };
    }

    /// The mean over all examples. `jax.lax.pmean`.
    public static <T> T pmean(T x, String... axisNames) {
        if (x instanceof Number) return x;
        int size = axisSize(axisNames);
        return each(psum(x, axisNames), sum -> sum.div(size));
    }

    /// The largest over all examples, element by element. `jax.lax.pmax`; differentiable, unlike JAX's.
    public static <T> T pmax(T x, String... axisNames) {
        return reduce(x, Primitive.Pmax::new, axisNames);
    }

    /// The smallest over all examples, element by element. `jax.lax.pmin`; differentiable, unlike JAX's.
    public static <T> T pmin(T x, String... axisNames) {
        return reduce(x, Primitive.Pmin::new, axisNames);
    }

    /// The number of the example; of several axes, the first counts slowest. `jax.lax.axis_index`.
    public static Array axisIndex(String... axisNames) {
        Array index = Array.scalar(0);
        for (var name : named(axisNames)) index = index.mul(AxisNames.size(name)).add(new Primitive.AxisIndex(name).apply());
        return index;
    }

    /// How many examples there are; of several axes, their product. `jax.lax.axis_size`.
    public static int axisSize(String... axisNames) {
        return Arrays.stream(named(axisNames)).mapToInt(AxisNames::size).reduce(1, Math::multiplyExact);
    }

    /// Sends values from example to example. Who is sent nothing gets zeros. `jax.lax.ppermute`.
    ///
    /// @param permutation pairs (from, to), each number at most once in each place
    public static <T> T ppermute(T x, String axisName, int[][] permutation) {
        int size = AxisNames.size(axisName);
        var sources = new int[size];
        var sent = new boolean[size];
        Arrays.fill(sources, -1);
        for (var pair : permutation) {
            if (pair.length != 2 || !inside(pair[0], size) || !inside(pair[1], size) || sent[pair[0]] || sources[pair[1]] >= 0) {
                throw Mistake.of("ppermute along '%s' takes pairs (from, to) of numbers below %d, each once as source and once as target; got %s in %s"
                        .formatted(axisName, size, Arrays.toString(pair), Arrays.deepToString(permutation)));
            }
            sent[pair[0]] = true;
            sources[pair[1]] = pair[0];
        }
        return each(x, new Primitive.Ppermute(axisName, Axes.of(sources))::apply);
    }

    /// Example `i` gets the value of example `permutation[i]`. `jax.lax.pshuffle`.
    public static <T> T pshuffle(T x, String axisName, int... permutation) {
        int size = AxisNames.size(axisName);
        if (!Arrays.equals(Arrays.stream(permutation).sorted().toArray(), Axes.range(size).toArray())) {
            throw Mistake.of("pshuffle along '%s' takes a permutation of 0 to %d; got %s"
                    .formatted(axisName, size - 1, Arrays.toString(permutation)));
        }
        return each(x, new Primitive.Ppermute(axisName, Axes.of(permutation))::apply);
    }

    /// Exchanges the examples' axis with one of the array, of the same length. `jax.lax.pswapaxes`.
    public static <T> T pswapaxes(T x, String axisName, int axis) {
        return allToAll(x, axisName, axis, axis);
    }

    /// The values of all examples, stacked along a new axis 0. `jax.lax.all_gather`.
    public static <T> T allGather(T x, String... axisNames) {
        return allGather(x, 0, false, axisNames);
    }

    /// The values of all examples along `axis`: stacked along it as a new one, or if `tiled` one after the other along the
    /// one that is there.
    public static <T> T allGather(T x, int axis, boolean tiled, String... axisNames) {
        int size = axisSize(axisNames);
        return each(x, array -> {
            int at = place(array, axis, tiled ? 0 : 1);
            var gathered = array;
            for (var name : Arrays.asList(axisNames).reversed()) gathered = new Primitive.AllGather(name, AxisNames.size(name), at).apply(gathered);
            var shape = array.shape();
            return gathered.reshape(tiled ? shape.with(at, size * shape.dim(at)) : shape.insert(at, size));
        });
    }

    /// Splits an axis, as long as there are examples, among them, and stacks what each gets from all as a new axis.
    /// `jax.lax.all_to_all`.
    public static <T> T allToAll(T x, String axisName, int splitAxis, int concatAxis) {
        return allToAll(x, axisName, splitAxis, concatAxis, false);
    }

    /// As [#allToAll], and if `tiled` in blocks: the length of the split axis is divided by the number of examples, that of
    /// the other multiplied by it.
    public static <T> T allToAll(T x, String axisName, int splitAxis, int concatAxis, boolean tiled) {
        int size = AxisNames.size(axisName);
        return each(x, array -> {
            int split = place(array, splitAxis, 0);
            int concat = place(array, concatAxis, 0);
            requireDivisible("allToAll", array, split, axisName, size, tiled);
            var exchange = new Primitive.AllToAll(axisName, size, split, concat);
            if (!tiled) return exchange.apply(array);
            var shape = array.shape().with(split, array.shape().dim(split) / size);
            return exchange.apply(array.reshape(shape.insert(split, size))).reshape(shape.with(concat, shape.dim(concat) * size));
        });
    }

    /// The sum over all examples, of which each gets the slice of its number along axis 0. `jax.lax.psum_scatter`.
    public static <T> T psumScatter(T x, String axisName) {
        return psumScatter(x, axisName, 0, false);
    }

    /// The sum over all examples, of which each gets the slice of its number along an axis as long as there are examples,
    /// which goes away; if `tiled`, its block of an axis of a multiple of that length.
    public static <T> T psumScatter(T x, String axisName, int scatterAxis, boolean tiled) {
        int size = AxisNames.size(axisName);
        return each(x, array -> {
            int at = place(array, scatterAxis, 0);
            requireDivisible("psumScatter", array, at, axisName, size, tiled);
            var scatter = new Primitive.ReduceScatter(axisName, size, at);
            return scatter.apply(tiled ? array.reshape(array.shape().with(at, array.shape().dim(at) / size).insert(at, size)) : array);
        });
    }

    /// Whether any element of any example of every vmap around is true: one bool `[]` for all examples, so that a
    /// choice or a loop that goes by it stays one. Equinox's `internal.unvmap_any`.
    ///
    /// ```java
    /// vmap((Array v) -> cond(unvmapAny(v.gt(2)), (Array w) -> w.neg(), (Array w) -> w, v)).apply(Array.of(1f, 3f)).toString()   // "[-1. -3.]"
    /// ```
    ///
    /// @param x bool
    public static Array unvmapAny(Array x) {
        return new Primitive.UnvmapAny().apply(x);
    }

    /// Whether every element of every example of every vmap around is true. Equinox's `internal.unvmap_all`.
    ///
    /// @param x bool
    public static Array unvmapAll(Array x) {
        return new Primitive.UnvmapAll().apply(x);
    }

    /// The largest element of all examples of every vmap around. Equinox's `internal.unvmap_max`.
    ///
    /// @param x integers
    public static Array unvmapMax(Array x) {
        return new Primitive.UnvmapMax().apply(x);
    }

    @FunctionalInterface
    private interface Reduction {
        Primitive along(String axisName);
    }

    private static <T> T reduce(T x, Reduction reduction, String... axisNames) {
        for (var name : named(axisNames)) AxisNames.size(name);
        return each(x, array -> {
            for (var name : axisNames) array = reduction.along(name).apply(array);
            return array;
        });
    }

    private static <T> T each(T x, UnaryOperator<Array> f) {
        var tree = ArrayTree.of(x);
        return tree.with(Arrays.stream(tree.arrays()).map(f).toArray(Array[]::new));
    }

    private static String[] named(String... axisNames) {
        if (axisNames.length == 0) throw Mistake.of("name at least one axis, as vmap(f, MapAxes.in(0).name(\"batch\")) does");
        return axisNames;
    }

    private static boolean inside(int i, int size) {
        return 0 <= i && i < size;
    }

    private static int place(Array x, int axis, int extraAxes) {
        int rank = x.rank() + extraAxes;
        int found = axis < 0 ? axis + rank : axis;
        if (!inside(found, rank)) throw Mistake.of("there is no axis " + axis + " for " + x.summary());
        return found;
    }

    private static void requireDivisible(String what, Array x, int axis, String axisName, int size, boolean tiled) {
        int length = x.shape().dim(axis);
        if (tiled ? length % size != 0 : length != size) {
            throw Mistake.of("%s along '%s' divides axis %d of %s among %d examples: its length has to be %s"
                    .formatted(what, axisName, axis, x.summary(), size, tiled ? "a multiple of that" : "just that; for blocks there is tiled"));
        }
    }
}
