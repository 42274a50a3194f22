package dev.solstice.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.ConvTranspose2d;
import dev.solstice.nn.Layer;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.nn.Sequential;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import org.junit.jupiter.api.Test;

/// "U-Net" (`examples/unet.ipynb`): down, deeper, up, and beside what was there before. It takes the noise off digits.
class UNetTest {
    /// A level around a deeper one; the deepest is a layer without another level.
    record Level(Sequential before, MaxPool2d down, Layer deeper, ConvTranspose2d up, Sequential after) implements Layer {
        static Level of(int in, int channels, int out, Layer deeper, Key key) {
            var keys = key.split(3);
            return new Level(twice(in, channels, keys[0]), MaxPool2d.of(2, 2), deeper,
                    ConvTranspose2d.of(2 * channels, channels, 2, keys[1]).withStride(2), twice(2 * channels, out, keys[2]));
        }

        @Override
        public Array apply(Array x) {
            var high = before.apply(x);
            var low = up.apply(deeper.apply(down.apply(high)));
            return after.apply(Lax.concatenate(0, high, low));
        }
    }

    private static Sequential twice(int in, int out, Key key) {
        var keys = key.split(2);
        return Sequential.of(Conv2d.of(in, out, 3, keys[0]).withPadding(1), Activation.RELU, Conv2d.of(out, out, 3, keys[1]).withPadding(1));
    }

    record Batch(Array noisy, Array clean) {}

    @Test
    void stepsOfTrainingLowerTheLoss() {
        var keys = Key.of(0).split(4);
        var inner = Level.of(4, 8, 8, twice(8, 16, keys[0]), keys[1]);
        var model = Level.of(1, 4, 1, inner, keys[2]);
        var images = Digits.load().slice(0, 16).images();
        assertEquals(images.get(0).shape(), model.apply(images.get(0)).shape());
        var optim = Optim.adam(1e-2);
        var step = Training.step(optim, (Level m, Batch b) -> Lax.square(m.applyBatch(b.noisy()).sub(b.clean())).mean());
        var batch = new Batch(images.add(Random.normal(keys[3], images.shape(), images.dtype()).mul(0.3)), images);
        var now = new Training.Step<>(model, optim.init(model), null);
        double first = Double.NaN;
        for (int i = 0; i < 20; i++) {
            now = step.apply(now.model(), now.state(), batch);
            if (i == 0) first = now.loss().item();
        }
        assertTrue(now.loss().item() < first / 2, first + " to " + now.loss().item());
    }
}
