package dev.solstice.transform;

import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/// A function of complex arrays as one of their real and imaginary parts, of which the laws of real functions hold.
record Parts(UnaryOperator<Array[]> function, boolean[] complex) implements UnaryOperator<Array[]> {
    static Parts of(UnaryOperator<Array[]> function, Array... operands) {
        var complex = new boolean[operands.length];
        for (int i = 0; i < complex.length; i++) complex[i] = operands[i].dtype().isComplex();
        return new Parts(function, complex);
    }

    /// The arrays with both parts in the place of each complex one.
    static Array[] split(Array... arrays) {
        List<Array> parts = new ArrayList<>();
        for (var array : arrays) {
            parts.add(array.real());
            if (array.dtype().isComplex()) parts.add(array.imag());
        }
        return parts.toArray(Array[]::new);
    }

    @Override
    public Array[] apply(Array[] parts) {
        var operands = new Array[complex.length];
        int at = 0;
        for (int i = 0; i < operands.length; i++) {
            operands[i] = complex[i] ? new Primitive.Complex().apply(parts[at], parts[at + 1]) : parts[at];
            at += complex[i] ? 2 : 1;
        }
        return split(function.apply(operands));
    }
}
