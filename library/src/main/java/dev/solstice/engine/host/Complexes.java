package dev.solstice.engine.host;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import dev.solstice.array.DType;
import java.lang.foreign.MemorySegment;

/// A tile of complex numbers, real and imaginary parts apart, so that loops over it are loops over `double[]`.
/// In memory the two parts of an element lie side by side.
record Complexes(double[] re, double[] im) {
    Complexes(int length) {
        this(new double[length], new double[length]);
    }

    int length() {
        return re.length;
    }

    /// Fills `[at .. at + count)` with elements `index, index + stride, ...` of the segment.
    void load(MemorySegment from, DType dtype, long index, long stride, int at, int count) {
        if (dtype == DType.COMPLEX64) {
            for (int i = 0; i < count; i++) {
                long byteOffset = 8 * (index + i * stride);
                re[at + i] = from.get(JAVA_FLOAT_UNALIGNED, byteOffset);
                im[at + i] = from.get(JAVA_FLOAT_UNALIGNED, byteOffset + 4);
            }
        } else {
            for (int i = 0; i < count; i++) {
                long byteOffset = 16 * (index + i * stride);
                re[at + i] = from.get(JAVA_DOUBLE_UNALIGNED, byteOffset);
                im[at + i] = from.get(JAVA_DOUBLE_UNALIGNED, byteOffset + 8);
            }
        }
    }

    /// Writes `[at .. at + count)` to elements `index, index + 1, ...` of the segment.
    void store(int at, MemorySegment to, DType dtype, long index, int count) {
        if (dtype == DType.COMPLEX64) {
            for (int i = 0; i < count; i++) {
                to.set(JAVA_FLOAT_UNALIGNED, 8 * (index + i), (float) re[at + i]);
                to.set(JAVA_FLOAT_UNALIGNED, 8 * (index + i) + 4, (float) im[at + i]);
            }
        } else {
            for (int i = 0; i < count; i++) {
                to.set(JAVA_DOUBLE_UNALIGNED, 16 * (index + i), re[at + i]);
                to.set(JAVA_DOUBLE_UNALIGNED, 16 * (index + i) + 8, im[at + i]);
            }
        }
    }

    void set(int i, double real, double imaginary) {
        re[i] = real;
        im[i] = imaginary;
    }
}
