package dev.solstice.optim;

import dev.solstice.lax.Lax;

/// The gradient in units of the parameter: times the root mean square of the updates so far, over that of the gradients.
///
/// Source: `optax.scale_by_adadelta`; M. D. Zeiler, arXiv 1212.5701.
///
/// @param rho decay of both mean squares
/// @param eps added under both roots
public record ScaleByAdadelta(double rho, double eps) implements Optim {
    /// @param gradients decaying mean of their squares, with the model's structure
    /// @param updates decaying mean of their squares, with the model's structure
    public record State(Object gradients, Object updates) implements OptState {}

    /// `rho` 0.9, `eps` 1e-6.
    public static ScaleByAdadelta of() {
        return new ScaleByAdadelta(0.9, 1e-6);
    }

    @Override
    public OptState init(Object model) {
        return new State(Parameters.sizes(model, 0), Parameters.sizes(model, 0));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M gradients = Parameters.advance(model, x -> Moments.mean(rho, x[0], Moments.squaredSize(x[1])), before.gradients(), gradient);
        M updates = Parameters.map(model, x -> Lax.sqrt(x[2].add(eps)).div(Lax.sqrt(x[1].add(eps))).mul(x[0]),
                gradient, gradients, before.updates());
        M squares = Parameters.advance(model, x -> Moments.mean(rho, x[0], Moments.squaredSize(x[1])), before.updates(), updates);
        return new Update<>(updates, new State(gradients, squares));
    }
}
