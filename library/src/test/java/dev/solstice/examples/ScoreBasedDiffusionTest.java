package dev.solstice.examples;

import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.ConvTranspose2d;
import dev.solstice.nn.Layer;
import dev.solstice.nn.LayerNorm;
import dev.solstice.nn.MLP;
import dev.solstice.nn.Sequential;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Fn1;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// "Score-based diffusion" (`examples/score_based_diffusion.ipynb`): the mixer and the loss of the notebook, with its numbers under
/// Equinox 0.13.8, JAX 0.10.2; and, what takes less than its million steps, points on a circle: noise is led back to where the data are.
class ScoreBasedDiffusionTest {
    private static final double START = 0.02;
    private static final double END = 3;

    /// The score of the noisy data at a time: where from here they become more likely.
    record Score(MLP mlp) {
        /// @param t `[]`
        /// @param x `[2]`
        Array apply(Array t, Array x) {
            return mlp.apply(Lax.concatenate(0, x, t.div(END).reshape(1), Lax.log(deviation(t)).reshape(1))).div(deviation(t));
        }
    }

    record Batch(Array data, Array times, Array noise) {}

    // A variance preserving process: dx = -x/2 dt + dw, whose noise at time t has this deviation.
    private static Array deviation(Array t) {
        return Lax.sqrt(Lax.exp(t.neg()).neg().add(1));
    }

    private static Array loss(Score model, Batch batch) {
        return filterVmap((Score m, Array x, Array t, Array noise) -> {
            var noisy = x.mul(Lax.exp(t.mul(-0.5))).add(noise.mul(deviation(t)));
            var error = m.apply(t, noisy).mul(deviation(t)).add(noise);
            return error.mul(error).sum();
        }, null, 0, 0, 0).apply(model, batch.data(), batch.times(), batch.noise()).mean();
    }

    private static Array circle(Key key, int count) {
        var angle = Random.uniform(key, count, 1).mul(2 * Math.PI);
        return Lax.concatenate(1, Lax.cos(angle), Lax.sin(angle));
    }

    private static Batch batch(Key key) {
        var keys = key.split(3);
        // As many short times as long ones.
        var times = Lax.exp(Random.uniform(keys[1], Shape.of(256), Math.log(START), Math.log(END)));
        return new Batch(circle(keys[0], 256), times, Random.normal(keys[2], 256, 2));
    }

    /// Back through time by Euler and Maruyama, with noise but in the last step.
    private static Array sample(Score model, Key key, int steps) {
        double dt = (END - START) / steps;
        return ControlFlow.foriLoop(0, steps, (Array i, Array x) -> {
            var t = i.astype(DType.FLOAT32).mul(-dt).add(END);
            var drift = x.mul(0.5).add(model.apply(t, x));
            return x.add(drift.mul(dt)).add(Random.normal(key.foldIn(i), 2).mul(Math.sqrt(dt)).mul(i.lt(steps - 1).astype(DType.FLOAT32)));
        }, Random.normal(key, 2));
    }

    @Test
    void noiseIsLedBackToTheCircle() {
        var model = new Score(MLP.of(4, 2, 64, 2, Key.of(0)).withActivation(Activation.SILU));
        var optim = Optim.adam(1e-2);
        var step = Training.step(optim, ScoreBasedDiffusionTest::loss);
        double before = loss(model, batch(Key.of(9))).item();
        var now = new Training.Step<>(model, optim.init(model), null);
        for (int i = 0; i < 600; i++) now = step.apply(now.model(), now.state(), batch(Key.of(1).foldIn(i)));
        assertTrue(loss(now.model(), batch(Key.of(9))).item() < 0.6 * before);
        var samples = filterJit((Score m, Key keys) -> filterVmap((Score each, Key k) -> sample(each, k, 400), null, 0).apply(m, keys))
                .apply(now.model(), Key.of(2).splitBatch(200));
        var radius = Lax.sqrt(samples.mul(samples).sum(1));
        assertEquals(1, radius.mean().item(), 0.15);
        // Standard normal points are 0.66 away from their mean distance.
        assertTrue(Lax.sqrt(Lax.square(radius.sub(1)).mean()).item() < 0.3, "deviation " + Lax.sqrt(Lax.square(radius.sub(1)).mean()));
    }

