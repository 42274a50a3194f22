package dev.solstice.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.Layer;
import dev.solstice.nn.Linear;
import dev.solstice.nn.Losses;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.nn.Models;
import dev.solstice.nn.Sequential;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import org.junit.jupiter.api.Test;

/// "Convolutional neural network on MNIST" (`examples/mnist.ipynb`), on smaller digits.
class DigitsCnnTest {
    private static Sequential cnn(Key key) {
        var keys = key.split(4);
        Layer flat = x -> x.reshape(-1);
        return Sequential.of(
                Conv2d.of(1, 8, 3, keys[0]), MaxPool2d.of(2), Activation.RELU, flat,
                Linear.of(200, 64, keys[1]), Activation.SIGMOID, Linear.of(64, 32, keys[2]), Activation.RELU, Linear.of(32, 10, keys[3]));
    }

    private static double accuracy(Sequential model, Digits digits) {
        return Lax.argmax(model.applyBatch(digits.images()), 1, DType.INT32).eq(digits.labels()).astype(DType.FLOAT32).mean().item();
    }

    @Test
    void aConvolutionalNetworkLearnsToReadDigits() {
        var digits = Digits.load();
        var test = digits.slice(1500, 1797);
        var model = cnn(Key.of(0));
        assertEquals("f32[10]", model.apply(digits.images().get(0)).summary());
        assertEquals(80 + 12864 + 2080 + 330, Models.countParameters(model));
        var optim = Optim.adamw(5e-3);
        var step = Training.step(optim, (Sequential m, Digits batch) ->
                Losses.softmaxCrossEntropyWithIntegerLabels(m.applyBatch(batch.images()), batch.labels()).mean());
        var now = new Training.Step<>(model, optim.init(model), (Array) null);
        for (int i = 0; i < 350; i++) {
            int from = i % 23 * 64;
            now = step.apply(now.model(), now.state(), digits.slice(from, from + 64));
        }
        double accuracy = accuracy(now.model(), test);
        assertTrue(accuracy > 0.85, "accuracy " + accuracy);
    }
}
