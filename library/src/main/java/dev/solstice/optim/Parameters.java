package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;
import dev.solstice.lax.Lax;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeDef;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Goes through the parameters of a model: its leaves that are floating or complex arrays and not frozen, and what other trees of the same
/// structure hold at their places. Other leaves, and places where a tree has a hole, become holes.
final class Parameters {
    private Parameters() {}

    /// What is computed from the arrays that several trees hold at one place.
    @FunctionalInterface
    interface Rule {
        Array apply(Array... arrays);
    }

    static boolean isParameter(Object leaf) {
        return leaf instanceof Array array && array.dtype().isInexact();
    }

    /// Zeros for each parameter.
    static <M> M zeros(M model) {
        return full(model, 0);
    }

    /// An array of one value for each parameter.
    static <M> M full(M model, double value) {
        return init(model, parameter -> Array.full(parameter.shape(), parameter.dtype(), value));
    }

    /// Zeros for each parameter, in another dtype if one is given; what is complex stays so.
    static <M> M zeros(M model, Optional<DType> dtype) {
        return init(model, parameter -> Array.full(parameter.shape(), stored(parameter.dtype(), dtype), 0));
    }

    /// The arrays of a tree in the dtype that is given, if one is.
    static <M> M stored(M tree, Optional<DType> dtype) {
        return dtype.isEmpty() ? tree : Tree.map((Object leaf) -> leaf instanceof Array x ? x.astype(stored(x.dtype(), dtype)) : leaf, tree);
    }

    private static DType stored(DType own, Optional<DType> wanted) {
        var dtype = wanted.orElse(own);
        return own.isComplex() && !dtype.isComplex() ? own : dtype;
    }

    /// A real array of one value for each parameter: for sizes of elements, which are real for complex parameters too.
    static <M> M sizes(M model, double value) {
        return init(model, parameter -> Array.full(parameter.shape(), parameter.dtype().real(), value));
    }

    /// Whether each element is finite, with all its parts.
    static Array isFinite(Array x) {
        return x.dtype().isComplex() ? Lax.bitwiseAnd(Lax.isFinite(Lax.real(x)), Lax.isFinite(Lax.imag(x))) : Lax.isFinite(x);
    }

    static Array zerosLike(Array x) {
        return Array.full(x.shape(), x.dtype(), 0);
    }

    /// An initial value for each parameter.
    static <M> M init(M model, UnaryOperator<Array> initial) {
        return Tree.map((Object leaf) -> isParameter(leaf) ? initial.apply((Array) leaf) : null, Partition.filter(model, Filter.trainable()));
    }

    /// `rule` of what the trees hold at each leaf of `model`, where all hold something.
    ///
    /// @param trees of the model's structure, with holes
    @SuppressWarnings("unchecked") // unflattening a model's own structure makes a model
    static <M> M map(M model, Rule rule, Object... trees) {
        TreeDef structure = Tree.structure(model);
        List<List<Object>> columns = Arrays.stream(trees).map(structure::flattenUpTo).toList();
        var results = new Object[structure.leafCount()];
        for (int i = 0; i < results.length; i++) {
            int leaf = i;
            var arrays = columns.stream().map(column -> column.get(leaf)).toArray();
            if (Arrays.stream(arrays).allMatch(Array.class::isInstance)) {
                results[i] = rule.apply(Arrays.copyOf(arrays, arrays.length, Array[].class));
            }
        }
        return (M) structure.unflatten(Arrays.asList(results));
    }

    /// The next value of something that is remembered for each parameter: `rule` of what `remembered` and `gradient` hold.
    /// A parameter without gradient keeps what is remembered.
    static <M> M advance(M model, Rule rule, Object remembered, M gradient) {
        return orElse(model, map(model, rule, remembered, gradient), remembered);
    }

    /// What `tree` holds for each parameter, and where it has a hole what `other` holds.
    @SuppressWarnings("unchecked") // unflattening a model's own structure makes a model
    static <M> M orElse(M model, M tree, Object other) {
        TreeDef structure = Tree.structure(model);
        List<Object> preferred = structure.flattenUpTo(tree);
        List<Object> fallback = structure.flattenUpTo(other);
        var results = new Object[structure.leafCount()];
        for (int i = 0; i < results.length; i++) results[i] = preferred.get(i) != null ? preferred.get(i) : fallback.get(i);
        return (M) structure.unflatten(Arrays.asList(results));
    }

    /// The inner product of two trees of a model's structure, `[]`, float32 or more: the sum of the products of what they hold at
    /// each place, of complex numbers the real part of that of the first's conjugate.
    static Array product(Object model, Object a, Object b) {
        return arrays(map(model, x -> product(x[0], x[1]), a, b)).stream().reduce(Array::add).orElseGet(() -> Array.scalar(0f));
    }

    private static Array product(Array a, Array b) {
        if (a.dtype().isComplex() || b.dtype().isComplex()) return Lax.real(Lax.conj(a).mul(b)).sum();
        var dtype = Promotion.promote(Promotion.promote(a.dtype(), b.dtype()), DType.FLOAT32);
        return a.astype(dtype).mul(b.astype(dtype)).sum();
    }

    /// The dtype of [#product] for a model's parameters.
    static DType productType(Object model) {
        return arrays(Partition.filter(model, Filter.trainable())).stream().map(p -> p.dtype().real()).reduce(DType.FLOAT32, Promotion::promote);
    }

    /// The arrays of a tree.
    static List<Array> arrays(Object tree) {
        return Tree.leaves(tree).stream().filter(Array.class::isInstance).map(Array.class::cast).toList();
    }
}
