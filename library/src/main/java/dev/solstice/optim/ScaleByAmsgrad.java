package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Optional;

/// Adam whose mean square never gets smaller, so that steps do not grow again.
///
/// Source: `optax.scale_by_amsgrad`; S. J. Reddi, S. Kale, S. Kumar, arXiv 1904.09237.
///
/// @param b1 decay of the mean
/// @param b2 decay of the mean square
/// @param eps added to the root
/// @param epsRoot added under the root
/// @param unbiasedMean whether the mean is corrected for having started at 0
/// @param unbiasedSquare whether the mean square is, before the largest is taken
/// @param muDtype that the mean is kept in; the parameter's, if it is empty
public record ScaleByAmsgrad(double b1, double b2, double eps, double epsRoot, boolean unbiasedMean, boolean unbiasedSquare, Optional<DType> muDtype)
        implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param mu decaying mean of the gradients, with the model's structure
    /// @param nu decaying mean of their squares, with the model's structure
    /// @param nuMax the largest that `nu`, corrected for its start if that is wanted, has been
    public record State(Array count, Object mu, Object nu, Object nuMax) implements OptState {}

    public ScaleByAmsgrad(double b1, double b2, double eps, double epsRoot) {
        this(b1, b2, eps, epsRoot, true, true, Optional.empty());
    }

    /// `b1` 0.9, `b2` 0.999, `eps` 1e-8.
    public static ScaleByAmsgrad of() {
        return new ScaleByAmsgrad(0.9, 0.999, 1e-8, 0);
    }

    /// Keeps the mean in this dtype: float32 for parameters of 16 bits, or bfloat16 to save memory.
    public ScaleByAmsgrad withMuDtype(DType dtype) {
        return new ScaleByAmsgrad(b1, b2, eps, epsRoot, unbiasedMean, unbiasedSquare, Optional.of(dtype));
    }

    /// Which of both means are corrected for having started at 0: none of them in the paper.
    public ScaleByAmsgrad withBiasCorrection(boolean ofMean, boolean ofSquare) {
        return new ScaleByAmsgrad(b1, b2, eps, epsRoot, ofMean, ofSquare, muDtype);
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model, muDtype), Parameters.sizes(model, 0), Parameters.sizes(model, 0));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var count = Counter.next(before.count());
        M mu = Parameters.advance(model, x -> Moments.mean(b1, x[0], x[1]), before.mu(), gradient);
        M nu = Parameters.advance(model, x -> Moments.mean(b2, x[0], Moments.squaredSize(x[1])), before.nu(), gradient);
        M reached = Parameters.map(model, x -> Lax.max(x[1], unbiasedSquare ? Moments.unbiased(b2, x[2], count) : x[2]), gradient, before.nuMax(), nu);
        M nuMax = Parameters.orElse(model, reached, before.nuMax());
        M updates = Parameters.map(model,
                x -> (unbiasedMean ? Moments.unbiased(b1, x[1], count) : x[1]).div(Lax.sqrt(x[2].add(epsRoot)).add(eps)), gradient, mu, nuMax);
        return new Update<>(updates, new State(count, Parameters.stored(mu, muDtype), nu, nuMax));
    }
}
