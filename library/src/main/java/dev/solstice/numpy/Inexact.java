package dev.solstice.numpy;

import dev.solstice.array.DType;
import dev.solstice.array.Promotion;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.transform.Vmap;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// How functions of single numbers become functions of arrays.
final class Inexact {
    private Inexact() {}

    /// The operands, broadcast to one shape, in the floating dtype that they promote to.
    static Array[] inexact(Array... x) {
        var dtype = x[0].dtype();
        var shape = x[0].shape();
        for (var operand : x) {
            dtype = Promotion.promote(dtype, operand.dtype());
            shape = Shape.broadcast(shape, operand.shape());
        }
        var common = Promotion.inexact(dtype);
        var lengths = shape;
        return Arrays.stream(x).map(operand -> operand.astype(common).broadcastTo(lengths)).toArray(Array[]::new);
    }

    /// A function that needs the exponents of float32 at least.
    static Array wide(Function<Array[], Array> function, Array... x) {
        var operands = inexact(x);
        var dtype = operands[0].dtype();
        if (dtype.byteSize() >= 4) return function.apply(operands);
        return function.apply(Arrays.stream(operands).map(operand -> operand.astype(DType.FLOAT32)).toArray(Array[]::new)).astype(dtype);
    }

    /// A function of scalars, with loops that run until it has converged, of each element.
    static Array each(Function<Array[], Array> ofScalars, Array... x) {
        if (x[0].rank() == 0) return ofScalars.apply(x);
        var flat = Arrays.stream(x).map(operand -> operand.reshape(-1)).toList();
        return Vmap.vmap((List<Array> elements) -> ofScalars.apply(elements.toArray(Array[]::new))).apply(flat).reshape(x[0].shape().toArray());
    }

    /// A polynomial of constant coefficients, highest degree first.
    static Array polynomial(Array x, double... coefficients) {
        var p = x.mul(0).add(coefficients[0]);
        for (int i = 1; i < coefficients.length; i++) p = p.mul(x).add(coefficients[i]);
        return p;
    }

    static Array ratio(Array x, double[] numerator, double[] denominator) {
        return polynomial(x, numerator).div(polynomial(x, denominator));
    }
}
