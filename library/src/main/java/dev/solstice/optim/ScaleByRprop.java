package dev.solstice.optim;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Steps by the sign of the gradient alone, of a length for each element that grows while the sign stays and shrinks when it
/// changes.
///
/// Source: `optax.scale_by_rprop`, which applies each update one step late; M. Riedmiller, H. Braun, ICNN 1993.
///
/// @param first length of a step
/// @param shrink factor when the sign changes
/// @param grow factor while it stays
/// @param least length
/// @param most length
public record ScaleByRprop(double first, double shrink, double grow, double least, double most) implements Optim {
    /// @param steps lengths, with the model's structure
    /// @param updates of the last step, with the model's structure
    public record State(Object steps, Object updates) implements OptState {}

    /// The factors of the paper.
    public static ScaleByRprop of(double first) {
        return new ScaleByRprop(first, 0.5, 1.2, 1e-6, 50);
    }

    @Override
    public OptState init(Object model) {
        for (var parameter : Parameters.arrays(Parameters.zeros(model))) {
            if (!parameter.dtype().isComplex()) continue;
            throw Mistake.of("Rprop goes by signs, which complex numbers have none of, but a parameter is " + parameter.summary()
                    + ": keep its real and imaginary parts as two parameters, or take another optimiser for it with Optim.partition");
        }
        return new State(Parameters.full(model, first), Parameters.zeros(model));
    }

    @Override
    public <M> Update<M> update(M gradient, OptState state, M model) {
        var before = States.require(this, State.class, state);
        M agreement = Parameters.map(model, x -> x[0].mul(x[1]), gradient, before.updates());
        M steps = Parameters.advance(model, x -> length(x[1], x[0]), before.steps(), agreement);
        M next = Parameters.map(model, x -> Lax.select(x[0].lt(0), Parameters.zerosLike(x[1]), x[2].mul(Lax.sign(x[1]))), agreement, gradient, steps);
        return new Update<>(next, new State(steps, Parameters.orElse(model, next, before.updates())));
    }

    private Array length(Array agreement, Array step) {
        var factor = Lax.select(agreement.gt(0), like(step, grow), like(step, shrink));
        var changed = Lax.min(Lax.max(step.mul(factor), like(step, least)), like(step, most));
        return Lax.select(agreement.eq(0), step, changed);
    }

    private static Array like(Array x, double value) {
        return Array.full(x.shape(), x.dtype(), value);
    }
}
