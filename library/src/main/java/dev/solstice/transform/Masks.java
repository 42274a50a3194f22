package dev.solstice.transform;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Selecting from lists by boolean masks: which inputs have tangents, which are known, which are batched.
final class Masks {
    private Masks() {}

    static List<Boolean> list(boolean[] mask) {
        var out = new ArrayList<Boolean>(mask.length);
        for (boolean b : mask) out.add(b);
        return out;
    }

    static boolean[] not(boolean[] mask) {
        var out = new boolean[mask.length];
        for (int i = 0; i < out.length; i++) out[i] = !mask[i];
        return out;
    }

    static int count(boolean[] mask) {
        int n = 0;
        for (boolean b : mask) if (b) n++;
        return n;
    }

    static boolean[] concatenate(boolean[]... parts) {
        int n = 0;
        for (var part : parts) n += part.length;
        var out = new boolean[n];
        int at = 0;
        for (var part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }

    static boolean[] or(boolean[] one, boolean[] other) {
        var out = new boolean[one.length];
        for (int i = 0; i < out.length; i++) out[i] = one[i] || other[i];
        return out;
    }

    /// The positions where the mask is true.
    static Axes positions(boolean[] mask) {
        return Axes.of(IntStream.range(0, mask.length).filter(i -> mask[i]).toArray());
    }

    static <T> List<T> select(List<T> values, boolean[] mask) {
        var out = new ArrayList<T>();
        for (int i = 0; i < mask.length; i++) if (mask[i]) out.add(values.get(i));
        return out;
    }

    static Array[] select(Array[] values, boolean[] mask) {
        return select(Arrays.asList(values), mask).toArray(Array[]::new);
    }

    /// The inverse of `select`: null where the mask is false.
    static Array[] spread(Array[] selected, boolean[] mask) {
        var out = new Array[mask.length];
        for (int i = 0, j = 0; i < mask.length; i++) if (mask[i]) out[i] = selected[j++];
        return out;
    }

    static Array[] concatenate(Array[]... parts) {
        return Arrays.stream(parts).flatMap(Arrays::stream).toArray(Array[]::new);
    }
}
