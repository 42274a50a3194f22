package dev.solstice.reference;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import java.util.Arrays;

/// Compares a computed with an expected tensor by the rules of the reference data: an element passes if
/// `abs(actual - expected) <= atol + rtol * abs(expected)`; NaN equals NaN, infinities are equal by sign; integers,
/// booleans and floats with tolerance 0 match exactly.
final class Comparison {
    private Comparison() {}

    static void check(String name, Array expected, Array actual, double rtol, double atol) {
        if (!actual.abstractValue().equals(expected.abstractValue())) {
            throw new AssertionError(name + ": expected " + expected.summary() + ", got " + actual.summary());
        }
        boolean exact = !expected.dtype().isFloating() || rtol == 0 && atol == 0;
        if (exact && !expected.dtype().isFloating()) {
            checkWhole(name, expected, actual);
        } else if (exact) {
            checkBits(name, expected, actual);
        } else {
            checkClose(name, expected.toDoubleArray(), actual.toDoubleArray(), rtol, atol);
        }
    }

    private static void checkWhole(String name, Array expected, Array actual) {
        int at = Arrays.mismatch(expected.toLongArray(), actual.toLongArray());
        if (at >= 0) {
            throw new AssertionError("%s: element %d of %s is %d, expected %d"
                    .formatted(name, at, expected.summary(), actual.toLongArray()[at], expected.toLongArray()[at]));
        }
    }

    private static void checkBits(String name, Array expected, Array actual) {
        var want = expected.toDoubleArray();
        var got = actual.toDoubleArray();
        for (int i = 0; i < want.length; i++) {
            // Float to double is exact, so equal bits of the doubles mean equal bits of the floats; one NaN is as good as another.
            if (Double.doubleToLongBits(want[i]) != Double.doubleToLongBits(got[i])) {
                throw new AssertionError("%s: element %d of %s is %s, expected exactly %s"
                        .formatted(name, i, expected.summary(), text(got[i], expected.dtype()), text(want[i], expected.dtype())));
            }
        }
    }

    private static void checkClose(String name, double[] want, double[] got, double rtol, double atol) {
        int worst = -1;
        double worstExcess = 0;
        int wrong = 0;
        for (int i = 0; i < want.length; i++) {
            if (Double.isNaN(want[i]) && Double.isNaN(got[i]) || want[i] == got[i]) continue;
            double difference = Math.abs(got[i] - want[i]);
            double excess = difference / (atol + rtol * Math.abs(want[i]));
            if (Double.isInfinite(want[i]) || !(excess <= 1)) {
                wrong++;
                if (worst < 0 || excess > worstExcess || Double.isNaN(excess)) {
                    worst = i;
                    worstExcess = excess;
                }
            }
        }
        if (worst >= 0) {
            throw new AssertionError("%s: %d of %d elements differ; worst: element %d is %s, expected %s (%.1f times the tolerance)"
                    .formatted(name, wrong, want.length, worst, got[worst], want[worst], worstExcess));
        }
    }

    private static String text(double value, DType dtype) {
        return dtype == DType.FLOAT64 ? Double.toHexString(value) : Float.toHexString((float) value);
    }
}
