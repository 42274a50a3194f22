package dev.solstice.examples;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.filter.Partition.combine;
import static dev.solstice.filter.Partition.partition;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Frozen;
import dev.solstice.nn.MLP;
import dev.solstice.nn.Parametrized;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.tree.Tree;
import org.junit.jupiter.api.Test;

/// "Freezing parameters" (`examples/frozen_layer.ipynb`): only the last layer learns, because only it is differentiated. The
/// numbers are those of the notebook under Equinox 0.13.8, JAX 0.10.2.
class FrozenLayerTest {
    private static final Key[] KEYS = Key.of(5678).split(3);
    private static final Array X = Random.normal(KEYS[0], 10000, 1);
    private static final Array Y = X.mul(5).sub(2);
    private static final MLP MODEL = MLP.of(1, 1, 8, 1, KEYS[2]);

    /// Shuffled batches of 256, for ever.
    private static final class Loader {
        private Key key = KEYS[1];
        private Array order = Random.permutation(key, 10000);
        private int start;

        Array next() {
            if (start + 256 >= 10000) {
                key = key.split(1)[0];
                order = Random.permutation(key, 10000);
                start = 0;
            }
            start += 256;
            return order.get(start - 256 + ":" + start);
        }
    }

    private record Step(MLP model, OptState state, Array loss) {}

    @Test
    void theFirstLayerIsBitIdenticalAfterTraining() {
        var lastLayer = Filter.at(MODEL, m -> m.layers().getLast());
        var optim = Optim.sgd(3e-3);
        var makeStep = filterJit((MLP model, OptState state, Array x, Array y) -> {
            var parts = partition(model, lastLayer);
            var both = filterValueAndGrad((MLP trained) -> {
                var error = y.sub(combine(trained, parts.rest()).applyBatch(x));
                return error.mul(error).mean();
            }).apply(parts.kept());
            var update = optim.update(both.grad(), state, model);
            return new Step(applyUpdates(model, update.updates()), update.state(), both.value());
        });
        var now = new Step(MODEL, optim.init(MODEL), null);
        var loader = new Loader();
        for (int step = 0; step < 1000; step++) {
            var batch = loader.next();
            now = makeStep.apply(now.model(), now.state(), X.get(batch), Y.get(batch));
            if (step == 0) assertEquals(30.141907, now.loss().item(), 1e-4);
            if (step == 99) assertEquals(11.072381, now.loss().item(), 1e-4);
        }
        assertEquals(0.547277, now.loss().item(), 1e-4);
        assertTrue(Tree.equal(MODEL.layers().getFirst(), now.model().layers().getFirst()));
        var trained = now.model().layers().getLast();
        assertArrayEquals(new float[] {3.4151344f, 0.31049228f, -5.2702146f, 0.12666754f, -0.06256205f, -0.02902463f, -1.2445757f, -0.13225166f},
                trained.weight().reshape(-1).toFloatArray(), 1e-3f);
        assertEquals(1.2717156, trained.bias().item(), 1e-3);
    }

    /// The same, said in the model: no filter, no two halves.
    @Test
    void aFrozenLayerNeedsNoPartition() {
        var model = Parametrized.of(MODEL, m -> m.layers().getFirst(), Frozen::of);
        var optim = Optim.sgd(3e-3);
        var makeStep = Training.step(optim, (Parametrized<MLP> m, Batch batch) -> {
            var error = batch.y().sub(m.get().applyBatch(batch.x()));
            return error.mul(error).mean();
        });
        var now = new Training.Step<>(model, optim.init(model), null);
        var loader = new Loader();
        for (int step = 0; step < 100; step++) {
            var batch = loader.next();
            now = makeStep.apply(now.model(), now.state(), new Batch(X.get(batch), Y.get(batch)));
        }
        assertEquals(11.072381, now.loss().item(), 1e-4);
        assertTrue(Tree.equal(MODEL.layers().getFirst(), now.model().get().layers().getFirst()));
    }

    private record Batch(Array x, Array y) {}
}
