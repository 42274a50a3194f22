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
import dev.solstice.nn.ConvolutionSettings;
import dev.solstice.nn.GRUCell;
import dev.solstice.nn.LSTMCell;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MultiheadAttention;
import dev.solstice.nn.PReLU;
import dev.solstice.nn.State;
import java.util.Map;
import java.util.function.UnaryOperator;

/// Weights of PyTorch models: what `model.state_dict()` has, in its names and layouts, for the layers of `nn`.
///
/// ```java
/// record Net(Linear fc1, Sequential rest) {}
/// var net = new Net(Linear.of(2, 3, Key.of(0)), Sequential.of(Activation.RELU, Linear.of(3, 1, Key.of(1))));
/// var stateDict = Map.of(
///         "fc1.weight", Random.normal(Key.of(2), 3, 2), "fc1.bias", Random.normal(Key.of(3), 3),
///         "rest.1.weight", Random.normal(Key.of(4), 1, 3), "rest.1.bias", Random.normal(Key.of(5), 1));
/// var loaded = PyTorch.load(stateDict, net);
/// ```
///
/// Save in Python with `safetensors.torch.save_file(model.state_dict(), path)` and read it with [Checkpoint#read]; a `.pt` file
/// is a Python program and is not read. Components are written with underscores there (`selfAttn` is `self_attn`), layers
/// of a [dev.solstice.nn.Sequential] by their numbers.
public final class PyTorch {
    private static final String REMEDY = "name the components as in Python, or say with `rename` how a layer is called there";

    private PyTorch() {}

    /// A model like `model` with the weights of `stateDict`.
    ///
    /// @throws Mismatch.Exception if weights are missing, left over or of other shapes; it lists all of them
    public static <M> M load(Map<String, Array> stateDict, M model) {
        return load(stateDict, model, UnaryOperator.identity());
    }

    /// @param rename from the name that a layer of `model` would have to the one it has in `stateDict`
    public static <M> M load(Map<String, Array> stateDict, M model, UnaryOperator<String> rename) {
        return new Layers(stateDict, rename).into(model, "the state dict", REMEDY);
    }

    /// A model with the running averages of its batch normalisations.
    ///
    /// @param made the model and its state, as [State#makeWithState] makes them
    public static <M> State.WithState<M> load(Map<String, Array> stateDict, State.WithState<M> made, UnaryOperator<String> rename) {
        return new Layers(stateDict, rename).into(made, "the state dict", REMEDY);
    }

    private static final class Layers extends LayerWeights {
        Layers(Map<String, Array> stateDict, UnaryOperator<String> rename) {
            super(stateDict, rename);
        }

        @Override
        boolean put(Object layer, Place at) {
            switch (layer) {
                case Linear linear -> linear(linear, at);
                case Conv conv -> convolution(conv.weight(), conv.bias(), at);
                case Conv1d conv -> convolution(conv.weight(), conv.bias(), at);
                case Conv2d conv -> convolution(conv.weight(), conv.bias(), at);
                case Conv3d conv -> convolution(conv.weight(), conv.bias(), at);
                case ConvTranspose conv -> transposed(conv.weight(), conv.bias(), conv.settings(), at);
                case ConvTranspose1d conv -> transposed(conv.weight(), conv.bias(), conv.settings(), at);
                case ConvTranspose2d conv -> transposed(conv.weight(), conv.bias(), conv.settings(), at);
                case ConvTranspose3d conv -> transposed(conv.weight(), conv.bias(), conv.settings(), at);
                case PReLU prelu -> at.set("negativeSlope", at.get("weight", prelu.negativeSlope(), Math.max(1, prelu.negativeSlope().size()))
                        .reshape(prelu.negativeSlope().shape()));
                case GRUCell cell -> gru(cell, at);
                case LSTMCell cell -> lstm(cell, at);
                case MultiheadAttention attention -> attention(attention, at);
                case BatchNorm norm -> batchNorm(norm, at);
                case null, default -> {
                    return false;
                }
            }
            return true;
        }

        private static void linear(Linear linear, Place at) {
            at.set("weight", at.get("weight", linear.weight(), linear.weight().shape().toArray()));
            if (linear.bias() != null) at.set("bias", at.get("bias", linear.bias(), linear.bias().size()));
        }

        private static void convolution(Array weight, Array bias, Place at) {
            at.set("weight", at.get("weight", weight, weight.shape().toArray()));
            channels(bias, at);
        }

        private static void channels(Array bias, Place at) {
            if (bias != null) at.set("bias", at.get("bias", bias, bias.size()).reshape(bias.shape()));
        }

