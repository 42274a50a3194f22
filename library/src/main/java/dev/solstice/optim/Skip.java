package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;

/// Which gradients [MultiSteps] leaves out, as if they had never been.
///
/// Source: `optax.transforms.ShouldSkipUpdateFunction`.
@FunctionalInterface
public interface Skip {
    /// @param isSkipped bool `[]`
    /// @param measured what it was decided by, `[]`; kept in the state
    record Decision(Array isSkipped, Array measured) {}

    /// @param gradient a model with holes
    /// @param step how many steps the inner optimiser has done, int32 `[]`
    Decision decide(Object gradient, Array step);

    /// None.
    static Skip nothing() {
        return (_, _) -> new Decision(Array.scalar(false), Array.scalar(0));
    }

    /// Gradients with NaN or infinities; measured is how many there are, int32. `optax.skip_not_finite`.
    static Skip notFinite() {
        return (gradient, _) -> {
            var count = Parameters.arrays(gradient).stream().map(g -> Lax.not(Parameters.isFinite(g)).astype(DType.INT32).sum())
                    .reduce(Array::add).orElseGet(() -> Array.scalar(0));
            return new Decision(count.gt(0), count);
        };
    }

    /// Gradients whose squared norm over all parameters is not below `maxSquaredNorm`; measured is the squared norm. `optax.skip_large_updates`.
    static Skip large(double maxSquaredNorm) {
        return (gradient, _) -> {
            var square = Lax.square(Updates.globalNorm(gradient));
            return new Decision(Lax.not(square.lt(maxSquaredNorm)), square);
        };
    }
}
