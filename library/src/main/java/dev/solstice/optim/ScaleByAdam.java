package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Optional;

/// The direction of Adam: the mean of the gradients over the root of the mean of their squares, both decaying and
/// corrected for having started at 0.
///
/// ```java
/// Optim.chain(ScaleByAdam.of().withNesterov(true), Optim.scaleByLearningRate(1e-3));
/// ```
///
/// Source: `optax.scale_by_adam`; D. P. Kingma, J. Ba, arXiv 1412.6980.
///
/// @param b1 decay of the mean
/// @param b2 decay of the mean square
/// @param eps added to the root
/// @param epsRoot added under the root
/// @param nesterov whether the mean is looked one step ahead (NAdam)
/// @param muDtype that the mean is kept in; the parameter's, if it is empty
public record ScaleByAdam(double b1, double b2, double eps, double epsRoot, boolean nesterov, Optional<DType> muDtype) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param mu decaying mean of the gradients, with the model's structure
    /// @param nu decaying mean of their squares, with the model's structure
    public record State(Array count, Object mu, Object nu) implements OptState {}

    public ScaleByAdam(double b1, double b2, double eps, double epsRoot, boolean nesterov) {
        this(b1, b2, eps, epsRoot, nesterov, Optional.empty());
    }

    /// The settings of the paper.
    public static ScaleByAdam of() {
        return new ScaleByAdam(0.9, 0.999, 1e-8, 0, false);
    }

    public ScaleByAdam withB1(double b1) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, nesterov, muDtype);
    }

    public ScaleByAdam withB2(double b2) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, nesterov, muDtype);
    }

    public ScaleByAdam withEps(double eps) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, nesterov, muDtype);
    }

    public ScaleByAdam withEpsRoot(double epsRoot) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, nesterov, muDtype);
    }

    public ScaleByAdam withNesterov(boolean nesterov) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, nesterov, muDtype);
    }

    /// Keeps the mean in this dtype: float32 for parameters of 16 bits, or bfloat16 to save memory.
    public ScaleByAdam withMuDtype(DType dtype) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, nesterov, Optional.of(dtype));
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model, muDtype), Parameters.sizes(model, 0));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M mu = Parameters.advance(model, x -> Moments.mean(b1, x[0], x[1]), before.mu(), gradient);
        M nu = Parameters.advance(model, x -> Moments.mean(b2, x[0], Moments.squaredSize(x[1])), before.nu(), gradient);
        var count = Counter.next(before.count());
        M updates = Parameters.map(model, x -> direction(x[0], x[1], x[2], count), gradient, mu, nu);
        return new Update<>(updates, new State(count, Parameters.stored(mu, muDtype), nu));
    }

    private Array direction(Array gradient, Array mu, Array nu, Array count) {
        var mean = nesterov ? Moments.ahead(b1, mu, gradient, count) : Moments.unbiased(b1, mu, count);
        var square = Moments.unbiased(b2, nu, count);
        var root = Lax.sqrt(epsRoot == 0 ? square : square.add(epsRoot));
        return mean.div(root.add(eps));
    }
}
