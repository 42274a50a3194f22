package dev.solstice.render.tensor;

/// The colours of heatmaps: so many levels that a value can be read from its pixel (the script does), and so few that they
/// compress well; then NaN, the infinities and nothing.
public final class Palette {
    static final int LEVELS = 97;
    static final int NAN = LEVELS, INFINITE = LEVELS + 1, MINUS_INFINITE = LEVELS + 2, CLEAR = LEVELS + 3;

    /// Red for negative, light for zero, blue for positive.
    private static final int[] DIVERGING = {0x8e1b10, 0xd6604d, 0xf6c7ad, 0xf7f6f3, 0xb0d2e8, 0x4393c3, 0x0b4f8a};

    /// Light to dark, in order for the colour-blind and in grey.
    private static final int[] SEQUENTIAL = {0xf7f6f3, 0xcfe1ea, 0x8fc1da, 0x4393c3, 0x1f6aa5, 0x0b3c6f};

    private Palette() {}

    /// The colours between which all others are mixed at equal distances, from the lowest value to the highest.
    ///
    /// @param signed whether zero is in the middle
    public static int[] stops(boolean signed) {
        return (signed ? DIVERGING : SEQUENTIAL).clone();
    }

    static int[] colours(boolean signed) {
        return between(signed ? DIVERGING : SEQUENTIAL);
    }

    static int index(double value, double low, double high) {
        if (Double.isNaN(value)) return NAN;
        if (Double.isInfinite(value)) return value > 0 ? INFINITE : MINUS_INFINITE;
        if (low == high) return LEVELS / 2;
        return Math.clamp(Math.round((value - low) / (high - low) * (LEVELS - 1)), 0, LEVELS - 1);
    }

    private static int[] between(int[] stops) {
        var colours = new int[LEVELS + 4];
        for (int i = 0; i < LEVELS; i++) {
            double at = (double) i / (LEVELS - 1) * (stops.length - 1);
            int stop = Math.min((int) at, stops.length - 2);
            colours[i] = mix(stops[stop], stops[stop + 1], at - stop);
        }
        colours[NAN] = 0xff00ff;
        colours[INFINITE] = 0x000000;
        colours[MINUS_INFINITE] = 0xffffff;
        return colours;
    }

    private static int mix(int from, int to, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double channel = (from >> shift & 0xff) * (1 - share) + (to >> shift & 0xff) * share;
            mixed |= (int) Math.round(channel) << shift;
        }
        return mixed;
    }
}
