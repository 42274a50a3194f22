package dev.solstice.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Activations;
import dev.solstice.nn.AttentionSettings;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Conv;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.ConvTranspose;
import dev.solstice.nn.ConvTranspose2d;
import dev.solstice.nn.ConvolutionSettings;
import dev.solstice.nn.GRUCell;
import dev.solstice.nn.InferenceMode;
import dev.solstice.nn.LSTMCell;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MultiheadAttention;
import dev.solstice.nn.Sequential;
import dev.solstice.nn.State;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Weights in the layouts of PyTorch and Keras: layers with them compute what the documentation of those says.
class ForeignWeightsTest {
    private int seed;

    private Array normal(int... shape) {
        return Random.normal(Key.of(++seed), shape);
    }

    private static void close(Array expected, Array actual) {
        assertTrue(actual.closeTo(expected, 1e-4, 1e-5), "expected " + expected + ", got " + actual);
    }

    record Net(Linear fc1, Sequential selfAttn) {}

    private static Net net() {
        return new Net(Linear.of(2, 3, Key.of(0)), Sequential.of(Activation.RELU, Linear.of(3, 1, false, Key.of(1))));
    }

    @Test
    void pytorchNamesLayersWithUnderscoresAndNumbers() {
        var weights = Map.of("fc1.weight", normal(3, 2), "fc1.bias", normal(3), "self_attn.1.weight", normal(1, 3));
        var loaded = PyTorch.load(weights, net());
        assertTrue(loaded.fc1().weight().sameAs(weights.get("fc1.weight")));
        assertTrue(((Linear) loaded.selfAttn().layers().get(1)).weight().sameAs(weights.get("self_attn.1.weight")));
        var renamed = new HashMap<String, Array>();
        weights.forEach((name, array) -> renamed.put("module." + name, array));
        assertTrue(PyTorch.load(renamed, net(), name -> "module." + name).fc1().bias().sameAs(weights.get("fc1.bias")));
    }

    @Test
    void everythingThatDoesNotFitIsToldAtOnce() {
        var weights = Map.of("fc1.weight", normal(3, 9), "fc1.bias", normal(3), "head.weight", normal(1));
        var error = assertThrows(Mismatch.Exception.class, () -> PyTorch.load(weights, net()));
        assertEquals(3, error.mismatches().size());
        for (var part : new String[] {"fc1.weight: f32[3,2] in the model, f32[3,9] in the file", "self_attn.1.weight: f32[1,3]", "head.weight: nothing in the model"}) {
            assertTrue(error.getMessage().contains(part), error.getMessage());
        }
    }

    @Test
    void pytorchGru() {
        var w = normal(9, 2);
        var u = normal(9, 3);
        var b = normal(9);
        var c = normal(9);
        var cell = PyTorch.load(Map.of("weight_ih_l0", w, "weight_hh_l0", u, "bias_ih_l0", b, "bias_hh_l0", c), GRUCell.of(2, 3, Key.of(0)));
        var x = normal(2);
        var h = normal(3);
        var input = w.matmul(x).add(b);
        var hidden = u.matmul(h).add(c);
        var r = Activations.sigmoid(input.get("0:3").add(hidden.get("0:3")));
        var z = Activations.sigmoid(input.get("3:6").add(hidden.get("3:6")));
        var n = Lax.tanh(input.get("6:9").add(r.mul(hidden.get("6:9"))));
        close(z.neg().add(1).mul(n).add(z.mul(h)), cell.apply(x, h));
    }

    @Test
    void pytorchLstm() {
        var w = normal(12, 2);
        var u = normal(12, 3);
        var b = normal(12);
        var c = normal(12);
        var cell = PyTorch.load(Map.of("weight_ih", w, "weight_hh", u, "bias_ih", b, "bias_hh", c), LSTMCell.of(2, 3, Key.of(0)));
        var x = normal(2);
        var at = new LSTMCell.Memory(normal(3), normal(3));
        var gates = w.matmul(x).add(b).add(u.matmul(at.hidden())).add(c);
        var kept = Activations.sigmoid(gates.get("3:6")).mul(at.cell());
        var memory = kept.add(Activations.sigmoid(gates.get("0:3")).mul(Lax.tanh(gates.get("6:9"))));
        close(Activations.sigmoid(gates.get("9:12")).mul(Lax.tanh(memory)), cell.apply(x, at).hidden());
    }

    @Test
    void pytorchAttention() {
        var all = normal(12, 4);
        var bias = normal(12);
        var settings = AttentionSettings.of(2, 4).withBiases(true, true, true, true);
        var attention = PyTorch.load(Map.of("in_proj_weight", all, "in_proj_bias", bias, "out_proj.weight", normal(4, 4), "out_proj.bias", normal(4)),
                MultiheadAttention.of(settings, Key.of(0)));
        var x = normal(4);
        close(all.get("4:8").matmul(x).add(bias.get("4:8")), attention.keyProj().apply(x));
        close(all.get("8:12").matmul(x).add(bias.get("8:12")), attention.valueProj().apply(x));
    }

