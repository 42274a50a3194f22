package dev.solstice.examples;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.lax.ControlFlow.scan;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.lax.Lax;
import dev.solstice.nn.GRUCell;
import dev.solstice.nn.Linear;
import dev.solstice.numpy.Creation;
import dev.solstice.numpy.Manipulation;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import java.util.List;
import org.junit.jupiter.api.Test;

/// "Train an RNN" (`examples/train_rnn.ipynb`): do these points go round clockwise or the other way? The numbers are those of the
/// notebook under Equinox 0.13.8, JAX 0.10.2, with batches by one permutation from key 1 instead of NumPy's.
class SpiralsTest {
    record Rnn(GRUCell cell, Linear linear, Array bias, int hiddenSize) {
        static Rnn of(int inSize, int outSize, int hiddenSize, Key key) {
            var keys = key.split(2);
            return new Rnn(GRUCell.of(inSize, hiddenSize, keys[0]), Linear.of(hiddenSize, outSize, false, keys[1]), Creation.zeros(outSize), hiddenSize);
        }

        Array apply(Array input) {
            var out = scan((Array hidden, Array x) -> new Carried<>(cell.apply(x, hidden), null), Creation.zeros(hiddenSize), input);
            return Lax.logistic(linear.apply(out.carry()).add(bias));
        }
    }

    private record Data(Array x, Array y) {
        static Data of(int size, Key key) {
            var t = Creation.linspace(0, 2 * Math.PI, 16);
            var offset = Random.uniform(key, Shape.of(size, 1), 0, 2 * Math.PI);
            var x1 = Lax.sin(t.add(offset)).div(t.add(1));
            var x2 = Lax.cos(t.add(offset)).div(t.add(1));
            var y = Creation.ones(size, 1);
            x1 = x1.at(":" + size / 2).mul(-1);
            y = y.at(":" + size / 2).set(0);
            return new Data(Manipulation.stack(List.of(x1, x2), -1), y);
        }
    }

    private record Step(Array loss, Rnn model, OptState state) {}

    @Test
    void aGruTellsSpiralsApart() {
        var keys = Key.of(5678).split(2);
        var data = Data.of(10000, keys[0]);
        var model = Rnn.of(2, 1, 16, keys[1]);
        var computeLoss = filterValueAndGrad((Rnn m, Array x, Array y) -> {
            var predicted = filterVmap((Rnn rnn, Array each) -> rnn.apply(each), null, 0).apply(m, x);
            return y.mul(Lax.log(predicted)).add(y.neg().add(1).mul(Lax.log(predicted.neg().add(1)))).mean().neg();
        });
        var optim = Optim.adam(3e-3);
        var makeStep = filterJit((Rnn m, Array x, Array y, OptState state) -> {
            var both = computeLoss.apply(m, x, y);
            var update = optim.update(both.grad(), state, m);
            return new Step(both.value(), applyUpdates(m, update.updates()), update.state());
        });
        var now = new Step(null, model, optim.init(model));
        var order = Random.permutation(Key.of(1), 10000);
        var losses = new double[200];
        for (int step = 0; step < 200; step++) {
            var batch = order.get(32 * step + ":" + 32 * (step + 1));
            now = makeStep.apply(now.model(), data.x().get(batch), data.y().get(batch), now.state());
            losses[step] = now.loss().item();
        }
        assertEquals(0.6826106, losses[0], 1e-5);
        assertEquals(0.6736630, losses[1], 1e-5);
        assertEquals(0.6716228, losses[10], 1e-4);
        assertEquals(0.6888795, losses[50], 1e-3);
        assertEquals(0.0065722, losses[199], 1e-3);
        var right = filterVmap((Rnn rnn, Array each) -> rnn.apply(each), null, 0).apply(now.model(), data.x()).gt(0.5).eq(data.y().gt(0.5));
        assertEquals(1, right.astype(DType.FLOAT32).mean().item(), 1e-3);
    }
}