    record MixerBlock(MLP patchMixer, MLP hiddenMixer, LayerNorm norm1, LayerNorm norm2) implements Layer {
        static MixerBlock of(int patches, int hidden, int mixPatch, int mixHidden, Key key) {
            var keys = key.split(2);
            return new MixerBlock(MLP.of(patches, patches, mixPatch, 1, keys[0]), MLP.of(hidden, hidden, mixHidden, 1, keys[1]),
                    LayerNorm.of(hidden, patches), LayerNorm.of(patches, hidden));
        }

        @Override
        public Array apply(Array y) {
            y = y.add(patchMixer.applyBatch(norm1.apply(y)));
            y = y.transpose();
            return y.add(hiddenMixer.applyBatch(norm2.apply(y))).transpose();
        }
    }

    record Mixer2d(Conv2d convIn, ConvTranspose2d convOut, Sequential blocks, LayerNorm norm, double t1) {
        static Mixer2d of(Shape image, int patchSize, int hidden, int mixPatch, int mixHidden, int blocks, double t1, Key key) {
            int patches = image.dim(1) / patchSize * (image.dim(2) / patchSize);
            var keys = key.split(2 + blocks);
            return new Mixer2d(Conv2d.of(image.dim(0) + 1, hidden, patchSize, keys[0]).withStride(patchSize),
                    ConvTranspose2d.of(hidden, image.dim(0), patchSize, keys[1]).withStride(patchSize),
                    Sequential.of(Arrays.stream(keys).skip(2).map(k -> MixerBlock.of(patches, hidden, mixPatch, mixHidden, k)).toArray(Layer[]::new)),
                    LayerNorm.of(hidden, patches), t1);
        }

        Array apply(Array t, Array y) {
            y = Lax.concatenate(0, y, t.div(t1).broadcastTo(y.shape().with(0, 1)));
            y = convIn.apply(y);
            var image = y.shape();
            y = norm.apply(blocks.apply(y.reshape(image.dim(0), -1)));
            return convOut.apply(y.reshape(image));
        }
    }

    private static final Fn1<Array, Array> INT_BETA = t -> t;
    private static final Fn1<Array, Array> WEIGHT = t -> Lax.exp(INT_BETA.apply(t).neg()).neg().add(1);

    private static Array singleLoss(Mixer2d model, Array data, Array t, Key key) {
        var mean = data.mul(Lax.exp(INT_BETA.apply(t).mul(-0.5)));
        var std = Lax.sqrt(Lax.max(Lax.exp(INT_BETA.apply(t).neg()).neg().add(1), Array.scalar(1e-5f)));
        var noise = Random.normal(key, data.shape(), data.dtype());
        var predicted = model.apply(t, mean.add(std.mul(noise)));
        return WEIGHT.apply(t).mul(Lax.square(predicted.add(noise.div(std))).mean());
    }

    private static Array batchLoss(Mixer2d model, Array data, Key key) {
        int size = data.shape().dim(0);
        var keys = key.split(2);
        // low-discrepancy sampling over t to reduce variance
        double width = model.t1() / size;
        var t = Random.uniform(keys[0], Shape.of(size), 0, width).add(Lax.iota(DType.FLOAT32, size).mul(width));
        return filterVmap(ScoreBasedDiffusionTest::singleLoss, null, 0, 0, 0).apply(model, data, t, keys[1].splitBatch(size)).mean();
    }

    record Images(Array images, Key key) {}

    @Test
    void theMixerLearnsTheScoreOfImagesAsInTheNotebook() {
        var keys = Key.of(5678).split(4);
        var model = Mixer2d.of(Shape.of(1, 8, 8), 4, 16, 32, 32, 2, 10, keys[0]);
        var data = Random.normal(Key.of(1), 16, 1, 8, 8);
        assertEquals(-0.3300026, model.apply(Array.scalar(0.5f), data.get(0)).sum().item(), 1e-4);
        var optim = Optim.adabelief(3e-3);
        var step = Training.step(optim, (Mixer2d m, Images batch) -> batchLoss(m, batch.images(), batch.key()));
        var now = new Training.Step<>(model, optim.init(model), null);
        var key = keys[1];
        var losses = new double[50];
        for (int i = 0; i < losses.length; i++) {
            now = step.apply(now.model(), now.state(), new Images(data, key));
            key = key.split(1)[0];
            losses[i] = now.loss().item();
        }
        assertArrayEquals(new double[] {1.0373849, 1.0250896, 1.0525299}, Arrays.copyOf(losses, 3), 1e-3);
        assertEquals(0.6459662, losses[19], 1e-2);
        assertEquals(0.3021078, losses[49], 1e-2);
    }
}
