package dev.solstice.numpy;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Primitive;
import dev.solstice.transform.Closing;
import dev.solstice.transform.Staging;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// An elementwise function with a derivative for each operand. One that is not asked for is not computed, so that it may be
/// costly, or infinite.
///
/// Source: `jax.custom_jvp.defjvps`.
///
/// @param slopes the derivatives by each operand, of the operands; one that is not there throws
record Slopes(Function<Array[], Array> value, List<Function<Array[], Array>> slopes) {
    @SafeVarargs
    static Slopes of(Function<Array[], Array> value, Function<Array[], Array>... slopes) {
        return new Slopes(value, List.of(slopes));
    }

    Array apply(Array... x) {
        var program = Staging.trace(in -> new Array[] {value.apply(in)}, AbstractValue.of(x));
        var consts = Closing.consts(program);
        var all = Arrays.copyOf(consts, consts.length + x.length);
        System.arraycopy(x, 0, all, consts.length, x.length);
        return new Primitive.CustomJvp(Closing.program(program), (primals, tangents) -> {
            var operands = Arrays.copyOfRange(primals, consts.length, primals.length);
            Array tangent = null;
            for (int i = 0; i < operands.length; i++) {
                if (tangents[consts.length + i] == null) continue;
                var term = tangents[consts.length + i].mul(slopes.get(i).apply(operands));
                tangent = tangent == null ? term : tangent.add(term);
            }
            return new Array[] {apply(operands), tangent};
        }).apply(all);
    }
}
