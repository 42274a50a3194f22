package dev.solstice.core;

import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Jaxpr.Var;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a pass has put in the place of variables.
final class Renaming {
    private final Map<Var, Atom> names = new HashMap<>();

    void put(Var variable, Atom replacement) {
        names.put(variable, replacement);
    }

    Atom of(Atom atom) {
        return atom instanceof Var variable ? names.getOrDefault(variable, variable) : atom;
    }

    List<Atom> of(List<? extends Atom> atoms) {
        return atoms.stream().map(this::of).toList();
    }

    Equation of(Equation equation) {
        return new Equation(equation.primitive(), of(equation.inputs()), equation.outputs(), equation.source());
    }
}
