package dev.solstice.core;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.solstice.array.BFloat16;
import dev.solstice.array.Buffer;
import dev.solstice.array.Complex;
import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import java.lang.foreign.MemorySegment;

/// Reads and writes single elements of native memory as Java numbers. For reading results and making scalars,
/// not for computing.
final class Elements {
    private Elements() {}

    static double getDouble(MemorySegment memory, DType dtype, long i) {
        return switch (dtype) {
            case FLOAT16 -> Float.float16ToFloat(memory.getAtIndex(JAVA_SHORT, i));
            case BFLOAT16 -> BFloat16.toFloat(memory.getAtIndex(JAVA_SHORT, i));
            case FLOAT32 -> memory.getAtIndex(JAVA_FLOAT, i);
            case FLOAT64 -> memory.getAtIndex(JAVA_DOUBLE, i);
            case BOOL, UINT8, INT8, UINT16, INT16, INT32, UINT32, INT64 -> getLong(memory, dtype, i);
            case UINT64 -> unsigned(memory.getAtIndex(JAVA_LONG, i));
            case COMPLEX64, COMPLEX128 -> throw twoNumbers(dtype);
        };
    }

    static long getLong(MemorySegment memory, DType dtype, long i) {
        return switch (dtype) {
            case BOOL -> memory.get(JAVA_BYTE, i) != 0 ? 1 : 0;
            case INT8 -> memory.get(JAVA_BYTE, i);
            case UINT8 -> Byte.toUnsignedLong(memory.get(JAVA_BYTE, i));
            case INT16 -> memory.getAtIndex(JAVA_SHORT, i);
            case UINT16 -> Short.toUnsignedLong(memory.getAtIndex(JAVA_SHORT, i));
            case INT32 -> memory.getAtIndex(JAVA_INT, i);
            case UINT32 -> Integer.toUnsignedLong(memory.getAtIndex(JAVA_INT, i));
            case INT64, UINT64 -> memory.getAtIndex(JAVA_LONG, i);
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64, COMPLEX64, COMPLEX128 -> (long) getDouble(memory, dtype, i);
        };
    }

    static Complex getComplex(MemorySegment memory, DType dtype, long i) {
        return dtype.isComplex()
                ? new Complex(getDouble(memory, dtype.real(), 2 * i), getDouble(memory, dtype.real(), 2 * i + 1))
                : new Complex(getDouble(memory, dtype, i), 0);
    }

    private static IllegalStateException twoNumbers(DType dtype) {
        return new IllegalStateException("an element of " + dtype
                + " is two numbers: read it with complexItem() or toComplexArray(), or take real() or imag() first");
    }

    /// The value of 64 bits read as unsigned, rounded once: the lowest bit cannot be lost, it only breaks ties.
    private static double unsigned(long bits) {
        return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
    }

    /// An integer in decimal digits.
    static String whole(MemorySegment memory, DType dtype, long i) {
        long value = getLong(memory, dtype, i);
        return dtype == DType.UINT64 ? Long.toUnsignedString(value) : Long.toString(value);
    }

    static ConcreteArray array(Shape shape, DType dtype, MemorySegment values) {
        if (values.byteSize() != (long) shape.size() * dtype.byteSize()) {
            throw Mistake.of("shape " + shape + " has " + shape.size() + " elements, but "
                    + values.byteSize() / dtype.byteSize() + " were given");
        }
        var buffer = Buffer.allocate(values.byteSize());
        MemorySegment.copy(values, 0, buffer.segment(), 0, values.byteSize());
        return new ConcreteArray(buffer, dtype, shape);
    }

