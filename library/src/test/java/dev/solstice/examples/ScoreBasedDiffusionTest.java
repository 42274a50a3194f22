package dev.solstice.examples;

import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.MLP;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import org.junit.jupiter.api.Test;

/// "Score-based diffusion" (`examples/score_based_diffusion.ipynb`), of points on a circle: noise is led back to where the data are.
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
}
