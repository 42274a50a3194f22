package dev.solstice.transform;

import dev.solstice.core.AbstractValue;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;
import dev.solstice.core.Trace;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/// Records what a function does with arrays as a [Jaxpr]: every primitive bound while it runs becomes an equation.
public final class Staging {
    private Staging() {}

    /// The program of `function` for arguments of these types. Arrays it closes over become constants.
    public static Jaxpr trace(UnaryOperator<Array[]> function, AbstractValue... types) {
        var trace = new StagingTrace();
        var arguments = Arrays.stream(types).map(trace.recording::input).toArray(Array[]::new);
        return trace.recording.program(trace.run(() -> function.apply(arguments)));
    }

    private static final class StagingTrace extends Trace {
        private final Recording recording = new Recording(this);

        @Override
        public Array[] process(Primitive primitive, Array[] operands) {
            return recording.equation(primitive, operands);
        }

        @Override
        public String transformation() {
            return "jit";
        }
    }
}
