package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.core.Trace;
import dev.solstice.core.Tracer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/// Forward-mode differentiation: every value is followed by its derivative along a direction.
/// The rules are in [JvpRule].
public final class Jvp {
    private Jvp() {}

    /// Results and their tangents; a null tangent is zero.
    public record Dual(Array[] primals, Array[] tangents) {}

    /// Pushes tangents forward through `function`; null tangents are zero, and cost nothing.
    public static Dual jvp(UnaryOperator<Array[]> function, Array[] primals, Array[] tangents) {
        return jvp(new JvpTrace(Trace.current()), function, primals, tangents);
    }

    /// As [#jvp] with the rules interpreted in `parent`.
    static Dual jvp(Trace parent, UnaryOperator<Array[]> function, Array[] primals, Array[] tangents) {
        return jvp(new JvpTrace(parent), function, primals, tangents);
    }

    private static Dual jvp(JvpTrace trace, UnaryOperator<Array[]> function, Array[] primals, Array[] tangents) {
        return trace.split(trace.run(() -> function.apply(trace.join(primals, tangents))));
    }

    /// The program `(primals, nonzero tangents) -> (primals out, nonzero tangents out)` of a program, and which
    /// tangents out those are.
    record JvpProgram(Jaxpr jaxpr, boolean[] nonzeroOut) {}

    private record Key(List<Boolean> nonzeroIn, List<Boolean> forced) {}

    static JvpProgram program(Jaxpr jaxpr, boolean[] nonzeroIn) {
        return program(jaxpr, nonzeroIn, new boolean[jaxpr.outputs().size()]);
    }

    /// @param forced outputs whose tangents are wanted even where they are zero
    static JvpProgram program(Jaxpr jaxpr, boolean[] nonzeroIn, boolean[] forced) {
        return jaxpr.derived(new Key(Masks.list(nonzeroIn), Masks.list(forced)), () -> trace(jaxpr, nonzeroIn, forced));
    }

    private static JvpProgram trace(Jaxpr jaxpr, boolean[] nonzeroIn, boolean[] forced) {
        var nonzeroOut = new boolean[1][];
        int n = nonzeroIn.length;
        var primalTypes = jaxpr.invars().stream().map(Jaxpr.Var::type).toList();
        var types = new ArrayList<>(primalTypes);
        types.addAll(Masks.select(primalTypes, nonzeroIn));
        var traced = Staging.trace(arguments -> {
            var primals = Arrays.copyOf(arguments, n);
            var tangents = Masks.spread(Arrays.copyOfRange(arguments, n, arguments.length), nonzeroIn);
            var dual = jvp(jaxpr::evaluate, primals, tangents);
            for (int i = 0; i < forced.length; i++) {
                if (forced[i]) dual.tangents()[i] = Zeros.instantiate(dual.tangents()[i], dual.primals()[i]);
            }
            nonzeroOut[0] = Zeros.nonNull(dual.tangents());
            return Masks.concatenate(dual.primals(), Masks.select(dual.tangents(), nonzeroOut[0]));
        }, types.toArray(AbstractValue[]::new));
        return new JvpProgram(traced, nonzeroOut[0]);
    }

    private static final class JvpTrace extends Trace {
        private final Trace parent;

        JvpTrace(Trace parent) {
            this.parent = parent;
        }

        @Override
        public Array[] process(Primitive primitive, Array[] operands) {
            if (!ownsAny(operands)) return parent.process(primitive, operands);
            var dual = split(operands);
            var result = parent.run(() -> JvpRule.apply(primitive, dual.primals(), dual.tangents()));
            return join(result.primals(), result.tangents());
        }

        Dual split(Array[] arrays) {
            var primals = new Array[arrays.length];
            var tangents = new Array[arrays.length];
            for (int i = 0; i < arrays.length; i++) {
                if (owns(arrays[i])) {
                    var tracer = (JvpTracer) arrays[i];
                    primals[i] = tracer.primal;
                    tangents[i] = tracer.tangent;
                } else {
                    primals[i] = arrays[i];
                }
            }
            return new Dual(primals, tangents);
        }

        Array[] join(Array[] primals, Array[] tangents) {
            var out = new Array[primals.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = tangents[i] == null ? primals[i] : new JvpTracer(this, primals[i], tangents[i]);
            }
            return out;
        }

        @Override
        public String transformation() {
            return "grad or jvp";
        }
    }

    private static final class JvpTracer extends Tracer {
        private final Array primal;
        private final Array tangent;

        JvpTracer(Trace trace, Array primal, Array tangent) {
            super(trace, primal.abstractValue());
            this.primal = primal;
            this.tangent = tangent;
        }

        @Override
        protected Array knownValue() {
            return primal;
        }
    }
}
