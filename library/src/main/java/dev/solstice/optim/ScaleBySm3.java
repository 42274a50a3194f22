package dev.solstice.optim;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/// Adagrad whose sums of squares are kept for the rows and columns of a parameter only: little memory.
///
/// Source: `optax.scale_by_sm3`; R. Anil et al., arXiv 1901.11150.
///
/// @param b1 decay of the momentum
/// @param b2 decay of the sums; 1 for none
/// @param eps added under the root
public record ScaleBySm3(double b1, double b2, double eps) implements Optim {
    /// @param sums for each leaf of the model one for each of its axes; null where the leaf is no parameter
    /// @param momentum with the model's structure
    public record State(List<List<Array>> sums, Object momentum) implements OptState {}

    /// The settings of optax's `sm3`.
    public static ScaleBySm3 of() {
        return new ScaleBySm3(0.9, 1, 1e-8);
    }

    @Override
    public OptState init(Object model) {
        var sums = new ArrayList<List<Array>>();
        for (var leaf : Tree.leaves(model)) {
            sums.add(Parameters.isParameter(leaf) ? zeros((Array) leaf) : null);
        }
        return new State(Collections.unmodifiableList(sums), Parameters.zeros(model));
    }

    private static List<Array> zeros(Array parameter) {
        return Arrays.stream(parameter.shape().toArray()).mapToObj(length -> Array.full(Shape.of(length), parameter.dtype().real(), 0)).toList();
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var gradients = Tree.structure(model).flattenUpTo(gradient);
        var sums = new ArrayList<List<Array>>();
        var scaled = new ArrayList<Object>();
        for (int i = 0; i < gradients.size(); i++) {
            var old = before.sums().get(i);
            if (old == null || !(gradients.get(i) instanceof Array g)) {
                sums.add(old);
                scaled.add(null);
                continue;
            }
            var sum = Moments.squaredSize(g).mul(b2 == 1 ? 1 : 1 - b2);
            if (g.rank() > 0) sum = sum.add(least(old, g).mul(b2));
            scaled.add(g.mul(Lax.select(sum.gt(0), Lax.rsqrt(sum.add(eps)), Parameters.zerosLike(sum))));
            sums.add(largest(sum));
        }
        @SuppressWarnings("unchecked") // unflattening a model's own structure makes a model
        M directions = (M) Tree.structure(model).unflatten(scaled);
        M momentum = Parameters.advance(model, x -> Moments.mean(b1, x[0], x[1]), before.momentum(), directions);
        return new Update<>(Parameters.map(model, x -> x[1], gradient, momentum), new State(Collections.unmodifiableList(sums), momentum));
    }

    /// The smallest of what the axes know of each element.
    private static Array least(List<Array> sums, Array like) {
        return IntStream.range(0, like.rank()).mapToObj(axis -> {
            var spread = sums.get(axis);
            for (int i = 0; i < like.rank(); i++) if (i != axis) spread = spread.expandDims(i);
            return spread.broadcastTo(like.shape());
        }).reduce(Lax::min).orElseThrow();
    }

    private static List<Array> largest(Array sum) {
        if (sum.rank() < 2) return sum.rank() == 0 ? List.of() : List.of(sum);
        if (sum.shape().isEmpty()) return zeros(sum);
        return IntStream.range(0, sum.rank())
                .mapToObj(axis -> sum.max(IntStream.range(0, sum.rank()).filter(i -> i != axis).toArray())).toList();
    }
}
