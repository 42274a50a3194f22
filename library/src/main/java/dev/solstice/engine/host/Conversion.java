package dev.solstice.engine.host;

import dev.solstice.array.DType;

/// Element type conversion between lanes: integers wrap, floats become integers towards zero and saturate, NaN
/// becomes 0, and anything but 0 becomes true.
final class Conversion {
    private Conversion() {}

    /// Converts `n` elements; `out` is a tile of `to`'s lane.
    static void convert(Object x, DType from, Object out, DType to, int n) {
        if (to == DType.BOOL) {
            toBool(x, (int[]) out, n);
            return;
        }
        switch (out) {
            case float[] o -> toFloat(x, from, o, n);
            case double[] o -> toDouble(x, from, o, n);
            case int[] o -> toInt(x, to, o, n);
            case long[] o -> toLong(x, from, o, n);
            default -> throw new AssertionError(out.getClass());
        }
        Tiles.narrow(to, out, n);
    }

    private static void toBool(Object x, int[] out, int n) {
        switch (x) {
            case float[] v -> { for (int i = 0; i < n; i++) out[i] = v[i] != 0 ? 1 : 0; }
            case double[] v -> { for (int i = 0; i < n; i++) out[i] = v[i] != 0 ? 1 : 0; }
            case int[] v -> { for (int i = 0; i < n; i++) out[i] = v[i] != 0 ? 1 : 0; }
            case long[] v -> { for (int i = 0; i < n; i++) out[i] = v[i] != 0 ? 1 : 0; }
            default -> throw new AssertionError(x.getClass());
        }
    }

    private static void toFloat(Object x, DType from, float[] out, int n) {
        switch (x) {
            case float[] v -> System.arraycopy(v, 0, out, 0, n);
            case double[] v -> { for (int i = 0; i < n; i++) out[i] = (float) v[i]; }
            case int[] v when from == DType.UINT32 -> { for (int i = 0; i < n; i++) out[i] = v[i] & 0xFFFF_FFFFL; }
            case int[] v -> { for (int i = 0; i < n; i++) out[i] = v[i]; }
            case long[] v -> { for (int i = 0; i < n; i++) out[i] = v[i]; }
            default -> throw new AssertionError(x.getClass());
        }
    }

    private static void toDouble(Object x, DType from, double[] out, int n) {
        switch (x) {
            case float[] v -> { for (int i = 0; i < n; i++) out[i] = v[i]; }
            case double[] v -> System.arraycopy(v, 0, out, 0, n);
            case int[] v when from == DType.UINT32 -> { for (int i = 0; i < n; i++) out[i] = v[i] & 0xFFFF_FFFFL; }
            case int[] v -> { for (int i = 0; i < n; i++) out[i] = v[i]; }
            case long[] v -> { for (int i = 0; i < n; i++) out[i] = v[i]; }
            default -> throw new AssertionError(x.getClass());
        }
    }

    private static void toInt(Object x, DType to, int[] out, int n) {
        long min = to.min().longValue();
        long max = to.max().longValue();
        switch (x) {
            case float[] v -> { for (int i = 0; i < n; i++) out[i] = (int) Math.max(min, Math.min(max, (long) v[i])); }
            case double[] v -> { for (int i = 0; i < n; i++) out[i] = (int) Math.max(min, Math.min(max, (long) v[i])); }
            case int[] v -> System.arraycopy(v, 0, out, 0, n);
            case long[] v -> { for (int i = 0; i < n; i++) out[i] = (int) v[i]; }
            default -> throw new AssertionError(x.getClass());
        }
    }

    private static void toLong(Object x, DType from, long[] out, int n) {
        switch (x) {
            case float[] v -> { for (int i = 0; i < n; i++) out[i] = (long) v[i]; }
            case double[] v -> { for (int i = 0; i < n; i++) out[i] = (long) v[i]; }
            case int[] v when from == DType.UINT32 -> { for (int i = 0; i < n; i++) out[i] = v[i] & 0xFFFF_FFFFL; }
            case int[] v -> { for (int i = 0; i < n; i++) out[i] = v[i]; }
            case long[] v -> System.arraycopy(v, 0, out, 0, n);
            default -> throw new AssertionError(x.getClass());
        }
    }
}
