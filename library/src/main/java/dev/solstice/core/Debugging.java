package dev.solstice.core;

import dev.solstice.array.Mistake;
import dev.solstice.array.SourceLine;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/// Ways to run some code that find mistakes in it, slower than usual. They hold for what `body` does in this thread.
///
/// ```java
/// Array ratio = Debugging.disableJit(() -> jit((Array v) -> v.item() > 0 ? v : v.neg()).apply(Array.scalar(-2f)));   // values can be read
/// ratio.item()   // 2.0
/// ```
///
/// Source: JAX's `disable_jit`, `debug_nans`, `debug_infs`, `log_compiles`, `explain_cache_misses`, `numpy_dtype_promotion`,
/// `numpy_rank_promotion`.
public final class Debugging {
    private enum Mode { NO_JIT, NANS, INFS, COMPILES, DTYPES, RANKS }

    private static final ScopedValue<Set<Mode>> MODES = ScopedValue.newInstance();

    private Debugging() {}

    /// An operation gave what [#debugNans] or [#debugInfs] looks for.
    public static final class NotFiniteException extends ArithmeticException {
        private static final long serialVersionUID = 1L;

        private NotFiniteException(String message) {
            super(message);
        }
    }

    /// Runs compiled functions as if they were not: line by line, with values that can be read and printed.
    public static <T> T disableJit(Supplier<T> body) {
        return with(Mode.NO_JIT, body);
    }

    /// Stops at the first operation that makes a NaN. Compiled functions run line by line.
    ///
    /// @throws NotFiniteException which names the operation, its operands and the user's line
    public static <T> T debugNans(Supplier<T> body) {
        return with(Mode.NANS, body);
    }

    /// Stops at the first operation that makes an infinity. Compiled functions run line by line.
    ///
    /// @throws NotFiniteException which names the operation, its operands and the user's line
    public static <T> T debugInfs(Supplier<T> body) {
        return with(Mode.INFS, body);
    }

    /// Arrays of different dtypes do not meet: what would be promoted is an error. Java numbers take any dtype still.
    public static <T> T strictDTypes(Supplier<T> body) {
        return with(Mode.DTYPES, body);
    }

    /// Arrays of different ranks do not meet, scalars apart: what would be broadcast by new axes is an error.
    public static <T> T strictRanks(Supplier<T> body) {
        return with(Mode.RANKS, body);
    }

    static void met(Array x, Array y) {
        if (!MODES.isBound()) return;
        if (is(Mode.DTYPES) && x.dtype() != y.dtype()) {
            throw Mistake.of(x.summary() + " and " + y.summary() + " meet under strictDTypes: convert one of them with astype");
        }
        if (is(Mode.RANKS) && x.rank() != y.rank() && x.rank() > 0 && y.rank() > 0) {
            throw Mistake.of(x.summary() + " and " + y.summary() + " meet under strictRanks: give one of them the other's axes with expandDims");
        }
    }

    /// Says on the error stream when a function is compiled, where and for which arguments, and if it was compiled before,
    /// what differs from then.
    public static <T> T logCompiles(Supplier<T> body) {
        return with(Mode.COMPILES, body);
    }

    private static <T> T with(Mode mode, Supplier<T> body) {
        var modes = EnumSet.of(mode);
        modes.addAll(MODES.orElse(Set.of()));
        return ScopedValue.where(MODES, modes).call(body::get);
    }

    /// Whether functions run as they are written.
    public static boolean isJitDisabled() {
        return MODES.isBound() && (is(Mode.NO_JIT) || is(Mode.NANS) || is(Mode.INFS));
    }

    /// Told by who compiles.
    ///
    /// @param difference from the time before; empty the first time
    public static void compiled(Jaxpr jaxpr, Supplier<String> difference) {
        if (MODES.isBound() && is(Mode.COMPILES)) {
            var why = difference.get();
            System.err.println("compiled for " + jaxpr.invars().stream().map(Jaxpr.Var::type).toList() + " at " + SourceLine.ofUser()
                    + ": " + jaxpr.equations().size() + " equations" + (why.isEmpty() ? "" : "; again, because " + why));
        }
    }

    static Array[] checked(Primitive primitive, Array[] operands, Array[] results) {
        if (!MODES.isBound() || !is(Mode.NANS) && !is(Mode.INFS)) return results;
        for (var result : results) {
            if (result.dtype().isFloating()) check(result.toDoubleArray(), primitive, operands);
            else if (result.dtype().isComplex()) for (var number : result.toComplexArray()) check(new double[] {number.re(), number.im()}, primitive, operands);
        }
        return results;
    }

    private static void check(double[] values, Primitive primitive, Array[] operands) {
        for (double value : values) {
            if (Double.isNaN(value) && is(Mode.NANS) || Double.isInfinite(value) && is(Mode.INFS)) throw found(value, primitive, operands);
        }
    }

    private static NotFiniteException found(double value, Primitive primitive, Array[] operands) {
        var message = new StringBuilder(primitive.getClass().getSimpleName() + " gave " + value + " at " + SourceLine.ofUser());
        for (var operand : operands) message.append("\n  of ").append(operand.summary()).append(' ').append(operand);
        return new NotFiniteException(message.toString());
    }

    private static boolean is(Mode mode) {
        return MODES.get().contains(mode);
    }
}
