package dev.solstice.reference;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.IndexedUpdate;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Calculus;
import dev.solstice.numpy.Creation;
import dev.solstice.numpy.Manipulation;
import dev.solstice.numpy.Numpy;
import dev.solstice.numpy.Products;
import dev.solstice.numpy.Reduction;
import dev.solstice.numpy.Reductions;
import dev.solstice.numpy.Selection;
import dev.solstice.numpy.Sorting;
import dev.solstice.numpy.Statistics;
import dev.solstice.reference.PrimitiveCases.Formula;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/// Reductions, sorting, indexing and structure by the names that the reference data gives them.
final class ArrayFormulas {
    private final Map<String, Formula> formulas = new HashMap<>();

    private ArrayFormulas() {}

    static Map<String, Formula> formulas() {
        var all = new ArrayFormulas();
        all.addReductions();
        all.addOrdering();
        all.addIndexing();
        all.addStructure();
        return all.formulas;
    }

    /// A formula with one result.
    private interface Single {
        Array apply(Params p, Array... x);
    }

    private void add(String op, Single f) {
        formulas.put(op, (p, x) -> new Array[] {f.apply(p, x)});
    }

    private void reduction(String op, BiFunction<Array, Reduction, Array> f) {
        add(op, (p, x) -> f.apply(x[0], reduction(p)));
    }

    private static Reduction reduction(Params p) {
        var how = Reduction.over(p.integers("axis", new int[0]));
        if (p.truth("keepdims", false)) how = how.keepDims();
        if (p.has("ddof")) how = how.ddof(p.integer("ddof"));
        if (p.has("initial")) how = how.initial(p.real("initial"));
        return p.has("dtype") ? how.dtype(p.dtype("dtype", null)) : how;
    }

    private void addReductions() {
        reduction("jnp.sum", Reductions::sum);
        reduction("jnp.mean", Reductions::mean);
        reduction("jnp.prod", Reductions::prod);
        reduction("jnp.max", Reductions::max);
        reduction("jnp.min", Reductions::min);
        reduction("jnp.any", Reductions::any);
        reduction("jnp.all", Reductions::all);
        reduction("jnp.std", Statistics::std);
        reduction("jnp.var", Statistics::var);
        reduction("jnp.median", Statistics::median);
        add("jnp.argmax", (p, x) -> argument(p, x[0], p.has("axis") ? Reductions.argmax(x[0], p.integer("axis")) : Reductions.argmax(x[0])));
        add("jnp.argmin", (p, x) -> argument(p, x[0], p.has("axis") ? Reductions.argmin(x[0], p.integer("axis")) : Reductions.argmin(x[0])));
        cumulative("lax.cumsum", Lax::cumsum);
        cumulative("lax.cumprod", Lax::cumprod);
        cumulative("lax.cummax", Lax::cummax);
        cumulative("lax.cummin", Lax::cummin);
        cumulative("lax.cumlogsumexp", Lax::cumlogsumexp);
        add("jnp.diff", (p, x) -> Calculus.diff(x[0], p.integer("n", 1), p.integer("axis", -1)));
        add("lax.reduce_window", ArrayFormulas::reduceWindow);
    }

    private static Array argument(Params p, Array x, Array position) {
        if (!p.truth("keepdims", false)) return position;
        return p.has("axis") ? position.expandDims(x.shape().axis(p.integer("axis"))) : position.reshape(Shape.of(Axes.filled(x.rank(), 1).toArray()));
    }

    private interface Cumulative {
        Array apply(Array x, int axis, boolean reverse);
    }

    private void cumulative(String op, Cumulative f) {
        add(op, (p, x) -> f.apply(x[0], p.integer("axis", 0), p.truth("reverse", false)));
    }

