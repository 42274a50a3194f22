package dev.solstice.optim;

import dev.solstice.lax.Lax;

/// The direction of Adam with a mean square that moves by a fixed share of the new one, whatever its own size.
///
/// Source: `optax.scale_by_yogi`; M. Zaheer et al., NeurIPS 2018.
///
/// @param b1 decay of the mean
/// @param b2 decay of the mean square
/// @param eps added to the root
/// @param epsRoot added under the root
/// @param initial value of mean and mean square
public record ScaleByYogi(double b1, double b2, double eps, double epsRoot, double initial) implements Optim {
    public ScaleByYogi(double b1, double b2, double eps, double initial) {
        this(b1, b2, eps, 0, initial);
    }

    /// The settings of the paper.
    public static ScaleByYogi of() {
        return new ScaleByYogi(0.9, 0.999, 1e-3, 1e-6);
    }

    public ScaleByYogi withEpsRoot(double epsRoot) {
        return new ScaleByYogi(b1, b2, eps, epsRoot, initial);
    }

    @Override
    public OptState init(Object model) {
        return new ScaleByAdam.State(Counter.zero(), Parameters.full(model, initial), Parameters.sizes(model, initial));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, ScaleByAdam.State.class, state);
        M mu = Parameters.advance(model, x -> Moments.mean(b1, x[0], x[1]), before.mu(), gradient);
        M nu = Parameters.advance(model, x -> {
            var square = Moments.squaredSize(x[1]);
            return x[0].sub(Lax.sign(x[0].sub(square)).mul(square).mul(1 - b2));
        }, before.nu(), gradient);
        var count = Counter.next(before.count());
        M updates = Parameters.map(model,
                x -> Moments.unbiased(b1, x[1], count).div(Lax.sqrt(Moments.unbiased(b2, x[2], count).add(epsRoot)).add(eps)), gradient, mu, nu);
        return new Update<>(updates, new ScaleByAdam.State(count, mu, nu));
    }
}
