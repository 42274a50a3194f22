package dev.solstice.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Activations;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.Layer;
import dev.solstice.nn.Linear;
import dev.solstice.nn.Losses;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.nn.Models;
import dev.solstice.nn.Sequential;
import dev.solstice.numpy.Selection;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// "Convolutional neural network on MNIST" (`examples/mnist.ipynb`): the network of the notebook with its numbers under Equinox 0.13.8,
/// JAX 0.10.2; and one for smaller digits, which learns to read them.
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

    @Test
    void itIsTheNetworkOfTheNotebook() {
        var keys = Key.of(5678).split(4);
        var model = Sequential.of(
                Conv2d.of(1, 3, 4, keys[0]), MaxPool2d.of(2), Activation.RELU, (Layer) x -> x.reshape(-1),
                Linear.of(1728, 512, keys[1]), Activation.SIGMOID, Linear.of(512, 64, keys[2]), Activation.RELU, Linear.of(64, 10, keys[3]),
                (Layer) Activations::logSoftmax);
        assertEquals(918781, Models.countParameters(model));
        var batch = new Digits(Random.normal(Key.of(1), 16, 1, 28, 28), Lax.rem(Lax.iota(DType.INT32, 16), Array.scalar(10)));
        assertArrayEquals(new float[] {-2.2928388f, -2.289436f, -2.3188245f}, model.apply(batch.images().get(0)).get(":3").toFloatArray(), 1e-5f);
        var optim = Optim.adamw(3e-4);
        var step = Training.step(optim, (Sequential m, Digits digits) ->
                Selection.takeAlongAxis(m.applyBatch(digits.images()), digits.labels().expandDims(1), 1).mean().neg());
        var now = new Training.Step<>(model, optim.init(model), (Array) null);
        var losses = new double[20];
        for (int i = 0; i < losses.length; i++) {
            now = step.apply(now.model(), now.state(), batch);
            losses[i] = now.loss().item();
        }
        assertArrayEquals(new double[] {2.3410809, 2.2862003, 2.2523336}, Arrays.copyOf(losses, 3), 1e-4);
        assertEquals(1.6614318, losses[19], 1e-3);
    }
}
