package dev.solstice.nn;

import static dev.solstice.filter.FilterVmap.filterVmap;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.random.Key;
import dev.solstice.tree.Tree;
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
    ///
    /// One with parameters, such as [PReLU], gets a copy of them for every neuron: arrays `[depth, widthSize, ...]`.
    public MLP withActivation(Layer activation) {
        return new MLP(layers, copies(activation, depth, widthSize), finalActivation, useBias, useFinalBias, inSize, outSize, widthSize, depth);
    }

    /// The same parameters, another function after the last layer. It gets the whole vector, so softmax works.
    ///
    /// One with parameters gets a copy of them for every output: arrays `[outSize, ...]`, and is applied to each by itself.
    public MLP withFinalActivation(Layer finalActivation) {
        var perOutput = outSize == Linear.SCALAR ? finalActivation : copies(finalActivation, outSize);
        return new MLP(layers, activation, perOutput, useBias, useFinalBias, inSize, outSize, widthSize, depth);
    }

    private static Layer copies(Layer function, int... counts) {
        return Tree.map((Object leaf) -> leaf instanceof Array array ? array.broadcastTo(leading(array.shape(), counts)) : leaf, function);
    }

    private static Shape leading(Shape shape, int... counts) {
        for (int i = counts.length - 1; i >= 0; i--) shape = shape.insert(0, counts[i]);
        return shape;
    }

    /// @throws IllegalArgumentException if `x` has another shape, a batch axis for example
    @Override
    public Array apply(Array x) {
        int last = layers.size() - 1;
        for (int i = 0; i < last; i++) x = perNeuron(ofLayer(i), layers.get(i).apply(x));
        var y = layers.get(last).apply(x);
        return last == 0 ? y : perNeuron(finalActivation, y);
    }

    private Layer ofLayer(int i) {
        return hasParameters(activation)
                ? Tree.map((Object leaf) -> leaf instanceof Array array ? array.get(i) : leaf, activation)
                : activation;
    }

    private static Array perNeuron(Layer function, Array x) {
        return x.rank() > 0 && hasParameters(function)
                ? filterVmap((Layer f, Array neuron) -> f.apply(neuron)).apply(function, x)
                : function.apply(x);
    }

    private static boolean hasParameters(Layer function) {
        return !Tree.isLeaf(function) && Tree.leaves(function).stream().anyMatch(Array.class::isInstance);
    }
}
