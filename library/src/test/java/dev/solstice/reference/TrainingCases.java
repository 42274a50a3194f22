package dev.solstice.reference;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.AvgPool2d;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.ConvolutionSettings;
import dev.solstice.nn.GRUCell;
import dev.solstice.nn.Layer;
import dev.solstice.nn.LayerNorm;
import dev.solstice.nn.Linear;
import dev.solstice.nn.Losses;
import dev.solstice.nn.MLP;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.nn.Sequential;
import dev.solstice.optim.Optim;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Schedule;
import dev.solstice.transform.Fn2;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Whole trainings, by the layers, losses and optimisers of the library, each step compiled as one.
final class TrainingCases {
    private static final int COMPARED_LOSSES = 50;

    private TrainingCases() {}

    static Map<String, Operation> operations() {
        return Map.of(
                "mlp_spiral", TrainingCases::spiral,
                "cnn_digits", TrainingCases::digits,
                "gru_spiral", TrainingCases::recurrentSpiral,
                "neural_ode", TrainingCases::neuralOde,
                "gpt_characters", TrainingCases::characters);
    }

    // ---- the cases ----

    private static void spiral(ReferenceCase given) {
        int[] widths = given.params().integers("widths");
        var activation = NamedFunctions.of(given.params().text("activation"));
        var layers = new ArrayList<Layer>();
        for (int i = 0; i + 1 < widths.length; i++) {
            if (i > 0) layers.add(activation);
            layers.add(linear(given, "w" + i, "b" + i));
        }
        var x = given.tensor("x");
        var y = given.tensor("y");
        var trained = train(given, optimiser(given), new Sequential(layers), Losses::softmaxCrossEntropyWithIntegerLabels, x, y);
        metric(given, "train_accuracy", accuracy(trained, x, y));
    }

    private static void digits(ReferenceCase given) {
        var p = given.params();
        p.text("source");
        int[] channels = p.integers("channels");
        var pool = switch (p.text("pool")) {
            case "max" -> MaxPool2d.of(2, 2);
            case "avg", "mean" -> AvgPool2d.of(2, 2);
            case String other -> throw new NotImplemented("the pool " + other);
        };
        Layer model = new TrainingModels.Cnn(convolution(given, 1, channels[0], "1"), convolution(given, channels[0], channels[1], "2"), pool,
                linear(given, "w1", "b1"), linear(given, "w2", "b2"));
        given.require(given.tensor("init.w1").shape().dim(0) == p.integer("hidden"), "another size of the hidden layer");
        var x = given.tensor("images").astype(DType.FLOAT32).div(16).expandDims(1);
        var y = given.tensor("labels");
        int[] training = IntStream.range(0, p.integer("train")).toArray();
        int[] test = IntStream.range(training.length, training.length + p.integer("test")).toArray();
        var trained = train(given, optimiser(given), model, Losses::softmaxCrossEntropyWithIntegerLabels, x, y);
        metric(given, "train_accuracy", accuracy(trained, rows(x, training), rows(y, training)));
        metric(given, "test_accuracy", accuracy(trained, rows(x, test), rows(y, test)));
    }

    private static void recurrentSpiral(ReferenceCase given) {
        var p = given.params();
        int hidden = p.integer("hidden");
        var cell = new GRUCell(given.tensor("init.w_ih"), given.tensor("init.w_hh"), given.tensor("init.b"), given.tensor("init.b_n"), 2, hidden, true);
        var out = new Linear(given.tensor("init.w_out").reshape(1, hidden), given.tensor("init.b_out").reshape(1), hidden, Linear.SCALAR, true);
        var x = given.tensor("x");
        var y = given.tensor("y");
        given.require(x.shape().dim(1) == p.integer("length"), "another length");
        var trained = train(given, optimiser(given), new TrainingModels.GruClassifier(cell, out), Losses::sigmoidBinaryCrossEntropy, x, y);
        var right = outputs(trained, x).gt(0).eq(y.gt(0.5));
        metric(given, "train_accuracy", right.astype(DType.FLOAT32).mean().item());
    }

    private static void neuralOde(ReferenceCase given) {
        var p = given.params();
        var layers = List.of(linear(given, "w1", "b1"), linear(given, "w2", "b2"), linear(given, "w3", "b3"));
        var field = new MLP(layers, Activation.SOFTPLUS, Activation.IDENTITY, true, true, 2, 2, p.integer("hidden"), 2, false);
        var paths = given.tensor("paths");
        given.require(paths.shape().dim(1) == p.integer("points"), "another number of points");
        var trained = train(given, optimiser(given), new TrainingModels.NeuralOde(field, p.real("dt")), Losses::squaredError, paths, paths);
        metric(given, "mean_squared_error_all", Losses.squaredError(outputs(trained, paths), paths).mean().item());
    }

