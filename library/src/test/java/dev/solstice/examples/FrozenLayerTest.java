package dev.solstice.examples;

import static dev.solstice.filter.Filter.isInexactArray;
import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.filter.Partition.combine;
import static dev.solstice.filter.Partition.partition;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.nn.MLP;
import dev.solstice.optim.Optim;
import dev.solstice.optim.OptState;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.tree.Tree;
import org.junit.jupiter.api.Test;

/// "Freezing a layer" (`examples/frozen_layer.ipynb`): only the last layer learns, because only it is differentiated.
class FrozenLayerTest {
    private record Step(MLP trainable, OptState state, Array loss) {}

    @Test
    void theFirstLayerIsBitIdenticalAfterTraining() {
        var model = MLP.of(1, 1, 8, 1, Key.of(0));
        var lastLayer = Filter.at(model, m -> m.layers().getLast());
        var parts = partition(model, isInexactArray().and(lastLayer));
        var optim = Optim.sgd(0.05);
        var step = filterJit((MLP trainable, MLP frozen, OptState state, Array x) -> {
            var both = filterValueAndGrad((MLP m) -> {
                var error = combine(m, frozen).applyBatch(x).sub(x.mul(5).sub(2));
                return error.mul(error).mean();
            }).apply(trainable);
            var update = optim.update(both.grad(), state, trainable);
            return new Step(applyUpdates(trainable, update.updates()), update.state(), both.value());
        });
        var now = new Step(parts.kept(), optim.init(parts.kept()), null);
        double first = Double.NaN;
        for (int i = 0; i < 200; i++) {
            now = step.apply(now.trainable(), parts.rest(), now.state(), Random.normal(Key.of(1).foldIn(i), 64, 1));
            if (i == 0) first = now.loss().item();
        }
        var trained = combine(now.trainable(), parts.rest());
        assertArrayEquals(model.layers().getFirst().weight().toFloatArray(), trained.layers().getFirst().weight().toFloatArray(), 0);
        assertArrayEquals(model.layers().getFirst().bias().toFloatArray(), trained.layers().getFirst().bias().toFloatArray(), 0);
        assertFalse(Tree.equal(model.layers().getLast(), trained.layers().getLast()));
        assertTrue(now.loss().item() < first / 2, first + " to " + now.loss().item());
    }
}
