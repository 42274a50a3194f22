package dev.solstice.engine.host;

import dev.solstice.array.DType;
import java.util.Arrays;

/// Element type conversion between lanes: integers wrap, floats become integers towards zero and saturate, NaN
/// becomes 0, and anything but 0 becomes true. A complex number becomes its real part.
final class Conversion {
    private Conversion() {}

    /// Converts `n` elements; `out` is a tile of `to`'s lane.
    static void convert(Object x, DType from, Object out, DType to, int n) {
        if (to == DType.BOOL) {
            toBool(x, (int[]) out, n);
            return;
        }
        if (x instanceof Complexes complex && !to.isComplex()) {
            convert(complex.re(), DType.FLOAT64, out, to, n);
            return;
        }
        switch (out) {
            case float[] o -> toFloat(x, from, o, n);
            case double[] o -> toDouble(x, from, o, n);
            case int[] o -> toInt(x, to, o, n);
            case long[] o -> toLong(x, from, o, to, n);
            case Complexes o -> toComplex(x, from, o, n);
            default -> throw new AssertionError(out.getClass());
        }
        Tiles.narrow(to, out, n);
    }

    /// The value of 64 bits read as unsigned, rounded once: the lowest bit cannot be lost, it only breaks ties.
    static double unsigned(long bits) {
        return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
    }

    private static float unsignedFloat(long bits) {
        return bits >= 0 ? bits : 2f * (bits >>> 1 | bits & 1);
    }

    /// The bits of a number as uint64, saturating.
    static long toUnsigned(double value) {
        if (value < 0x1p63) return (long) Math.max(0, value);
        return value < 0x1p64 ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : value == value ? -1 : 0;
    }

    private static void toBool(Object x, int[] out, int n) {
        switch (x) {
            case float[] v -> { for (int i = 0; i < n; i++) out[i] = v[i] != 0 ? 1 : 0; }
            case double[] v -> { for (int i = 0; i < n; i++) out[i] = v[i] != 0 ? 1 : 0; }
            case int[] v -> { for (int i = 0; i < n; i++) out[i] = v[i] != 0 ? 1 : 0; }
            case long[] v -> { for (int i = 0; i < n; i++) out[i] = v[i] != 0 ? 1 : 0; }
            case Complexes v -> { for (int i = 0; i < n; i++) out[i] = v.re()[i] != 0 || v.im()[i] != 0 ? 1 : 0; }
            default -> throw new AssertionError(x.getClass());
        }
    }

    private static void toComplex(Object x, DType from, Complexes out, int n) {
        if (x instanceof Complexes(double[] re, double[] im)) {
            System.arraycopy(re, 0, out.re(), 0, n);
            System.arraycopy(im, 0, out.im(), 0, n);
        } else {
            toDouble(x, from, out.re(), n);
            Arrays.fill(out.im(), 0, n, 0);
        }
    }

    private static void toFloat(Object x, DType from, float[] out, int n) {
        switch (x) {
            case float[] v -> System.arraycopy(v, 0, out, 0, n);
            case double[] v -> { for (int i = 0; i < n; i++) out[i] = (float) v[i]; }
            case int[] v when from == DType.UINT32 -> { for (int i = 0; i < n; i++) out[i] = v[i] & 0xFFFF_FFFFL; }
            case int[] v -> { for (int i = 0; i < n; i++) out[i] = v[i]; }
            case long[] v when from == DType.UINT64 -> { for (int i = 0; i < n; i++) out[i] = unsignedFloat(v[i]); }
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
            case long[] v when from == DType.UINT64 -> { for (int i = 0; i < n; i++) out[i] = unsigned(v[i]); }
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

    private static void toLong(Object x, DType from, long[] out, DType to, int n) {
        switch (x) {
            case float[] v when to == DType.UINT64 -> { for (int i = 0; i < n; i++) out[i] = toUnsigned(v[i]); }
            case double[] v when to == DType.UINT64 -> { for (int i = 0; i < n; i++) out[i] = toUnsigned(v[i]); }
            case float[] v -> { for (int i = 0; i < n; i++) out[i] = (long) v[i]; }
            case double[] v -> { for (int i = 0; i < n; i++) out[i] = (long) v[i]; }
            case int[] v when from == DType.UINT32 -> { for (int i = 0; i < n; i++) out[i] = v[i] & 0xFFFF_FFFFL; }
            case int[] v -> { for (int i = 0; i < n; i++) out[i] = v[i]; }
            case long[] v -> System.arraycopy(v, 0, out, 0, n);
            default -> throw new AssertionError(x.getClass());
        }
    }
}
