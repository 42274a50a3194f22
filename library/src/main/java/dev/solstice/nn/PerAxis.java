package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.core.Axes;
import java.util.Arrays;

/// A setting with one number for each spatial axis, of which users may write a single one for all.
final class PerAxis {
    private PerAxis() {}

    static Axes of(String setting, int spatialAxes, int... values) {
        if (values.length == 1) return Axes.filled(spatialAxes, values[0]);
        if (values.length != spatialAxes) {
            throw Mistake.of("Length of " + setting + " " + Arrays.toString(values) + " is not equal to " + spatialAxes
                    + ": give one number for all axes, or one for each");
        }
        return Axes.of(values);
    }

    static Axes positive(String setting, int spatialAxes, int... values) {
        var each = of(setting, spatialAxes, values);
        if (each.stream().anyMatch(value -> value < 1)) {
            throw Mistake.of(setting + " is " + Arrays.toString(values) + "; it is at least 1 along each axis");
        }
        return each;
    }
}
