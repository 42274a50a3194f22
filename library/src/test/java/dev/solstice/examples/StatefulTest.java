package dev.solstice.examples;

import static dev.solstice.filter.FilterGrad.filterValueAndGradWithAux;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static dev.solstice.nn.State.makeWithState;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.solstice.core.Array;
import dev.solstice.filter.Partial;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activations;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Linear;
import dev.solstice.nn.SpectralNorm;
import dev.solstice.nn.State;
import dev.solstice.nn.Stateful;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.MapAxes;
import dev.solstice.transform.WithAux;
import org.junit.jupiter.api.Test;

/// "Stateful operations" (`examples/stateful.ipynb`): batch and spectral normalisation, whose state goes along. The numbers are those
/// of the notebook under Equinox 0.13.8, JAX 0.10.2, with `BatchNorm(mode="batch")`.
class StatefulTest {
    /// A mish-mash of layers with a state and without.
    record Model(BatchNorm norm1, SpectralNorm<Linear> spectralLinear, BatchNorm norm2, Linear linear1, Linear linear2) {
        static Model of(Key key) {
            var keys = key.split(4);
            return new Model(BatchNorm.of(3, "batch"), SpectralNorm.of(Linear.of(3, 32, keys[0]), keys[1]), BatchNorm.of(32, "batch"),
                    Linear.of(32, 32, keys[2]), Linear.of(32, 3, keys[3]));
        }

        Stateful<Array> apply(Array x, State state) {
            var normed = norm1.apply(x, state);
            var spectral = spectralLinear.apply(normed.value(), normed.state());
            var again = norm2.apply(Activations.relu(spectral.value()), spectral.state());
            return new Stateful<>(linear2.apply(Activations.relu(linear1.apply(again.value()))), again.state());
        }
    }

    private static WithAux<Array, State> computeLoss(Model model, State state, Array xs, Array ys) {
        var batched = filterVmap(Model::apply, MapAxes.in(null, 0, null).out(Stateful.AXES).name("batch")).apply(model, xs, state);
        return new WithAux<>(Lax.square(batched.value().sub(ys)).mean(), batched.state());
    }

    private record Step(Model model, State state, OptState optState, Array loss) {}

    @Test
    void aModelWithStateLearnsAndIsThenUsedForInference() {
        var keys = Key.of(5678).split(3);
        var made = makeWithState(() -> Model.of(keys[0]));
        var xs = Random.normal(keys[1], 10, 3);
        var ys = Lax.sin(xs).add(1);
        var optim = Optim.adam(3e-4);
        var makeStep = filterJit((Model model, State state, OptState optState, Array x, Array y) -> {
            var both = filterValueAndGradWithAux(StatefulTest::computeLoss).apply(model, state, x, y);
            var update = optim.update(both.grad(), optState, model);
            return new Step(applyUpdates(model, update.updates()), both.value().aux(), update.state(), both.value().value());
        });
        var now = new Step(made.model(), made.state(), optim.init(made.model()), null);
        for (double loss : new double[] {1.3039980, 1.2920913, 1.2802491, 1.2684655, 1.2567663}) {
            now = makeStep.apply(now.model(), now.state(), now.optState(), xs, ys);
            assertEquals(loss, now.loss().item(), 1e-5);
        }
        var inferenceModel = Partial.of((Model m, State s, Array x) -> m.apply(x, s).value(), inferenceMode(now.model()), now.state());
        var evaluate = filterJit((Fn1<Array, Array> model, Array x) -> filterVmap(model).apply(x));
        var predicted = evaluate.apply(inferenceModel, Random.normal(keys[2], 5, 3));
        assertArrayEquals(new float[] {-0.09627591f, -0.02197567f, -0.09989844f}, predicted.get(0).toFloatArray(), 1e-5f);
        assertArrayEquals(new float[] {-0.09073655f, -0.02519395f, -0.10073628f}, predicted.get(4).toFloatArray(), 1e-5f);
    }
}
