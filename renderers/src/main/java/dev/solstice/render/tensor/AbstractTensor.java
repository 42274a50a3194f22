package dev.solstice.render.tensor;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;

/// A traced or shape-only array: all that is known are dtype and shape.
record AbstractTensor(DType type, Shape extent) implements Tensor {

    static Elements elements(DType type) {
        return type.isBool() ? Elements.BOOLEAN : type.isInexact() ? Elements.REAL : Elements.INTEGER;
    }

    @Override
    public String dtype() {
        return type.shortName();
    }

    @Override
    public Elements elements() {
        return elements(type);
    }

    @Override
    public int[] shape() {
        return extent.toArray();
    }

    @Override
    public long bytes() {
        return size() * type.byteSize();
    }

    @Override
    public boolean hasValues() {
        return false;
    }

    @Override
    public void read(long from, int count, double[] into) {
        throw new IllegalStateException(spec() + " has no values");
    }
}
