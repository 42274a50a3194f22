package dev.solstice.optim;

import static dev.solstice.filter.FilterVmap.filterVmap;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.tree.Tree;

/// What is computed with models, gradients and updates besides optimisers.
///
/// ```java
/// var average = Updates.incrementalUpdate(model, model, 0.01);   // an average of parameters that follows the model
/// ```
public final class Updates {
    private Updates() {}

    /// The root of the sum of squares over all arrays of a tree, `[]`; 0 for a tree without. `optax.global_norm`.
    public static Array globalNorm(Object tree) {
        return Lax.sqrt(Parameters.arrays(tree).stream().map(g -> Lax.square(g).sum())
                .reduce(Array::add).orElseGet(() -> Array.scalar(DType.FLOAT32, 0)));
    }

    /// `stepSize * fresh + (1 - stepSize) * old` for each parameter: an average that follows a model.
    /// `optax.incremental_update`.
    public static <M> M incrementalUpdate(M fresh, M old, double stepSize) {
        M mixed = Parameters.map(fresh, x -> x[0].mul(stepSize).add(x[1].mul(1 - stepSize)), fresh, old);
        return Parameters.orElse(fresh, mixed, fresh);
    }

    /// `fresh` at each step that is a multiple of `period`, else `old`. `optax.periodic_update`.
    ///
    /// @param step int32 `[]`
    public static <M> M periodicUpdate(M fresh, M old, Array step, int period) {
        var isDue = Lax.rem(step, Array.scalar(period)).eq(0);
        M chosen = Parameters.map(fresh, x -> Lax.select(isDue.broadcastTo(x[0].shape()), x[0], x[1]), fresh, old);
        return Parameters.orElse(fresh, chosen, fresh);
    }

    /// The sum of the gradients of a batch, each scaled to a norm of at most `maxNorm`. `optax.per_example_global_norm_clip`.
    ///
    /// @param gradients of a batch: arrays with a leading batch axis
    public static <M> M perExampleGlobalNormClip(M gradients, double maxNorm) {
        var norms = filterVmap((M one) -> globalNorm(one)).apply(gradients);
        // A gradient of 0 stays 0.
        var factors = Lax.select(norms.gt(maxNorm), Array.full(norms.shape(), norms.dtype(), maxNorm).div(norms),
                Array.full(norms.shape(), norms.dtype(), 1));
        return Tree.map((Object leaf) -> leaf instanceof Array g ? weightedSum(factors, g) : leaf, gradients);
    }

    private static Array weightedSum(Array factors, Array gradients) {
        for (int i = 1; i < gradients.rank(); i++) factors = factors.expandDims(i);
        return gradients.mul(factors.astype(gradients.dtype())).sum(0);
    }

    /// Like [#perExampleGlobalNormClip], but each array is scaled by itself, so that all together have a norm of at most
    /// `maxNorm`. `optax.per_example_layer_norm_clip`.
    ///
    /// @param uniform whether each array has the same share of the norm, else by its number of elements
    public static <M> M perExampleLayerNormClip(M gradients, double maxNorm, boolean uniform) {
        var arrays = Parameters.arrays(gradients);
        double elements = arrays.stream().mapToDouble(g -> (double) g.size() / g.shape().dim(0)).sum();
        return Tree.map((Object leaf) -> {
            if (!(leaf instanceof Array g)) return leaf;
            double share = uniform ? 1.0 / arrays.size() : g.size() / g.shape().dim(0) / elements;
            return perExampleGlobalNormClip(g, maxNorm * Math.sqrt(share));
        }, gradients);
    }
}
