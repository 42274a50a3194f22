package dev.solstice.optim;

import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;

/// Makes the update smaller until the loss gets smaller enough by it (Armijo's rule). Needs an [Objective].
///
/// Source: `optax.scale_by_backtracking_linesearch`.
///
/// @param maxSteps times that the update is made smaller at most
/// @param slopeShare of the decrease that the slope promises which is enough
/// @param decrease factor for each time
/// @param increase factor at the beginning, on the learning rate of the last step
/// @param mostRate largest learning rate
/// @param atol how much less may be enough
/// @param rtol how much less may be enough, relative to the loss
public record BacktrackingLinesearch(int maxSteps, double slopeShare, double decrease, double increase, double mostRate, double atol, double rtol)
        implements LossAware {
    /// @param learningRate of the last step, float32 `[]`
    /// @param value of the loss after it, float32 `[]`; infinite before the first
    public record State(Array learningRate, Array value) implements OptState {}

    public BacktrackingLinesearch(int maxSteps, double slopeShare, double decrease, double increase, double mostRate) {
        this(maxSteps, slopeShare, decrease, increase, mostRate, 0, 0);
    }

    public BacktrackingLinesearch withTolerance(double atol, double rtol) {
        return new BacktrackingLinesearch(maxSteps, slopeShare, decrease, increase, mostRate, atol, rtol);
    }

    private record Search(Array rate, Array value, Array error, Array count) {}

    /// The settings of optax.
    public static BacktrackingLinesearch of(int maxSteps) {
        return new BacktrackingLinesearch(maxSteps, 1e-4, 0.8, 1.5, 1);
    }

    @Override
    public OptState init(Object model) {
        return new State(Array.scalar(1f), Array.scalar(Float.POSITIVE_INFINITY));
    }

    @Override
    public <M> Update<M> update(M updates, OptState state, M model, Objective<M> objective) {
        var before = States.require(this, State.class, state);
        var loss = Objective.require(this, objective).loss();
        var line = new Line<>(loss, model, updates);
        var slope = line.at(Array.scalar(0f)).slope();
        var value = objective.value();
        var start = new Search(Lax.min(before.learningRate().mul(increase), Array.scalar((float) mostRate)),
                value, Array.scalar(Float.POSITIVE_INFINITY), Counter.zero());
        var found = ControlFlow.whileLoop(
                (Search s) -> Lax.bitwiseAnd(Lax.not(s.error().le(atol)), s.count().le(maxSteps)),
                s -> {
                    var rate = Lax.select(s.count().gt(0), s.rate().mul(decrease), s.rate());
                    var reached = line.value(rate);
                    var error = reached.sub(value.mul(1 + rtol)).sub(rate.mul(slope).mul(slopeShare));
                    return new Search(rate, reached, Line.error(error), s.count().add(1));
                }, start);
        var rate = Lax.select(found.error().eq(Double.POSITIVE_INFINITY), Array.scalar(0f), found.rate());
        return new Update<>(line.step(rate), new State(rate, found.value()));
    }
}
