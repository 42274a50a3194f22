package dev.solstice.nn;

import static dev.solstice.filter.FilterVmap.filterVmap;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
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
/// @param layers `depth + 1` of them; with `scan` and hidden layers three, the middle one with all parameters of the layers between first and last
/// @param activation after each layer but the last
/// @param finalActivation after the last layer if there are hidden layers: with `depth` 0 it is not applied, as in Equinox
/// @param scan whether the layers between the first and the last are one program that is run again and again: see [#withScan]
public record MLP(
        List<Linear> layers, Layer activation, Layer finalActivation, boolean useBias, boolean useFinalBias,
        int inSize, int outSize, int widthSize, int depth, boolean scan) implements Layer {
    /// With biases, [Activation#RELU], and nothing after the last layer.
    public static MLP of(int inSize, int outSize, int widthSize, int depth, Key key) {
        return of(inSize, outSize, widthSize, depth, true, true, key);
    }

    /// @throws IllegalArgumentException if `depth` is negative
    public static MLP of(int inSize, int outSize, int widthSize, int depth, boolean useBias, boolean useFinalBias, Key key) {
        return of(inSize, outSize, widthSize, depth, useBias, useFinalBias, Start.of(key));
    }

    /// With another dtype, or other initialisers.
    public static MLP of(int inSize, int outSize, int widthSize, int depth, Start start) {
        return of(inSize, outSize, widthSize, depth, true, true, start);
    }

    /// @throws IllegalArgumentException if `depth` is negative
    public static MLP of(int inSize, int outSize, int widthSize, int depth, boolean useBias, boolean useFinalBias, Start start) {
        if (depth < 0) throw Mistake.of("depth is the number of hidden layers, 0 or more; got " + depth);
        var starts = start.split(depth + 1);
        var layers = new ArrayList<Linear>();
        for (int i = 0; i <= depth; i++) {
            boolean last = i == depth;
            layers.add(Linear.of(i == 0 ? inSize : widthSize, last ? outSize : widthSize, last ? useFinalBias : useBias, starts[i]));
        }
        return new MLP(List.copyOf(layers), Activation.RELU, Activation.IDENTITY, useBias, useFinalBias, inSize, outSize, widthSize, depth, false);
    }

    /// The same parameters, another function after each layer but the last.
    ///
    /// One with parameters, such as [PReLU], gets a copy of them for every neuron: arrays `[depth, widthSize, ...]`.
    public MLP withActivation(Layer activation) {
        return new MLP(layers, copies(activation, depth, widthSize), finalActivation, useBias, useFinalBias, inSize, outSize, widthSize, depth, scan);
    }

    /// The same parameters, another function after the last layer. It gets the whole vector, so softmax works.
    ///
    /// One with parameters gets a copy of them for every output: arrays `[outSize, ...]`, and is applied to each by itself.
    public MLP withFinalActivation(Layer finalActivation) {
        var perOutput = outSize == Linear.SCALAR ? finalActivation : copies(finalActivation, outSize);
        return new MLP(layers, activation, perOutput, useBias, useFinalBias, inSize, outSize, widthSize, depth, scan);
    }

    /// The same parameters, those between the first and the last layer stacked into one `[depth - 1, widthSize, widthSize]`,
    /// through which the call scans: a deep network is compiled as fast as a shallow one.
    public MLP withScan() {
        if (scan || depth == 0) return new MLP(layers, activation, finalActivation, useBias, useFinalBias, inSize, outSize, widthSize, depth, true);
        var hidden = layers.subList(1, depth);
        var dtype = layers.getFirst().weight().dtype();
        var stacked = new Linear(
                stacked(hidden.stream().map(Linear::weight).toList(), Shape.of(widthSize, widthSize), dtype),
                useBias ? stacked(hidden.stream().map(Linear::bias).toList(), Shape.of(widthSize), dtype) : null,
                widthSize, widthSize, useBias);
        return new MLP(List.of(layers.getFirst(), stacked, layers.getLast()), activation, finalActivation, useBias, useFinalBias,
                inSize, outSize, widthSize, depth, true);
    }

    private static Array stacked(List<Array> parameters, Shape each, DType dtype) {
        return parameters.isEmpty()
                ? Array.full(each.insert(0, 0), dtype, 0)
                : Lax.concatenate(0, parameters.stream().map(parameter -> parameter.expandDims(0)).toArray(Array[]::new));
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
        if (depth == 0) return layers.getFirst().apply(x);
        var hidden = scan ? scanned(activated(layers.getFirst(), Array.scalar(0), x)) : oneByOne(x);
        return perNeuron(finalActivation, layers.getLast().apply(hidden));
    }

    private Array oneByOne(Array x) {
        for (int i = 0; i < depth; i++) x = activated(layers.get(i), Array.scalar(i), x);
        return x;
    }

    /// One of the layers in the middle, and its place.
    private record Middle(Array place, Linear layer) {}

    private Array scanned(Array x) {
        var middle = new Middle(Lax.iota(DType.INT32, depth - 1).add(1), layers.get(1));
        return ControlFlow.scan((Array carry, Middle each) ->
                new ControlFlow.Carried<Array, Array>(activated(each.layer(), each.place(), carry), null), x, middle).carry();
    }

    private Array activated(Linear layer, Array place, Array x) {
        return perNeuron(ofLayer(place), layer.apply(x));
    }

    private Layer ofLayer(Array place) {
        return hasParameters(activation)
                ? Tree.map((Object leaf) -> leaf instanceof Array array ? Lax.dynamicIndexInDim(array, place, 0, false) : leaf, activation)
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
