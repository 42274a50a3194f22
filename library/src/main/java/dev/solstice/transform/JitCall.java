package dev.solstice.transform;

import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.core.Primitive;

/// Calls a traced program as one operation.
final class JitCall {
    private JitCall() {}

    /// Binds `jaxpr` as a [Primitive.Jit], its constants passed as leading operands.
    static Array[] bind(String name, Jaxpr jaxpr, Array... operands) {
        return new Primitive.Jit(name, Closing.program(jaxpr)).bind(Masks.concatenate(Closing.consts(jaxpr), operands));
    }
}
