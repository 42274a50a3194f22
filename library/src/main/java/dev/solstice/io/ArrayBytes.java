package dev.solstice.io;

import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.ConcreteArray;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The elements of arrays as every file format here holds them: little-endian, row-major, without gaps.
final class ArrayBytes {
    private static final int CHUNK = 1 << 16;

    private ArrayBytes() {}

    static long length(DType dtype, Shape shape) {
        return (long) shape.size() * dtype.byteSize();
    }

    static void write(Array array, OutputStream out) throws IOException {
        if (!(array instanceof ConcreteArray concrete)) {
            throw new IllegalArgumentException(array.summary() + " has no values to save: it is traced, or a shape without values. "
                    + "Save what the transformed function returns.");
        }
        long length = length(array.dtype(), array.shape());
        var chunk = new byte[(int) Math.min(CHUNK, length)];
        for (long at = 0; at < length; at += chunk.length) {
            int count = (int) Math.min(chunk.length, length - at);
            MemorySegment.copy(concrete.segment(), ValueLayout.JAVA_BYTE, at, chunk, 0, count);
            out.write(chunk, 0, count);
        }
    }

    /// @throws EOFException if there are fewer bytes
    static ConcreteArray read(InputStream in, DType dtype, Shape shape) throws IOException {
        long length = length(dtype, shape);
        var buffer = Buffer.allocate(length);
        var chunk = new byte[(int) Math.min(CHUNK, length)];
        for (long at = 0; at < length; at += chunk.length) {
            int count = (int) Math.min(chunk.length, length - at);
            int got = in.readNBytes(chunk, 0, count);
            if (got < count) {
                throw new EOFException("the data ends after " + (at + got) + " of " + length + " bytes of " + dtype.shortName() + shape);
            }
            MemorySegment.copy(chunk, 0, buffer.segment(), ValueLayout.JAVA_BYTE, at, count);
        }
        return new ConcreteArray(buffer, dtype, shape);
    }
}
