package dev.solstice.transform;

import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Jaxpr.Literal;
import dev.solstice.core.Jaxpr.Var;
import dev.solstice.core.Primitive;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Splits a program into what can be computed from the known inputs and the rest.
final class PartialEvaluation {
    private PartialEvaluation() {}

    /// `known: known inputs -> (known outputs, residuals)` and `unknown: (residuals, unknown inputs) -> unknown outputs`.
    record Halves(Jaxpr known, Jaxpr unknown, boolean[] knownOut) {}

    private record Key(List<Boolean> knownIn) {}

    static Halves split(Jaxpr jaxpr, boolean[] knownIn) {
        return jaxpr.derived(new Key(Masks.list(knownIn)), () -> compute(jaxpr, knownIn));
    }

    private static Halves compute(Jaxpr jaxpr, boolean[] knownIn) {
        var knownInputs = Masks.select(jaxpr.invars(), knownIn);
        var unknownInputs = Masks.select(jaxpr.invars(), Masks.not(knownIn));
        var unknown = new HashSet<Var>(unknownInputs);
        var knownEquations = new ArrayList<Equation>();
        var unknownEquations = new ArrayList<Equation>();
        var residuals = new LinkedHashSet<Var>();
        for (var equation : jaxpr.equations()) {
            if (equation.inputs().stream().noneMatch(unknown::contains)) {
                knownEquations.add(equation);
            } else if (equation.primitive() instanceof Primitive.Jit inner) {
                splitInner(equation, inner, unknown, knownEquations, unknownEquations);
            } else {
                unknownEquations.add(equation);
                unknown.addAll(equation.outputs());
            }
        }
        var knownOut = new boolean[jaxpr.outputs().size()];
        for (int i = 0; i < knownOut.length; i++) knownOut[i] = !unknown.contains(jaxpr.outputs().get(i));
        var unknownOutputs = Masks.select(jaxpr.outputs(), Masks.not(knownOut));
        var needed = new Jaxpr(List.of(), List.of(), unknownInputs, unknownEquations, unknownOutputs).withoutDeadCode().equations();
        needed.forEach(equation -> collectResiduals(equation, unknown, residuals));
        var knownOutputs = new ArrayList<>(Masks.select(jaxpr.outputs(), knownOut));
        knownOutputs.addAll(residuals);
        var unknownInvars = Stream.concat(residuals.stream(), unknownInputs.stream()).toList();
        return new Halves(
                new Jaxpr(List.of(), List.of(), knownInputs, knownEquations, knownOutputs).withoutDeadCode(),
                new Jaxpr(List.of(), List.of(), unknownInvars, needed, unknownOutputs),
                knownOut);
    }

    private static void collectResiduals(Equation equation, Set<Var> unknown, Set<Var> residuals) {
        for (Atom atom : equation.inputs()) {
            switch (atom) {
                case Var variable when !unknown.contains(variable) -> residuals.add(variable);
                case Var _, Literal _ -> {}
            }
        }
    }

    private static void splitInner(Equation equation, Primitive.Jit inner, Set<Var> unknown,
                                   List<Equation> knownEquations, List<Equation> unknownEquations) {
        var knownIn = new boolean[equation.inputs().size()];
        for (int i = 0; i < knownIn.length; i++) knownIn[i] = !unknown.contains(equation.inputs().get(i));
        var halves = split(inner.jaxpr(), knownIn);
        var knownOutputs = new ArrayList<>(Masks.select(equation.outputs(), halves.knownOut()));
        int n = knownOutputs.size();
        for (var output : halves.known().outputs().subList(n, halves.known().outputs().size())) knownOutputs.add(new Var(output.type()));
        knownEquations.add(new Equation(new Primitive.Jit(inner.name(), halves.known()),
                Masks.select(equation.inputs(), knownIn), knownOutputs, equation.source()));
        var unknownIn = new ArrayList<Atom>(knownOutputs.subList(n, knownOutputs.size()));
        unknownIn.addAll(Masks.select(equation.inputs(), Masks.not(knownIn)));
        var unknownOutputs = Masks.select(equation.outputs(), Masks.not(halves.knownOut()));
        unknownEquations.add(new Equation(new Primitive.Jit(inner.name(), halves.unknown()), unknownIn, unknownOutputs, equation.source()));
        unknown.addAll(unknownOutputs);
    }
}
