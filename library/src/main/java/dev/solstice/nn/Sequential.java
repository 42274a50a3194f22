package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.random.Key;
import java.util.List;

/// Layers applied one after the other.
///
/// ```java
/// var model = Sequential.of(Linear.of(2, 8, k0), Activation.RELU, Dropout.of(0.5), Linear.of(8, 1, k1));
/// model.apply(Array.of(1f, 2f), key).shape()   // [1]
/// model.layers().get(0);                       // the first Linear
/// ```
///
/// A key given to the call is split into one for each layer. Source: `equinox.nn.Sequential`.
public record Sequential(List<Layer> layers) implements Layer {
    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    @Override
    public Array apply(Array x) {
        return apply(x, null);
    }

    @Override
    public Array apply(Array x, Key key) {
        var keys = key == null ? new Key[layers.size()] : key.split(layers.size());
        for (int i = 0; i < keys.length; i++) x = layers.get(i).apply(x, keys[i]);
        return x;
    }

    /// The layers from `from` (inclusive) to `to` (exclusive) as a model of their own.
    public Sequential slice(int from, int to) {
        return new Sequential(layers.subList(from, to));
    }
}
