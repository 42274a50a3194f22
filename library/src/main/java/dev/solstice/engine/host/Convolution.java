package dev.solstice.engine.host;

import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.CancelledException;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Primitive.ConvGeneralDilated;
import dev.solstice.core.Primitive.ConvertElementType;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Convolution as a matrix product with the image's patches: for any number of spatial axes, strides, dilations of
/// image and kernel, groups, and padding of either sign.
///
/// Where each patch element comes from is the same for all images and channels; it is worked out once as a table.
final class Convolution {
    /// Most elements of a patch matrix: it should stay in the outer caches.
    private static final int PATCH_ELEMENTS = 1 << 19;

    private final ConvGeneralDilated convolution;
    private final Blas blas;
    private final DType dtype;
    private final ConcreteArray image;
    private final ConcreteArray kernel;
    private final ConcreteArray result;
    private final int channels;
    private final int pixels;
    private final int kernelPixels;
    private final int outputPixels;

    private Convolution(ConvGeneralDilated convolution, Blas blas, ConcreteArray image, ConcreteArray kernel, ConcreteArray result) {
        this.convolution = convolution;
        this.blas = blas;
        this.dtype = result.dtype();
        this.image = image;
        this.kernel = kernel;
        this.result = result;
        this.channels = kernel.shape().dim(1);
        this.pixels = spatial(image.shape());
        this.kernelPixels = spatial(kernel.shape());
        this.outputPixels = spatial(result.shape());
    }

    static void run(ConvGeneralDilated convolution, Blas blas, ConcreteArray image, ConcreteArray kernel, ConcreteArray result) {
        if (result.shape().isEmpty()) return;
        if (kernel.shape().isEmpty() || image.shape().isEmpty()) {
            result.segment().fill((byte) 0);
            return;
        }
        // Narrow floats are computed in float32, integers in float64 (exact up to 2^53).
        DType computed = result.dtype() == DType.FLOAT32 || result.dtype() == DType.FLOAT64 ? result.dtype()
                : result.dtype().isFloating() ? DType.FLOAT32 : DType.FLOAT64;
        ConcreteArray out = computed == result.dtype() ? result : Contraction.allocate(computed, result.shape());
        new Convolution(convolution, blas, Contraction.cast(image, computed), Contraction.cast(kernel, computed), out).run();
        if (out != result) Elementwise.run(new ConvertElementType(result.dtype()), new ConcreteArray[] {out}, result);
    }

    private static int spatial(Shape shape) {
        int size = 1;
        for (int i = 2; i < shape.rank(); i++) size *= shape.dim(i);
        return size;
    }

    private void run() {
        int rows = channels * kernelPixels;
        int chunk = Math.min(outputPixels, Math.max(16, PATCH_ELEMENTS / rows));
        Buffer patches = Buffer.allocate((long) rows * chunk * dtype.byteSize());
        for (int from = 0; from < outputPixels; from += chunk) {
            chunk(patches.segment(), from, Math.min(chunk, outputPixels - from));
        }
        patches.release();
    }

    /// Output pixels `from .. from + width` of all images.
    private void chunk(MemorySegment patches, int from, int width) {
        int groups = Math.max(convolution.featureGroupCount(), convolution.batchGroupCount());
        int batch = result.shape().dim(0);
        int outputs = result.shape().dim(1);
        int perGroup = outputs / groups;
        int rows = channels * kernelPixels;
        int[] table = table(from, width);
        Object source = Lane.of(dtype).tile(channels * (pixels + 1)); // each channel followed by one 0, the padding
        Object columns = Lane.of(dtype).tile(kernelPixels * width);
        for (int group = 0; group < groups; group++) {
            for (int n = 0; n < batch; n++) {
                CancelledException.check();
                long first = convolution.batchGroupCount() > 1
                        ? ((long) group * batch + n) * image.shape().dim(1)
                        : (long) n * image.shape().dim(1) + (long) group * channels;
                for (int channel = 0; channel < channels; channel++) {
                    int at = channel * (pixels + 1);
                    Tiles.load(image.segment(), dtype, (first + channel) * pixels, source, at, pixels);
                    pick(source, at, table, columns);
                    Tiles.store(columns, patches, dtype, (long) channel * table.length, table.length);
                }
                var weights = Blas.Matrix.rows(kernel.segment(), (long) group * perGroup * rows, rows);
                var out = Blas.Matrix.rows(result.segment(), ((long) n * outputs + (long) group * perGroup) * outputPixels + from, outputPixels);
                blas.multiply(dtype, perGroup, width, rows, weights, Blas.Matrix.rows(patches, 0, width), out);
            }
        }
    }

    private static void pick(Object source, int at, int[] table, Object columns) {
        switch (source) {
            case float[] x -> {
                float[] out = (float[]) columns;
                for (int i = 0; i < table.length; i++) out[i] = x[at + table[i]];
            }
            case double[] x -> {
                double[] out = (double[]) columns;
                for (int i = 0; i < table.length; i++) out[i] = x[at + table[i]];
            }
            default -> throw new AssertionError(source.getClass());
        }
    }

    /// For each kernel pixel and each output pixel of a chunk: the image pixel under it, or `pixels` for padding.
    private int[] table(int from, int width) {
        int rank = image.rank() - 2;
        int[] imageDims = spatialDims(image.shape());
        int[] kernelDims = spatialDims(kernel.shape());
        int[] outputDims = spatialDims(result.shape());
        int[] table = new int[kernelPixels * width];
        int[] tap = new int[rank];
        for (int k = 0; k < kernelPixels; k++) {
            position(k, kernelDims, tap);
            int[] output = new int[rank];
            position(from, outputDims, output);
            for (int o = 0; o < width; o++) {
                table[k * width + o] = source(tap, output, imageDims);
                for (int axis = rank - 1; axis >= 0; axis--) {
                    if (++output[axis] < outputDims[axis]) break;
                    output[axis] = 0;
                }
            }
        }
        return table;
    }

    private int source(int[] tap, int[] output, int[] imageDims) {
        int pixel = 0;
        for (int axis = 0; axis < tap.length; axis++) {
            int dilation = convolution.lhsDilation().get(axis);
            int at = output[axis] * convolution.windowStrides().get(axis) + tap[axis] * convolution.rhsDilation().get(axis)
                    - convolution.padLow().get(axis);
            if (at < 0 || at % dilation != 0 || at / dilation >= imageDims[axis]) return pixels;
            pixel = pixel * imageDims[axis] + at / dilation;
        }
        return pixel;
    }

    private static int[] spatialDims(Shape shape) {
        int[] dims = shape.toArray();
        return Arrays.copyOfRange(dims, 2, dims.length);
    }

    private static void position(int index, int[] dims, int[] position) {
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            position[axis] = index % dims[axis];
            index /= dims[axis];
        }
    }
}
