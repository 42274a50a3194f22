package dev.solstice.nn;

import dev.solstice.core.Array;

/// Does nothing: the layer to put where another one was.
///
/// Source: `equinox.nn.Identity`.
public record Identity() implements Layer {
    @Override
    public Array apply(Array x) {
        return x;
    }
}
