package dev.solstice.examples;

import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.nn.Activations.softmax;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static dev.solstice.numpy.Products.einsum;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.ConvTranspose2d;
import dev.solstice.nn.Dropout;
import dev.solstice.nn.GroupNorm;
import dev.solstice.nn.Layer;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.nn.Models;
import dev.solstice.nn.Sequential;
import dev.solstice.numpy.Creation;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// "U-Net" (`examples/unet.ipynb`): the network of denoising diffusion, of residual blocks that know the time. The numbers are those
/// of the notebook's code under Equinox 0.13.8, JAX 0.10.2.
class UNetTest {
    record SinusoidalPosEmb(Array emb) {
        static SinusoidalPosEmb of(int dim) {
            int half = dim / 2;
            return new SinusoidalPosEmb(Lax.exp(Lax.iota(DType.FLOAT32, half).mul(-Math.log(10000) / (half - 1))));
        }

        Array apply(Array x) {
            var scaled = emb.mul(x);
            return Lax.concatenate(0, Lax.sin(scaled), Lax.cos(scaled));
        }
    }

    record LinearTimeSelfAttention(GroupNorm groupNorm, int heads, Conv2d toQkv, Conv2d toOut) implements Layer {
        static LinearTimeSelfAttention of(int dim, int heads, int dimHead, Key key) {
            var keys = key.split(2);
            return new LinearTimeSelfAttention(groups(dim), heads, Conv2d.of(dim, 3 * heads * dimHead, 1, keys[0]), Conv2d.of(heads * dimHead, dim, 1, keys[1]));
        }

        @Override
        public Array apply(Array x) {
            int h = x.shape().dim(1), w = x.shape().dim(2);
            var qkv = toQkv.apply(groupNorm.apply(x)).reshape(3, heads, -1, h * w);
            var context = einsum("hdn,hen->hde", softmax(qkv.get(1)), qkv.get(2));
            return toOut.apply(einsum("hde,hdn->hen", context, qkv.get(0)).reshape(-1, h, w));
        }
    }

    private static GroupNorm groups(int channels) {
        return GroupNorm.of(Math.min(channels / 4, 32), channels);
    }

    private static Array upsample(Array y) {
        return y.reshape(y.shape().dim(0), y.shape().dim(1), 1, y.shape().dim(2), 1)
                .broadcastTo(y.shape().insert(2, 2).insert(4, 2)).reshape(y.shape().dim(0), 2 * y.shape().dim(1), 2 * y.shape().dim(2));
    }

    private static Array downsample(Array y) {
        return y.reshape(y.shape().dim(0), y.shape().dim(1) / 2, 2, y.shape().dim(2) / 2, 2).mean(2, 4);
    }

    enum Scaling { NONE, UP, DOWN }

    record Settings(boolean bigGan, int hiddenSize, double dropoutRate, int heads, int dimHead) {}

    /// @param scaling   null if the image stays as large as it is
    /// @param attention null without
    record ResnetBlock(Sequential mlp, Layer scaling, boolean up, GroupNorm block1Norm, Conv2d block1Conv, List<Layer> block2, Conv2d resConv,
                       LinearTimeSelfAttention attention) {
        static ResnetBlock of(int in, int out, Scaling scaling, boolean attention, Settings settings, Key key) {
            var keys = key.split(7);
            return new ResnetBlock(Sequential.of(Activation.SILU, Linear.of(settings.hiddenSize(), out, keys[0])),
                    switch (scaling) {
                        case NONE -> null;
                        case UP -> settings.bigGan() ? UNetTest::upsample : ConvTranspose2d.of(in, in, 4, keys[3]).withStride(2).withPadding(1);
                        case DOWN -> settings.bigGan() ? UNetTest::downsample : Conv2d.of(in, in, 3, keys[4]).withStride(2).withPadding(1);
                    },
                    scaling == Scaling.UP, groups(in), Conv2d.of(in, out, 3, keys[1]).withPadding(1),
                    List.of(groups(out), Activation.SILU, Dropout.of(settings.dropoutRate()), Conv2d.of(out, out, 3, keys[2]).withPadding(1)),
                    Conv2d.of(in, out, 1, keys[5]), attention ? LinearTimeSelfAttention.of(out, settings.heads(), settings.dimHead(), keys[6]) : null);
        }

        Array apply(Array x, Array t, Key key) {
            var h = Activation.SILU.apply(block1Norm.apply(x));
            if (scaling != null) {
                h = scaling.apply(h);
                x = scaling.apply(x);
            }
            h = block1Conv.apply(h).add(mlp.apply(t).reshape(-1, 1, 1));
            for (var layer : block2) h = layer.apply(h, key);
            if (scaling != null || !x.shape().equals(h.shape())) x = resConv.apply(x);
            var out = h.add(x).div(Math.sqrt(2));
            return attention == null ? out : attention.apply(out).add(out);
        }
    }

