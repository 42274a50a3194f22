package dev.solstice.core;

import dev.solstice.array.Buffer;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import java.lang.foreign.MemorySegment;

/// An array with its elements, dense and row-major in native memory that the engine shares without a copy.
/// The memory is freed when the array is unreachable; nobody closes anything.
public final class ConcreteArray extends Array {
    private final Buffer buffer;
    private final AbstractValue abstractValue;

    /// Wraps memory that holds the elements already and that nobody writes to any more.
    public ConcreteArray(Buffer buffer, DType dtype, Shape shape) {
        this.buffer = buffer;
        this.abstractValue = new AbstractValue(dtype, shape);
    }

    static ConcreteArray of(Shape shape, float[] values) {
        return filled(shape, DType.FLOAT32, MemorySegment.ofArray(values), values.length);
    }

    static ConcreteArray of(Shape shape, double[] values) {
        return filled(shape, DType.FLOAT64, MemorySegment.ofArray(values), values.length);
    }

    static ConcreteArray of(Shape shape, int[] values) {
        return filled(shape, DType.INT32, MemorySegment.ofArray(values), values.length);
    }

    static ConcreteArray of(Shape shape, long[] values) {
        return filled(shape, DType.INT64, MemorySegment.ofArray(values), values.length);
    }

    static ConcreteArray of(Shape shape, boolean[] values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) bytes[i] = (byte) (values[i] ? 1 : 0);
        return filled(shape, DType.BOOL, MemorySegment.ofArray(bytes), values.length);
    }

    static ConcreteArray scalar(DType dtype, Object value) {
        var out = new ConcreteArray(Buffer.allocate(dtype.byteSize()), dtype, Shape.scalar());
        Elements.writeScalar(out.segment(), dtype, value);
        return out;
    }

    private static ConcreteArray filled(Shape shape, DType dtype, MemorySegment values, int count) {
        if (shape.size() != count) {
            throw new IllegalArgumentException("shape " + shape + " has " + shape.size() + " elements, but " + count + " were given");
        }
        var out = new ConcreteArray(Buffer.allocate(values.byteSize()), dtype, shape);
        MemorySegment.copy(values, 0, out.segment(), 0, values.byteSize());
        return out;
    }

    public Buffer buffer() {
        return buffer;
    }

    /// The elements. Valid only as long as this array is reachable; never write to it.
    public MemorySegment segment() {
        return buffer.segment();
    }

    @Override
    public DType dtype() {
        return abstractValue.dtype();
    }

    @Override
    public Shape shape() {
        return abstractValue.shape();
    }

    @Override
    public AbstractValue abstractValue() {
        return abstractValue;
    }

    @Override
    protected ConcreteArray concrete(String operation) {
        return this;
    }

    float[] readFloats() {
        return Elements.floats(this);
    }

    double[] readDoubles() {
        return Elements.doubles(this);
    }

    int[] readInts() {
        return Elements.ints(this);
    }

    long[] readLongs() {
        return Elements.longs(this);
    }

    boolean[] readBooleans() {
        return Elements.booleans(this);
    }

    /// The elements as NumPy prints them; long arrays are abbreviated.
    @Override
    public String toString() {
        return ArrayPrinter.print(this);
    }
}
