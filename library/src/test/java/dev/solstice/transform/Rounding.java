package dev.solstice.transform;

import dev.solstice.array.DType;

/// How far results may be apart: so many units in the last place of their dtype, or of the narrowest one they came through.
record Rounding(double ulps, double epsilon) {
    static final Rounding NONE = ulps(0);

    static Rounding ulps(double ulps) {
        return new Rounding(ulps, 0);
    }

    Rounding through(DType narrowest) {
        return new Rounding(ulps, narrowest.epsilon());
    }

    /// Relative to the larger of 1 and the result.
    double tolerance(DType dtype) {
        return ulps * Math.max(epsilon, dtype.epsilon());
    }
}
