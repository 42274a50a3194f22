package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Optional;

/// Momentum of gradients that are divided by a decaying mean of their norms, one for each parameter.
///
/// Source: `optax.scale_by_novograd`; B. Ginsburg et al., arXiv 1905.11286.
///
/// @param b1 decay of the momentum
/// @param b2 decay of the mean squared norm
/// @param eps added to the norm
/// @param epsRoot added to its square
/// @param weightDecay share of the parameter added to its gradient
/// @param muDtype that the momentum is kept in; the parameter's, if it is empty
public record ScaleByNovograd(double b1, double b2, double eps, double epsRoot, double weightDecay, Optional<DType> muDtype) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param mu the momentum, with the model's structure
    /// @param nu the mean squared norms, `[]` each, with the model's structure
    public record State(Array count, Object mu, Object nu) implements OptState {}

    public ScaleByNovograd(double b1, double b2, double eps, double weightDecay) {
        this(b1, b2, eps, 0, weightDecay, Optional.empty());
    }

    /// The settings of optax.
    public static ScaleByNovograd of() {
        return new ScaleByNovograd(0.9, 0.25, 1e-6, 0);
    }

    /// Keeps the momentum in this dtype: float32 for parameters of 16 bits, or bfloat16 to save memory.
    public ScaleByNovograd withMuDtype(DType dtype) {
        return new ScaleByNovograd(b1, b2, eps, epsRoot, weightDecay, Optional.of(dtype));
    }

    public ScaleByNovograd withEpsRoot(double epsRoot) {
        return new ScaleByNovograd(b1, b2, eps, epsRoot, weightDecay, muDtype);
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model, muDtype), Parameters.init(model, p -> Array.scalar(p.dtype().real(), 0)));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var isFirst = before.count().eq(0);
        M nu = Parameters.advance(model, x -> {
            var square = Moments.squaredSize(x[1]).sum();
            return Lax.select(isFirst, square, Moments.mean(b2, x[0], square));
        }, before.nu(), gradient);
        M scaled = Parameters.map(model, x -> x[0].div(Lax.sqrt(x[1].add(epsRoot)).add(eps)).add(x[2].mul(weightDecay)), gradient, nu, model);
        // The first momentum is 0, whatever it decays to.
        M mu = Parameters.advance(model, x -> x[0].mul(b1).add(x[1]), before.mu(), scaled);
        M updates = Parameters.map(model, x -> x[1], gradient, mu);
        return new Update<>(updates, new State(Counter.next(before.count()), Parameters.stored(mu, muDtype), nu));
    }
}
