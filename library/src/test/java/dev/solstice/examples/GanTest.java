package dev.solstice.examples;

import static dev.solstice.filter.FilterGrad.filterValueAndGradWithAux;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static dev.solstice.nn.State.makeWithState;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Activations;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.ConvTranspose2d;
import dev.solstice.nn.ConvolutionSettings;
import dev.solstice.nn.Layer;
import dev.solstice.nn.Losses;
import dev.solstice.nn.Sequential;
import dev.solstice.nn.State;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.optim.ScaleByAdam;
import dev.solstice.optim.Schedule;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.WithAux;
import dev.solstice.tree.Tree;
import org.junit.jupiter.api.Test;

/// "Deep convolutional GAN" (`examples/deep_convolutional_gan.ipynb`), of digits: two models with a state each, against one another.
class GanTest {
    private static final int LATENT = 16;
    private static final int BATCH = 32;

    private static Conv2d down(int in, int out, int padding, Key key) {
        return Conv2d.of(ConvolutionSettings.of(2, in, out, 4).withStride(2).withPadding(padding).withoutBias(), key);
    }

    private static ConvTranspose2d up(int in, int out, int stride, int padding, Key key) {
        return ConvTranspose2d.of(ConvolutionSettings.of(2, in, out, 4).withStride(stride).withPadding(padding).withoutBias(), key);
    }

    /// From `[LATENT, 1, 1]` to `[1, 8, 8]`.
    private static Sequential generator(Key key) {
        var keys = key.split(2);
        return Sequential.of(up(LATENT, 16, 1, 0, keys[0]), BatchNorm.of(16), Activation.RELU, up(16, 1, 2, 1, keys[1]), Activation.SIGMOID);
    }

    /// From `[1, 8, 8]` to `[]`.
    private static Sequential discriminator(Key key) {
        var keys = key.split(2);
        Layer leaky = x -> Activations.leakyRelu(x, 0.2);
        Layer scalar = x -> x.reshape(new int[0]);
        return Sequential.of(down(1, 16, 1, keys[0]), BatchNorm.of(16), leaky, down(16, 1, 0, keys[1]), scalar);
    }

    /// A player: its model, what that and its optimiser remember, and how much it lost.
    record Player(Sequential model, State state, OptState optState, Array loss) {}

    record Game(Player generator, Player discriminator) {}

    private static Player moved(Player player, Optim optim, Fn2<Sequential, State, WithAux<Array, State>> loss) {
        var both = filterValueAndGradWithAux((Sequential m) -> loss.apply(m, player.state())).apply(player.model());
        var update = optim.update(both.grad(), player.optState(), player.model());
        return new Player(applyUpdates(player.model(), update.updates()), both.value().aux(), update.state(), both.value().value());
    }

    private static Array judged(Array logits, double label) {
        return Losses.sigmoidBinaryCrossEntropy(logits, Array.full(logits.shape(), logits.dtype(), label)).mean();
    }

    private static Game play(Game game, Optim optim, Array real, Key key) {
        var noise = Random.normal(key, BATCH, LATENT, 1, 1);
        var generator = game.generator();
        var fake = generator.model().applyBatch(noise, generator.state().copy()).value();
        var discriminator = moved(game.discriminator(), optim, (m, state) -> {
            var onReal = m.applyBatch(real, state);
            var onFake = m.applyBatch(fake, onReal.state());
            return new WithAux<>(judged(onReal.value(), 1).add(judged(onFake.value(), 0)), onFake.state());
        });
        var judge = discriminator.state().copy();
        return new Game(moved(generator, optim, (m, state) -> {
            var made = m.applyBatch(noise, state);
            return new WithAux<>(judged(discriminator.model().applyBatch(made.value(), judge).value(), 1), made.state());
        }), discriminator);
    }

    private static Player player(State.WithState<Sequential> made, Optim optim) {
        return new Player(made.model(), made.state(), optim.init(made.model()), Array.scalar(0f));
    }

    @Test
    void bothPlayersMoveAndNeitherDiverges() {
        var keys = Key.of(0).split(3);
        var optim = Optim.adam(Schedule.constant(2e-3), ScaleByAdam.of().withB1(0.5));
        var game = new Game(player(makeWithState(() -> generator(keys[0])), optim), player(makeWithState(() -> discriminator(keys[1])), optim));
        var start = game;
        var digits = Digits.load().images();
        var step = filterJit((Game g, Array real, Key key) -> play(g, optim, real, key));
        for (int i = 0; i < 112; i++) {
            game = step.apply(game, digits.get(i % 56 * BATCH + ":" + (i % 56 + 1) * BATCH), keys[2].foldIn(i));
            assertTrue(Double.isFinite(game.generator().loss().item()) && Double.isFinite(game.discriminator().loss().item()), "step " + i);
        }
        assertFalse(Tree.equal(start.generator().model(), game.generator().model()));
        assertFalse(Tree.equal(start.discriminator().model(), game.discriminator().model()));
        // What the generator makes has come nearer to digits: most of an image is dark.
        var images = inferenceMode(game.generator().model()).applyBatch(Random.normal(keys[2], BATCH, LATENT, 1, 1), game.generator().state()).value();
        assertEquals("f32[32,1,8,8]", images.summary());
        assertTrue(images.mean().item() < 0.45, "brightness " + images.mean());
    }
}
