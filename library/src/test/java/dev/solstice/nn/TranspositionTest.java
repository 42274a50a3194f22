package dev.solstice.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import org.junit.jupiter.api.Test;

class TranspositionTest {
    private static final Key KEY = Key.of(5);

    @Test
    void aTransposedConvolutionIsTheTransposeOfAConvolution() {
        var down = Conv1d.of(ConvolutionSettings.of(1, 2, 3, 3).withStride(2).withPadding(1).withoutBias(), KEY);
        var settings = ConvolutionSettings.of(1, 3, 2, 3).withStride(2).withPadding(1).withoutBias();
        // The kernel with its channels exchanged and its elements in the other order.
        var up = new ConvTranspose1d(Lax.rev(down.weight().transpose(1, 0, 2), 2), null, settings, ConvTranspose1d.of(settings, KEY).outputPadding());
        Array x = Random.normal(KEY, 2, 9);
        Array y = Random.normal(Key.of(6), 3, 5);
        assertEquals(down.apply(x).mul(y).sum().item(), x.mul(up.apply(y)).sum().item(), 1e-5);
    }

    @Test
    void withSameTheResultIsStrideTimesAsLongEvenIfTheKernelIsShorterThanTheStride() {
        for (int kernel : new int[] {1, 2, 3, 5}) {
            for (int stride : new int[] {1, 2, 3, 4}) {
                var layer = ConvTranspose1d.of(1, 1, kernel, KEY).withStride(stride).withPadding("SAME");
                assertEquals("[1," + 6 * stride + "]", layer.apply(Random.normal(KEY, 1, 6)).shape().toString(), kernel + " " + stride);
            }
        }
    }

    @Test
    void withSameTheOutputPaddingChoosesWhichConvolutionIsTransposed() {
        for (var rule : new String[] {"SAME", "SAME_LOWER"}) {
            for (int outputPadding = 0; outputPadding < 3; outputPadding++) {
                var down = Conv1d.of(ConvolutionSettings.of(1, 1, 1, 4).withStride(3).withPadding(rule).withoutBias(), KEY);
                var up = ConvTranspose1d.of(ConvolutionSettings.of(1, 1, 1, 4).withStride(3).withPadding(rule).withoutBias(), KEY)
                        .withOutputPadding(outputPadding);
                up = Tree.at(up, ConvTranspose1d::weight, Lax.rev(down.weight(), 2));
                Array x = Random.normal(KEY, 1, 15 - outputPadding);
                Array y = Random.normal(Key.of(6), 1, 5);
                assertEquals(down.apply(x).mul(y).sum().item(), x.mul(up.apply(y)).sum().item(), 1e-5);
            }
        }
    }

    @Test
    void theOutputIsPaddedByLessThanTheStride() {
        var layer = ConvTranspose2d.of(1, 1, 3, KEY).withStride(2);
        assertEquals("[1,16,16]", layer.withOutputPadding(1).apply(Random.normal(KEY, 1, 7, 7)).shape().toString());
        assertThrows(IllegalArgumentException.class, () -> layer.withOutputPadding(2));
        assertThrows(IllegalArgumentException.class,
                () -> ConvTranspose2d.of(ConvolutionSettings.of(2, 1, 1, 3).withPaddingMode(PaddingMode.REFLECT), KEY));
    }

    @Test
    void adaptiveWindowsAreLongerAtTheBeginning() {
        Array x = Array.of(new float[][] {{1, 2, 3, 4, 5}});
        assertArrayEquals(new float[] {1.5f, 3.5f, 5}, AdaptiveAvgPool1d.of(3).apply(x).toFloatArray());
        assertArrayEquals(new float[] {3, 5}, AdaptiveMaxPool1d.of(2).apply(x).toFloatArray());
        assertThrows(IllegalArgumentException.class, () -> AdaptiveMaxPool1d.of(6).apply(x));
    }

    @Test
    void aWeightNormalisedLayerIsAtFirstTheLayer() {
        var layer = Linear.of(3, 4, KEY);
        Array x = Random.normal(KEY, 3);
        assertArrayEquals(layer.apply(x).toFloatArray(), WeightNorm.of(layer).apply(x).toFloatArray(), 1e-6f);
        var doubled = WeightNorm.of(new Linear(layer.weight().mul(2), layer.bias(), 3, 4, true));
        var sameLengths = new WeightNorm<>(doubled.layer(), WeightNorm.of(layer).g(), doubled.weight(), doubled.axis());
        assertArrayEquals(layer.apply(x).toFloatArray(), sameLengths.apply(x).toFloatArray(), 1e-6f);
        assertEquals("[1,3]", WeightNorm.of(layer, KeyPath.parse(".weight()"), -1).g().shape().toString());
        assertThrows(IllegalArgumentException.class, () -> WeightNorm.of(layer, KeyPath.parse(".weight()"), -3));
    }

    @Test
    void groupsAreNormalisedEachByItself() {
        Array y = GroupNorm.of(2).apply(Random.normal(KEY, 4, 8).add(3)).reshape(2, 16);
        assertArrayEquals(new float[] {0, 0}, y.mean(1).toFloatArray(), 1e-5f);
        assertArrayEquals(new float[] {1, 1}, y.mul(y).mean(1).toFloatArray(), 1e-3f);
        assertThrows(IllegalArgumentException.class, () -> GroupNorm.of(3, 4));
    }
}
