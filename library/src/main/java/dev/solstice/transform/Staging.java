package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.ConcreteArray;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Jaxpr.Literal;
import dev.solstice.core.Jaxpr.Var;
import dev.solstice.core.Primitive;
import dev.solstice.core.ShapeRule;
import dev.solstice.core.SourceLine;
import dev.solstice.core.Trace;
import dev.solstice.core.Tracer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Records what a function does with arrays as a [Jaxpr]: every primitive bound while it runs becomes an equation.
public final class Staging {
    private Staging() {}

    /// The program of `function` for arguments of these types. Arrays it closes over become constants.
    public static Jaxpr trace(UnaryOperator<Array[]> function, AbstractValue... types) {
        var trace = new StagingTrace();
        var invars = new ArrayList<Var>();
        var arguments = new Array[types.length];
        for (int i = 0; i < types.length; i++) {
            invars.add(new Var(types[i]));
            arguments[i] = new StagingTracer(trace, invars.getLast());
        }
        var results = trace.run(() -> function.apply(arguments));
        var outputs = Arrays.stream(results).map(trace::atom).toList();
        return new Jaxpr(trace.constvars, trace.consts, invars, trace.equations, outputs);
    }

    private static final class StagingTrace extends Trace {
        private final List<Equation> equations = new ArrayList<>();
        private final List<Array> consts = new ArrayList<>();
        private final List<Var> constvars = new ArrayList<>();
        private final Map<Array, Var> constvarOf = new IdentityHashMap<>();

        @Override
        public Array[] process(Primitive primitive, Array[] operands) {
            var types = ShapeRule.apply(primitive, AbstractValue.of(operands));
            var outputs = Arrays.stream(types).map(Var::new).toList();
            equations.add(new Equation(primitive, Arrays.stream(operands).map(this::atom).toList(), outputs, SourceLine.ofUser()));
            return outputs.stream().map(variable -> new StagingTracer(this, variable)).toArray(Array[]::new);
        }

        private Atom atom(Array array) {
            if (owns(array)) return ((StagingTracer) array).variable;
            if (array instanceof ConcreteArray && array.rank() == 0) return new Literal(array);
            return constvarOf.computeIfAbsent(array, this::constant);
        }

        private Var constant(Array array) {
            var variable = new Var(array.abstractValue());
            consts.add(array);
            constvars.add(variable);
            return variable;
        }

        @Override
        public String transformation() {
            return "jit";
        }
    }

    private static final class StagingTracer extends Tracer {
        private final Var variable;

        StagingTracer(Trace trace, Var variable) {
            super(trace, variable.type());
            this.variable = variable;
        }
    }
}
