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

    public Buffer buffer() {
        return buffer;
    }

    /// The elements. Valid only as long as this array is reachable; never write to it.
    public MemorySegment segment() {
        return buffer.segment();
    }

    @Override
    public AbstractValue abstractValue() {
        return abstractValue;
    }

    @Override
    protected ConcreteArray concrete(String operation) {
        return this;
    }

    /// The elements as NumPy prints them; long arrays are abbreviated.
    @Override
    public String toString() {
        return ArrayPrinter.print(this);
    }
}
