package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// A learning rate that finds itself: the farthest a parameter has been from where it began, over the root of the sum of the
/// squared norms of its gradients.
///
/// Source: `optax.scale_by_distance_over_gradients`; M. Ivgi, O. Hinder, Y. Carmon, arXiv 2302.12022.
///
/// @param relative how far a parameter counts to have been at first, relative to its norm
/// @param eps added under the root
/// @param scale of all learning rates
public record ScaleByDistanceOverGradients(double relative, double eps, double scale) implements Optim {
    /// @param distances the farthest each parameter has been, `[]` each, with the model's structure
    /// @param squares sums of the squared norms of the gradients, `[]` each, with the model's structure
    /// @param first the parameters at the beginning
    public record State(Object distances, Object squares, Object first) implements OptState {}

    /// The settings of optax.
    public static ScaleByDistanceOverGradients of() {
        return new ScaleByDistanceOverGradients(1e-6, 1e-8, 1);
    }

    @Override
    public OptState init(Object model) {
        return new State(Parameters.init(model, p -> norm(p).add(1).mul(relative)), Parameters.init(model, p -> Array.scalar(p.dtype().real(), 0)),
                Parameters.init(model, p -> p));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M distances = Parameters.map(model, x -> Lax.max(x[0], norm(x[1].sub(x[2]))), before.distances(), model, before.first());
        M squares = Parameters.advance(model, x -> x[0].add(Moments.squaredSize(x[1]).sum()), before.squares(), gradient);
        M updates = Parameters.map(model, x -> x[0].mul(x[1].div(Lax.sqrt(x[2].add(eps))).mul(scale)), gradient, distances, squares);
        return new Update<>(updates, new State(distances, squares, before.first()));
    }

    private static Array norm(Array x) {
        return Lax.sqrt(Moments.squaredSize(x).sum());
    }
}
