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
/// A key given to the call is split into one for each layer. A state goes through those layers that have one.
/// Source: `equinox.nn.Sequential`.
public record Sequential(List<Layer> layers) implements StatefulLayer {
    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    /// Whether one of the layers has a state.
    @Override
    public boolean isStateful() {
        return layers.stream().anyMatch(Sequential::isStateful);
    }

    private static boolean isStateful(Layer layer) {
        return layer instanceof StatefulLayer stateful && stateful.isStateful();
    }

    /// @throws IllegalStateException if a layer has a state
    @Override
    public Array apply(Array x) {
        return apply(x, (Key) null);
    }

    /// @throws IllegalStateException if a layer has a state
    @Override
    public Array apply(Array x, Key key) {
        var keys = keys(key);
        for (int i = 0; i < keys.length; i++) x = layers.get(i).apply(x, keys[i]);
        return x;
    }

    @Override
    public Stateful<Array> apply(Array x, State state, Key key) {
        var keys = keys(key);
        for (int i = 0; i < keys.length; i++) {
            if (layers.get(i) instanceof StatefulLayer layer && layer.isStateful()) {
                var result = layer.apply(x, state, keys[i]);
                x = result.value();
                state = result.state();
            } else {
                x = layers.get(i).apply(x, keys[i]);
            }
        }
        return new Stateful<>(x, state);
    }

    private Key[] keys(Key key) {
        return key == null ? new Key[layers.size()] : key.split(layers.size());
    }

    /// The layers from `from` (inclusive) to `to` (exclusive) as a model of their own.
    public Sequential slice(int from, int to) {
        return new Sequential(layers.subList(from, to));
    }
}
