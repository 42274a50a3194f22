package dev.solstice.examples;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.Partition.applyUpdates;

import dev.solstice.core.Array;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;

/// The step that most examples take: gradient, optimiser and update, compiled as one.
final class Training {
    private Training() {}

    record Step<M>(M model, OptState state, Array loss) {}

    /// @param loss of a model and a batch, which may be any tree of arrays
    static <M, B> Fn3<M, OptState, B, Step<M>> step(Optim optim, Fn2<M, B, Array> loss) {
        return filterJit((M model, OptState state, B batch) -> {
            var both = filterValueAndGrad(loss).apply(model, batch);
            var update = optim.update(both.grad(), state, model);
            return new Step<>(applyUpdates(model, update.updates()), update.state(), both.value());
        });
    }
}
