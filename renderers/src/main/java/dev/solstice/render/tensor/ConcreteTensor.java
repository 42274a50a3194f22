package dev.solstice.render.tensor;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.solstice.core.ConcreteArray;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// An array with values, read straight from its native memory.
record ConcreteTensor(ConcreteArray array) implements Tensor {

    @Override
    public String dtype() {
        return array.dtype().shortName();
    }

    @Override
    public Elements elements() {
        return AbstractTensor.elements(array.dtype());
    }

    @Override
    public int[] shape() {
        return array.shape().toArray();
    }

    @Override
    public long bytes() {
        return size() * array.dtype().byteSize();
    }

    @Override
    public boolean hasValues() {
        return true;
    }

    @Override
    public void read(long from, int count, double[] into) {
        try {
            read(array.segment(), from, count, into);
        } finally {
            Reference.reachabilityFence(array); // its memory is freed when it is unreachable
        }
    }

    private void read(MemorySegment memory, long from, int count, double[] into) {
        switch (array.dtype()) {
            case FLOAT32 -> { for (int i = 0; i < count; i++) into[i] = memory.getAtIndex(JAVA_FLOAT, from + i); }
            case FLOAT64 -> { for (int i = 0; i < count; i++) into[i] = memory.getAtIndex(JAVA_DOUBLE, from + i); }
            case INT32 -> { for (int i = 0; i < count; i++) into[i] = memory.getAtIndex(JAVA_INT, from + i); }
            case INT64 -> { for (int i = 0; i < count; i++) into[i] = memory.getAtIndex(JAVA_LONG, from + i); }
            case UINT32 -> { for (int i = 0; i < count; i++) into[i] = Integer.toUnsignedLong(memory.getAtIndex(JAVA_INT, from + i)); }
            case UINT64 -> { for (int i = 0; i < count; i++) into[i] = unsigned(memory.getAtIndex(JAVA_LONG, from + i)); }
            case INT16 -> { for (int i = 0; i < count; i++) into[i] = memory.getAtIndex(JAVA_SHORT, from + i); }
            case UINT16 -> { for (int i = 0; i < count; i++) into[i] = Short.toUnsignedInt(memory.getAtIndex(JAVA_SHORT, from + i)); }
            // Of a complex number its size: what a picture of it can show.
            case COMPLEX64 -> {
                for (int i = 0; i < count; i++) {
                    long at = 2 * (from + i);
                    into[i] = Math.hypot(memory.getAtIndex(JAVA_FLOAT, at), memory.getAtIndex(JAVA_FLOAT, at + 1));
                }
            }
            case COMPLEX128 -> {
                for (int i = 0; i < count; i++) {
                    long at = 2 * (from + i);
                    into[i] = Math.hypot(memory.getAtIndex(JAVA_DOUBLE, at), memory.getAtIndex(JAVA_DOUBLE, at + 1));
                }
            }
            case INT8, BOOL -> { for (int i = 0; i < count; i++) into[i] = memory.get(JAVA_BYTE, from + i); }
            case UINT8 -> { for (int i = 0; i < count; i++) into[i] = Byte.toUnsignedInt(memory.get(JAVA_BYTE, from + i)); }
            case FLOAT16 -> { for (int i = 0; i < count; i++) into[i] = Float.float16ToFloat(memory.getAtIndex(JAVA_SHORT, from + i)); }
            case BFLOAT16 -> { for (int i = 0; i < count; i++) into[i] = Float.intBitsToFloat(memory.getAtIndex(JAVA_SHORT, from + i) << 16); }
        }
    }

    private static double unsigned(long bits) {
        return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
    }
}
