package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;
import dev.solstice.random.Key;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Static;
import dev.solstice.tree.Tree;

/// Weight normalisation: a layer whose weight is learnt as a direction and a length, `g * v / norm(v)`. At first the
/// layer is what it was.
///
/// ```java
/// var layer = WeightNorm.of(Linear.of(3, 4, key));
/// layer.g().shape()   // [4,1]
/// ```
///
/// Source: `equinox.nn.WeightNorm`; T. Salimans, D. P. Kingma, arXiv 1602.07868.
///
/// @param layer whose weight is the direction `v`
/// @param g the length of each slice, with the weight's axes, all but `axis` of length 1
/// @param weight where in the layer its weight is
/// @param axis of the weight whose slices have a length each; null if the whole weight has one
public record WeightNorm<L extends Layer>(L layer, Array g, @Static KeyPath weight, @Static Integer axis) implements Layer {
    /// Of the component `weight`, a length for each of its rows.
    public static <L extends Layer> WeightNorm<L> of(L layer) {
        return of(layer, KeyPath.parse(".weight()"), 0);
    }

    /// @param weight where in the layer its weight is, such as `KeyPath.parse(".weightIh()")`
    /// @param axis null for one length of the whole weight; counted from the end if it is negative
    /// @throws IllegalArgumentException if there is no array at this place, or none with such an axis
    public static <L extends Layer> WeightNorm<L> of(L layer, KeyPath weight, Integer axis) {
        if (!(weight.get(layer) instanceof Array v)) {
            throw Mistake.of("WeightNorm normalises an array, but at " + weight + " of the layer is " + weight.get(layer));
        }
        if (axis != null && (axis < -v.rank() || axis >= v.rank())) {
            throw Mistake.of("the weight " + v.summary() + " has no axis " + axis + ": null takes the norm of all axes");
        }
        Integer sliced = axis == null ? null : Integer.valueOf(Math.floorMod(axis, v.rank()));
        return new WeightNorm<>(layer, norm(v, sliced), weight, sliced);
    }

    @Override
    public Array apply(Array x) {
        return normalised().apply(x);
    }

    @Override
    public Array apply(Array x, Key key) {
        return normalised().apply(x, key);
    }

    private L normalised() {
        var v = (Array) weight.get(layer);
        return Tree.at(layer, weight, v.mul(g.div(norm(v, axis))));
    }

    private static Array norm(Array v, Integer axis) {
        var kept = axis == null ? Axes.of() : Axes.of(axis);
        var lengths = v.shape();
        for (int i = 0; i < v.rank(); i++) if (!kept.contains(i)) lengths = lengths.remove(i).insert(i, 1);
        return Lax.sqrt(Lax.square(v).sum(kept.complement(v.rank()).toArray()).reshape(lengths));
    }
}
