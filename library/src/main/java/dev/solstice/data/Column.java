package dev.solstice.data;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.ConcreteArray;
import java.lang.foreign.MemorySegment;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;

/// The elements of one Arrow vector as an array.
final class Column {
    private Column() {}

    static Array array(String name, FieldVector vector, int rows) {
        return array(name, vector, Shape.of(rows));
    }

    // `shape` is that of the elements of this vector, with one axis for each list they lie in.
    private static Array array(String name, FieldVector vector, Shape shape) {
        if (vector instanceof FixedSizeListVector list) {
            requireComplete(name, list);
            return array(name, list.getDataVector(), shape.insert(shape.rank(), list.getListSize()));
        }
        if (!(vector instanceof BaseFixedWidthVector values)) throw notNumeric(name, vector);
        var dtype = dtype(name, values);
        if (!dtype.isFloating()) requireComplete(name, values);
        var buffer = Buffer.allocate((long) shape.size() * dtype.byteSize());
        fill(values, shape.size(), buffer.segment());
        return new ConcreteArray(buffer, dtype, shape);
    }

    private static DType dtype(String name, FieldVector vector) {
        return switch (vector) {
            case BitVector _ -> DType.BOOL;
            case UInt1Vector _ -> DType.UINT8;
            case TinyIntVector _ -> DType.INT8;
            case UInt2Vector _ -> DType.UINT16;
            case SmallIntVector _ -> DType.INT16;
            case IntVector _ -> DType.INT32;
            case UInt4Vector _ -> DType.UINT32;
            case BigIntVector _ -> DType.INT64;
            case UInt8Vector _ -> DType.UINT64;
            case Float2Vector _ -> DType.FLOAT16;
            case Float4Vector _ -> DType.FLOAT32;
            case Float8Vector _ -> DType.FLOAT64;
            default -> throw notNumeric(name, vector);
        };
    }

    private static void fill(BaseFixedWidthVector values, int rows, MemorySegment out) {
        switch (values) {
            case BitVector bits -> {
                for (int i = 0; i < rows; i++) out.set(JAVA_BYTE, i, (byte) bits.get(i));
            }
            default -> {
                // Both are dense and in native byte order. The vector keeps its memory alive until the copy is done.
                var memory = MemorySegment.ofAddress(values.getDataBufferAddress()).reinterpret(out.byteSize());
                out.copyFrom(memory);
                markMissing(values, rows, out);
            }
        }
    }

    // What lies at the place of a missing value is arbitrary.
    private static void markMissing(BaseFixedWidthVector values, int rows, MemorySegment out) {
        if (values.getNullCount() == 0) return;
        for (int i = 0; i < rows; i++) {
            if (!values.isNull(i)) continue;
            switch (values) {
                case Float2Vector _ -> out.setAtIndex(JAVA_SHORT, i, Float.floatToFloat16(Float.NaN));
                case Float4Vector _ -> out.setAtIndex(JAVA_FLOAT, i, Float.NaN);
                default -> out.setAtIndex(JAVA_DOUBLE, i, Double.NaN);
            }
        }
    }

    private static void requireComplete(String name, FieldVector vector) {
        if (vector.getNullCount() > 0) {
            throw new IllegalArgumentException("column '%s' (%s) lacks %d values, and only floating types have a NaN to say so: fill or drop them first"
                    .formatted(name, vector.getField().getType(), vector.getNullCount()));
        }
    }

    private static IllegalArgumentException notNumeric(String name, FieldVector vector) {
        return new IllegalArgumentException("column '%s' has type %s; arrays are made from numbers, booleans and fixed-size lists of them"
                .formatted(name, vector.getField().getType()));
    }
}
