package dev.solstice.render.tensor;

import java.util.Optional;

/// Finds the [Tensor] in a value.
public final class Tensors {
    private Tensors() {}

    /// The value as a tensor, if it is an array.
    public static Optional<Tensor> of(Object value) {
        return switch (value) {
            case Tensor tensor -> Optional.of(tensor);
            case null, default -> Optional.empty();
        };
    }
}
