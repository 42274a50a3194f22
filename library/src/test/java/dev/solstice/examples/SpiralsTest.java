package dev.solstice.examples;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.nn.GRUCell;
import dev.solstice.nn.Layer;
import dev.solstice.nn.Linear;
import dev.solstice.nn.Losses;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import org.junit.jupiter.api.Test;

/// "Training an RNN" (`examples/train_rnn.ipynb`): do these points go round clockwise or the other way?
class SpiralsTest {
    /// A cell over the rows of a sequence, and a number from the state after the last one.
    record Rnn(GRUCell cell, Linear out) implements Layer {
        static Rnn of(int inSize, int hiddenSize, Key key) {
            var keys = key.split(2);
            return new Rnn(GRUCell.of(inSize, hiddenSize, keys[0]), Linear.of(hiddenSize, Linear.SCALAR, keys[1]));
        }

        @Override
        public Array apply(Array sequence) {
            var last = ControlFlow.scan((Array hidden, Array x) -> new ControlFlow.Carried<Array, Array>(cell.apply(x, hidden), null), cell.start(), sequence);
            return out.apply(last.carry());
        }
    }

    record Batch(Array points, Array clockwise) {}

    /// Spirals of 16 points that begin anywhere; the second coordinate of half of them is mirrored.
    private static Batch spirals(int count, Key key) {
        var time = Lax.iota(DType.FLOAT32, 16).mul(2 * Math.PI / 15).expandDims(0);
        var angle = time.add(Random.uniform(key, count, 1).mul(2 * Math.PI));
        var radius = time.add(1).mul(0.2);
        var clockwise = Lax.iota(DType.INT32, count).lt(count / 2).astype(DType.FLOAT32);
        var sign = clockwise.mul(2).sub(1).expandDims(1);
        var x = radius.mul(Lax.cos(angle)).expandDims(2);
        var y = radius.mul(Lax.sin(angle)).mul(sign).expandDims(2);
        return new Batch(Lax.concatenate(2, x, y), clockwise);
    }

    @Test
    void aGruTellsSpiralsApart() {
        var model = Rnn.of(2, 16, Key.of(0));
        var optim = Optim.adam(1e-2);
        var step = Training.step(optim, (Rnn m, Batch b) -> Losses.sigmoidBinaryCrossEntropy(m.applyBatch(b.points()), b.clockwise()).mean());
        var now = new Training.Step<>(model, optim.init(model), null);
        for (int i = 0; i < 100; i++) now = step.apply(now.model(), now.state(), spirals(32, Key.of(1).foldIn(i)));
        var test = spirals(200, Key.of(2));
        var right = now.model().applyBatch(test.points()).gt(0).eq(test.clockwise().gt(0.5));
        double accuracy = right.astype(DType.FLOAT32).mean().item();
        assertTrue(accuracy > 0.95, "accuracy " + accuracy);
    }
}
