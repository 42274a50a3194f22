package dev.solstice.examples;

import static dev.solstice.filter.FilterGrad.filterValueAndGradWithAux;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static dev.solstice.nn.State.makeWithState;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.nn.Activation;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Linear;
import dev.solstice.nn.Sequential;
import dev.solstice.nn.SpectralNorm;
import dev.solstice.nn.State;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.WithAux;
import org.junit.jupiter.api.Test;

/// "Stateful operations" (`examples/stateful.ipynb`): batch and spectral normalisation, whose state goes along.
class StatefulTest {
    private record Step(Sequential model, State state, OptState optState, Array loss) {}

    @Test
    void aModelWithStateLearnsAndIsThenUsedForInference() {
        var keys = Key.of(0).split(5);
        var made = makeWithState(() -> Sequential.of(
                Linear.of(3, 8, keys[0]), BatchNorm.of(8), SpectralNorm.of(Linear.of(8, 16, keys[1]), keys[2]), Activation.RELU, Linear.of(16, 1, keys[3])));
        var optim = Optim.adam(3e-2);
        var step = filterJit((Sequential model, State state, OptState optState, Array x, Array y) -> {
            var both = filterValueAndGradWithAux((Sequential m) -> {
                var output = m.applyBatch(x, state);
                var error = output.value().sub(y);
                return new WithAux<>(error.mul(error).mean(), output.state());
            }).apply(model);
            var update = optim.update(both.grad(), optState, model);
            return new Step(applyUpdates(model, update.updates()), both.value().aux(), update.state(), both.value().value());
        });
        var x = Random.normal(keys[4], 32, 3);
        var y = x.sum(1).expandDims(1);
        var now = new Step(made.model(), made.state(), optim.init(made.model()), null);
        double first = 0;
        for (int i = 0; i < 60; i++) {
            now = step.apply(now.model(), now.state(), now.optState(), x, y);
            if (i == 0) first = now.loss().item();
        }
        double last = now.loss().item();
        assertTrue(last < first / 5, first + " to " + last);
        // In inference one example is enough, and the state stays what it is.
        var deployed = inferenceMode(now.model());
        var alone = deployed.apply(x.get(0), now.state());
        assertEquals(now.state(), alone.state());
        assertEquals(alone.value().item(), deployed.applyBatch(x, now.state()).value().get(0).item(), 1e-5);
    }
}