    private static Array reduceWindow(Params p, Array... x) {
        var window = p.integers("window_dimensions");
        int rank = window.length;
        var strides = p.integers("window_strides", Axes.filled(rank, 1).toArray());
        var baseDilation = p.integers("base_dilation", Axes.filled(rank, 1).toArray());
        var windowDilation = p.integers("window_dilation", Axes.filled(rank, 1).toArray());
        var padding = p.isText("padding") ? padding(p.text("padding"), x[0].shape(), window, strides, windowDilation) : p.table("padding");
        BinaryOperator<Array> computation = switch (p.text("computation")) {
            case "add" -> Lax::add;
            case "max" -> Lax::max;
            case "min" -> Lax::min;
            case "mul" -> Lax::mul;
            case String other -> throw new NotImplemented("reduce_window by " + other);
        };
        return Lax.reduceWindow(x[0], Array.scalar(x[0].dtype(), p.real("init")), computation, window, strides, padding, baseDilation, windowDilation);
    }

    /// As JAX, which leaves out of account that the operand is dilated.
    private static int[][] padding(String name, Shape shape, int[] window, int[] strides, int[] windowDilation) {
        return IntStream.range(0, window.length).mapToObj(i -> {
            if (name.equals("VALID")) return new int[2];
            int length = shape.dim(i);
            int extent = (window[i] - 1) * windowDilation[i] + 1;
            int total = Math.max(0, (Math.ceilDiv(length, strides[i]) - 1) * strides[i] + extent - length);
            return name.equals("SAME") ? new int[] {total / 2, total - total / 2} : new int[] {total - total / 2, total / 2};
        }).toArray(int[][]::new);
    }

    private void addOrdering() {
        add("lax.sort", (p, x) -> {
            p.truth("is_stable", true); // always is
            return Lax.sort(x[0], p.integer("dimension", -1));
        });
        formulas.put("lax.sort_key_val", (p, x) -> Lax.sortKeyVal(x[0], x[1], p.integer("dimension", -1)));
        add("jnp.argsort", (p, x) -> {
            p.truth("stable", true);
            boolean descending = p.truth("descending", false);
            return p.isNull("axis") ? Sorting.argsort(x[0].reshape(-1), 0, descending) : Sorting.argsort(x[0], p.integer("axis", -1), descending);
        });
        formulas.put("lax.top_k", (p, x) -> Lax.topK(x[0], p.integer("k")));
        add("jnp.searchsorted", (p, x) -> Sorting.searchsorted(x[0], x[1], switch (p.text("side", "left")) {
            case "left" -> false;
            case "right" -> true;
            case String other -> throw new NotImplemented("side " + other);
        }));
    }

    private void addIndexing() {
        add("jnp.take", (p, x) -> p.has("axis") ? Selection.take(x[0], x[1], p.integer("axis"), p.text("mode", "fill"))
                : Selection.take(x[0].reshape(-1), x[1], 0, p.text("mode", "fill")));
        add("jnp.take_along_axis", (p, x) -> p.has("axis") ? Selection.takeAlongAxis(x[0], x[1], p.integer("axis"))
                : Selection.takeAlongAxis(x[0].reshape(-1), x[1], 0));
        add("index", (p, x) -> p.isText("index") ? x[0].get(p.text("index")) : x[0].get((Object[]) rest(x, 1)));
        add("at_set", (p, x) -> at(p, x).set(x[2]));
        add("at_add", (p, x) -> at(p, x).add(x[2]));
        add("at_subtract", (p, x) -> at(p, x).sub(x[2]));
        add("at_multiply", (p, x) -> at(p, x).mul(x[2]));
        add("at_divide", (p, x) -> at(p, x).div(x[2]));
        add("at_power", (p, x) -> at(p, x).pow(x[2]));
        add("at_get", (p, x) -> p.text("mode", "").equals("fill") ? at(p, x).getOr(p.real("fill_value", Double.NaN)) : at(p, x).get());
        add("at_min", (p, x) -> at(p, x).min(x[2]));
        add("at_max", (p, x) -> at(p, x).max(x[2]));
        add("at_set_slice", (_, x) -> x[0].at("1:3").set(x[1]));
        add("jax.ops.segment_sum", (p, x) -> {
            int segments = p.integer("num_segments");
            var ids = Numpy.where(x[1].lt(0), segments, x[1]); // negative ones do not count from the end
            return Creation.zeros(x[0].shape().with(0, segments), x[0].dtype()).at(ids).add(x[0]);
        });
        add("lax.dynamic_slice", (p, x) -> Lax.dynamicSlice(x[0], rest(x, 1), p.integers("slice_sizes")));
        add("lax.dynamic_update_slice", (_, x) -> Lax.dynamicUpdateSlice(x[0], x[1], rest(x, 2)));
        add("lax.slice", (p, x) -> p.has("strides")
                ? Lax.slice(x[0], p.integers("start"), p.integers("limit"), p.integers("strides"))
                : Lax.slice(x[0], p.integers("start"), p.integers("limit")));
    }

