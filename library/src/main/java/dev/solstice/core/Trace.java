package dev.solstice.core;

import java.util.function.Supplier;

/// One interpretation of primitives: evaluating them, or a transformation's way of following them.
///
/// Transformations nest: each trace has a parent, in which it interprets what its rules are made of.
/// Operands that are not this trace's own tracers are constants to it, which is what keeps the
/// perturbations of nested derivatives apart. (JAX's "stackless" core.)
public abstract class Trace {
    private static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();

    private final Thread thread = Thread.currentThread();

    final boolean isOfAnotherThread() {
        return thread != Thread.currentThread();
    }

    /// The trace in which primitives are interpreted now; [EvalTrace] outside every transformation.
    public static Trace current() {
        return CURRENT.orElse(EvalTrace.INSTANCE);
    }

    /// Whether this thread is outside every transformation.
    public static boolean isEvaluating() {
        return current() == EvalTrace.INSTANCE;
    }

    /// Runs `body` with this trace as the current one, in this thread only.
    public final <T> T run(Supplier<T> body) {
        return current() == this ? body.get() : ScopedValue.where(CURRENT, this).call(body::get);
    }

    /// Runs `body` outside every transformation, in this thread only.
    public static <T> T evaluate(Supplier<T> body) {
        return EvalTrace.INSTANCE.run(body);
    }

    /// Interprets `primitive` on `operands`.
    public abstract Array[] process(Primitive primitive, Array[] operands);

    /// The user's word for this transformation, for error messages: `jit`, `vmap`...
    public abstract String transformation();

    protected final boolean owns(Array array) {
        return array instanceof Tracer tracer && tracer.trace() == this;
    }

    protected final boolean ownsAny(Array[] arrays) {
        for (var array : arrays) if (owns(array)) return true;
        return false;
    }
}
