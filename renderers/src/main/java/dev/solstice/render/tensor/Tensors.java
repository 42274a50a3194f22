package dev.solstice.render.tensor;

import dev.solstice.core.Array;
import dev.solstice.core.ConcreteArray;
import java.util.Optional;

/// Finds the [Tensor] in a value.
public final class Tensors {
    private Tensors() {}

    /// The value as a tensor, if it is an array.
    public static Optional<Tensor> of(Object value) {
        return switch (value) {
            case Tensor tensor -> Optional.of(tensor);
            case ConcreteArray array -> Optional.of(new ConcreteTensor(array));
            case Array array -> Optional.of(new AbstractTensor(array.dtype(), array.shape()));
            case null, default -> Optional.empty();
        };
    }
}