    private static void characters(ReferenceCase given) {
        var p = given.params();
        p.text("alphabet");
        p.text("text");
        int length = p.integer("length");
        int width = p.integer("width");
        int heads = p.integer("heads");
        var blocks = IntStream.range(0, p.integer("layers")).mapToObj(i -> block(given, i + ".", heads)).toList();
        // A head that is tied is no part of the model: it is the embedding.
        var head = p.truth("tied", false) ? null : linear(given, "head", null);
        Layer model = new TrainingModels.Gpt(given.tensor("init.embed"), given.tensor("init.position"), blocks, norm(given, "norm"), head);
        given.require(given.tensor("init.embed").shape().dim(1) == width, "another width");

        // every window there is, so that a batch of starts is a batch of rows
        int[] starts = IntStream.rangeClosed(0, given.tensor("tokens").size() - length - 1).toArray();
        var x = windows(given.tensor("tokens"), starts, 0, length);
        var y = windows(given.tensor("tokens"), starts, 1, length);
        var schedule = new Params(p.json("schedule").getAsJsonObject());
        var rate = Schedule.warmupCosineDecay(schedule.real("init_value"), schedule.real("peak_value"), schedule.integer("warmup_steps"),
                schedule.integer("decay_steps"), schedule.real("end_value"));
        var optim = Optim.chain(Optim.clipByGlobalNorm(1), Optim.adamw(rate, p.real("weight_decay"), Filter.isInexactArray()));
        var trained = train(given, optim, model, Losses::softmaxCrossEntropyWithIntegerLabels, x, y);

        int[] seventh = IntStream.of(starts).filter(start -> start % 7 == 0).toArray();
        var logits = outputs(trained, rows(x, seventh));
        var targets = rows(y, seventh);
        metric(given, "mean_loss_all_windows", Losses.softmaxCrossEntropyWithIntegerLabels(logits, targets).mean().item());
        metric(given, "accuracy_all_windows", Lax.argmax(logits, 2, DType.INT32).eq(targets).astype(DType.FLOAT32).mean().item());
    }

    // ---- their parts ----

    private static Linear linear(ReferenceCase given, String weight, String bias) {
        var w = given.tensor("init." + weight);
        return new Linear(w, bias == null ? null : given.tensor("init." + bias), w.shape().dim(1), w.shape().dim(0), bias != null);
    }

    private static Conv2d convolution(ReferenceCase given, int in, int out, String name) {
        return new Conv2d(given.tensor("init.k" + name), given.tensor("init.kb" + name).reshape(out, 1, 1),
                ConvolutionSettings.of(2, in, out, 3).withPadding("SAME"));
    }

    private static LayerNorm norm(ReferenceCase given, String name) {
        var weight = given.tensor("init." + name + ".w");
        return new LayerNorm(weight.shape(), 1e-5, true, true, weight, given.tensor("init." + name + ".b"));
    }

    private static TrainingModels.Block block(ReferenceCase given, String at, int heads) {
        return new TrainingModels.Block(norm(given, at + "n1"), linear(given, at + "q", null), linear(given, at + "k", null), linear(given, at + "v", null),
                linear(given, at + "o", null), norm(given, at + "n2"), linear(given, at + "up", at + "up_b"), linear(given, at + "down", at + "down_b"), heads);
    }

    private static Optim optimiser(ReferenceCase given) {
        return OptaxOptimisers.named(given.params());
    }

    // ---- training ----

    private static Array outputs(Layer model, Array x) {
        return filterVmap((Layer m, Array row) -> m.apply(row), null, 0).apply(model, x);
    }

    private record Step(Layer model, OptState state, Array loss) {}

    /// @param loss elementwise, of outputs and targets; its mean over everything is made small
    private static Layer train(ReferenceCase given, Optim optim, Layer model, Fn2<Array, Array, Array> loss, Array x, Array y) {
        var step = filterJit((Layer m, OptState s, Array inputs, Array targets) -> {
            var both = filterValueAndGrad((Layer l) -> loss.apply(outputs(l, inputs), targets).mean()).apply(m);
            var update = optim.update(both.grad(), s, m);
            return new Step(applyUpdates(m, update.updates()), update.state(), both.value());
        });
        var now = new Step(model, optim.init(model), null);
        int[] batches = given.tensor("batches").toIntArray();
        int size = given.params().integer("batch");
        int steps = given.params().integer("steps");
        for (int i = 0; i < steps; i++) {
            int[] batch = Arrays.copyOfRange(batches, i * size, (i + 1) * size);
            now = step.apply(now.model(), now.state(), rows(x, batch), rows(y, batch));
            if (i < COMPARED_LOSSES) compare(given, i, now.loss().item());
        }
        given.expected().forEach(given::informational);
        return now.model();
    }

    /// The tolerance is meant for the first losses; what follows may drift apart.
    private static void compare(ReferenceCase given, int step, double loss) {
        double expected = given.tensor("losses").toFloatArray()[step];
        given.require(Math.abs(loss - expected) <= given.atol() + given.rtol() * Math.abs(expected),
                "loss of step " + step + " is " + loss + ", expected " + expected);
    }

    private static double accuracy(Layer model, Array x, Array y) {
        return Lax.argmax(outputs(model, x), 1, DType.INT32).eq(y).astype(DType.FLOAT32).mean().item();
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

    /// `length` tokens from each start on, moved by `shift`.
    private static Array windows(Array tokens, int[] starts, int shift, int length) {
        int[] source = tokens.toIntArray();
        var out = new int[starts.length * length];
        for (int i = 0; i < starts.length; i++) System.arraycopy(source, starts[i] + shift, out, i * length, length);
        return Array.of(Shape.of(starts.length, length), out);
    }
}
