package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

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
public record ScaleByAdam(double b1, double b2, double eps, double epsRoot, boolean nesterov) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param mu decaying mean of the gradients, with the model's structure
    /// @param nu decaying mean of their squares, with the model's structure
    public record State(Array count, Object mu, Object nu) implements OptState {}

    /// The settings of the paper.
    public static ScaleByAdam of() {
        return new ScaleByAdam(0.9, 0.999, 1e-8, 0, false);
    }

    public ScaleByAdam withB1(double b1) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, nesterov);
    }

    public ScaleByAdam withB2(double b2) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, nesterov);
    }

    public ScaleByAdam withEps(double eps) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, nesterov);
    }

    public ScaleByAdam withEpsRoot(double epsRoot) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, nesterov);
    }

    public ScaleByAdam withNesterov(boolean nesterov) {
        return new ScaleByAdam(b1, b2, eps, epsRoot, nesterov);
    }

    @Override
    public OptState init(Object model) {
        return new State(Counter.zero(), Parameters.zeros(model), Parameters.zeros(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M mu = Parameters.advance(model, x -> Moments.mean(b1, x[0], x[1]), before.mu(), gradient);
        M nu = Parameters.advance(model, x -> Moments.mean(b2, x[0], Lax.square(x[1])), before.nu(), gradient);
        var count = Counter.next(before.count());
        M updates = Parameters.map(model, x -> direction(x[0], x[1], x[2], count), gradient, mu, nu);
        return new Update<>(updates, new State(count, mu, nu));
    }

    private Array direction(Array gradient, Array mu, Array nu, Array count) {
        var mean = nesterov
                ? Moments.unbiased(b1, mu, Counter.next(count)).mul(b1).add(Moments.unbiased(b1, gradient, count).mul(1 - b1))
                : Moments.unbiased(b1, mu, count);
        var square = Moments.unbiased(b2, nu, count);
        var root = Lax.sqrt(epsRoot == 0 ? square : square.add(epsRoot));
        return mean.div(root.add(eps));
    }
}
