package dev.solstice.engine.host;

import dev.solstice.array.DType;
import dev.solstice.core.Primitive;

/// The errors for combinations that mean nothing. [dev.solstice.core.ShapeRule] refuses them when a program is
/// traced; these guard against an engine that is called past it.
final class Unsupported {
    private Unsupported() {}

    static UnsupportedOperationException forDType(Primitive primitive, String kind) {
        return new UnsupportedOperationException(primitive.label() + " is not defined for " + kind + " elements; use astype first");
    }

    static UnsupportedOperationException forDType(Primitive primitive, DType dtype) {
        return forDType(primitive, dtype.toString());
    }
}
