package dev.solstice.array;

/// Conversion between `float` and the two bytes of a bfloat16.
/// (For float16 the JDK has [Float#float16ToFloat(short)] and its inverse.)
public final class BFloat16 {
    private BFloat16() {}

    /// The value of the bits, exactly.
    public static float toFloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /// The nearest bfloat16, ties to even; NaN stays NaN.
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (value != value) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }
}
