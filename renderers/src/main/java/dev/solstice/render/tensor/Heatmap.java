package dev.solstice.render.tensor;

import java.util.Arrays;

/// An array as a picture: the last two axes are a tile, the axes before them lay out tiles in a row or a grid.
///
/// A cell stands for a block of elements, so that no part of the array is left out; a NaN anywhere in a block shows.
/// Arrays with both signs are drawn about zero (blue positive, red negative), others from light to dark.
///
/// @param png  the image, already enlarged (an untrusted notebook does not scale without smoothing)
/// @param marked whether there are cells that are not finite
/// @param left   tiles that are not drawn
public record Heatmap(byte[] png, int width, int height, Pooling pooling, Scale scale, Cells cells, boolean marked, int left) {

    /// What a cell says about its block of elements.
    public enum Pooling {
        /// Their mean, in which noise vanishes and structure stays.
        MEAN,
        /// The one of largest magnitude, in which a single bad element shows.
        LARGEST
    }

    /// What the colours mean.
    ///
    /// @param low     the value of the first colour
    /// @param high    the value of the last colour
    /// @param signed  whether the colours are about zero
    /// @param clipped the share of cells beyond `low` and `high`, drawn as those
    public record Scale(double low, double high, boolean signed, double clipped) {}

    /// Where a cell is: tiles of `rows` × `columns` cells, each `tall` × `wide` pixels, with `gap` pixels between tiles.
    ///
    /// @param pooledRows    elements of a cell, vertically
    /// @param pooledColumns elements of a cell, horizontally
    public record Cells(int rows, int columns, int tall, int wide, int gap, int pooledRows, int pooledColumns) {
        public boolean pooled() {
            return pooledRows * pooledColumns > 1;
        }
    }

    /// Cells at the side of a picture that stands by itself.
    public static final int MOST_CELLS = 64;
    private static final int MOST_TILES = 8;
    private static final int IMAGE = 256;

    /// A vector is drawn as a strip of this height.
    private static final int STRIP = 16;

    /// A few outliers must not make all else one colour: beyond this multiple of the 99th percentile they are clipped.
    private static final double OUTLYING = 4;

    /// So many integers or booleans are better read than seen.
    private static final int READ = 64;

    /// Whether a picture says more than the printed values: enough of them, and an axis to lay them out on.
    public static boolean fits(Tensor tensor) {
        long fewest = tensor.elements() == Tensor.Elements.REAL ? 2 * Statistics.BINS : READ + 1;
        return tensor.hasValues() && tensor.shape().length > 0 && tensor.size() >= fewest && tensor.size() <= Statistics.FULL;
    }

    public static Heatmap of(Tensor tensor) {
        return of(tensor, Pooling.MEAN, MOST_CELLS);
    }

    /// @param mostCells how many cells a tile has at its longer side at most
    public static Heatmap of(Tensor tensor, Pooling pooling, int mostCells) {
        var layout = Layout.of(tensor.shape(), mostCells);
        double[][] tiles = new double[layout.across * layout.down][];
        for (int tile = 0; tile < tiles.length; tile++) tiles[tile] = layout.pooled(tensor, tile, pooling);
        return layout.draw(tiles, pooling, scale(tiles));
    }

    private static Scale scale(double[][] tiles) {
        double[] finite = Arrays.stream(tiles).flatMapToDouble(Arrays::stream).filter(Double::isFinite).sorted().toArray();
        if (finite.length == 0) return new Scale(0, 0, false, 0);
        double low = finite[0], high = finite[finite.length - 1];
        boolean signed = low < 0 && high > 0;
        double[] sizes = Arrays.stream(finite).map(Math::abs).sorted().toArray();
        double bound = OUTLYING * sizes[(int) (0.99 * (sizes.length - 1))];
        if (bound > 0) {
            low = Math.max(low, -bound);
            high = Math.min(high, bound);
        }
        if (signed) {
            high = Math.max(-low, high);
            low = -high;
        }
        double from = low, to = high;
        long clipped = Arrays.stream(finite).filter(x -> x < from || x > to).count();
        return new Scale(low, high, signed, (double) clipped / finite.length);
    }

    /// How tiles and cells are arranged.
    ///
    /// @param height     elements of a tile
    /// @param cellHeight elements of a cell
    private record Layout(int down, int across, int height, int width, int cellHeight, int cellWidth, int rowStride, int left) {

        static Layout of(int[] shape, int mostCells) {
            int rank = shape.length;
            int width = shape[rank - 1];
            int height = rank > 1 ? shape[rank - 2] : 1;
            int inRow = rank > 2 ? shape[rank - 3] : 1;
            int rows = Arrays.stream(shape, 0, Math.max(0, rank - 3)).reduce(1, (a, b) -> a * b);
            int across = Math.min(inRow, MOST_TILES);
            int down = Math.min(rows, MOST_TILES);
            int cells = Math.max(4, mostCells / Math.max(1, Math.max(across, down) / 2));
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

        double[] pooled(Tensor tensor, int tile, Pooling pooling) {
            var cells = new double[rows() * columns()];
            var counts = new int[cells.length];
            var row = new double[width];
            long start = ((long) (tile / across) * rowStride + tile % across) * height * width;
            for (int y = 0; y < height; y++) {
                tensor.read(start + (long) y * width, width, row);
                for (int x = 0; x < width; x++) {
                    int cell = y / cellHeight * columns() + x / cellWidth;
                    switch (pooling) {
                        case MEAN -> cells[cell] += row[x];
                        case LARGEST -> cells[cell] = Math.abs(row[x]) <= Math.abs(cells[cell]) || Double.isNaN(cells[cell]) ? cells[cell] : row[x];
                    }
                    counts[cell]++;
                }
            }
            if (pooling == Pooling.MEAN) for (int i = 0; i < cells.length; i++) cells[i] /= counts[i];
            return cells;
        }

        Heatmap draw(double[][] tiles, Pooling pooling, Scale scale) {
            int rows = rows(), columns = columns();
            int wide = Math.clamp(IMAGE / Math.max(rows * down, columns * across), 1, 16);
            int tall = rows * down == 1 ? STRIP : wide;
            int gap = tiles.length > 1 ? Math.max(2, wide / 2) : 0;
            int imageWidth = across * columns * wide + (across - 1) * gap;
            int imageHeight = down * rows * tall + (down - 1) * gap;
            var pixels = new byte[imageWidth * imageHeight];
            Arrays.fill(pixels, (byte) Palette.CLEAR);
            for (int tile = 0; tile < tiles.length; tile++) {
                int top = tile / across * (rows * tall + gap);
                int start = tile % across * (columns * wide + gap);
                for (int y = 0; y < rows * tall; y++) {
                    for (int x = 0; x < columns * wide; x++) {
                        double value = tiles[tile][y / tall * columns + x / wide];
                        pixels[(top + y) * imageWidth + start + x] = (byte) Palette.index(value, scale.low, scale.high);
                    }
                }
            }
            byte[] png = Png.encode(imageWidth, imageHeight, pixels, Palette.colours(scale.signed), Palette.CLEAR);
            return new Heatmap(png, imageWidth, imageHeight, pooling, scale,
                    new Cells(rows, columns, tall, wide, gap, cellHeight, cellWidth),
                    Arrays.stream(tiles).flatMapToDouble(Arrays::stream).anyMatch(x -> !Double.isFinite(x)), left);
        }
    }
}