    /// Each input adds its multiple of the kernel to the output around it.
    @Test
    void pytorchTransposedConvolution() {
        var weight = normal(4, 1, 2, 2); // two groups of two inputs and one output
        var settings = ConvolutionSettings.of(2, 4, 2, 2).withStride(2).withGroups(2);
        var layer = PyTorch.load(Map.of("weight", weight, "bias", normal(2)), ConvTranspose2d.of(settings, Key.of(0)));
        var x = normal(4, 1, 1);
        var bias = layer.bias().reshape(2);
        for (int group = 0; group < 2; group++) {
            var expected = x.get(2 * group, 0, 0).mul(weight.get(2 * group, 0)).add(x.get(2 * group + 1, 0, 0).mul(weight.get(2 * group + 1, 0))).add(bias.get(group));
            close(expected, layer.apply(x).get(group));
        }
    }

    record Generic(Conv down, ConvTranspose up) {}

    record Named(Conv2d down, ConvTranspose2d up) {}

    @Test
    void convolutionsOverAnyNumberOfAxesAreThoseWithTheNumberInTheirNames() {
        var down = ConvolutionSettings.of(2, 2, 4, 3).withGroups(2);
        var up = ConvolutionSettings.of(2, 4, 2, 2).withStride(2);
        var generic = new Generic(Conv.of(down, Key.of(0)), ConvTranspose.of(up, Key.of(1)));
        var named = new Named(Conv2d.of(down, Key.of(2)), ConvTranspose2d.of(up, Key.of(3)));
        var torch = Map.of("down.weight", normal(4, 1, 3, 3), "down.bias", normal(4), "up.weight", normal(4, 2, 2, 2), "up.bias", normal(2));
        var keras = Map.of("down/kernel", normal(3, 3, 1, 4), "down/bias", normal(4), "up/kernel", normal(2, 2, 2, 4), "up/bias", normal(2));
        var x = normal(2, 5, 5);
        for (int i = 0; i < 2; i++) {
            var one = i == 0 ? PyTorch.load(torch, generic) : Keras.load(keras, generic);
            var other = i == 0 ? PyTorch.load(torch, named) : Keras.load(keras, named);
            close(other.up().apply(other.down().apply(x)), one.up().apply(one.down().apply(x)));
        }
    }

    /// Each input adds its multiple of the kernel to the output around it.
    @Test
    void kerasTransposedConvolution() {
        var kernel = normal(3, 3, 2, 4);
        var layer = Keras.load(Map.of("kernel", kernel, "bias", normal(2)), ConvTranspose2d.of(ConvolutionSettings.of(2, 4, 2, 3).withStride(2), Key.of(0)));
        var x = normal(4, 1, 1);
        var expected = kernel.mul(x.reshape(4)).sum(3).add(layer.bias().reshape(2));
        close(expected.transpose(2, 0, 1), layer.apply(x));
    }

    @Test
    void pytorchBatchNormWithItsRunningAverages() {
        var made = State.makeWithState(() -> Sequential.of(BatchNorm.of(2)));
        var weights = Map.of("0.weight", normal(2), "0.bias", normal(2), "0.running_mean", normal(2), "0.running_var", Lax.square(normal(2)),
                "0.num_batches_tracked", Array.scalar(7));
        var loaded = PyTorch.load(weights, made, UnaryOperator.identity());
        var x = normal(2);
        var expected = x.sub(weights.get("0.running_mean")).div(Lax.sqrt(weights.get("0.running_var").add(1e-5))).mul(weights.get("0.weight")).add(weights.get("0.bias"));
        close(expected, InferenceMode.inferenceMode(loaded.model()).apply(x, loaded.state()).value());
    }

    record Cells(Linear dense, Conv2d conv, GRUCell gru) {}

    @Test
    void kerasLayouts() {
        var weights = Map.of("dense/kernel:0", normal(2, 3), "dense/bias:0", normal(3), "conv.kernel", normal(3, 3, 2, 4), "conv.bias", normal(4),
                "gru/kernel", normal(2, 9), "gru/recurrent_kernel", normal(3, 9), "gru/bias", normal(2, 9));
        var loaded = Keras.load(weights, new Cells(Linear.of(2, 3, Key.of(0)), Conv2d.of(2, 4, 3, Key.of(0)), GRUCell.of(2, 3, Key.of(0))));
        var x = normal(2);
        close(x.matmul(weights.get("dense/kernel:0")).add(weights.get("dense/bias:0")), loaded.dense().apply(x));
        var image = normal(2, 3, 3);
        var sum = image.transpose(1, 2, 0).expandDims(3).mul(weights.get("conv.kernel")).sum(0, 1, 2).add(weights.get("conv.bias"));
        close(sum, loaded.conv().apply(image).reshape(4));
        var h = normal(3);
        var input = x.matmul(weights.get("gru/kernel")).add(weights.get("gru/bias").get(0));
        var hidden = h.matmul(weights.get("gru/recurrent_kernel")).add(weights.get("gru/bias").get(1));
        var z = Activations.sigmoid(input.get("0:3").add(hidden.get("0:3")));
        var r = Activations.sigmoid(input.get("3:6").add(hidden.get("3:6")));
        var n = Lax.tanh(input.get("6:9").add(r.mul(hidden.get("6:9"))));
        close(z.mul(h).add(z.neg().add(1).mul(n)), loaded.gru().apply(x, h));
        assertEquals(Shape.of(3), loaded.dense().bias().shape());
    }
}
