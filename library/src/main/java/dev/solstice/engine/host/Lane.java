package dev.solstice.engine.host;

import dev.solstice.array.DType;

/// The Java type in which elements are computed. Kernels exist once a lane, not once a dtype: narrower types are
/// widened when a tile is loaded and rounded or wrapped when a result is finished.
enum Lane {
    /// float16, bfloat16 and float32 in `float[]`.
    FLOAT,
    /// float64 in `double[]`.
    DOUBLE,
    /// bool (0 or 1), integers of 8 and 16 bits and int32 by value and uint32 by bits, in `int[]`.
    INT,
    /// int64 by value and uint64 by bits, in `long[]`.
    LONG,
    /// complex64 and complex128 in [Complexes].
    COMPLEX;

    static Lane of(DType dtype) {
        return switch (dtype) {
            case FLOAT16, BFLOAT16, FLOAT32 -> FLOAT;
            case FLOAT64 -> DOUBLE;
            case BOOL, UINT8, INT8, UINT16, INT16, INT32, UINT32 -> INT;
            case INT64, UINT64 -> LONG;
            case COMPLEX64, COMPLEX128 -> COMPLEX;
        };
    }

    /// An empty tile.
    Object tile(int length) {
        return switch (this) {
            case FLOAT -> new float[length];
            case DOUBLE -> new double[length];
            case INT -> new int[length];
            case LONG -> new long[length];
            case COMPLEX -> new Complexes(length);
        };
    }
}
