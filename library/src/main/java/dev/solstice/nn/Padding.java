package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.core.Axes;
import dev.solstice.lax.Convolution;
import java.util.Arrays;
import java.util.Locale;

/// How many elements are put before and after each spatial axis.
public sealed interface Padding {
    /// For a window of `window` elements (gaps counted) that moves by `strides` over `lengths`: `{low, high}` for each axis.
    int[][] resolve(int[] lengths, int[] window, int[] strides);

    /// Given numbers.
    record Explicit(Axes low, Axes high) implements Padding {
        @Override
        public int[][] resolve(int[] lengths, int[] window, int[] strides) {
            var pads = new int[low.size()][];
            for (int i = 0; i < pads.length; i++) pads[i] = new int[] {low.get(i), high.get(i)};
            return pads;
        }

        @Override
        public String toString() {
            return low.equals(high) ? low.toString() : low + ":" + high;
        }
    }

    /// Numbers that follow from the lengths.
    enum Rule implements Padding {
        /// The result is `ceil(length / stride)` long; an odd element goes to the end.
        SAME,
        /// The result is `ceil(length / stride)` long; an odd element goes to the beginning.
        SAME_LOWER,
        /// None.
        VALID;

        @Override
        public int[][] resolve(int[] lengths, int[] window, int[] strides) {
            return Convolution.padding(name(), lengths, window, strides);
        }
    }

    /// `"SAME"`, `"SAME_LOWER"` or `"VALID"`, in any case.
    ///
    /// @throws IllegalArgumentException for any other name
    static Padding of(String rule) {
        return Arrays.stream(Rule.values()).filter(known -> known.name().equals(rule.toUpperCase(Locale.ROOT))).findFirst()
                .orElseThrow(() -> Mistake.of("padding '" + rule + "' is none of " + Arrays.toString(Rule.values())));
    }

    /// The same number before and after: one for all axes, or one for each.
    static Explicit of(int spatialAxes, int... padding) {
        var each = PerAxis.of("padding", spatialAxes, padding);
        return new Explicit(each, each);
    }

    /// `{before, after}` for each axis.
    static Explicit of(int spatialAxes, int[][] padding) {
        if (padding.length != spatialAxes || Arrays.stream(padding).anyMatch(pair -> pair.length != 2)) {
            throw Mistake.of("padding " + Arrays.deepToString(padding) + " should be {before, after} for each of "
                    + spatialAxes + " axes");
        }
        return new Explicit(
                Axes.of(Arrays.stream(padding).mapToInt(pair -> pair[0]).toArray()),
                Axes.of(Arrays.stream(padding).mapToInt(pair -> pair[1]).toArray()));
    }
}
