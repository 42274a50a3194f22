package dev.solstice.transform;

import dev.solstice.core.AxisNames;
import dev.solstice.core.Primitive;
import java.util.function.Supplier;

/// The axis of a vmap: how many examples, and its name for collectives, empty for none.
record MappedAxis(String name, int size) {
    boolean isNamed() {
        return !name.isEmpty();
    }

    /// Whether a primitive computes along this axis.
    boolean isUsedBy(Primitive primitive) {
        return isNamed() && AxisNames.of(primitive).contains(name);
    }

    <T> T inScope(Supplier<T> body) {
        return isNamed() ? AxisNames.with(name, size, body) : body.get();
    }
}
