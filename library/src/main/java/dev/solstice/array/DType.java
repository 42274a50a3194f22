package dev.solstice.array;

import java.math.BigInteger;
import java.util.Arrays;

/// The type of an array's elements: a subset of NumPy's and JAX's, under their names.
///
/// Elements lie in native byte order; `BOOL` is one byte that is 0 or 1.
///
/// ```java
/// DType.FLOAT32.toString()      // "float32"
/// DType.of("bf16").byteSize()   // 2
/// ```
public enum DType {
    /// Truth values, one byte each.
    BOOL("bool", "bool", Kind.BOOL, 1, 0, 1),
    /// 0 to 255.
    UINT8("uint8", "u8", Kind.UNSIGNED, 1, 0, 0xFF),
    /// -128 to 127.
    INT8("int8", "i8", Kind.SIGNED, 1, Byte.MIN_VALUE, Byte.MAX_VALUE),
    /// 0 to 65,535.
    UINT16("uint16", "u16", Kind.UNSIGNED, 2, 0, 0xFFFF),
    /// Java's `short`.
    INT16("int16", "i16", Kind.SIGNED, 2, Short.MIN_VALUE, Short.MAX_VALUE),
    /// Java's `int`; the default integer type.
    INT32("int32", "i32", Kind.SIGNED, 4, Integer.MIN_VALUE, Integer.MAX_VALUE),
    /// 0 to 2^32 - 1; the type of random bits and of keys.
    UINT32("uint32", "u32", Kind.UNSIGNED, 4, 0, 0xFFFF_FFFFL),
    /// Java's `long`.
    INT64("int64", "i64", Kind.SIGNED, 8, Long.MIN_VALUE, Long.MAX_VALUE),
    /// 0 to 2^64 - 1; as a Java `long`, its bits.
    UINT64("uint64", "u64", Kind.UNSIGNED, 8, 0L, BigInteger.TWO.pow(64).subtract(BigInteger.ONE)),
    /// IEEE 754 half precision.
    FLOAT16("float16", "f16", Kind.FLOATING, 2, -65504.0, 65504.0),
    /// The upper half of a float32.
    BFLOAT16("bfloat16", "bf16", Kind.FLOATING, 2, -0x1.FEp127, 0x1.FEp127),
    /// Java's `float`; the default floating type.
    FLOAT32("float32", "f32", Kind.FLOATING, 4, -Float.MAX_VALUE, Float.MAX_VALUE),
    /// Java's `double`.
    FLOAT64("float64", "f64", Kind.FLOATING, 8, -Double.MAX_VALUE, Double.MAX_VALUE),
    /// Two float32, real part first.
    COMPLEX64("complex64", "c64", Kind.COMPLEX, 8, -Float.MAX_VALUE, Float.MAX_VALUE),
    /// Two float64, real part first.
    COMPLEX128("complex128", "c128", Kind.COMPLEX, 16, -Double.MAX_VALUE, Double.MAX_VALUE);

    /// The families of element types.
    public enum Kind { BOOL, UNSIGNED, SIGNED, FLOATING, COMPLEX }

    private final String fullName;
    private final String shortName;
    private final Kind kind;
    private final int byteSize;
    private final Number min;
    private final Number max;

    DType(String fullName, String shortName, Kind kind, int byteSize, long min, long max) {
        this(fullName, shortName, kind, byteSize, (Number) min, (Number) max);
    }

    DType(String fullName, String shortName, Kind kind, int byteSize, double min, double max) {
        this(fullName, shortName, kind, byteSize, (Number) min, (Number) max);
    }

    DType(String fullName, String shortName, Kind kind, int byteSize, Number min, Number max) {
        this.fullName = fullName;
        this.shortName = shortName;
        this.kind = kind;
        this.byteSize = byteSize;
        this.min = min;
        this.max = max;
    }

