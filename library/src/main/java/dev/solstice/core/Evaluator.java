package dev.solstice.core;

import java.util.ServiceLoader;

/// Who computes: implemented by the `engine` room, found through the service loader.
///
/// Operands are [ConcreteArray]s that obey the [ShapeRule]; results are new arrays. Interruption of
/// the thread ends it with a [CancelledException].
public interface Evaluator {
    Array[] evaluate(Primitive primitive, Array[] operands);

    static Evaluator get() {
        return Holder.INSTANCE;
    }

    /// Initialised on first use, so that shapes and programs can be looked at without an engine.
    final class Holder {
        private static final Evaluator INSTANCE = ServiceLoader.load(Evaluator.class, Evaluator.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no dev.solstice.core.Evaluator on the class path: the library's jar is incomplete"));

        private Holder() {}
    }
}
