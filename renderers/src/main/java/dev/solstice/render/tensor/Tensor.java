package dev.solstice.render.tensor;

/// What a view needs to know about an array. Another kind of array joins the views by implementing this.
public interface Tensor {

    /// How the elements are to be read by a person.
    enum Elements { REAL, INTEGER, BOOLEAN }

    /// Short dtype name as the library prints it: `f32`, `i32`, `bool`.
    String dtype();

    Elements elements();

    int[] shape();

    /// Bytes of all elements.
    long bytes();

    /// False for shape-only and traced arrays, which have no values to read.
    boolean hasValues();

    /// Copies `count` elements in row-major order, starting with element `from`, to the front of `into`.
    void read(long from, int count, double[] into);

    default long size() {
        long size = 1;
        for (int dim : shape()) size *= dim;
        return size;
    }

    /// `f32[3,4]`, the library's notation.
    default String spec() {
        var text = new StringBuilder(dtype()).append('[');
        int[] shape = shape();
        for (int i = 0; i < shape.length; i++) text.append(i == 0 ? "" : ",").append(shape[i]);
        return text.append(']').toString();
    }
}
