package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Arithmetic that schedules share.
final class Schedules {
    private Schedules() {}

    /// How much of `steps` is done: from 0 to 1.
    static Array fraction(Array step, int steps) {
        var done = Lax.clamp(Array.scalar(step.dtype(), 0), step, Array.scalar(step.dtype(), steps));
        return done.astype(DType.FLOAT32).div(steps);
    }

    static Array power(Array base, double exponent) {
        return exponent == 1 ? base : base.pow(exponent);
    }

    /// `initial`, and what it is after each of the scales.
    static double[] values(double initial, int[] boundaries, double[] scales) {
        if (boundaries.length != scales.length) {
            throw Mistake.of("each boundary has a scale, got " + boundaries.length + " boundaries and " + scales.length + " scales");
        }
        var values = new double[scales.length + 1];
        values[0] = initial;
        for (int i = 0; i < scales.length; i++) {
            if (boundaries[i] <= (i == 0 ? -1 : boundaries[i - 1])) {
                throw Mistake.of("boundaries are not negative and increase, got " + Arrays.toString(boundaries));
            }
            values[i + 1] = values[i] * scales[i];
        }
        return values;
    }

    /// From each value to the next between boundaries; `shape` takes `[0, 1]` to itself.
    static Schedule interpolate(double[] values, int[] boundaries, UnaryOperator<Array> shape) {
        if (boundaries.length > 0 && boundaries[0] == 0) throw Mistake.of("a value changes gradually in a positive number of steps, but the first boundary is 0");
        return step -> {
            var value = Array.scalar(DType.FLOAT32, values[0]);
            int begin = 0;
            for (int i = 0; i < boundaries.length; i++) {
                var way = shape.apply(fraction(step.sub(begin), boundaries[i] - begin));
                var piece = way.mul(values[i + 1] - values[i]).add(values[i]);
                value = choose(step.lt(begin), value, piece);
                begin = boundaries[i];
            }
            return value;
        };
    }

    static Array choose(Array which, Array onTrue, Array onFalse) {
        return Lax.select(which, onTrue, onFalse);
    }
}
