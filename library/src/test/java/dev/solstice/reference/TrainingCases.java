package dev.solstice.reference;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.nn.Activations.relu;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.ConvolutionSettings;
import dev.solstice.nn.Layer;
import dev.solstice.nn.Linear;
import dev.solstice.nn.Losses;
import dev.solstice.nn.MLP;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.optim.Optim;
import dev.solstice.optim.OptState;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/// Whole trainings, by the layers, losses and optimisers of the library, each step compiled as one.
final class TrainingCases {
    private static final int COMPARED_LOSSES = 50;

    private TrainingCases() {}

    static Map<String, Operation> operations() {
        return Map.of("mlp_spiral", TrainingCases::spiral, "cnn_digits", TrainingCases::digits);
    }

    private static void spiral(ReferenceCase given) {
        var p = given.params();
        given.require(Arrays.equals(p.integers("widths"), new int[] {2, 32, 32, 2}) && p.text("activation").equals("tanh"), "other layers");
        var layers = IntStream.range(0, 3).mapToObj(i -> linear(given.tensor("init.w" + i), given.tensor("init.b" + i))).toList();
        Layer model = new MLP(layers, Activation.TANH, Activation.IDENTITY, true, true, 2, 2, 32, 2);
        var x = given.tensor("x");
        var y = given.tensor("y");
        var trained = train(given, model, x, y);
        metric(given, "train_accuracy", accuracy(trained, x, y));
    }

    /// The convolutional network of the case.
    private record Cnn(Conv2d first, Conv2d second, MaxPool2d pool, Linear hidden, Linear out) implements Layer {
        @Override
        public Array apply(Array image) {
            var features = pool.apply(relu(second.apply(pool.apply(relu(first.apply(image))))));
            return out.apply(relu(hidden.apply(features.reshape(-1))));
        }
    }

    private static void digits(ReferenceCase given) {
        var p = given.params();
        p.text("source");
        given.require(Arrays.equals(p.integers("channels"), new int[] {8, 16}) && p.integer("hidden") == 32 && p.text("pool").equals("max"),
                "other layers");
        Layer model = new Cnn(convolution(given, 1, 8, "1"), convolution(given, 8, 16, "2"), MaxPool2d.of(2, 2),
                linear(given.tensor("init.w1"), given.tensor("init.b1")), linear(given.tensor("init.w2"), given.tensor("init.b2")));
        var x = given.tensor("images").astype(DType.FLOAT32).div(16).expandDims(1);
        var y = given.tensor("labels").astype(DType.INT32);
        int[] training = IntStream.range(0, p.integer("train")).toArray();
        int[] test = IntStream.range(training.length, training.length + p.integer("test")).toArray();
        var trained = train(given, model, x, y);
        metric(given, "train_accuracy", accuracy(trained, rows(x, training), rows(y, training)));
        metric(given, "test_accuracy", accuracy(trained, rows(x, test), rows(y, test)));
    }

    private static Linear linear(Array weight, Array bias) {
        return new Linear(weight, bias, weight.shape().dim(1), weight.shape().dim(0), true);
    }

    private static Conv2d convolution(ReferenceCase given, int in, int out, String name) {
        return new Conv2d(given.tensor("init.k" + name), given.tensor("init.kb" + name).reshape(out, 1, 1),
                ConvolutionSettings.of(2, in, out, 3).withPadding("SAME"));
    }

    private record Step(Layer model, OptState state, Array loss) {}

    private static Layer train(ReferenceCase given, Layer model, Array x, Array y) {
        var p = given.params();
        given.require(p.text("optimiser").equals("adam"), "another optimiser");
        var optim = Optim.adam(p.real("learning_rate"));
        var step = filterJit((Layer m, OptState s, Array inputs, Array labels) -> {
            var both = filterValueAndGrad((Layer l) -> loss(l, inputs, labels)).apply(m);
            var update = optim.update(both.grad(), s, m);
            return new Step(applyUpdates(m, update.updates()), update.state(), both.value());
        });
        var now = new Step(model, optim.init(model), null);
        int[] batches = given.tensor("batches").toIntArray();
        int steps = p.integer("steps");
        int size = p.integer("batch");
        var losses = new float[COMPARED_LOSSES];
        for (int i = 0; i < steps; i++) {
            int[] batch = Arrays.copyOfRange(batches, i * size, (i + 1) * size);
            now = step.apply(now.model(), now.state(), rows(x, batch), rows(y, batch));
            if (i < COMPARED_LOSSES) losses[i] = (float) now.loss().item();
        }
        compare(given, losses);
        return now.model();
    }

    private static Array logits(Layer model, Array x) {
        return filterVmap((Layer m, Array row) -> m.apply(row), null, 0).apply(model, x);
    }

    private static Array loss(Layer model, Array x, Array y) {
        return Losses.softmaxCrossEntropyWithIntegerLabels(logits(model, x), y).mean();
    }

    private static double accuracy(Layer model, Array x, Array y) {
        return Lax.argmax(logits(model, x), 1, DType.INT32).eq(y).astype(DType.FLOAT32).mean().item();
    }

    /// The tolerance is meant for the first losses; what follows may drift apart.
    private static void compare(ReferenceCase given, float[] losses) {
        var expected = given.tensor("losses").toFloatArray();
        for (int i = 0; i < losses.length; i++) {
            double difference = Math.abs(losses[i] - expected[i]);
            given.require(difference <= given.atol() + given.rtol() * Math.abs(expected[i]),
                    "loss of step " + i + " is " + losses[i] + ", expected " + expected[i]);
        }
        given.expected().forEach(given::informational);
    }

    private static void metric(ReferenceCase given, String name, double value) {
        double expected = given.json().getAsJsonObject("metrics").get(name).getAsDouble();
        given.require(Math.abs(value - expected) <= given.json().get("metric_atol").getAsDouble(),
                name + " is " + value + ", expected " + expected);
    }

    /// Some examples, picked on the host.
    private static Array rows(Array x, int[] indices) {
        var shape = x.shape().remove(0);
        var source = x.toFloatArray();
        var picked = new float[indices.length * shape.size()];
        for (int i = 0; i < indices.length; i++) System.arraycopy(source, indices[i] * shape.size(), picked, i * shape.size(), shape.size());
        return Array.of(shape.insert(0, indices.length), picked).astype(x.dtype());
    }
}
