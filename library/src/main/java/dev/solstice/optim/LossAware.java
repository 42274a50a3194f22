package dev.solstice.optim;

/// An optimiser that looks at the loss, or hands it on to others that may: it has one step, whose objective may be `null`.
interface LossAware extends Optim {
    @Override
    default <M> Update<M> update(M gradient, OptState state, M model) {
        return update(gradient, state, model, null);
    }

    @Override
    <M> Update<M> update(M gradient, OptState state, M model, Objective<M> objective);
}
