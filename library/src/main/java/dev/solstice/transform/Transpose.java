package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Jaxpr.Atom;
import dev.solstice.core.Jaxpr.Equation;
import dev.solstice.core.Jaxpr.Literal;
import dev.solstice.core.Jaxpr.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Transposition: a linear program run backwards, from cotangents of its outputs to those of its inputs.
/// The rules are in [TransposeRule].
final class Transpose {
    private Transpose() {}

    /// Cotangents of all inputs of a program that is linear in all of them; null is zero.
    static Array[] backward(Jaxpr program, Array[] cotangents) {
        var pass = new BackwardPass(program, new Array[program.invars().size()]);
        return pass.run(cotangents);
    }

    private record Key(List<Boolean> linear, List<Boolean> nonzero) {}

    /// The cotangents of the operands that are null, by a program called as one operation. Cotangents in may be null
    /// (zero); those out are arrays, zero where nothing flows back.
    static Array[] bind(String name, Jaxpr jaxpr, Array[] operands, Array[] cotangents) {
        var linear = Masks.not(Zeros.nonNull(operands));
        var nonzero = Zeros.nonNull(cotangents);
        var transposed = program(jaxpr, linear, nonzero);
        var in = Masks.concatenate(Masks.select(operands, Masks.not(linear)), Masks.select(cotangents, nonzero));
        return Masks.spread(JitCall.bind(name, transposed, in), linear);
    }

    /// `(nonlinear inputs, nonzero cotangents) -> cotangents of the linear inputs`.
    static Jaxpr program(Jaxpr jaxpr, boolean[] linear, boolean[] nonzero) {
        return jaxpr.derived(new Key(Masks.list(linear), Masks.list(nonzero)), () -> trace(jaxpr, linear, nonzero));
    }

    private static Jaxpr trace(Jaxpr jaxpr, boolean[] linear, boolean[] nonzero) {
        var given = Masks.select(jaxpr.invars(), Masks.not(linear)).stream().map(Var::type).toList();
        var types = new ArrayList<>(given);
        Masks.select(jaxpr.outputs(), nonzero).forEach(output -> types.add(output.type()));
        return Staging.trace(arguments -> {
            var operands = Masks.spread(Arrays.copyOf(arguments, given.size()), Masks.not(linear));
            var cotangents = Masks.spread(Arrays.copyOfRange(arguments, given.size(), arguments.length), nonzero);
            var gradients = Masks.select(backward(jaxpr, operands, cotangents), linear);
            var linearInputs = Masks.select(jaxpr.invars(), linear);
            for (int i = 0; i < gradients.length; i++) gradients[i] = Zeros.instantiate(gradients[i], linearInputs.get(i).type());
            return gradients;
        }, types.toArray(AbstractValue[]::new));
    }

    /// Cotangents of the inputs of a program that is linear in some of them: those whose operand is null.
    static Array[] backward(Jaxpr jaxpr, Array[] operands, Array[] cotangents) {
        var given = Zeros.nonNull(operands);
        var halves = PartialEvaluation.split(jaxpr, given);
        var computed = halves.known().evaluate(Masks.select(operands, given));
        int n = Masks.count(halves.knownOut());
        var residuals = Arrays.copyOfRange(computed, n, computed.length);
        var values = Arrays.copyOf(residuals, halves.unknown().invars().size());
        var gradients = new BackwardPass(halves.unknown(), values).run(Masks.select(cotangents, Masks.not(halves.knownOut())));
        return Masks.spread(Arrays.copyOfRange(gradients, residuals.length, gradients.length), Masks.not(given));
    }

    private static final class BackwardPass {
        private final Jaxpr program;
        private final Map<Var, Array> values = new HashMap<>();
        private final Map<Var, Array> cotangents = new HashMap<>();

        /// @param operands the inputs the program is not linear in; null for those it is linear in, as it is in all equations
        BackwardPass(Jaxpr program, Array[] operands) {
            this.program = program;
            for (int i = 0; i < program.constvars().size(); i++) values.put(program.constvars().get(i), program.consts().get(i));
            for (int i = 0; i < operands.length; i++) {
                if (operands[i] != null) values.put(program.invars().get(i), operands[i]);
            }
        }

        Array[] run(Array[] outputCotangents) {
            for (int i = 0; i < outputCotangents.length; i++) accumulate(program.outputs().get(i), outputCotangents[i]);
            for (var equation : program.equations().reversed()) transpose(equation);
            return program.invars().stream().map(cotangents::get).toArray(Array[]::new);
        }

        private void transpose(Equation equation) {
            var out = equation.outputs().stream().map(cotangents::remove).toArray(Array[]::new);
            if (Zeros.allNull(out)) return;
            var operands = equation.inputs().stream().map(this::value).toArray(Array[]::new);
            var types = equation.inputs().stream().map(Atom::type).toArray(AbstractValue[]::new);
            var in = TransposeRule.apply(equation.primitive(), out, operands, types);
            for (int i = 0; i < in.length; i++) if (operands[i] == null) accumulate(equation.inputs().get(i), in[i]);
        }

        /// Null for a value the program is linear in.
        private Array value(Atom atom) {
            return switch (atom) {
                case Var variable -> values.get(variable);
                case Literal literal -> literal.value();
            };
        }

        private void accumulate(Atom atom, Array cotangent) {
            if (cotangent != null && atom instanceof Var variable && !values.containsKey(variable)) {
                cotangents.merge(variable, cotangent, Zeros::add);
            }
        }
    }
}
