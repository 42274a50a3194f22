package dev.solstice.numpy;

import dev.solstice.core.Array;
import dev.solstice.transform.Custom;
import dev.solstice.transform.Derivatives.ValueAndTangent;
import dev.solstice.transform.RuleOptions;
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

    Array apply(Array... operands) {
        return Custom.customJvp((List<Array> x) -> value.apply(x.toArray(Array[]::new)), this::rule, RuleOptions.DEFAULT.withSymbolicZeros())
                .apply(List.of(operands));
    }

    private ValueAndTangent<Array> rule(List<Array> x, List<Array> tangents) {
        var operands = x.toArray(Array[]::new);
        Array tangent = null;
        for (int i = 0; i < operands.length; i++) {
            if (tangents.get(i) == null) continue;
            var term = tangents.get(i).mul(slopes.get(i).apply(operands));
            tangent = tangent == null ? term : tangent.add(term);
        }
        return new ValueAndTangent<>(apply(operands), tangent);
    }
}
