package dev.solstice.lax;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import dev.solstice.core.ShapeRule;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// Products, convolutions and sliding windows. A part of [Lax].
abstract class Windows extends Reductions {
    Windows() {}

    /// Generalised matrix product: result axes are the batch, the rest of the left, the rest of the right operand.
    public static Array dotGeneral(Array x, Array y, int[] xContracting, int[] yContracting, int[] xBatch, int[] yBatch) {
        return new Primitive.DotGeneral(Axes.of(x.shape().axes(xContracting)), Axes.of(y.shape().axes(yContracting)),
                Axes.of(x.shape().axes(xBatch)), Axes.of(y.shape().axes(yBatch))).apply(x, y);
    }

    /// The discrete Fourier transform over the last axes, as many as there are lengths. Integers and real numbers are converted
    /// first: to complex numbers, or for `RFFT` to floating ones.
    ///
    /// @param lengths the lengths of the transformed axes; for `RFFT` and `IRFFT` those of the real array
    /// @throws IllegalArgumentException if the array has other lengths: these functions neither crop nor pad
    public static Array fft(Array x, Primitive.FftType type, int... lengths) {
        if (type == Primitive.FftType.RFFT && x.dtype().isComplex()) {
            throw Mistake.of("rfft of " + x.summary() + ": it transforms real numbers; use fft, or take real(x)");
        }
        var complex = x.dtype().complex();
        var operand = x.astype(type == Primitive.FftType.RFFT ? complex.real() : complex);
        return lengths.length == 0 ? operand : new Primitive.Fft(type, Axes.of(lengths)).apply(operand);
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

    /// The product of vectors and matrices: the last axis of `x` with the first of `y`.
    public static Array dot(Array x, Array y) {
        if (x.rank() < 1 || x.rank() > 2 || y.rank() < 1 || y.rank() > 2) {
            throw Mistake.of("dot of " + x.summary() + " and " + y.summary() + ": both are vectors or matrices; use dotGeneral");
        }
        return dotGeneral(x, y, new int[] {-1}, new int[] {0}, new int[0], new int[0]);
    }

    /// Products of matrices, one for each index of the leading axes, which are the same in both.
    public static Array batchMatmul(Array x, Array y) {
        var batch = Axes.range(x.rank() - 2).toArray();
        return dotGeneral(x, y, new int[] {-1}, new int[] {-2}, batch, batch);
    }

    /// Products of groups of rows of `[m, k]` with a matrix each of `[g, k, n]`: the first `groupSizes[0]` rows with the first
    /// matrix, and so on; rows beyond the groups give 0.
    ///
    /// @param groupSizes integers of shape `[g]`
    /// @return `[m, n]`
    public static Array raggedDot(Array x, Array y, Array groupSizes) {
        int groups = groupSizes.size();
        var ends = cumsum(groupSizes.astype(DType.INT32), 0, false);
        var starts = sub(ends, groupSizes.astype(DType.INT32));
        var shape = Shape.of(groups, x.shape().dim(0));
        var row = iota(DType.INT32, shape, 1);
        var inGroup = bitwiseAnd(ge(row, broadcastInDim(starts, shape, 0)), lt(row, broadcastInDim(ends, shape, 0)));
        var masked = Shape.of(groups).append(x.shape());
        var rows = select(broadcastInDim(inGroup, masked, 0, 1), broadcastInDim(x, masked, 1, 2), full(masked, x.dtype(), 0));
        return dotGeneral(rows, y, new int[] {0, 2}, new int[] {0, 1}, new int[0], new int[0]);
    }

    /// [#convGeneralDilated] under JAX's shorter name.
    public static Array conv(Array image, Array kernel, int[] windowStrides, String padding) {
        return convGeneralDilated(image, kernel, windowStrides, padding);
    }

    /// A convolution with padding `{low, high}` for each spatial axis, and dilations of image and kernel.
    public static Array convWithGeneralPadding(Array image, Array kernel, int[] windowStrides, int[][] padding, int[] imageDilation,
                                               int[] kernelDilation) {
        return Convolution.of(windowStrides).padding(padding).lhsDilation(imageDilation).rhsDilation(kernelDilation).apply(image, kernel);
    }

    /// The elements that a kernel of this shape meets, one patch for each place: channel `c * size + i` of the result is element
    /// `i` of the patch of channel `c`.
    ///
    /// @param image `[N, C, spatial...]`
    /// @return `[N, C * size, spatial...]`, where `size` is the number of elements of the kernel
    public static Array convGeneralDilatedPatches(Array image, int[] kernelShape, int[] windowStrides, int[][] padding) {
        int channels = image.shape().dim(1);
        int size = Shape.of(kernelShape).size();
        var square = Shape.of(size, size);
        var identity = eq(iota(DType.INT32, square, 0), iota(DType.INT32, square, 1)).astype(image.dtype());
        var picks = identity.reshape(Shape.of(size, 1).append(Shape.of(kernelShape)));
        var repetitions = filled(picks.rank(), 1);
        repetitions[0] = channels;
        return Convolution.of(windowStrides).padding(padding).featureGroupCount(channels).apply(image, tile(picks, repetitions));
    }

    /// A convolution with a kernel of its own at each place.
    ///
    /// @param image   `[N, C, spatial...]`
    /// @param kernels `[O, C * size, spatial of the result...]`, as [#convGeneralDilatedPatches] orders the elements
    /// @return `[N, O, spatial...]`
    public static Array convGeneralDilatedLocal(Array image, Array kernels, int[] kernelShape, int[] windowStrides, int[][] padding) {
        var patches = convGeneralDilatedPatches(image, kernelShape, windowStrides, padding);
        var spatial = Axes.range(2, image.rank()).toArray();
        var product = dotGeneral(patches, kernels, new int[] {1}, new int[] {1}, spatial, spatial);
        int places = spatial.length;
        return transpose(product, Axes.of(places, places + 1).plus(Axes.range(places)).toArray());
    }

    /// Folds a window that slides over the operand by any operation; sums and extrema by their own primitive.
    ///
    /// ```java
    /// Array x = Array.of(1f, 2f, 3f, 4f);
    /// var products = Lax.reduceWindow(x, Array.scalar(1f), (a, b) -> Lax.mul(a, b), new int[] {2}, new int[] {1}, "VALID");
    /// products.toString()   // "[ 2.  6. 12.]"
    /// ```
    ///
    /// @param init        a scalar with which each fold begins, and which the padding holds
    /// @param computation of two arrays of one shape, element by element
    /// @param window      the lengths of the window, one for each axis
    /// @param padding     `"SAME"`, `"SAME_LOWER"` or `"VALID"`
    public static Array reduceWindow(Array x, Array init, BinaryOperator<Array> computation, int[] window, int[] strides, String padding) {
        return reduceWindow(x, init, computation, window, strides, Convolution.padding(padding, x.shape().toArray(), window, strides));
    }

    /// As above, padded by `{low, high}` for each axis.
    public static Array reduceWindow(Array x, Array init, BinaryOperator<Array> computation, int[] window, int[] strides, int[][] padding) {
        return reduceWindow(x, init, computation, window, strides, padding, filled(x.rank(), 1), filled(x.rank(), 1));
    }

    /// As above, with `init` between the elements of the operand (base dilation) and gaps between those of the window.
    public static Array reduceWindow(Array x, Array init, BinaryOperator<Array> computation, int[] window, int[] strides, int[][] padding,
                                     int[] baseDilation, int[] windowDilation) {
        var padded = pad(x, init, IntStream.range(0, x.rank())
                .mapToObj(axis -> new int[] {padding[axis][0], padding[axis][1], baseDilation[axis] - 1}).toArray(int[][]::new));
        var zeros = Axes.filled(x.rank(), 0);
        var sliding = new Primitive.Window(Axes.of(window), Axes.of(strides), zeros, zeros, Axes.of(windowDilation));
        var monoid = Monoid.of(computation, x.dtype()).filter(each -> each.hasWindows(init));
        if (monoid.isEmpty()) return slide(padded, init, computation, sliding);
        return switch (monoid.get()) {
            case SUM -> new Primitive.ReduceWindowSum(sliding).apply(padded);
            case MAX -> new Primitive.ReduceWindowMax(sliding).apply(padded);
            case MIN -> minimum(sliding, padded);
            case PROD, AND, OR, XOR -> throw new AssertionError("has no windows: " + monoid);
        };
    }

    /// Combines the slices that each element of the window sees.
    private static Array slide(Array x, Array init, BinaryOperator<Array> computation, Primitive.Window window) {
        var result = ShapeRule.apply(new Primitive.ReduceWindowSum(window), x.abstractValue())[0].shape();
        var total = init.broadcastTo(result);
        var lengths = Shape.of(window.dimensions().toArray());
        for (int element = 0; element < lengths.size() && result.size() > 0; element++) {
            var starts = new int[x.rank()];
            var limits = new int[x.rank()];
            int rest = element;
            for (int axis = x.rank() - 1; axis >= 0; axis--) {
                starts[axis] = rest % lengths.dim(axis) * window.dilation().get(axis);
                limits[axis] = starts[axis] + (result.dim(axis) - 1) * window.strides().get(axis) + 1;
                rest /= lengths.dim(axis);
            }
            total = computation.apply(total, slice(x, starts, limits, window.strides().toArray()));
        }
        return total;
    }

    /// Minimum over a sliding window; padding counts as the largest value.
    ///
    /// @param padding `{low, high}` for each axis
    public static Array reduceWindowMin(Array x, int[] window, int[] strides, int[][] padding) {
        return minimum(window(window, strides, padding), x);
    }

    private static Array minimum(Primitive.Window window, Array x) {
        // Reversing the order of an integer is its complement: the negation of the smallest one overflows.
        UnaryOperator<Array> reversed = x.dtype().isFloating() ? Elementwise::neg : Elementwise::not;
        return reversed.apply(new Primitive.ReduceWindowMax(window).apply(reversed.apply(x)));
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
