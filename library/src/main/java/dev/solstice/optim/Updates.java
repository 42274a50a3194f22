package dev.solstice.optim;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.numpy.Manipulation.leftBroadcastTo;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Linalg;
import dev.solstice.transform.Custom;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.ValueAndGrad;
import dev.solstice.tree.Tree;
import java.util.function.UnaryOperator;

/// What is computed with models, gradients and updates besides optimisers.
///
/// ```java
/// var average = Updates.incrementalUpdate(model, model, 0.01);   // an average of parameters that follows the model
/// ```
public final class Updates {
    private Updates() {}

    /// The root of the sum of squares over all arrays of a tree, `[]`; 0 for a tree without. `optax.global_norm`.
    public static Array globalNorm(Object tree) {
        return Lax.sqrt(Parameters.arrays(tree).stream().map(g -> Moments.squaredSize(g).sum())
                .reduce(Array::add).orElseGet(() -> Array.scalar(DType.FLOAT32, 0)));
    }

    /// The root of the sum of the squares of an array, but at least `least`, where its derivative is 0. `optax.safe_norm`.
    ///
    /// @param axes along which it is taken; all, if none is given
    public static Array safeNorm(Array x, double least, int... axes) {
        return safeRoot(x, least, squares -> axes.length == 0 ? squares.sum() : squares.sum(axes));
    }

    /// [Linalg#norm(Array, double, int\[\], boolean)], but at least `least`, where its derivative is 0.
    public static Array safeNorm(Array x, double least, double order, int[] axes, boolean keepDims) {
        var isSmall = Linalg.norm(x, order, axes, true).le(least);
        // The norm of 0 may have no derivative, so it is never taken.
        var safe = Linalg.norm(Lax.select(isSmall.broadcastTo(x.shape()), Array.full(x.shape(), x.dtype(), 1), x), order, axes, keepDims);
        return Lax.select(isSmall.reshape(safe.shape()), Array.full(safe.shape(), safe.dtype(), least), safe);
    }

    /// The root of the mean of the squares of an array, `[]`, but at least `least`, where its derivative is 0.
    /// `optax.safe_root_mean_squares`.
    public static Array safeRootMeanSquares(Array x, double least) {
        return safeRoot(x, least, Array::mean);
    }

    private static Array safeRoot(Array x, double least, UnaryOperator<Array> reduction) {
        var square = reduction.apply(Moments.squaredSize(x));
        var isSmall = square.le(least * least);
        // The root of 0 has no derivative, so it is never taken.
        var root = Lax.sqrt(Lax.select(isSmall, Array.full(square.shape(), square.dtype(), 1), square));
        return Lax.select(isSmall, Array.full(square.shape(), square.dtype(), least), root);
    }

    /// `x`, whose gradient comes back times `factor`: -1 for a player that wants the loss to grow. `optax.scale_gradient`.
    ///
    /// @param x a tree of any values
    public static <T> T scaleGradient(T x, double factor) {
        return Custom.<T, T, Integer>customVjp(value -> value, value -> new Custom.ValueAndResiduals<>(value, 0),
                (_, cotangent) -> Tree.map((Object leaf) -> leaf instanceof Array g ? g.mul(factor) : leaf, cotangent)).apply(x);
    }

    // ---- for optimisers of one's own ----

    /// `decay * moments + (1 - decay) * updates^order` for each parameter; of what has no update the moment stays.
    /// `optax.tree_utils.tree_update_moment`.
    public static <M> M updateMoment(M updates, M moments, double decay, int order) {
        return Parameters.advance(moments, x -> Moments.mean(decay, x[0], Lax.integerPow(x[1], order)), moments, updates);
    }

    /// [#updateMoment] of the sizes of complex numbers. `optax.tree_utils.tree_update_moment_per_elem_norm`.
    public static <M> M updateMomentPerElemNorm(M updates, M moments, double decay, int order) {
        return Parameters.advance(moments, x -> Moments.mean(decay, x[0],
                order == 2 ? Moments.squaredSize(x[1]) : Lax.integerPow(x[1].dtype().isComplex() ? Lax.abs(x[1]) : x[1], order)), moments, updates);
    }

    /// `max(|updates| + eps, decay * moments)` for each parameter. `optax.tree_utils.tree_update_infinity_moment`.
    public static <M> M updateInfinityMoment(M updates, M moments, double decay, double eps) {
        return Parameters.advance(moments, x -> Lax.max(Lax.abs(x[1]).add(eps), x[0].mul(decay)), moments, updates);
    }

    /// Moments that started at 0, corrected for it: over `1 - decay^count`. `optax.tree_utils.tree_bias_correction`.
    ///
    /// @param count steps done, int32 `[]`
    public static <M> M biasCorrection(M moments, double decay, Array count) {
        return Parameters.map(moments, x -> Moments.unbiased(decay, x[0], count), moments);
    }

    /// One more, except that the largest number stays. `optax.safe_increment`.
    ///
    /// @param count int32 `[]`
    public static Array safeIncrement(Array count) {
        return Counter.next(count);
    }

    // ---- models and gradients ----

    /// The value and gradient of the loss that the line search of the last step has found, or computed where it has not: a
    /// function of the model and the state of an optimiser with a [ZoomLinesearch]. `optax.value_and_grad_from_state`.
    ///
    /// ```java
    /// Fn1<Array, Array> loss = x -> x.mul(x).sum();
    /// var optim = Optim.lbfgs();
    /// var weight = Array.of(1f, 2f);
    /// var at = Updates.valueAndGradFromState(loss).apply(weight, optim.init(weight));
    /// ```
    ///
    /// @throws IllegalArgumentException if there is no line search in the state
    public static <M> Fn2<M, OptState, ValueAndGrad<Array, M>> valueAndGradFromState(Fn1<M, Array> loss) {
        return (model, state) -> {
            var known = Tree.flatten(state, ZoomLinesearch.State.class::isInstance).leaves().stream()
                    .filter(ZoomLinesearch.State.class::isInstance).map(ZoomLinesearch.State.class::cast).findFirst()
                    .orElseThrow(() -> Mistake.of("no line search has left the value of the loss in " + state.getClass().getSimpleName()
                            + ": take filterValueAndGrad, or an optimiser such as Optim.lbfgs()"));
            return known.orElse(filterValueAndGrad(loss), model);
        };
    }

    /// `stepSize * fresh + (1 - stepSize) * old` for each parameter: an average that follows a model. What is not trained is that of
    /// `fresh`. `optax.incremental_update`.
    public static <M> M incrementalUpdate(M fresh, M old, double stepSize) {
        M trained = Partition.filter(fresh, Filter.trainable());
        M mixed = Parameters.map(fresh, x -> x[0].mul(stepSize).add(x[1].mul(1 - stepSize)), trained, old);
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
        return gradients.mul(leftBroadcastTo(factors.astype(gradients.dtype()), gradients.shape().toArray())).sum(0);
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
