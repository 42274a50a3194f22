package dev.solstice.engine.host;

import dev.solstice.array.Shape;
import dev.solstice.core.ConcreteArray;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// Slow definitions to compare kernels with: one element at a time, by its index.
final class Oracle {
    private final int[] dims;
    private final double[] values;

    Oracle(ConcreteArray array) {
        dims = array.shape().toArray();
        values = array.toDoubleArray();
    }

    double at(int... index) {
        int position = 0;
        for (int i = 0; i < dims.length; i++) {
            if (index[i] < 0 || index[i] >= dims[i]) throw new IndexOutOfBoundsException(Arrays.toString(index));
            position = position * dims[i] + index[i];
        }
        return values[position];
    }

    /// Zero outside.
    double padded(int... index) {
        for (int i = 0; i < dims.length; i++) {
            if (index[i] < 0 || index[i] >= dims[i]) return 0;
        }
        return at(index);
    }

    /// All elements of a result, from a function of the index.
    static double[] fill(Shape shape, ToDoubleFunction<int[]> element) {
        double[] out = new double[shape.size()];
        int[] index = new int[shape.rank()];
        for (int i = 0; i < out.length; i++) {
            int left = i;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                index[axis] = left % shape.dim(axis);
                left /= shape.dim(axis);
            }
            out[i] = element.applyAsDouble(index);
        }
        return out;
    }
}