    record UNet(SinusoidalPosEmb timePosEmb, MLP mlp, Conv2d firstConv, List<List<ResnetBlock>> down, ResnetBlock mid1, ResnetBlock mid2,
                List<List<ResnetBlock>> up, Sequential last) {
        static UNet of(int channels, int size, List<Integer> dimMults, int resBlocks, List<Integer> attentionSizes, Settings settings, Key key) {
            var keys = key.split(7);
            int hidden = settings.hiddenSize();
            int levels = dimMults.size();
            var dims = new ArrayList<>(List.of(hidden));
            for (int mult : dimMults) dims.add(hidden * mult);

            var downKeys = List.of(keys[2].split(levels * resBlocks - 1)).iterator();
            var down = new ArrayList<List<ResnetBlock>>();
            for (int level = 0; level < levels; level++) {
                boolean attention = attentionSizes.contains(size);
                int in = dims.get(level), out = dims.get(level + 1);
                var blocks = new ArrayList<ResnetBlock>();
                for (int i = 0; i < resBlocks - 1; i++) {
                    blocks.add(ResnetBlock.of(i == 0 ? in : out, out, Scaling.NONE, attention, settings, downKeys.next()));
                }
                if (level < levels - 1) {
                    blocks.add(ResnetBlock.of(out, out, Scaling.DOWN, attention, settings, downKeys.next()));
                    size /= 2;
                }
                down.add(blocks);
            }

            var upKeys = List.of(keys[5].split(levels * (resBlocks + 1) - 1)).iterator();
            var up = new ArrayList<List<ResnetBlock>>();
            for (int level = levels - 1; level >= 0; level--) {
                boolean attention = attentionSizes.contains(size);
                int in = dims.get(level), out = dims.get(level + 1);
                var blocks = new ArrayList<ResnetBlock>();
                for (int i = 0; i < resBlocks - 1; i++) blocks.add(ResnetBlock.of(2 * out, out, Scaling.NONE, attention, settings, upKeys.next()));
                blocks.add(ResnetBlock.of(out + in, in, Scaling.NONE, attention, settings, upKeys.next()));
                if (level > 0) {
                    blocks.add(ResnetBlock.of(in, in, Scaling.UP, attention, settings, upKeys.next()));
                    size *= 2;
                }
                up.add(blocks);
            }

            int middle = dims.getLast();
            return new UNet(SinusoidalPosEmb.of(hidden), MLP.of(hidden, hidden, 4 * hidden, 1, keys[0]).withActivation(Activation.SILU),
                    Conv2d.of(channels, hidden, 3, keys[1]).withPadding(1), down,
                    ResnetBlock.of(middle, middle, Scaling.NONE, true, settings, keys[3]), ResnetBlock.of(middle, middle, Scaling.NONE, false, settings, keys[4]),
                    up, Sequential.of(groups(hidden), Activation.SILU, Conv2d.of(hidden, channels, 1, keys[6])));
        }

        /// @param key for dropout; null if there is none
        Array apply(Array time, Array y, Key key) {
            var keys = keys(key);
            var t = mlp.apply(timePosEmb.apply(time));
            var h = firstConv.apply(y);
            var skipped = new ArrayDeque<>(List.of(h));
            for (var blocks : down) {
                for (var block : blocks) skipped.push(h = block.apply(h, t, keys.next()));
            }
            h = mid2.apply(mid1.apply(h, t, keys.next()), t, keys.next());
            for (var blocks : up) {
                for (var block : blocks) h = block.apply(block.up() ? h : Lax.concatenate(0, h, skipped.pop()), t, keys.next());
            }
            return last.apply(h);
        }

        /// One key after the other, as they are needed.
        private static Iterator<Key> keys(Key key) {
            return new Iterator<>() {
                private Key left = key;

                @Override
                public boolean hasNext() {
                    return true;
                }

                @Override
                public Key next() {
                    if (left == null) return null;
                    var pair = left.split(2);
                    left = pair[0];
                    return pair[1];
                }
            };
        }
    }

    record Batch(Array times, Array images, Key keys) {}

    @ParameterizedTest
    @CsvSource({"true, 35485, 0.22227201, 1.1745586, 0.55974674, 0.37792948, 0.03707938", "false, 37101, 3.2229929, 2.5116911, 0.5435182, 0.3713863, 0.0300628"})
    void itIsTheNetworkOfTheNotebook(boolean bigGan, long parameters, double inferred, double dropped, double first, double second, double last) {
        var model = UNet.of(1, 8, List.of(1, 2), 2, List.of(4), new Settings(bigGan, 8, 0.1, 2, 4), Key.of(0));
        assertEquals(parameters, Models.countParameters(model));
        var y = Random.normal(Key.of(1), 1, 8, 8);
        var t = Array.scalar(0.3f);
        var inference = inferenceMode(model).apply(t, y, null);
        assertEquals(inferred, inference.sum().item(), 1e-4);
        if (bigGan) assertArrayEquals(new float[] {0.07306482f, 0.1293161f, 0.01086515f, 0.05941665f}, inference.get(0, 0, ":4").toFloatArray(), 1e-5f);
        assertEquals(dropped, model.apply(t, y, Key.of(2)).sum().item(), 1e-4);

        var batch = new Batch(Creation.linspace(0.1, 1, 8), Random.normal(Key.of(3), 8, 1, 8, 8), Key.of(4).splitBatch(8));
        var optim = Optim.adam(1e-2);
        var step = Training.step(optim, (UNet m, Batch b) -> Lax.square(filterVmap(UNet::apply, null, 0, 0, 0).apply(m, b.times(), b.images(), b.keys())
                .sub(Lax.sin(b.images()))).mean());
        var losses = new double[20];
        var now = new Training.Step<>(model, optim.init(model), null);
        for (int i = 0; i < losses.length; i++) {
            now = step.apply(now.model(), now.state(), batch);
            losses[i] = now.loss().item();
        }
        assertArrayEquals(new double[] {first, second}, Arrays.copyOf(losses, 2), 1e-4);
        assertEquals(last, losses[19], 2e-3);
    }
}
