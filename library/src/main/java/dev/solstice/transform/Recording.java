package dev.solstice.transform;

import dev.solstice.array.SourceLine;
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
import dev.solstice.core.Trace;
import dev.solstice.core.Tracer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/// A program while a trace writes it down: its inputs, its equations so far, and the arrays that it closes over.
final class Recording {
    private final Trace trace;
    private final List<Var> inputs = new ArrayList<>();
    private final List<Equation> equations = new ArrayList<>();
    private final List<Var> constvars = new ArrayList<>();
    private final List<Array> consts = new ArrayList<>();
    private final Map<Array, Var> constvarOf = new IdentityHashMap<>();

    Recording(Trace trace) {
        this.trace = trace;
    }

    Array input(AbstractValue type) {
        inputs.add(new Var(type));
        return new RecordedTracer(trace, inputs.getLast());
    }

    Array[] equation(Primitive primitive, Array[] operands) {
        var types = ShapeRule.apply(primitive, AbstractValue.of(operands));
        var outputs = Arrays.stream(types).map(Var::new).toList();
        equations.add(new Equation(primitive, Arrays.stream(operands).map(this::atom).toList(), outputs, SourceLine.ofUser()));
        return outputs.stream().map(variable -> new RecordedTracer(trace, variable)).toArray(Array[]::new);
    }

    Jaxpr program(Array[] outputs) {
        var atoms = Arrays.stream(outputs).map(this::atom).toList();
        return new Jaxpr(constvars, consts, inputs, equations, atoms);
    }

    private Atom atom(Array array) {
        if (array instanceof RecordedTracer tracer && tracer.trace() == trace) return tracer.variable;
        if (array instanceof ConcreteArray && array.rank() == 0) return new Literal(array);
        return constvarOf.computeIfAbsent(array, this::constant);
    }

    private Var constant(Array array) {
        consts.add(array);
        constvars.add(new Var(array.abstractValue()));
        return constvars.getLast();
    }

    private static final class RecordedTracer extends Tracer {
        private final Var variable;

        RecordedTracer(Trace trace, Var variable) {
            super(trace, variable.type());
            this.variable = variable;
        }
    }
}