        /// There the weight is of the convolution that this one is the transpose of: inputs first, turned around.
        private static void transposed(Array weight, Array bias, ConvolutionSettings settings, Place at) {
            var lengths = weight.shape().toArray();
            int groups = settings.groups();
            int out = lengths[0] / groups;
            int in = lengths[1];
            var theirs = lengths.clone();
            theirs[0] = in * groups;
            theirs[1] = out;
            var grouped = at.get("weight", weight, theirs).reshape(weight.shape().insert(0, groups).with(1, in).with(2, out));
            var order = Axes.range(0, weight.rank() + 1).toArray();
            order[1] = 2;
            order[2] = 1;
            at.set("weight", Lax.rev(grouped.transpose(order).reshape(weight.shape()), Axes.range(2, weight.rank()).toArray()));
            channels(bias, at);
        }

        /// `nn.GRU` numbers its layers where `nn.GRUCell` does not.
        private static String suffix(Place at) {
            return at.has("weight_ih_l0") ? "_l0" : "";
        }

        private static void gru(GRUCell cell, Place at) {
            var suffix = suffix(at);
            at.set("weightIh", at.get("weight_ih" + suffix, cell.weightIh(), cell.weightIh().shape().toArray()));
            at.set("weightHh", at.get("weight_hh" + suffix, cell.weightHh(), cell.weightHh().shape().toArray()));
            if (cell.bias() == null) return;
            int size = cell.hiddenSize();
            var input = at.get("bias_ih" + suffix, cell.bias(), 3 * size);
            var hidden = at.get("bias_hh" + suffix, cell.bias(), 3 * size);
            biases(input, hidden, cell, at);
        }

        private static void lstm(LSTMCell cell, Place at) {
            var suffix = suffix(at);
            at.set("weightIh", at.get("weight_ih" + suffix, cell.weightIh(), cell.weightIh().shape().toArray()));
            at.set("weightHh", at.get("weight_hh" + suffix, cell.weightHh(), cell.weightHh().shape().toArray()));
            if (cell.bias() == null) return;
            int size = cell.bias().size();
            at.set("bias", at.get("bias_ih" + suffix, cell.bias(), size).add(at.get("bias_hh" + suffix, cell.bias(), size)));
        }

        private static void attention(MultiheadAttention attention, Place at) {
            var s = attention.settings();
            int qk = s.numHeads() * s.qkSize();
            int vo = s.numHeads() * s.voSize();
            var like = attention.queryProj().weight();
            // One matrix for all three where they are of one width.
            var all = at.has("in_proj_weight") ? at.get("in_proj_weight", like, 2 * qk + vo, s.querySize()) : null;
            var query = all != null ? Lax.sliceInDim(all, 0, qk, 0) : at.get("q_proj_weight", like, qk, s.querySize());
            var key = all != null ? Lax.sliceInDim(all, qk, 2 * qk, 0) : at.get("k_proj_weight", like, qk, s.keySize());
            var value = all != null ? Lax.sliceInDim(all, 2 * qk, 2 * qk + vo, 0) : at.get("v_proj_weight", like, vo, s.valueSize());
            var biases = s.useQueryBias() ? at.get("in_proj_bias", like, 2 * qk + vo) : null;
            at.set("queryProj", with(attention.queryProj(), query, biases == null ? null : Lax.sliceInDim(biases, 0, qk, 0)));
            at.set("keyProj", with(attention.keyProj(), key, biases == null ? null : Lax.sliceInDim(biases, qk, 2 * qk, 0)));
            at.set("valueProj", with(attention.valueProj(), value, biases == null ? null : Lax.sliceInDim(biases, 2 * qk, 2 * qk + vo, 0)));
            var out = attention.outputProj();
            at.set("outputProj", with(out, at.get("out_proj.weight", like, out.weight().shape().toArray()),
                    out.bias() == null ? null : at.get("out_proj.bias", like, out.bias().size())));
        }

        private static Linear with(Linear linear, Array weight, Array bias) {
            return new Linear(weight, bias, linear.inFeatures(), linear.outFeatures(), linear.useBias());
        }

        private void batchNorm(BatchNorm norm, Place at) {
            if (norm.weight() != null) {
                at.set("weight", at.get("weight", norm.weight(), norm.inputSize()));
                at.set("bias", at.get("bias", norm.bias(), norm.inputSize()));
            }
            at.ignore("num_batches_tracked");
            statistics(norm, "running_mean", "running_var", at);
        }
    }
}
