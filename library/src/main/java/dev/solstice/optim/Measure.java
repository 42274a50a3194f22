package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.core.Array;
import dev.solstice.transform.Fn1;
import dev.solstice.tree.Tree;

/// Something that [Monitor] measures of the updates: a function of them, or its decaying mean over the steps.
///
/// Source: `optax.measure_with_ema`.
///
/// @param of the updates, a tree of arrays
/// @param decay of the mean; 0 for the last measurement alone
/// @param debias whether the mean is corrected for having started at 0
public record Measure(Fn1<Object, Object> of, double decay, boolean debias) {
    /// @param of the updates, an array or a tree of arrays
    public static Measure of(Fn1<Object, Object> of) {
        return new Measure(of, 0, true);
    }

    /// The decaying mean of this, corrected for having started at 0. Truth counts as 1.
    public Measure withEma(double decay) {
        return new Measure(of, decay, true);
    }

    /// The mean as it is.
    public Measure withoutDebias() {
        return new Measure(of, decay, false);
    }

    /// The mean before the first step.
    Object start(Object model) {
        return Tree.map((Object leaf) -> leaf instanceof Array now ? Array.full(now.shape(), dtype(now), 0) : leaf, of.apply(model));
    }

    Object next(Object mean, Object updates) {
        return Tree.map((Object then, Object now) -> then instanceof Array before ? next(before, (Array) now) : now, mean, of.apply(updates));
    }

    private Array next(Array before, Array now) {
        return decay == 0 ? now : Moments.mean(decay, before, now.astype(before.dtype()));
    }

    /// What is shown of the mean.
    Object shown(Object mean, Array count) {
        return decay == 0 || !debias ? mean : Tree.map((Object leaf) -> leaf instanceof Array array ? Moments.unbiased(decay, array, count) : leaf, mean);
    }

    private DType dtype(Array measured) {
        return decay == 0 || measured.dtype().isInexact() ? measured.dtype() : Promotion.promote(measured.dtype(), DType.FLOAT32);
    }
}