    private static IndexedUpdate at(Params p, Array... x) {
        var positions = p.text("mode", "drop").equals("clip") ? x[0].at(x[1]).clip() : x[0].at(x[1]);
        return p.truth("unique_indices", false) ? positions.unique() : positions;
    }

    private void addStructure() {
        add("lax.pad", (p, x) -> Lax.pad(x[0], x[1], p.table("padding_config")));
        add("jnp.pad", (p, x) -> {
            var mode = p.text("mode", "constant");
            return mode.equals("constant") ? Manipulation.pad(x[0], widths(p, x[0].rank()), (Object) p.real("constant_values", 0))
                    : Manipulation.pad(x[0], widths(p, x[0].rank()), mode);
        });
        add("lax.concatenate", (p, x) -> Lax.concatenate(p.integer("dimension"), x));
        add("jnp.stack", (p, x) -> Manipulation.stack(List.of(x), p.integer("axis", 0)));
        formulas.put("jnp.split", (p, x) -> p.isList("indices_or_sections")
                ? Manipulation.split(x[0], p.integers("indices_or_sections"), p.integer("axis", 0))
                : Manipulation.split(x[0], p.integer("indices_or_sections"), p.integer("axis", 0)));
        add("lax.transpose", (p, x) -> Lax.transpose(x[0], p.integers("permutation")));
        add("lax.rev", (p, x) -> Lax.rev(x[0], p.integers("dimensions")));
        add("lax.reshape", (p, x) -> Lax.reshape(x[0], p.integers("new_sizes")));
        add("lax.broadcast_in_dim", (p, x) -> Lax.broadcastInDim(x[0], p.shape("shape"), p.integers("broadcast_dimensions")));
        add("jnp.tile", (p, x) -> Manipulation.tile(x[0], p.integers("reps")));
        add("jnp.repeat", (p, x) -> {
            var along = p.has("axis") ? x[0] : x[0].reshape(-1);
            int axis = p.integer("axis", 0);
            return p.isList("repeats") ? Manipulation.repeat(along, p.integers("repeats"), axis) : Manipulation.repeat(along, p.integer("repeats"), axis);
        });
        add("jnp.roll", (p, x) -> p.has("axis") ? Manipulation.roll(x[0], p.integers("shift"), p.integers("axis")) : Manipulation.roll(x[0], p.integer("shift")));
        add("jnp.tril", (p, x) -> Manipulation.tril(x[0], p.integer("k", 0)));
        add("jnp.triu", (p, x) -> Manipulation.triu(x[0], p.integer("k", 0)));
        add("jnp.diagonal", (p, x) -> Manipulation.diagonal(x[0], p.integer("offset", 0), p.integer("axis1", 0), p.integer("axis2", 1)));
        add("jnp.trace", (p, x) -> Products.trace(x[0], p.integer("offset", 0), p.integer("axis1", 0), p.integer("axis2", 1)));
        formulas.put("jnp.meshgrid", (p, x) -> Creation.meshgrid(p.text("indexing", "xy"), x));
    }

    /// One width for all, `[before, after]` for all, or a pair for each axis.
    private static int[][] widths(Params p, int rank) {
        var table = p.isList("pad_width") && p.json("pad_width").getAsJsonArray().get(0).isJsonArray() ? p.table("pad_width") : new int[][] {p.integers("pad_width")};
        return IntStream.range(0, rank).mapToObj(i -> {
            var pair = table[table.length == 1 ? 0 : i];
            return new int[] {pair[0], pair[pair.length - 1]};
        }).toArray(int[][]::new);
    }

    private static Array[] rest(Array[] x, int from) {
        return Arrays.copyOfRange(x, from, x.length);
    }
}
