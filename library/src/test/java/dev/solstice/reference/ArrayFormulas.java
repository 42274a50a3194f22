package dev.solstice.reference;

import dev.solstice.core.Array;
import dev.solstice.core.IndexedUpdate;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Calculus;
import dev.solstice.numpy.Creation;
import dev.solstice.numpy.Manipulation;
import dev.solstice.numpy.Numpy;
import dev.solstice.numpy.Products;
import dev.solstice.numpy.Reductions;
import dev.solstice.numpy.Selection;
import dev.solstice.numpy.Sorting;
import dev.solstice.numpy.Statistics;
import dev.solstice.reference.PrimitiveCases.Formula;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    private interface Reduction {
        Array apply(Array x, int[] axes, boolean keepDims);
    }

    private void reduction(String op, Reduction f) {
        add(op, (p, x) -> f.apply(x[0], p.integers("axis", new int[0]), p.truth("keepdims", false)));
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
        reduction("jnp.median", Statistics::median);
        add("jnp.var", (p, x) -> Statistics.var(x[0], p.integers("axis", new int[0]), p.integer("ddof", 0)));
        add("jnp.argmax", (p, x) -> p.has("axis") ? Reductions.argmax(x[0], p.integer("axis")) : Reductions.argmax(x[0]));
        add("jnp.argmin", (p, x) -> p.has("axis") ? Reductions.argmin(x[0], p.integer("axis")) : Reductions.argmin(x[0]));
        add("lax.cumsum", (p, x) -> Lax.cumsum(x[0], p.integer("axis"), p.truth("reverse", false)));
        add("lax.cumprod", (p, x) -> Lax.cumprod(x[0], p.integer("axis"), p.truth("reverse", false)));
        add("lax.cummax", (p, x) -> Lax.cummax(x[0], p.integer("axis"), p.truth("reverse", false)));
        add("lax.cummin", (p, x) -> Lax.cummin(x[0], p.integer("axis"), p.truth("reverse", false)));
        add("jnp.diff", (p, x) -> Calculus.diff(x[0], p.integer("n", 1), p.integer("axis", -1)));
        add("lax.reduce_window", ArrayFormulas::reduceWindow);
    }

    private static Array reduceWindow(Params p, Array... x) {
        var window = p.integers("window_dimensions");
        var strides = p.integers("window_strides");
        var padding = p.table("padding");
        double init = p.real("init");
        var computation = p.text("computation");
        if (computation.equals("add") && init == 0) return Lax.reduceWindowSum(x[0], window, strides, padding);
        if (computation.equals("max") && init == Double.NEGATIVE_INFINITY) return Lax.reduceWindowMax(x[0], window, strides, padding);
        throw new NotImplemented("reduce_window by " + computation + " from " + init);
    }

    private void addOrdering() {
        add("lax.sort", (p, x) -> Lax.sort(x[0], p.integer("dimension")));
        formulas.put("lax.sort_key_val", (p, x) -> Lax.sortKeyVal(x[0], x[1], p.integer("dimension")));
        add("jnp.argsort", (p, x) -> Sorting.argsort(x[0], p.integer("axis", -1), p.truth("descending", false)));
        formulas.put("lax.top_k", (p, x) -> Lax.topK(x[0], p.integer("k")));
        add("jnp.searchsorted", (p, x) -> Sorting.searchsorted(x[0], x[1], switch (p.text("side", "left")) {
            case "left" -> false;
            case "right" -> true;
            case String other -> throw new NotImplemented("side " + other);
        }));
    }

    private void addIndexing() {
        add("jnp.take", (p, x) -> Selection.take(x[0], x[1], p.integer("axis"), p.text("mode", "fill")));
        add("jnp.take_along_axis", (p, x) -> Selection.takeAlongAxis(x[0], x[1], p.integer("axis")));
        add("index_rows_cols", (_, x) -> x[0].get(x[1], x[2]));
        add("index_strided", (p, x) -> x[0].get(p.text("index")));
        add("at_set", (p, x) -> at(p, x).set(x[2]));
        add("at_add", (p, x) -> at(p, x).add(x[2]));
        add("at_add_drop", (_, x) -> x[0].at(x[1]).add(x[2]));
        add("at_multiply", (p, x) -> at(p, x).mul(x[2]));
        add("at_min", (p, x) -> at(p, x).min(x[2]));
        add("at_max", (p, x) -> at(p, x).max(x[2]));
        add("at_set_slice", (_, x) -> x[0].at("1:3").set(x[1]));
        add("jax.ops.segment_sum", (p, x) -> {
            var shape = x[0].shape().with(0, p.integer("num_segments"));
            return Creation.zeros(shape, x[0].dtype()).at(x[1]).add(x[0]);
        });
        add("lax.cumlogsumexp", (p, x) -> Lax.cumlogsumexp(x[0], p.integer("axis", 0), p.truth("reverse", false)));
        add("lax.dynamic_slice", (p, x) -> Lax.dynamicSlice(x[0], rest(x, 1), p.integers("slice_sizes")));
        add("lax.dynamic_update_slice", (_, x) -> Lax.dynamicUpdateSlice(x[0], x[1], rest(x, 2)));
        add("lax.slice", (p, x) -> p.has("strides")
                ? Lax.slice(x[0], p.integers("start"), p.integers("limit"), p.integers("strides"))
                : Lax.slice(x[0], p.integers("start"), p.integers("limit")));
    }

    private static IndexedUpdate at(Params p, Array... x) {
        var positions = x[0].at(x[1]);
        return p.truth("unique_indices", false) ? positions.unique() : positions;
    }

    private void addStructure() {
        add("lax.pad", (p, x) -> Lax.pad(x[0], x[1], p.table("padding_config")));
        add("jnp.pad", (p, x) -> Manipulation.pad(x[0], p.table("pad_width"), p.text("mode", "constant")));
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
        add("jnp.repeat", (p, x) -> Manipulation.repeat(x[0], p.integer("repeats"), p.integer("axis")));
        add("jnp.roll", (p, x) -> p.has("axis") ? Manipulation.roll(x[0], p.integer("shift"), p.integer("axis")) : Manipulation.roll(x[0], p.integer("shift")));
        add("jnp.tril", (p, x) -> Manipulation.tril(x[0], p.integer("k", 0)));
        add("jnp.triu", (p, x) -> Manipulation.triu(x[0], p.integer("k", 0)));
        add("jnp.diagonal", (p, x) -> Manipulation.diagonal(x[0], p.integer("offset", 0)));
        add("jnp.trace", (_, x) -> Products.trace(x[0]));
        formulas.put("jnp.meshgrid", (p, x) -> Creation.meshgrid(p.text("indexing", "xy"), x));
    }

    private static Array[] rest(Array[] x, int from) {
        return java.util.Arrays.copyOfRange(x, from, x.length);
    }
}
