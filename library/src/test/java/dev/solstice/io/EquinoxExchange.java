package dev.solstice.io;

import static dev.solstice.filter.FilterGrad.filterValueAndGradWithAux;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static dev.solstice.nn.State.makeWithState;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Activations;
import dev.solstice.nn.AvgPool2d;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.ConvTranspose2d;
import dev.solstice.nn.ConvolutionSettings;
import dev.solstice.nn.Dropout;
import dev.solstice.nn.Embedding;
import dev.solstice.nn.GRUCell;
import dev.solstice.nn.GroupNorm;
import dev.solstice.nn.Layer;
import dev.solstice.nn.LayerNorm;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.nn.MaxPool2d;
import dev.solstice.nn.MultiheadAttention;
import dev.solstice.nn.State;
import dev.solstice.nn.Stateful;
import dev.solstice.nn.StatefulLayer;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.transform.MapAxes;
import dev.solstice.transform.WithAux;
import java.nio.file.Path;
import java.util.List;

/// Java's half of `test_equinox_files.py`: for each architecture it loads what Python saved, answers with outputs, trains one
/// step with the same batch and key, and saves both the model as it came and the one it has become.
final class EquinoxExchange {
    private static final double LEARNING_RATE = 0.1;

    private EquinoxExchange() {}

    record Mlp(MLP mlp) implements StatefulLayer {
        @Override
        public Stateful<Array> apply(Array x, State state, Key key) {
            return new Stateful<>(mlp.apply(x), state);
        }
    }

    record Cnn(Conv2d conv, BatchNorm norm, MaxPool2d pool, Linear linear) implements StatefulLayer {
        @Override
        public Stateful<Array> apply(Array x, State state, Key key) {
            var normalised = norm.apply(conv.apply(x), state, key);
            var pooled = pool.apply(Activations.relu(normalised.value()));
            return new Stateful<>(linear.apply(pooled.reshape(-1)), normalised.state());
        }
    }

    record Gru(GRUCell cell, Linear linear) implements StatefulLayer {
        @Override
        public Stateful<Array> apply(Array x, State state, Key key) {
            var hidden = Array.full(Shape.of(cell.hiddenSize()), DType.FLOAT32, 0);
            for (int i = 0; i < x.shape().dim(0); i++) hidden = cell.apply(x.get(i), hidden);
            return new Stateful<>(linear.apply(hidden), state);
        }
    }

    record Transformer(Embedding embedding, LayerNorm norm1, MultiheadAttention attention, Dropout dropout, LayerNorm norm2, MLP mlp, Linear head)
            implements StatefulLayer {
        @Override
        public Stateful<Array> apply(Array tokens, State state, Key key) {
            var x = each(embedding, tokens);
            var rows = each(norm1, x);
            var attended = attention.apply(rows, rows, rows, MultiheadAttention.causalMask(tokens.shape().dim(0)));
            x = x.add(dropout.apply(attended, key));
            x = x.add(each(mlp, each(norm2, x)));
            return new Stateful<>(each(head, x), state);
        }

        private static Array each(Layer layer, Array x) {
            return filterVmap((Layer l, Array row) -> l.apply(row), null, 0).apply(layer, x);
        }
    }

    record UNet(Conv2d down, GroupNorm norm, AvgPool2d pool, Conv2d middle, ConvTranspose2d up, Conv2d out) implements StatefulLayer {
        @Override
        public Stateful<Array> apply(Array x, State state, Key key) {
            var high = Activations.relu(norm.apply(down.apply(x)));
            var low = Activations.relu(middle.apply(pool.apply(high)));
            return new Stateful<>(out.apply(Lax.concatenate(0, up.apply(low), high)), state);
        }
    }

    private static StatefulLayer make(String architecture) {
        var k = Key.of(99).split(4);
        return switch (architecture) {
            case "mlp" -> new Mlp(MLP.of(3, 2, 8, 2, k[0]).withActivation(Activation.TANH));
            case "cnn" -> new Cnn(Conv2d.of(1, 4, 3, k[0]), BatchNorm.of(4, "batch"), MaxPool2d.of(2, 2), Linear.of(36, 3, k[1]));
            case "gru" -> new Gru(GRUCell.of(3, 5, k[0]), Linear.of(5, 1, k[1]));
            case "transformer" -> new Transformer(Embedding.of(11, 8, k[0]), LayerNorm.of(8), MultiheadAttention.of(2, 8, k[1]), Dropout.of(0.1),
                    LayerNorm.of(8), MLP.of(8, 8, 16, 1, k[2]).withActivation(Activation.GELU), Linear.of(8, 11, k[3]));
            case "unet" -> new UNet(Conv2d.of(ConvolutionSettings.of(2, 1, 4, 3).withPadding(1), k[0]), GroupNorm.of(2, 4), AvgPool2d.of(2, 2),
                    Conv2d.of(ConvolutionSettings.of(2, 4, 4, 3).withPadding(1), k[1]),
                    ConvTranspose2d.of(ConvolutionSettings.of(2, 4, 4, 2).withStride(2), k[2]),
                    Conv2d.of(ConvolutionSettings.of(2, 8, 1, 3).withPadding(1), k[3]));
            default -> throw new IllegalArgumentException(architecture);
        };
    }

    private static Stateful<Array> batched(StatefulLayer model, Array x, State state, Key key) {
        return filterVmap((StatefulLayer m, Array row, State s, Key k) -> m.apply(row, s, k),
                MapAxes.in(null, 0, null, 0).out(Stateful.AXES).name("batch")).apply(model, x, state, key.splitBatch(x.shape().dim(0)));
    }

    record Trained(StatefulLayer model, State state) {}

    private static Trained step(StatefulLayer model, State state, Array x, Array y, Key key) {
        var optimiser = Optim.sgd(LEARNING_RATE);
        var result = filterValueAndGradWithAux((StatefulLayer m) -> {
            var output = batched(m, x, state.copy(), key);
            return new WithAux<>(Lax.square(output.value().sub(y)).mean(), output.state());
        }).apply(model);
        var update = optimiser.update(result.grad(), optimiser.init(model), model);
        return new Trained(applyUpdates(model, update.updates()), result.value().aux());
    }

    /// @param arguments the folder, then the architectures, each with a folder of its name in it
    public static void main(String[] arguments) {
        for (var architecture : List.of(arguments).subList(1, arguments.length)) {
            Path folder = Path.of(arguments[0]).resolve(architecture);
            var made = makeWithState(() -> make(architecture));
            var loaded = Equinox.treeDeserialiseLeaves(folder.resolve("python.eqx"), made);
            Equinox.treeSerialiseLeaves(folder.resolve("again.eqx"), loaded);
            var x = Npy.load(folder.resolve("x.npy"));
            var key = new Key(Npy.load(folder.resolve("key.npy")));
            var outputs = batched(inferenceMode(loaded.model()), x, loaded.state().copy(), key);
            Npy.save(folder.resolve("outputs.npy"), outputs.value());
            var trained = filterJit((StatefulLayer m, State s, Array in, Array out, Key k) -> step(m, s, in, out, k))
                    .apply(loaded.model(), loaded.state(), x, Npy.load(folder.resolve("y.npy")), key);
            Equinox.treeSerialiseLeaves(folder.resolve("java.eqx"), trained);
        }
    }
}
