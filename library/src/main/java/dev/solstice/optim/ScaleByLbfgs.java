package dev.solstice.optim;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.ArrayList;
import java.util.List;

/// The quasi-Newton direction of L-BFGS: the gradient times an estimate of the inverse Hessian, made of the last changes of
/// parameters and gradients.
///
/// Source: `optax.scale_by_lbfgs`; J. Nocedal, S. J. Wright, Numerical Optimization, algorithm 7.4.
///
/// @param memory how many changes are remembered
/// @param scaleFirst whether the estimate starts from the scale of the last change, not from 1
public record ScaleByLbfgs(int memory, boolean scaleFirst) implements Optim {
    /// @param count steps done, int32 `[]`
    /// @param model of the last step
    /// @param gradient of the last step
    /// @param changes the latest first: of parameters, of gradients, and one over their product; 0 where there is none yet
    public record State(Array count, Object model, Object gradient, List<Change> changes) implements OptState {}

    /// @param parameters how they changed, with the model's structure
    /// @param gradient how it changed, with the model's structure
    /// @param weight one over the product of both, `[]`; 0 for no change
    public record Change(Object parameters, Object gradient, Array weight) {}

    public ScaleByLbfgs {
        if (memory < 1) throw Mistake.of("L-BFGS remembers at least one change, got " + memory);
    }

    @Override
    public OptState init(Object model) {
        var changes = new ArrayList<Change>();
        for (int i = 0; i < memory; i++) changes.add(new Change(Parameters.zeros(model), Parameters.zeros(model), Array.scalar(Parameters.productType(model), 0)));
        return new State(Counter.zero(), Parameters.zeros(model), Parameters.zeros(model), List.copyOf(changes));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        var isLater = before.count().gt(0);
        var latest = change(gradient, model, before, isLater);
        var changes = new ArrayList<Change>();
        changes.add(latest);
        changes.addAll(before.changes().subList(0, memory - 1));
        var directions = direction(gradient, model, changes, scale(gradient, latest, isLater));
        M known = Parameters.init(model, p -> p);
        return new Update<>(directions, new State(Counter.next(before.count()), known,
                Parameters.orElse(model, gradient, before.gradient()), List.copyOf(changes)));
    }

    private static <M> Change change(M gradient, M model, State before, Array isLater) {
        M parameters = Parameters.map(model, x -> ifLater(isLater, x[0].sub(x[1])), model, before.model());
        M gradients = Parameters.orElse(model, Parameters.map(model, x -> ifLater(isLater, x[0].sub(x[1])), gradient, before.gradient()),
                Parameters.zeros(model));
        var product = Parameters.product(model, gradients, parameters);
        var weight = Lax.select(product.eq(0), Array.scalar(product.dtype(), 0), Array.scalar(product.dtype(), 1).div(product));
        return new Change(parameters, gradients, ifLater(isLater, weight));
    }

    private static Array ifLater(Array isLater, Array x) {
        return Lax.select(isLater.broadcastTo(x.shape()), x, Parameters.zerosLike(x));
    }

    /// What the estimate of the inverse Hessian is before the changes: a number.
    private <M> Array scale(M gradient, Change latest, Array isLater) {
        if (!scaleFirst) return Array.scalar(1f);
        var square = Lax.square(Updates.globalNorm(latest.gradient()));
        var one = Array.scalar(square.dtype(), 1);
        var product = Lax.select(latest.weight().eq(0), Array.scalar(latest.weight().dtype(), 0),
                Array.scalar(latest.weight().dtype(), 1).div(latest.weight()));
        var known = Lax.select(square.gt(0), product.astype(square.dtype()).div(square), one);
        return Lax.select(isLater, known, Lax.min(one, one.div(Updates.globalNorm(gradient).astype(square.dtype()))));
    }

    private static <M> M direction(M gradient, M model, List<Change> changes, Array scale) {
        M direction = gradient;
        var shares = new ArrayList<Array>();
        for (var change : changes) {
            var share = change.weight().mul(Parameters.product(model, change.parameters(), direction));
            direction = Parameters.map(model, x -> x[0].sub(x[1].mul(share.astype(x[0].dtype()))), direction, change.gradient());
            shares.add(share);
        }
        direction = Parameters.map(model, x -> x[0].mul(scale.astype(x[0].dtype())), direction);
        for (int i = changes.size() - 1; i >= 0; i--) {
            var change = changes.get(i);
            var rest = shares.get(i).sub(change.weight().mul(Parameters.product(model, change.gradient(), direction)));
            direction = Parameters.map(model, x -> x[0].add(x[1].mul(rest.astype(x[0].dtype()))), direction, change.parameters());
        }
        return direction;
    }
}
