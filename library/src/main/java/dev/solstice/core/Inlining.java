package dev.solstice.core;

import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Jaxpr.Var;
import java.util.ArrayList;
import java.util.List;

/// A pass over a program: puts the equations of every program that it calls by `jit` in the place of the call.
/// Checkpoints stay calls, since what they compute again must not be merged with the first time.
public final class Inlining {
    private final List<Equation> equations = new ArrayList<>();
    private final List<Var> constvars;
    private final List<Array> consts;

    private Inlining(Jaxpr jaxpr) {
        constvars = new ArrayList<>(jaxpr.constvars());
        consts = new ArrayList<>(jaxpr.consts());
    }

    public static Jaxpr apply(Jaxpr jaxpr) {
        if (jaxpr.equations().stream().noneMatch(equation -> equation.primitive() instanceof Primitive.Jit)) return jaxpr;
        var inlining = new Inlining(jaxpr);
        var outputs = inlining.inline(jaxpr, jaxpr.invars());
        return new Jaxpr(inlining.constvars, inlining.consts, jaxpr.invars(), inlining.equations, outputs);
    }

    /// A program may be called more than once: each time its variables get new names.
    private List<Atom> inline(Jaxpr jaxpr, List<? extends Atom> operands) {
        var names = new Renaming();
        for (int i = 0; i < operands.size(); i++) names.put(jaxpr.invars().get(i), operands.get(i));
        for (var equation : jaxpr.equations()) {
            var inputs = names.of(equation.inputs());
            if (equation.primitive() instanceof Primitive.Jit(_, Jaxpr inner)) {
                inner.consts().forEach(consts::add);
                inner.constvars().forEach(constvars::add);
                var results = inline(inner, inputs);
                for (int i = 0; i < results.size(); i++) names.put(equation.outputs().get(i), results.get(i));
            } else {
                var outputs = equation.outputs().stream().map(variable -> new Var(variable.type())).toList();
                for (int i = 0; i < outputs.size(); i++) names.put(equation.outputs().get(i), outputs.get(i));
                equations.add(new Equation(equation.primitive(), inputs, outputs, equation.source()));
            }
        }
        return names.of(jaxpr.outputs());
    }
}
