package dev.solstice.core;

import dev.solstice.array.DType;
import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Jaxpr.Literal;
import dev.solstice.core.Jaxpr.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/// A pass over a program: what is computed twice from the same operands is computed once. Effects and optimisation
/// barriers are left alone.
public final class CommonSubexpressions {
    private CommonSubexpressions() {}

    /// Literals are the same if their bits are.
    private record Number(DType dtype, Object value) {}

    private record Expression(Primitive primitive, List<Object> operands) {}

    public static Jaxpr apply(Jaxpr jaxpr) {
        var names = new Renaming();
        var known = new HashMap<Expression, List<Var>>();
        var kept = new ArrayList<Equation>();
        for (var equation : jaxpr.equations()) {
            var renamed = names.of(equation);
            var earlier = isPure(renamed.primitive()) ? known.putIfAbsent(expression(renamed), renamed.outputs()) : null;
            if (earlier == null) {
                kept.add(renamed);
            } else {
                for (int i = 0; i < earlier.size(); i++) names.put(equation.outputs().get(i), earlier.get(i));
            }
        }
        return kept.size() == jaxpr.equations().size() ? jaxpr
                : new Jaxpr(jaxpr.constvars(), jaxpr.consts(), jaxpr.invars(), kept, names.of(jaxpr.outputs()));
    }

    private static boolean isPure(Primitive primitive) {
        return !(primitive instanceof Primitive.OptimizationBarrier) && !Jaxpr.hasEffect(primitive);
    }

    private static Expression expression(Equation equation) {
        return new Expression(equation.primitive(), equation.inputs().stream().map(CommonSubexpressions::operand).toList());
    }

    private static Object operand(Atom atom) {
        return switch (atom) {
            case Var variable -> variable;
            case Literal(Array value) -> new Number(value.dtype(), value.dtype().isInexact()
                    ? value.complexItem() : (Object) value.toLongArray()[0]);
        };
    }
}
