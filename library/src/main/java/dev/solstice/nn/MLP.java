package dev.solstice.nn;

import dev.solstice.core.Array;
import dev.solstice.random.Key;
import java.util.ArrayList;
import java.util.List;

/// A multilayer perceptron: `depth` hidden layers of `widthSize` and an output layer.
///
/// Takes `[inSize]`, gives `[outSize]`; a size of [Linear#SCALAR] stands for an array of rank 0.
///
/// ```java
/// var model = MLP.of(2, 1, 64, 2, Key.of(0)).withActivation(Activation.TANH);
/// ```
///
/// Activations are leaves of the tree: a name ([Activation]), a function, or a layer with parameters. Layer `i` is
/// made with key `i` of `depth + 1` split from the one given. Source: `equinox.nn.MLP`.
///
/// @param activation after each layer but the last
/// @param finalActivation after the last layer if there are hidden layers: with `depth` 0 it is not applied, as in Equinox
public record MLP(
        List<Linear> layers, Layer activation, Layer finalActivation, boolean useBias, boolean useFinalBias,
        int inSize, int outSize, int widthSize, int depth) implements Layer {
    /// With biases, [Activation#RELU], and nothing after the last layer.
    public static MLP of(int inSize, int outSize, int widthSize, int depth, Key key) {
        return of(inSize, outSize, widthSize, depth, true, true, key);
    }

    /// @throws IllegalArgumentException if `depth` is negative
    public static MLP of(int inSize, int outSize, int widthSize, int depth, boolean useBias, boolean useFinalBias, Key key) {
        if (depth < 0) throw new IllegalArgumentException("depth is the number of hidden layers, 0 or more; got " + depth);
        var keys = key.split(depth + 1);
        var layers = new ArrayList<Linear>();
        for (int i = 0; i <= depth; i++) {
            boolean last = i == depth;
            layers.add(Linear.of(i == 0 ? inSize : widthSize, last ? outSize : widthSize, last ? useFinalBias : useBias, keys[i]));
        }
        return new MLP(List.copyOf(layers), Activation.RELU, Activation.IDENTITY, useBias, useFinalBias, inSize, outSize, widthSize, depth);
    }

    /// The same parameters, another function after each layer but the last.
    public MLP withActivation(Layer activation) {
        return new MLP(layers, activation, finalActivation, useBias, useFinalBias, inSize, outSize, widthSize, depth);
    }

    /// The same parameters, another function after the last layer. It gets the whole vector, so softmax works.
    public MLP withFinalActivation(Layer finalActivation) {
        return new MLP(layers, activation, finalActivation, useBias, useFinalBias, inSize, outSize, widthSize, depth);
    }

    /// @throws IllegalArgumentException if `x` has another shape, a batch axis for example
    @Override
    public Array apply(Array x) {
        int last = layers.size() - 1;
        for (int i = 0; i < last; i++) x = activation.apply(layers.get(i).apply(x));
        var y = layers.get(last).apply(x);
        return last == 0 ? y : finalActivation.apply(y);
    }
}