    /// The type called `name`, in full (`"float32"`) or short (`"f32"`).
    ///
    /// @throws IllegalArgumentException for any other name
    public static DType of(String name) {
        for (DType dtype : values()) {
            if (dtype.fullName.equals(name) || dtype.shortName.equals(name)) {
                return dtype;
            }
        }
        throw Mistake.of("no dtype is called '" + name + "'; there are " + Arrays.toString(values()));
    }

    /// The type that holds a Java scalar by itself: `float32` for every floating one, `int32` for every
    /// integer that fits it and `int64` otherwise, `bool` for a Boolean, `complex64` for a [Complex].
    ///
    /// @throws IllegalArgumentException for anything else
    public static DType ofScalar(Object scalar) {
        return switch (scalar) {
            case Boolean _ -> BOOL;
            case Long value when value != value.intValue() -> INT64;
            default -> Promotion.Weak.of(scalar).defaultDType();
        };
    }

    /// The name in a jaxpr or a summary: `f32`, `i32`, `bool`, `bf16`.
    public String shortName() {
        return shortName;
    }

    /// Bytes of one element.
    public int byteSize() {
        return byteSize;
    }

    /// The family.
    public Kind kind() {
        return kind;
    }

    /// Whether this is `bool`.
    public boolean isBool() {
        return kind == Kind.BOOL;
    }

    /// Whether elements are whole numbers, signed or not; false for `bool`.
    public boolean isInteger() {
        return kind == Kind.SIGNED || kind == Kind.UNSIGNED;
    }

    /// Whether elements are unsigned whole numbers.
    public boolean isUnsigned() {
        return kind == Kind.UNSIGNED;
    }

    /// Whether elements can be negative.
    public boolean isSigned() {
        return kind == Kind.SIGNED || isInexact();
    }

    /// Whether elements are real floating-point numbers.
    public boolean isFloating() {
        return kind == Kind.FLOATING;
    }

    /// Whether elements are complex numbers.
    public boolean isComplex() {
        return kind == Kind.COMPLEX;
    }

    /// Whether elements are floating or complex: the types that can be differentiated.
    public boolean isInexact() {
        return isFloating() || isComplex();
    }

    /// The type of the parts of a complex type; of any other the type itself.
    public DType real() {
        return switch (this) {
            case COMPLEX64 -> FLOAT32;
            case COMPLEX128 -> FLOAT64;
            default -> this;
        };
    }

    /// The complex type that a function from real to complex numbers gives: `complex128` for `float64` and integers of 64
    /// bits, else `complex64`.
    public DType complex() {
        if (isComplex()) return this;
        return byteSize == 8 ? COMPLEX128 : COMPLEX64;
    }

    /// The least finite value (of complex types, of a part): a `Long` for integers and `bool`, else a `Double`.
    public Number min() {
        return min;
    }

    /// The greatest finite value (of complex types, of a part): a `Long` for integers and `bool` (a `BigInteger` for `uint64`), else a `Double`.
    public Number max() {
        return max;
    }

    /// The gap between 1 and the next greater value.
    ///
    /// @throws IllegalStateException if the type is neither floating nor complex
    public double epsilon() {
        return switch (this) {
            case FLOAT16 -> 0x1p-10;
            case BFLOAT16 -> 0x1p-7;
            case FLOAT32, COMPLEX64 -> 0x1p-23;
            case FLOAT64, COMPLEX128 -> 0x1p-52;
            default -> throw new IllegalStateException(this + " has no epsilon: it is not a floating type");
        };
    }

    /// The least positive value at full precision.
    ///
    /// @throws IllegalStateException if the type is neither floating nor complex
    public double smallestNormal() {
        return switch (this) {
            case FLOAT16 -> 0x1p-14;
            case BFLOAT16, FLOAT32, COMPLEX64 -> 0x1p-126;
            case FLOAT64, COMPLEX128 -> 0x1p-1022;
            default -> throw new IllegalStateException(this + " has no smallest normal: it is not a floating type");
        };
    }

    /// The name NumPy and JAX give it: `float32`.
    @Override
    public String toString() {
        return fullName;
    }
}
