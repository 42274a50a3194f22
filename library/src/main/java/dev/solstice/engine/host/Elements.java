package dev.solstice.engine.host;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.solstice.array.BFloat16;
import dev.solstice.array.DType;
import java.lang.foreign.MemorySegment;

/// Single elements, for the kernels that visit memory in no simple order.
final class Elements {
    private Elements() {}

    /// An integer or bool element; of uint64 the bits.
    static long asLong(MemorySegment from, DType dtype, long index) {
        return switch (dtype) {
            case BOOL, UINT8 -> from.get(JAVA_BYTE, index) & 0xFF;
            case INT8 -> from.get(JAVA_BYTE, index);
            case INT16 -> from.get(JAVA_SHORT_UNALIGNED, 2 * index);
            case UINT16 -> from.get(JAVA_SHORT_UNALIGNED, 2 * index) & 0xFFFF;
            case INT32 -> from.get(JAVA_INT_UNALIGNED, 4 * index);
            case UINT32 -> from.get(JAVA_INT_UNALIGNED, 4 * index) & 0xFFFF_FFFFL;
            case INT64, UINT64 -> from.get(JAVA_LONG_UNALIGNED, 8 * index);
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> (long) asDouble(from, dtype, index);
            case COMPLEX64, COMPLEX128 -> throw twoNumbers();
        };
    }

    /// Any element; integers of 64 bits are rounded.
    static double asDouble(MemorySegment from, DType dtype, long index) {
        return switch (dtype) {
            case FLOAT16 -> Float.float16ToFloat(from.get(JAVA_SHORT_UNALIGNED, 2 * index));
            case BFLOAT16 -> BFloat16.toFloat(from.get(JAVA_SHORT_UNALIGNED, 2 * index));
            case FLOAT32 -> from.get(JAVA_FLOAT_UNALIGNED, 4 * index);
            case FLOAT64 -> from.get(JAVA_DOUBLE_UNALIGNED, 8 * index);
            case BOOL, UINT8, INT8, UINT16, INT16, INT32, UINT32, INT64 -> asLong(from, dtype, index);
            case UINT64 -> Conversion.unsigned(asLong(from, dtype, index));
            case COMPLEX64, COMPLEX128 -> throw twoNumbers();
        };
    }

    /// Writes an integer (wrapped to the dtype) or, to a floating dtype, its value.
    static void put(MemorySegment to, DType dtype, long index, long value) {
        switch (dtype) {
            case BOOL -> to.set(JAVA_BYTE, index, (byte) (value != 0 ? 1 : 0));
            case UINT8, INT8 -> to.set(JAVA_BYTE, index, (byte) value);
            case INT16, UINT16 -> to.set(JAVA_SHORT_UNALIGNED, 2 * index, (short) value);
            case INT32, UINT32 -> to.set(JAVA_INT_UNALIGNED, 4 * index, (int) value);
            case INT64, UINT64 -> to.set(JAVA_LONG_UNALIGNED, 8 * index, value);
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64, COMPLEX64, COMPLEX128 -> put(to, dtype, index, (double) value);
        }
    }

    /// Writes a number, rounded or truncated to the dtype.
    static void put(MemorySegment to, DType dtype, long index, double value) {
        switch (dtype) {
            case FLOAT16 -> to.set(JAVA_SHORT_UNALIGNED, 2 * index, Float.floatToFloat16((float) value));
            case BFLOAT16 -> to.set(JAVA_SHORT_UNALIGNED, 2 * index, BFloat16.fromFloat((float) value));
            case FLOAT32 -> to.set(JAVA_FLOAT_UNALIGNED, 4 * index, (float) value);
            case FLOAT64 -> to.set(JAVA_DOUBLE_UNALIGNED, 8 * index, value);
            case BOOL, UINT8, INT8, UINT16, INT16, INT32, UINT32, INT64 -> put(to, dtype, index, (long) value);
            case UINT64 -> put(to, dtype, index, Conversion.toUnsigned(value));
            case COMPLEX64, COMPLEX128 -> {
                put(to, dtype.real(), 2 * index, value);
                put(to, dtype.real(), 2 * index + 1, 0.0);
            }
        }
    }

    private static AssertionError twoNumbers() {
        return new AssertionError("a complex element is two numbers, at twice its index");
    }
}
