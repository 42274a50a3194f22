package dev.solstice.lax;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;

/// Products, convolutions and sliding windows. A part of [Lax].
abstract class Windows extends Reductions {
    Windows() {}

    /// Generalised matrix product: result axes are the batch, the rest of the left, the rest of the right operand.
    public static Array dotGeneral(Array x, Array y, int[] xContracting, int[] yContracting, int[] xBatch, int[] yBatch) {
        return new Primitive.DotGeneral(Axes.of(x.shape().axes(xContracting)), Axes.of(y.shape().axes(yContracting)),
                Axes.of(x.shape().axes(xBatch)), Axes.of(y.shape().axes(yBatch))).apply(x, y);
    }

    /// A convolution (cross-correlation) with default dilation and groups; see [Convolution] for all settings.
    ///
    /// @param image         `[N, C, spatial...]`
    /// @param kernel        `[O, C, spatial...]`
    /// @param windowStrides one for each spatial axis
    /// @param padding       `"SAME"`, `"SAME_LOWER"` or `"VALID"`
    /// @return `[N, O, spatial...]`
    public static Array convGeneralDilated(Array image, Array kernel, int[] windowStrides, String padding) {
        return Convolution.of(windowStrides).padding(padding).apply(image, kernel);
    }

    /// As above, padded by `{low, high}` for each spatial axis.
    public static Array convGeneralDilated(Array image, Array kernel, int[] windowStrides, int[][] padding) {
        return Convolution.of(windowStrides).padding(padding).apply(image, kernel);
    }

    /// Maximum over a sliding window; padding counts as the least value.
    ///
    /// @param padding `{low, high}` for each axis
    public static Array reduceWindowMax(Array x, int[] window, int[] strides, int[][] padding) {
        return new Primitive.ReduceWindowMax(window(window, strides, padding)).apply(x);
    }

    /// Sum over a sliding window.
    ///
    /// @param padding `{low, high}` for each axis
    public static Array reduceWindowSum(Array x, int[] window, int[] strides, int[][] padding) {
        return new Primitive.ReduceWindowSum(window(window, strides, padding)).apply(x);
    }

    private static Primitive.Window window(int[] window, int[] strides, int[][] padding) {
        return new Primitive.Window(Axes.of(window), Axes.of(strides), column(padding, 0), column(padding, 1));
    }
}
