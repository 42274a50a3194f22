package dev.solstice.examples;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.data.Arrow;
import java.nio.file.Path;

/// Handwritten digits of 8 x 8 pixels.
///
/// @param images `[count, 1, 8, 8]`, from 0 to 1
/// @param labels int32 `[count]`
record Digits(Array images, Array labels) {
    static Digits load() {
        try (var table = Arrow.read(Path.of("../notebooks/data/digits.arrow"))) {
            return new Digits(Arrow.column(table, "pixels").astype(DType.FLOAT32).div(16).reshape(-1, 1, 8, 8), Arrow.column(table, "label").astype(DType.INT32));
        }
    }

    /// From `from` (inclusive) to `to` (exclusive).
    Digits slice(int from, int to) {
        return new Digits(images.get(from + ":" + to), labels.get(from + ":" + to));
    }
}
