package dev.solstice.optim;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.transform.Fn1;

/// What an optimiser that looks at the loss itself needs besides the gradient.
///
/// ```java
/// var optim = Optim.lbfgs();
/// Fn1<Array, Array> loss = x -> x.mul(x).sum();
/// var weight = Array.of(1f, 2f);
/// var at = filterValueAndGrad(loss).apply(weight);
/// optim.update(at.grad(), optim.init(weight), weight, new Objective<>(at.value(), loss));
/// ```
///
/// Source: the arguments `value` and `value_fn` of optax's `GradientTransformationExtraArgs`.
///
/// @param value of the loss at the model before the step, `[]`
/// @param loss of a model, `[]`; what the gradient is the gradient of
public record Objective<M>(Array value, Fn1<M, Array> loss) {
    /// A step of `inner` that passes the objective on, if there is one.
    static <M> Update<M> step(Optim inner, M gradient, OptState state, M model, Objective<M> objective) {
        return objective == null ? inner.update(gradient, state, model) : inner.update(gradient, state, model, objective);
    }

    static <M> Objective<M> require(Optim optimiser, Objective<M> objective) {
        if (objective != null) return objective;
        throw Mistake.of(optimiser.getClass().getSimpleName() + " looks at the loss itself: call "
                + "update(gradient, state, model, new Objective<>(value, loss))");
    }
}
