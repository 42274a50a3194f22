package dev.solstice.nn;

import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;

/// The error for an input that does not fit a layer: what was expected, what came, and what to do.
final class ShapeMismatch {
    private ShapeMismatch() {}

    /// @param expected the shape as a text, such as `[3]` or `[3,height,width]`
    static IllegalArgumentException of(String layer, String expected, Array x, int expectedRank) {
        var message = layer + " expects one example of shape " + expected + ", got " + x.summary() + ".";
        return Mistake.of(x.rank() > expectedRank
                ? message + " Layers know no batch axis; did you forget vmap? "
                        + "Write model.applyBatch(batch), or filterVmap((model, row) -> model.apply(row), null, 0).apply(model, batch)."
                : message);
    }

    static void require(String layer, Shape expected, Array x) {
        if (!x.shape().equals(expected)) throw of(layer, expected.toString(), x, expected.rank());
    }

    /// A layer whose parameters have axes that its constructor did not give them.
    static IllegalStateException ensemble(String layer, Array weight, int expectedRank) {
        return new IllegalStateException(layer + " has a weight of shape " + weight.shape() + " where a matrix of rank " + expectedRank
                + " was expected. An ensemble, made by vmapping a constructor, is called inside vmap too: "
                + "filterVmap((model, x) -> model.apply(x), 0, null).apply(ensemble, x).");
    }
}
