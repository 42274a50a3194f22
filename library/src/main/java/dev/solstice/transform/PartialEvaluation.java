package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Jaxpr.Literal;
import dev.solstice.core.Jaxpr.Var;
import dev.solstice.core.Primitive.CustomLinear;
import dev.solstice.core.ShapeRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Splits a program into what can be computed from the known inputs and the rest.
final class PartialEvaluation {
    private PartialEvaluation() {}

    /// `known: known inputs -> (known outputs, residuals)` and `unknown: (residuals, unknown inputs) -> unknown outputs`.
    record Halves(Jaxpr known, Jaxpr unknown, boolean[] knownOut) {}

    private record Key(List<Boolean> knownIn, List<Boolean> forcedUnknown) {}

    static Halves split(Jaxpr jaxpr, boolean[] knownIn) {
        return split(jaxpr, knownIn, new boolean[jaxpr.outputs().size()]);
    }

    /// @param forcedUnknown outputs that the second half gives even where they are known
    static Halves split(Jaxpr jaxpr, boolean[] knownIn, boolean[] forcedUnknown) {
        return jaxpr.derived(new Key(Masks.list(knownIn), Masks.list(forcedUnknown)), () -> compute(jaxpr, knownIn, forcedUnknown));
    }

    private static Halves compute(Jaxpr jaxpr, boolean[] knownIn, boolean[] forcedUnknown) {
        var knownInputs = Masks.select(jaxpr.invars(), knownIn);
        var unknownInputs = Masks.select(jaxpr.invars(), Masks.not(knownIn));
        var unknown = new HashSet<Var>(unknownInputs);
        var knownEquations = new ArrayList<Equation>();
        var unknownEquations = new ArrayList<Equation>();
        var residuals = new LinkedHashSet<Var>();
        for (var equation : jaxpr.equations()) {
            boolean hasValue = !(equation.primitive() instanceof CustomLinear); // it waits for its transposition
            if (hasValue && equation.inputs().stream().noneMatch(unknown::contains)) {
                knownEquations.add(equation);
                continue;
            }
            var known = new boolean[equation.inputs().size()];
            for (int i = 0; i < known.length; i++) known[i] = !unknown.contains(equation.inputs().get(i));
            var division = ProgramDivision.of(equation.primitive(), known);
            if (division.isPresent()) {
                divide(equation, division.get(), unknown, knownEquations, unknownEquations);
            } else {
                unknownEquations.add(equation);
                unknown.addAll(equation.outputs());
            }
        }
        var knownOut = new boolean[jaxpr.outputs().size()];
        for (int i = 0; i < knownOut.length; i++) knownOut[i] = !forcedUnknown[i] && !unknown.contains(jaxpr.outputs().get(i));
        var unknownOutputs = Masks.select(jaxpr.outputs(), Masks.not(knownOut));
        var needed = new Jaxpr(List.of(), List.of(), unknownInputs, unknownEquations, unknownOutputs).withoutDeadCode().equations();
        needed.forEach(equation -> collectResiduals(equation.inputs(), unknown, residuals));
        collectResiduals(unknownOutputs, unknown, residuals);
        var knownOutputs = new ArrayList<>(Masks.select(jaxpr.outputs(), knownOut));
        knownOutputs.addAll(residuals);
        var unknownInvars = Stream.concat(residuals.stream(), unknownInputs.stream()).toList();
        return new Halves(
                new Jaxpr(List.of(), List.of(), knownInputs, knownEquations, knownOutputs).withoutDeadCode(),
                new Jaxpr(List.of(), List.of(), unknownInvars, needed, unknownOutputs),
                knownOut);
    }

    private static void collectResiduals(List<Atom> read, Set<Var> unknown, Set<Var> residuals) {
        for (Atom atom : read) {
            switch (atom) {
                case Var variable when !unknown.contains(variable) -> residuals.add(variable);
                case Var _, Literal _ -> {}
            }
        }
    }

    private static void divide(Equation equation, ProgramDivision division, Set<Var> unknown,
                               List<Equation> knownEquations, List<Equation> unknownEquations) {
        var knownOutputs = Masks.select(equation.outputs(), division.knownOut());
        var types = ShapeRule.apply(division.known(), Masks.select(equation.inputs(), division.knownOperands()).stream()
                .map(Atom::type).toArray(AbstractValue[]::new));
        var residuals = Arrays.stream(types).skip(knownOutputs.size()).map(Var::new).toList();
        knownEquations.add(new Equation(division.known(), Masks.select(equation.inputs(), division.knownOperands()),
                Stream.concat(knownOutputs.stream(), residuals.stream()).toList(), equation.source()));
        var unknownOutputs = Masks.select(equation.outputs(), Masks.not(division.knownOut()));
        var inputs = division.unknownOperands().stream().<Atom>mapToObj(i -> i >= 0 ? equation.inputs().get(i) : residuals.get(~i)).toList();
        unknownEquations.add(new Equation(division.unknown(), inputs, outputs(division, inputs, unknownOutputs), equation.source()));
        unknown.addAll(unknownOutputs);
    }

    /// The variables of the unknown half's results; those it gives beside the wanted ones have new ones.
    private static List<Var> outputs(ProgramDivision division, List<Atom> inputs, List<Var> wanted) {
        var types = ShapeRule.apply(division.unknown(), inputs.stream().map(Atom::type).toArray(AbstractValue[]::new));
        var all = new ArrayList<>(Arrays.stream(types).map(Var::new).toList());
        var places = division.unknownResults(IntStream.range(0, types.length).boxed().toList());
        for (int i = 0; i < places.size(); i++) all.set(places.get(i), wanted.get(i));
        return all;
    }
}
