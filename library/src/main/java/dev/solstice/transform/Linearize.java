package dev.solstice.transform;

import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.core.Trace;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Linearisation: forward mode whose primal half is computed now and whose tangent half is recorded, as a linear
/// program that closes over what it needs of the primal values (the residuals).
public final class Linearize {
    private Linearize() {}

    /// `program` maps the tangents of the inputs where `nonzeroIn` to those of the outputs where `nonzeroOut`.
    public record Linearized(Array[] outputs, Jaxpr program, boolean[] nonzeroIn, boolean[] nonzeroOut) {
        /// Applies the derivative to tangents; null ones, and those of integers, are zero.
        public Array[] pushforward(Array[] tangents) {
            var in = Masks.select(tangents, nonzeroIn);
            for (int i = 0; i < in.length; i++) in[i] = Zeros.instantiate(in[i], program.invars().get(i).type());
            return Masks.spread(program.evaluate(in), nonzeroOut);
        }

        /// Applies the transposed derivative to cotangents; null ones are zero.
        public Array[] pullback(Array[] cotangents) {
            var gradients = Transpose.backward(program, Masks.select(cotangents, nonzeroOut));
            return Masks.spread(gradients, nonzeroIn);
        }
    }

    /// Evaluates `function` and linearises it in its floating-point and complex inputs.
    public static Linearized linearize(UnaryOperator<Array[]> function, Array... primals) {
        var trace = new LinearTrace(Trace.current());
        var nonzeroIn = new boolean[primals.length];
        var tangents = new Array[primals.length];
        for (int i = 0; i < primals.length; i++) {
            nonzeroIn[i] = primals[i].dtype().isInexact();
            if (nonzeroIn[i]) tangents[i] = trace.recording.input(primals[i].abstractValue());
        }
        var dual = Jvp.jvp(trace, function, primals, tangents);
        var nonzeroOut = Zeros.nonNull(dual.tangents());
        return new Linearized(dual.primals(), trace.recording.program(Masks.select(dual.tangents(), nonzeroOut)).withoutDeadCode(), nonzeroIn, nonzeroOut);
    }

    /// Records what is done to tangents; everything else passes through to the parent and is computed there.
    private static final class LinearTrace extends Trace {
        private final Trace parent;
        private final Recording recording = new Recording(this);

        LinearTrace(Trace parent) {
            this.parent = parent;
        }

        @Override
        public Array[] process(Primitive primitive, Array[] operands) {
            // what has no value is recorded even for tangents that are known, as only zeros are
            if (!ownsAny(operands) && !(primitive instanceof Primitive.CustomLinear)) return parent.process(primitive, operands);
            var known = new boolean[operands.length];
            for (int i = 0; i < known.length; i++) known[i] = !owns(operands[i]);
            return ProgramDivision.of(primitive, known).map(division -> divide(division, operands)).orElseGet(() -> recording.equation(primitive, operands));
        }

        /// Computes what a program can without the tangents and records the rest.
        private Array[] divide(ProgramDivision division, Array[] operands) {
            var computed = parent.process(division.known(), Masks.select(operands, division.knownOperands()));
            int n = Masks.count(division.knownOut());
            var recorded = recording.equation(division.unknown(), division.unknownOperands().stream()
                    .mapToObj(i -> i >= 0 ? operands[i] : computed[n + ~i]).toArray(Array[]::new));
            var out = Masks.spread(Arrays.copyOf(computed, n), division.knownOut());
            var rest = Masks.spread(division.unknownResults(Arrays.asList(recorded)).toArray(Array[]::new), Masks.not(division.knownOut()));
            for (int i = 0; i < out.length; i++) if (out[i] == null) out[i] = rest[i];
            return out;
        }

        @Override
        public String transformation() {
            return "the linear half of grad";
        }
    }
}
