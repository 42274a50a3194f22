package dev.solstice.io;

import dev.solstice.core.Array;
import dev.solstice.core.Axes;
import dev.solstice.lax.Lax;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Conv;
import dev.solstice.nn.Conv1d;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.Conv3d;
import dev.solstice.nn.ConvTranspose;
import dev.solstice.nn.ConvTranspose1d;
import dev.solstice.nn.ConvTranspose2d;
import dev.solstice.nn.ConvTranspose3d;
import dev.solstice.nn.Embedding;
import dev.solstice.nn.GRUCell;
import dev.solstice.nn.GroupNorm;
import dev.solstice.nn.LSTMCell;
import dev.solstice.nn.LayerNorm;
import dev.solstice.nn.Linear;
import dev.solstice.nn.State;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Weights of Keras models, in Keras' names and layouts, for the layers of `nn`.
///
/// ```java
/// record Net(Linear dense) {}
/// var weights = Map.of("dense/kernel", Random.normal(Key.of(1), 2, 3), "dense/bias", Random.normal(Key.of(2), 3));
/// var loaded = Keras.load(weights, new Net(Linear.of(2, 3, Key.of(0))));
/// ```
///
/// Save in Python with `numpy.savez(path, **{w.path: w.numpy() for w in model.weights})` and read it with [Npz#load].
public final class Keras {
    private static final String REMEDY = "name the components as the layers in Python, or say with `rename` how a layer is called there";

    private Keras() {}

    /// A model like `model` with these weights.
    ///
    /// @param weights by their paths, with `/` or `.`; `:0` at the end does not count
    /// @throws Mismatch.Exception if weights are missing, left over or of other shapes; it lists all of them
    public static <M> M load(Map<String, Array> weights, M model) {
        return load(weights, model, UnaryOperator.identity());
    }

    /// @param rename from the name that a layer of `model` would have to the one it has in `weights`
    public static <M> M load(Map<String, Array> weights, M model, UnaryOperator<String> rename) {
        return new Layers(weights, rename).into(model, "the weights", REMEDY);
    }

    /// A model with the moving averages of its batch normalisations.
    ///
    /// @param made the model and its state, as [State#makeWithState] makes them
    public static <M> State.WithState<M> load(Map<String, Array> weights, State.WithState<M> made, UnaryOperator<String> rename) {
        return new Layers(weights, rename).into(made, "the weights", REMEDY);
    }

    private static final class Layers extends LayerWeights {
        Layers(Map<String, Array> weights, UnaryOperator<String> rename) {
            super(dotted(weights), rename);
        }

        private static Map<String, Array> dotted(Map<String, Array> weights) {
            var renamed = new LinkedHashMap<String, Array>();
            weights.forEach((name, array) -> renamed.put(name.replaceFirst(":0$", "").replace('/', '.'), array));
            return renamed;
        }

        @Override
        boolean put(Object layer, Place at) {
            switch (layer) {
                case Linear linear -> {
                    at.set("weight", transposed("kernel", linear.weight(), at));
                    if (linear.bias() != null) at.set("bias", at.get("bias", linear.bias(), linear.bias().size()));
                }
                case Conv conv -> convolution(conv.weight(), conv.bias(), at);
                case Conv1d conv -> convolution(conv.weight(), conv.bias(), at);
                case Conv2d conv -> convolution(conv.weight(), conv.bias(), at);
                case Conv3d conv -> convolution(conv.weight(), conv.bias(), at);
                case ConvTranspose conv -> transposedConvolution(conv.weight(), conv.bias(), at);
                case ConvTranspose1d conv -> transposedConvolution(conv.weight(), conv.bias(), at);
                case ConvTranspose2d conv -> transposedConvolution(conv.weight(), conv.bias(), at);
                case ConvTranspose3d conv -> transposedConvolution(conv.weight(), conv.bias(), at);
                case Embedding embedding -> at.set("weight", at.get("embeddings", embedding.weight(), embedding.weight().shape().toArray()));
                case LayerNorm norm -> scaleAndShift(norm.weight(), norm.bias(), at);
                case GroupNorm norm -> scaleAndShift(norm.weight(), norm.bias(), at);
                case GRUCell cell -> gru(cell, at);
                case LSTMCell cell -> {
                    at.set("weightIh", transposed("kernel", cell.weightIh(), at));
                    at.set("weightHh", transposed("recurrent_kernel", cell.weightHh(), at));
                    if (cell.bias() != null) at.set("bias", at.get("bias", cell.bias(), cell.bias().size()));
                }
                case BatchNorm norm -> {
                    scaleAndShift(norm.weight(), norm.bias(), at);
                    statistics(norm, "moving_mean", "moving_variance", at);
                }
                case null, default -> {
                    return false;
                }
            }
            return true;
        }

        private static Array transposed(String name, Array like, Place at) {
            return at.get(name, like, like.shape().dim(1), like.shape().dim(0)).transpose();
        }

        /// Channels last there: `[kernel..., in, out]`.
        private static void convolution(Array weight, Array bias, Place at) {
            at.set("weight", kernel(weight, 1, 0, at));
            channels(bias, at);
        }

        /// The kernel is of the convolution that this one is the transpose of: `[kernel..., out, in]`, turned around.
        private static void transposedConvolution(Array weight, Array bias, Place at) {
            at.set("weight", Lax.rev(kernel(weight, 0, 1, at), Axes.range(2, weight.rank()).toArray()));
            channels(bias, at);
        }

        /// Of a kernel whose last axes are the axes `first` and `second` of ours.
        private static Array kernel(Array weight, int first, int second, Place at) {
            int rank = weight.rank();
            var lengths = weight.shape().toArray();
            var theirs = new int[rank];
            var order = new int[rank];
            for (int i = 2; i < rank; i++) {
                theirs[i - 2] = lengths[i];
                order[i] = i - 2;
            }
            theirs[rank - 2] = lengths[first];
            theirs[rank - 1] = lengths[second];
            order[first] = rank - 2;
            order[second] = rank - 1;
            return at.get("kernel", weight, theirs).transpose(order);
        }

        private static void channels(Array bias, Place at) {
            if (bias != null) at.set("bias", at.get("bias", bias, bias.size()).reshape(bias.shape()));
        }

        private static void scaleAndShift(Array weight, Array bias, Place at) {
            if (weight != null) at.set("weight", at.get("gamma", weight, weight.shape().toArray()));
            if (bias != null) at.set("bias", at.get("beta", bias, bias.shape().toArray()));
        }

        /// The gates are update, reset, new there; both biases are kept (`reset_after`, the default).
        private static void gru(GRUCell cell, Place at) {
            int size = cell.hiddenSize();
            at.set("weightIh", reset(transposed("kernel", cell.weightIh(), at), size));
            at.set("weightHh", reset(transposed("recurrent_kernel", cell.weightHh(), at), size));
            if (cell.bias() == null) return;
            var both = at.get("bias", cell.bias(), 2, 3 * size);
            biases(reset(both.get(0), size), reset(both.get(1), size), cell, at);
        }

        /// Reset, update, new of update, reset, new.
        private static Array reset(Array gates, int size) {
            return Lax.concatenate(0, Lax.sliceInDim(gates, size, 2 * size, 0), Lax.sliceInDim(gates, 0, size, 0),
                    Lax.sliceInDim(gates, 2 * size, 3 * size, 0));
        }
    }
}
