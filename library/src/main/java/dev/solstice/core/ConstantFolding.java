package dev.solstice.core;

import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Jaxpr.Literal;
import dev.solstice.core.Jaxpr.Var;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// A pass over a program: what depends on no input is computed once, now, where the result is small. Large constants
/// are cheaper made anew than kept.
public final class ConstantFolding {
    private static final int MOST_ELEMENTS = 64;

    private final Renaming names = new Renaming();
    private final Map<Var, ConcreteArray> known = new HashMap<>();
    private final List<Var> constvars = new ArrayList<>();
    private final List<Array> consts = new ArrayList<>();

    private ConstantFolding() {}

    public static Jaxpr apply(Jaxpr jaxpr) {
        return new ConstantFolding().fold(jaxpr);
    }

    private Jaxpr fold(Jaxpr jaxpr) {
        for (int i = 0; i < jaxpr.consts().size(); i++) {
            constvars.add(jaxpr.constvars().get(i));
            consts.add(jaxpr.consts().get(i));
            if (jaxpr.consts().get(i) instanceof ConcreteArray array) known.put(jaxpr.constvars().get(i), array);
        }
        var kept = new ArrayList<Equation>();
        for (var equation : jaxpr.equations()) {
            var renamed = names.of(equation);
            if (folds(renamed)) compute(renamed);
            else kept.add(renamed);
        }
        return kept.size() == jaxpr.equations().size() ? jaxpr : withoutUnused(jaxpr.invars(), kept, names.of(jaxpr.outputs()));
    }

    private boolean folds(Equation equation) {
        return switch (equation.primitive()) {
            case Primitive.HigherOrder _, Primitive.Collective _, Primitive.OptimizationBarrier _, Primitive.CheckpointName _ -> false;
            case Primitive _ -> equation.inputs().stream().allMatch(this::isKnown)
                    && equation.outputs().stream().allMatch(variable -> variable.type().shape().size() <= MOST_ELEMENTS);
        };
    }

    private boolean isKnown(Atom atom) {
        return atom instanceof Literal || known.containsKey(atom);
    }

    private void compute(Equation equation) {
        var operands = equation.inputs().stream().map(this::value).toArray(Array[]::new);
        var results = Trace.evaluate(() -> equation.primitive().bind(operands));
        for (int i = 0; i < results.length; i++) {
            var variable = equation.outputs().get(i);
            if (results[i].rank() == 0) {
                names.put(variable, new Literal(results[i]));
            } else {
                known.put(variable, (ConcreteArray) results[i]);
                constvars.add(variable);
                consts.add(results[i]);
            }
        }
    }

    private Array value(Atom atom) {
        return switch (atom) {
            case Var variable -> known.get(variable);
            case Literal literal -> literal.value();
        };
    }

    private Jaxpr withoutUnused(List<Var> invars, List<Equation> equations, List<Atom> outputs) {
        var used = new HashSet<Atom>(outputs);
        equations.forEach(equation -> used.addAll(equation.inputs()));
        var keptVars = constvars.stream().filter(used::contains).toList();
        var keptConsts = keptVars.stream().map(variable -> consts.get(constvars.indexOf(variable))).toList();
        return new Jaxpr(keptVars, keptConsts, invars, equations, outputs);
    }
}
