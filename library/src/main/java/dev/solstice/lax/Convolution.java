package dev.solstice.lax;

import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.core.Primitive;
import java.util.Arrays;

/// All settings of a convolution (cross-correlation, as everywhere in deep learning) over any number of spatial axes.
///
/// ```java
/// Array y = Convolution.of(2, 2).padding("SAME").featureGroupCount(3).apply(image, kernel);
/// ```
///
/// Source: `jax.lax.conv_general_dilated`.
///
/// @param windowStrides      one for each spatial axis
/// @param padding            `{low, high}` for each spatial axis; null if `paddingName` says it
/// @param paddingName        `SAME`, `SAME_LOWER` or `VALID`; null if `padding` is given
/// @param lhsDilation        zeros between the elements of the image: a transposed convolution
/// @param rhsDilation        gaps between the elements of the kernel
/// @param featureGroupCount  channels are convolved in that many separate groups
/// @param batchGroupCount    the batch is split in that many groups, each with its share of output channels
/// @param dimensionNumbers   layouts of image, kernel and result, like `NHWC`, `HWIO`, `NHWC`; null for `NC...`, `OI...`, `NC...`
public record Convolution(Axes windowStrides, int[][] padding, String paddingName, Axes lhsDilation, Axes rhsDilation,
                          int featureGroupCount, int batchGroupCount, String[] dimensionNumbers) {
    /// A convolution with these strides, no padding, no dilation and one group.
    public static Convolution of(int... windowStrides) {
        var ones = Axes.filled(windowStrides.length, 1);
        return new Convolution(Axes.of(windowStrides), null, "VALID", ones, ones, 1, 1, null);
    }

    /// Pads `{low, high}` for each spatial axis; negative values crop.
    public Convolution padding(int[]... padding) {
        return new Convolution(windowStrides, padding, null, lhsDilation, rhsDilation, featureGroupCount, batchGroupCount, dimensionNumbers);
    }

    /// `"SAME"` (the result is `ceil(length / stride)` long; the odd element goes at the end), `"SAME_LOWER"` (at the
    /// beginning) or `"VALID"` (nothing).
    public Convolution padding(String name) {
        return new Convolution(windowStrides, null, name, lhsDilation, rhsDilation, featureGroupCount, batchGroupCount, dimensionNumbers);
    }

    public Convolution lhsDilation(int... dilation) {
        return new Convolution(windowStrides, padding, paddingName, Axes.of(dilation), rhsDilation, featureGroupCount, batchGroupCount, dimensionNumbers);
    }

    public Convolution rhsDilation(int... dilation) {
        return new Convolution(windowStrides, padding, paddingName, lhsDilation, Axes.of(dilation), featureGroupCount, batchGroupCount, dimensionNumbers);
    }

    public Convolution featureGroupCount(int count) {
        return new Convolution(windowStrides, padding, paddingName, lhsDilation, rhsDilation, count, batchGroupCount, dimensionNumbers);
    }

    public Convolution batchGroupCount(int count) {
        return new Convolution(windowStrides, padding, paddingName, lhsDilation, rhsDilation, featureGroupCount, count, dimensionNumbers);
    }

    /// Layouts, one letter an axis: `N` batch, `C` channel, `O` output and `I` input channel, any other letter a spatial axis.
    public Convolution dimensionNumbers(String image, String kernel, String result) {
        return new Convolution(windowStrides, padding, paddingName, lhsDilation, rhsDilation, featureGroupCount, batchGroupCount,
                new String[] {image, kernel, result});
    }

    /// Convolves.
    ///
    /// @throws IllegalArgumentException if the shapes do not fit; the message names them
    public Array apply(Array image, Array kernel) {
        if (dimensionNumbers == null) return canonical(image, kernel);
        // Spatial axes are named by letters; their order in the kernel's layout is the order of the canonical form.
        String spatial = dimensionNumbers[1].replaceAll("[OI]", "");
        var result = canonical(image.transpose(order(dimensionNumbers[0], "NC" + spatial)),
                kernel.transpose(order(dimensionNumbers[1], "OI" + spatial)));
        return result.transpose(order("NC" + spatial, dimensionNumbers[2]));
    }

    private Array canonical(Array image, Array kernel) {
        var resolved = padding != null ? padding : resolve(image, kernel);
        return new Primitive.ConvGeneralDilated(windowStrides, column(resolved, 0), column(resolved, 1), lhsDilation, rhsDilation,
                featureGroupCount, batchGroupCount).apply(image, kernel);
    }

    private int[][] resolve(Array image, Array kernel) {
        if (!lhsDilation.all(1) && !paddingName.equals("VALID")) {
            throw Mistake.of("padding \"" + paddingName
                    + "\" has no meaning with lhsDilation: give {low, high} for each axis, or use Convolution.transpose");
        }
        var spatial = Arrays.copyOfRange(image.shape().toArray(), 2, image.rank());
        var window = new int[spatial.length];
        for (int i = 0; i < window.length; i++) window[i] = (kernel.shape().dim(i + 2) - 1) * rhsDilation.get(i) + 1;
        return padding(paddingName, spatial, window, windowStrides.toArray());
    }

    /// The `{low, high}` padding of each axis that a padding's name means: `jax.lax.padtype_to_pads`.
    ///
    /// @throws IllegalArgumentException for an unknown name
    public static int[][] padding(String name, int[] lengths, int[] window, int[] strides) {
        var pads = new int[lengths.length][];
        for (int i = 0; i < lengths.length; i++) {
            int out = Math.ceilDiv(lengths[i], strides[i]);
            int total = Math.max(0, (out - 1) * strides[i] + window[i] - lengths[i]);
            pads[i] = switch (name) {
                case "SAME" -> new int[] {total / 2, total - total / 2};
                case "SAME_LOWER" -> new int[] {total - total / 2, total / 2};
                case "VALID" -> new int[] {0, 0};
                default -> throw Mistake.of("padding \"" + name + "\" is none of SAME, SAME_LOWER and VALID");
            };
        }
        return pads;
    }

    /// The transposed convolution ("deconvolution") with this one's strides, padding name, layouts and kernel dilation;
    /// the kernel is not flipped. `jax.lax.conv_transpose`.
    ///
    /// With `"SAME"` the result is `length * stride` long.
    public Array transpose(Array image, Array kernel) {
        if (paddingName == null) return undilated(padding).apply(image, kernel);
        var pads = new int[windowStrides.size()][];
        String layout = dimensionNumbers == null ? null : dimensionNumbers[1];
        int spatial = 0;
        for (int axis = 0; axis < kernel.rank(); axis++) {
            boolean isSpatial = layout == null ? axis >= 2 : "OI".indexOf(layout.charAt(axis)) < 0;
            if (!isSpatial) continue;
            int window = (kernel.shape().dim(axis) - 1) * rhsDilation.get(spatial) + 1;
            pads[spatial] = transposePadding(window, windowStrides.get(spatial));
            spatial++;
        }
        return undilated(pads).apply(image, kernel);
    }

    private Convolution undilated(int[][] pads) {
        return new Convolution(Axes.filled(windowStrides.size(), 1), pads, null, windowStrides, rhsDilation, featureGroupCount, batchGroupCount,
                dimensionNumbers);
    }

    private int[] transposePadding(int window, int stride) {
        int total = switch (paddingName) {
            case "SAME" -> window + stride - 2;
            case "VALID" -> window + stride - 2 + Math.max(window - stride, 0);
            default -> throw Mistake.of("padding \"" + paddingName + "\" is neither SAME nor VALID");
        };
        int low = paddingName.equals("VALID") || stride > window - 1 ? window - 1 : Math.ceilDiv(total, 2);
        return new int[] {low, total - low};
    }

    private static int[] order(String from, String to) {
        return to.chars().map(letter -> {
            int at = from.indexOf(letter);
            if (at < 0) throw Mistake.of("layout " + from + " has no axis '" + (char) letter + "' of " + to);
            return at;
        }).toArray();
    }

    private static Axes column(int[][] table, int column) {
        return Axes.of(Arrays.stream(table).mapToInt(row -> row[column]).toArray());
    }
}
