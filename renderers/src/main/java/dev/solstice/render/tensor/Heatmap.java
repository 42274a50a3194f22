package dev.solstice.render.tensor;

import java.util.Arrays;

/// An array as a picture: the last two axes are a tile, the axes before them lay out tiles in a row or a grid.
///
/// Cells are means over equal blocks, so that no part of the array is left out; a NaN anywhere in a block shows.
/// Arrays with both signs are drawn about zero (blue positive, red negative), others from light to dark.
///
/// @param png    the image, already enlarged (an untrusted notebook does not scale without smoothing)
/// @param low    the value of the first colour
/// @param high   the value of the last colour
/// @param signed whether the colours are about zero
/// @param pooled elements per cell, vertically and horizontally
/// @param left   tiles that are not drawn
public record Heatmap(byte[] png, int width, int height, double low, double high, boolean signed, int[] pooled, int left) {
    private static final int MOST_CELLS = 64;
    private static final int MOST_TILES = 8;
    private static final int IMAGE = 256;

    /// A vector is drawn as a strip of this height.
    private static final int STRIP = 16;

    /// Whether a picture says more than the printed values: enough of them, and an axis to lay them out on.
    public static boolean fits(Tensor tensor) {
        return tensor.hasValues() && tensor.shape().length > 0 && tensor.size() >= 2 * Statistics.BINS && tensor.size() <= Statistics.FULL;
    }

    public static Heatmap of(Tensor tensor) {
        var layout = Layout.of(tensor.shape());
        double[][] tiles = new double[layout.across * layout.down][];
        for (int tile = 0; tile < tiles.length; tile++) tiles[tile] = layout.pooled(tensor, tile);
        double low = Double.POSITIVE_INFINITY, high = Double.NEGATIVE_INFINITY;
        for (double[] tile : tiles) {
            for (double x : tile) {
                if (!Double.isFinite(x)) continue;
                low = Math.min(low, x);
                high = Math.max(high, x);
            }
        }
        boolean signed = low < 0 && high > 0;
        if (signed) {
            high = Math.max(-low, high);
            low = -high;
        }
        return layout.draw(tiles, low, high, signed);
    }

    /// How tiles and cells are arranged.
    ///
    /// @param height     elements of a tile
    /// @param cellHeight elements of a cell
    private record Layout(int down, int across, int height, int width, int cellHeight, int cellWidth, int rowStride, int left) {

        static Layout of(int[] shape) {
            int rank = shape.length;
            int width = shape[rank - 1];
            int height = rank > 1 ? shape[rank - 2] : 1;
            int inRow = rank > 2 ? shape[rank - 3] : 1;
            int rows = Arrays.stream(shape, 0, Math.max(0, rank - 3)).reduce(1, (a, b) -> a * b);
            int across = Math.min(inRow, MOST_TILES);
            int down = Math.min(rows, MOST_TILES);
            int cells = Math.max(4, MOST_CELLS / Math.max(1, Math.max(across, down) / 2));
            return new Layout(down, across, height, width, blocks(height, cells), blocks(width, cells), inRow, inRow * rows - across * down);
        }

        private static int blocks(int elements, int cells) {
            return (elements + cells - 1) / cells;
        }

        int rows() {
            return blocks(height, cellHeight);
        }

        int columns() {
            return blocks(width, cellWidth);
        }

        double[] pooled(Tensor tensor, int tile) {
            var sums = new double[rows() * columns()];
            var counts = new int[sums.length];
            var row = new double[width];
            long start = ((long) (tile / across) * rowStride + tile % across) * height * width;
            for (int y = 0; y < height; y++) {
                tensor.read(start + (long) y * width, width, row);
                for (int x = 0; x < width; x++) {
                    int cell = y / cellHeight * columns() + x / cellWidth;
                    sums[cell] += row[x];
                    counts[cell]++;
                }
            }
            for (int i = 0; i < sums.length; i++) sums[i] /= counts[i];
            return sums;
        }

        Heatmap draw(double[][] tiles, double low, double high, boolean signed) {
            int rows = rows(), columns = columns();
            int scale = Math.clamp(IMAGE / Math.max(rows * down, columns * across), 1, 16);
            int tall = rows * down == 1 ? STRIP : scale;
            int gap = tiles.length > 1 ? Math.max(2, scale / 2) : 0;
            int imageWidth = across * columns * scale + (across - 1) * gap;
            int imageHeight = down * rows * tall + (down - 1) * gap;
            var pixels = new byte[imageWidth * imageHeight];
            Arrays.fill(pixels, (byte) Palette.CLEAR);
            for (int tile = 0; tile < tiles.length; tile++) {
                int top = tile / across * (rows * tall + gap);
                int start = tile % across * (columns * scale + gap);
                for (int y = 0; y < rows * tall; y++) {
                    for (int x = 0; x < columns * scale; x++) {
                        double value = tiles[tile][y / tall * columns + x / scale];
                        pixels[(top + y) * imageWidth + start + x] = (byte) Palette.index(value, low, high);
                    }
                }
            }
            byte[] png = Png.encode(imageWidth, imageHeight, pixels, signed ? Palette.DIVERGING : Palette.SEQUENTIAL, Palette.CLEAR);
            return new Heatmap(png, imageWidth, imageHeight, low, high, signed, new int[] {cellHeight, cellWidth}, left);
        }
    }
}