    static ConcreteArray array(Shape shape, boolean[] values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) bytes[i] = (byte) (values[i] ? 1 : 0);
        return array(shape, DType.BOOL, MemorySegment.ofArray(bytes));
    }

    static ConcreteArray scalar(DType dtype, Object value) {
        var buffer = Buffer.allocate(dtype.byteSize());
        write(buffer.segment(), dtype, value);
        return new ConcreteArray(buffer, dtype, Shape.scalar());
    }

    private static void write(MemorySegment memory, DType dtype, Object value) {
        if (value instanceof Complex(double re, double im)) {
            if (!dtype.isComplex()) throw Mistake.of("a complex number does not fit " + dtype + ": take one of its parts");
            write(memory, dtype.real(), re);
            write(memory.asSlice(dtype.real().byteSize()), dtype.real(), im);
            return;
        }
        double real = value instanceof Boolean b ? (b ? 1 : 0) : ((Number) value).doubleValue();
        long whole = value instanceof Boolean || !(value instanceof Number n) ? (long) real : n.longValue();
        switch (dtype) {
            case BOOL -> memory.set(JAVA_BYTE, 0, (byte) (real != 0 ? 1 : 0));
            case INT8, UINT8 -> memory.set(JAVA_BYTE, 0, (byte) whole);
            case INT16, UINT16 -> memory.set(JAVA_SHORT, 0, (short) whole);
            case INT32, UINT32 -> memory.set(JAVA_INT, 0, (int) whole);
            case INT64, UINT64 -> memory.set(JAVA_LONG, 0, whole);
            case FLOAT16 -> memory.set(JAVA_SHORT, 0, Float.floatToFloat16((float) real));
            case BFLOAT16 -> memory.set(JAVA_SHORT, 0, BFloat16.fromFloat((float) real));
            case FLOAT32 -> memory.set(JAVA_FLOAT, 0, (float) real);
            case FLOAT64 -> memory.set(JAVA_DOUBLE, 0, real);
            case COMPLEX64, COMPLEX128 -> write(memory, dtype, new Complex(real, 0));
        }
    }

    static float[] floats(ConcreteArray x) {
        if (x.dtype() == DType.FLOAT32) return x.segment().toArray(JAVA_FLOAT);
        var out = new float[x.size()];
        var memory = x.segment();
        for (int i = 0; i < out.length; i++) out[i] = (float) getDouble(memory, x.dtype(), i);
        return out;
    }

    static double[] doubles(ConcreteArray x) {
        if (x.dtype() == DType.FLOAT64) return x.segment().toArray(JAVA_DOUBLE);
        var out = new double[x.size()];
        var memory = x.segment();
        for (int i = 0; i < out.length; i++) out[i] = getDouble(memory, x.dtype(), i);
        return out;
    }

    static int[] ints(ConcreteArray x) {
        if (x.dtype() == DType.INT32 || x.dtype() == DType.UINT32) return x.segment().toArray(JAVA_INT);
        var out = new int[x.size()];
        var memory = x.segment();
        for (int i = 0; i < out.length; i++) out[i] = (int) getLong(memory, x.dtype(), i);
        return out;
    }

    static long[] longs(ConcreteArray x) {
        if (x.dtype() == DType.INT64 || x.dtype() == DType.UINT64) return x.segment().toArray(JAVA_LONG);
        var out = new long[x.size()];
        var memory = x.segment();
        for (int i = 0; i < out.length; i++) out[i] = getLong(memory, x.dtype(), i);
        return out;
    }

    static ConcreteArray array(Shape shape, Complex[] values) {
        var parts = new float[2 * values.length];
        for (int i = 0; i < values.length; i++) {
            parts[2 * i] = (float) values[i].re();
            parts[2 * i + 1] = (float) values[i].im();
        }
        return array(shape, DType.COMPLEX64, MemorySegment.ofArray(parts));
    }

    static Complex[] complexes(ConcreteArray x) {
        var out = new Complex[x.size()];
        var memory = x.segment();
        for (int i = 0; i < out.length; i++) out[i] = getComplex(memory, x.dtype(), i);
        return out;
    }

    static boolean[] booleans(ConcreteArray x) {
        var out = new boolean[x.size()];
        var memory = x.segment();
        for (int i = 0; i < out.length; i++) {
            var element = getComplex(memory, x.dtype(), i);
            out[i] = element.re() != 0 || element.im() != 0;
        }
        return out;
    }
}
