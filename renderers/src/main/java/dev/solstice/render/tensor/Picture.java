package dev.solstice.render.tensor;

/// One image of a tensor as PNG, enlarged by whole pixels if it is small and reduced by means if it would be too long.
///
/// @param png     grey, RGB or RGBA
/// @param reduced how many elements at the side of the block that one pixel is the mean of
/// @param outside the share of elements outside of 0..1 (or not finite), which are clipped (or 0)
public record Picture(byte[] png, int width, int height, int reduced, double outside) {

    /// @param index     which image of a batch
    /// @param tall      the height to enlarge to, in pixels
    /// @param mostBytes the longest PNG; halving the image goes on until it is not longer
    public static Picture of(Tensor tensor, int index, int channels, int height, int width, int tall, int mostBytes) {
        double scale = tensor.dtype().equals("u8") ? 255 : 1;
        var elements = new double[channels * height * width];
        tensor.read((long) index * elements.length, elements.length, elements);
        int outside = 0;
        for (int i = 0; i < elements.length; i++) {
            double x = elements[i] / scale;
            if (!(x >= 0 && x <= 1)) outside++;
            elements[i] = Double.isNaN(x) ? 0 : Math.clamp(x, 0, 1);
        }
        for (int reduced = 1; ; reduced *= 2) {
            int rows = Math.ceilDiv(height, reduced), columns = Math.ceilDiv(width, reduced);
            byte[] pixels = pixels(elements, channels, height, width, reduced);
            int enlarged = Math.max(1, tall / rows);
            byte[] png = Png.encode(columns * enlarged, rows * enlarged, channels, enlarged(pixels, channels, rows, columns, enlarged));
            if (png.length <= mostBytes || rows * columns == 1) {
                return new Picture(png, columns * enlarged, rows * enlarged, reduced, (double) outside / elements.length);
            }
        }
    }

    /// Channels last, as PNG wants them, each the mean of a block.
    private static byte[] pixels(double[] elements, int channels, int height, int width, int reduced) {
        int rows = Math.ceilDiv(height, reduced), columns = Math.ceilDiv(width, reduced);
        var pixels = new byte[rows * columns * channels];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                for (int channel = 0; channel < channels; channel++) {
                    double mean = mean(elements, channel * height * width, width, row * reduced, Math.min(height, (row + 1) * reduced),
                            column * reduced, Math.min(width, (column + 1) * reduced));
                    pixels[(row * columns + column) * channels + channel] = (byte) Math.round(255 * mean);
                }
            }
        }
        return pixels;
    }

    private static double mean(double[] elements, int start, int width, int top, int bottom, int left, int right) {
        double sum = 0;
        for (int y = top; y < bottom; y++) for (int x = left; x < right; x++) sum += elements[start + y * width + x];
        return sum / ((bottom - top) * (right - left));
    }

    private static byte[] enlarged(byte[] pixels, int channels, int rows, int columns, int times) {
        if (times == 1) return pixels;
        var enlarged = new byte[pixels.length * times * times];
        for (int y = 0, to = 0; y < rows * times; y++) {
            for (int x = 0; x < columns * times; x++) {
                int from = (y / times * columns + x / times) * channels;
                for (int channel = 0; channel < channels; channel++) enlarged[to++] = pixels[from + channel];
            }
        }
        return enlarged;
    }
}
