package dev.solstice.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import org.junit.jupiter.api.Test;

/// Windows of any kind over any number of axes. Numbers are those of Equinox 0.13.8, or of PyTorch where its windows are meant.
class PoolingTest {
    private static final Key KEY = Key.of(2);
    private static final Array FIVE = Array.of(new float[][] {{1, 2, 3, 4, 5}});

    @Test
    void aPoolFoldsEachWindowByAnyOperation() {
        var products = Pool.of(PoolingWindow.of(1, 2).withStride(2).withPadding(new int[][] {{0, 1}}).withCeil(), 1, Lax::mul);
        assertArrayEquals(new float[] {2, 12, 5}, products.apply(FIVE).toFloatArray());
        var x = Random.normal(KEY, 2, 5, 6);
        var window = PoolingWindow.of(2, 3).withStride(2, 1);
        assertArrayEquals(new MaxPool2d(window).apply(x).toFloatArray(), Pool.of(window, Double.NEGATIVE_INFINITY, Lax::max).apply(x).toFloatArray());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> products.apply(x)).getMessage().contains("[channels,length]"));
    }

    @Test
    void anAdaptivePoolTakesAnySummary() {
        Array seven = Lax.iota(DType.FLOAT32, 7).expandDims(0);
        assertArrayEquals(new float[] {0, 3, 5}, AdaptivePool.of(1, window -> window.min(), 3).apply(seven).toFloatArray());
        var x = Random.normal(KEY, 2, 5, 6);
        assertArrayEquals(AdaptiveAvgPool2d.of(2, 3).apply(x).toFloatArray(), AdaptivePool.of(2, window -> window.mean(), 2, 3).apply(x).toFloatArray(), 1e-6f);
    }

    @Test
    void avgPoolCountIncludePadFlag() {
        var pool = AvgPool1d.of(3, 2).withPadding(1);
        assertArrayEquals(new float[] {1, 3, 3}, pool.apply(FIVE).toFloatArray(), 1e-6f);
        assertArrayEquals(new float[] {1.5f, 3, 4.5f}, pool.withCountIncludePad(false).apply(FIVE).toFloatArray(), 1e-6f);
        // The window that hangs over the end has one element.
        assertArrayEquals(new float[] {1.5f, 3.5f, 5}, AvgPool1d.of(2, 2).withCeil().withCountIncludePad(false).apply(FIVE).toFloatArray(), 1e-6f);
    }

    @Test
    void pytorchCompatibleAdaptivePooling() {
        // torch.nn.AdaptiveAvgPool1d(3) of 1..5: windows 0-1, 1-3, 3-4.
        assertArrayEquals(new float[] {1.5f, 3, 4.5f}, AdaptiveAvgPool1d.of(3).withOverlap().apply(FIVE).toFloatArray());
        assertArrayEquals(new float[] {2, 4, 5}, AdaptiveMaxPool1d.of(3).withOverlap().apply(FIVE).toFloatArray());
        // Where the length is a multiple of the target, both are the same.
        var x = Random.normal(KEY, 2, 4, 6);
        assertArrayEquals(AdaptiveAvgPool2d.of(2, 3).apply(x).toFloatArray(), AdaptiveAvgPool2d.of(2, 3).withOverlap().apply(x).toFloatArray());
    }

    @Test
    void paddingMayDifferOnBothSides() {
        var window = PoolingWindow.of(1, 2).withPadding(new int[][] {{0, 1}});
        assertArrayEquals(new float[] {2, 3, 4, 5, 5}, new MaxPool1d(window).apply(FIVE).toFloatArray());
        assertThrows(IllegalArgumentException.class, () -> PoolingWindow.of(1, 2).withPadding(new int[][] {{0, 3}}));
    }

    @Test
    void aConvolutionOverAnyNumberOfAxesIsTheOneOfThatNumber() {
        var settings = ConvolutionSettings.of(2, 2, 3, 3).withPadding("SAME").withStride(2);
        var x = Random.normal(KEY, 2, 7, 8);
        assertArrayEquals(Conv2d.of(settings, KEY).apply(x).toFloatArray(), Conv.of(settings, KEY).apply(x).toFloatArray());
        var back = ConvolutionSettings.of(2, 3, 2, 3).withStride(2);
        var y = Conv.of(settings, KEY).apply(x);
        assertArrayEquals(ConvTranspose2d.of(back, KEY).withOutputPadding(1).apply(y).toFloatArray(),
                ConvTranspose.of(back, KEY).withOutputPadding(1).apply(y).toFloatArray());
        var wrong = assertThrows(IllegalArgumentException.class, () -> Conv.of(ConvolutionSettings.of(4, 1, 1, 2), KEY).apply(x));
        assertTrue(wrong.getMessage().contains("[1,length,length,length,length]"), wrong.getMessage());
        assertEquals(Shape.of(2, 3), new AdaptiveAvgPool2d(Axes.of(2, 3), false).apply(x).shape().remove(0));
    }

    private static float[] transposed(int stride, String padding) {
        var settings = ConvolutionSettings.of(1, 1, 1, 3).withStride(stride).withPadding(padding).withPaddingMode(PaddingMode.CIRCULAR).withoutBias();
        var layer = new ConvTranspose1d(Array.of(Shape.of(1, 1, 3), 1f, 2f, 4f), null, settings, ConvTranspose1d.of(settings, KEY).outputPadding());
        return layer.apply(Array.of(new float[][] {{1, 2, 3, 5}})).toFloatArray();
    }

    @Test
    void aCircularConvolutionIsTransposed() {
        assertArrayEquals(new float[] {15, 17, 28, 17}, transposed(1, "SAME"));
        assertArrayEquals(new float[] {9, 2, 9, 4, 14, 6, 23, 10}, transposed(2, "SAME"));
        assertArrayEquals(new float[] {4, 2, 1, 8, 4, 2, 12, 6, 3, 20, 10, 5}, transposed(3, "SAME"));
        assertArrayEquals(new float[] {15, 17, 28, 17}, transposed(1, "SAME_LOWER"));
        assertArrayEquals(new float[] {2, 9, 4, 14, 6, 23, 10, 9}, transposed(2, "SAME_LOWER"));
    }

    @Test
    void whatCannotBeTransposedSaysWhatCan() {
        var circular = ConvolutionSettings.of(1, 1, 1, 3).withPaddingMode(PaddingMode.CIRCULAR);
        var error = assertThrows(IllegalArgumentException.class, () -> ConvTranspose1d.of(circular, KEY));
        assertTrue(error.getMessage().contains("CIRCULAR with padding SAME or SAME_LOWER"), error.getMessage());
        var same = ConvTranspose1d.of(circular.withStride(2).withPadding("SAME"), KEY);
        assertThrows(IllegalArgumentException.class, () -> same.withOutputPadding(1));
        assertThrows(IllegalArgumentException.class, () -> same.withPadding(1));
        assertThrows(IllegalArgumentException.class, () -> ConvTranspose1d.of(circular.withPaddingMode(PaddingMode.REPLICATE), KEY));
    }
}
