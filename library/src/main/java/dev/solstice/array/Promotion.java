package dev.solstice.array;

/// Which type two operands meet in: JAX's lattice.
///
/// An array meets an array in the least type that JAX allows for both; floating types win over integers whatever
/// their width. A Java scalar is *weak*: it takes the array's type unless its kind is higher, so that
/// `x.mul(2.0)` keeps a float16 `x` float16 and turns an int32 `x` into float32.
///
/// There is no global switch that forbids 64 bits, so that arrays meet as in JAX with `jax_enable_x64` (uint32 with int32 in
/// int64); but what no array decides (the type of a scalar, of a sum of small integers) has 32 bits, as in JAX without it.
///
/// Source: JAX, *Type promotion semantics*; `jax/_src/dtypes.py`.
public final class Promotion {
    private Promotion() {}

    /// The kinds of Java scalars.
    public enum Weak {
        /// `boolean`
        BOOL,
        /// `byte`, `short`, `int`, `long`
        INT,
        /// `float`, `double`
        FLOAT,
        /// [Complex]
        COMPLEX;

        /// The kind of a boxed scalar.
        ///
        /// @throws IllegalArgumentException if it is no scalar
        public static Weak of(Object scalar) {
            return switch (scalar) {
                case Boolean _ -> BOOL;
                case Byte _, Short _, Integer _, Long _ -> INT;
                case Float _, Double _ -> FLOAT;
                case Complex _ -> COMPLEX;
                case null -> throw Mistake.of("null is not a number");
                default -> throw Mistake.of(
                        "a " + scalar.getClass().getSimpleName() + " is neither an Array nor a Java number or boolean"
                                + (scalar.getClass().isArray() ? "; make it one with Array.of" : ""));
            };
        }

        /// The type of a scalar that meets no array: `bool`, `int32`, `float32`, `complex64`.
        public DType defaultDType() {
            return switch (this) {
                case BOOL -> DType.BOOL;
                case INT -> DType.INT32;
                case FLOAT -> DType.FLOAT32;
                case COMPLEX -> DType.COMPLEX64;
            };
        }
    }

    /// The type in which arrays of `a` and `b` meet. Commutative.
    public static DType promote(DType a, DType b) {
        if (a == b || b.isBool()) {
            return a;
        }
        if (a.isBool()) {
            return b;
        }
        if (a.isComplex() || b.isComplex()) {
            boolean wide = a.real() == DType.FLOAT64 || b.real() == DType.FLOAT64;
            return wide ? DType.COMPLEX128 : DType.COMPLEX64;
        }
        if (a.isFloating() && b.isFloating()) {
            return floating(a, b);
        }
        if (a.isFloating() || b.isFloating()) {
            return a.isFloating() ? a : b;
        }
        return integers(a, b);
    }

    private static DType floating(DType a, DType b) {
        if (a.byteSize() == 2 && b.byteSize() == 2) {
            return DType.FLOAT32; // float16 with bfloat16: neither holds the other
        }
        return a.byteSize() > b.byteSize() ? a : b;
    }

    private static DType integers(DType a, DType b) {
        if (a.kind() == b.kind()) {
            return a.byteSize() > b.byteSize() ? a : b;
        }
        DType signed = a.isSigned() ? a : b;
        DType unsigned = a.isSigned() ? b : a;
        if (signed.byteSize() > unsigned.byteSize()) {
            return signed;
        }
        return switch (unsigned.byteSize()) {
            case 1 -> DType.INT16;
            case 2 -> DType.INT32;
            case 4 -> DType.INT64;
            default -> DType.FLOAT64; // no integer holds int64 and uint64
        };
    }

    /// The type in which an array of `a` meets a Java scalar.
    public static DType promote(DType a, Weak scalar) {
        return switch (scalar) {
            case BOOL -> a;
            case INT -> a.isBool() ? DType.INT32 : a;
            case FLOAT -> a.isInexact() ? a : DType.FLOAT32;
            case COMPLEX -> a.isInexact() ? a.complex() : DType.COMPLEX64;
        };
    }

    /// The type in which arrays of all these types meet.
    ///
    /// @throws IllegalArgumentException if there are none
    public static DType promote(DType... dtypes) {
        if (dtypes.length == 0) {
            throw Mistake.of("promote needs at least one dtype");
        }
        DType result = dtypes[0];
        for (DType dtype : dtypes) {
            result = promote(result, dtype);
        }
        return result;
    }

    /// The type of `exp` and its like, of `mean` and of true division: floating and complex types stay, integers of 64 bits become
    /// float64, others float32.
    public static DType inexact(DType dtype) {
        if (dtype.isInexact()) return dtype;
        return dtype.byteSize() == 8 ? DType.FLOAT64 : DType.FLOAT32;
    }

    /// The type of `sum` and `prod`: small integers and booleans widen to 32 bits, others stay.
    public static DType sum(DType dtype) {
        return switch (dtype) {
            case BOOL, INT8, INT16 -> DType.INT32;
            case UINT8, UINT16 -> DType.UINT32;
            default -> dtype;
        };
    }
}
