package dev.solstice.core;

import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import java.util.ArrayList;
import java.util.HashSet;

/// A pass over a program: leaves out the equations that no output needs, but for those with effects.
public final class DeadCode {
    private DeadCode() {}

    public static Jaxpr apply(Jaxpr jaxpr) {
        var live = new HashSet<Atom>(jaxpr.outputs());
        var kept = new ArrayList<Equation>();
        for (var equation : jaxpr.equations().reversed()) {
            if (equation.outputs().stream().noneMatch(live::contains) && !Jaxpr.hasEffect(equation.primitive())) continue;
            live.addAll(equation.inputs());
            kept.add(equation);
        }
        return kept.size() == jaxpr.equations().size() ? jaxpr
                : new Jaxpr(jaxpr.constvars(), jaxpr.consts(), jaxpr.invars(), kept.reversed(), jaxpr.outputs());
    }
}
