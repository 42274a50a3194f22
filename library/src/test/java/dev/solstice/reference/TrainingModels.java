package dev.solstice.reference;

import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.nn.Activations.relu;
import static dev.solstice.numpy.Numpy.where;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activations;
import dev.solstice.nn.Conv2d;
import dev.solstice.nn.GRUCell;
import dev.solstice.nn.Layer;
import dev.solstice.nn.LayerNorm;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.numpy.Selection;
import java.util.ArrayList;
import java.util.List;

/// The models of the training cases, written as a user would.
final class TrainingModels {
    private TrainingModels() {}

    /// Two convolutions and two linear layers, on an image `[1, 8, 8]`.
    record Cnn(Conv2d first, Conv2d second, Layer pool, Linear hidden, Linear out) implements Layer {
        @Override
        public Array apply(Array image) {
            var features = pool.apply(relu(second.apply(pool.apply(relu(first.apply(image))))));
            return out.apply(relu(hidden.apply(features.reshape(-1))));
        }
    }

    /// A cell over the points of a sequence, and a number from its last state.
    record GruClassifier(GRUCell cell, Linear out) implements Layer {
        @Override
        public Array apply(Array points) {
            var hidden = Array.full(Shape.of(cell.hiddenSize()), DType.FLOAT32, 0);
            for (int i = 0; i < points.shape().dim(0); i++) hidden = cell.apply(points.get(i), hidden);
            return out.apply(hidden);
        }
    }

    /// The path `[times, 2]` from the first point of a path, by Runge-Kutta steps through a vector field.
    record NeuralOde(MLP field, double step) implements Layer {
        @Override
        public Array apply(Array path) {
            var at = path.get(0);
            var predicted = new ArrayList<Array>(List.of(at.expandDims(0)));
            for (int i = 1; i < path.shape().dim(0); i++) {
                at = next(at);
                predicted.add(at.expandDims(0));
            }
            return Lax.concatenate(0, predicted.toArray(Array[]::new));
        }

        private Array next(Array y) {
            var k1 = field.apply(y);
            var k2 = field.apply(y.add(k1.mul(step / 2)));
            var k3 = field.apply(y.add(k2.mul(step / 2)));
            var k4 = field.apply(y.add(k3.mul(step)));
            return y.add(k1.add(k2.mul(2)).add(k3.mul(2)).add(k4).mul(step / 6));
        }
    }

    private static Array eachRow(Layer layer, Array rows) {
        return filterVmap((Layer l, Array row) -> l.apply(row), null, 0).apply(layer, rows);
    }

    /// One block of a transformer, on `[length, width]`.
    record Block(LayerNorm attentionNorm, Linear query, Linear key, Linear value, Linear output, LayerNorm hiddenNorm, Linear up, Linear down,
                 int heads) implements Layer {
        @Override
        public Array apply(Array x) {
            var y = eachRow(attentionNorm, x);
            var mixed = attention(split(eachRow(query, y)), split(eachRow(key, y)), split(eachRow(value, y)));
            var z = x.add(eachRow(output, mixed));
            return z.add(eachRow(down, Activations.gelu(eachRow(up, eachRow(hiddenNorm, z)))));
        }

        private Array attention(Array q, Array k, Array v) {
            int length = q.shape().dim(1);
            var positions = Lax.iota(DType.INT32, length);
            var isPast = positions.expandDims(1).ge(positions);
            var logits = q.matmul(k.transpose(0, 2, 1)).mul(1 / Math.sqrt(q.shape().dim(2)));
            var weights = Activations.softmax(where(isPast, logits, -Float.MAX_VALUE));
            return weights.matmul(v).transpose(1, 0, 2).reshape(length, -1);
        }

        /// `[length, width]` to `[heads, length, width / heads]`.
        private Array split(Array x) {
            return x.reshape(x.shape().dim(0), heads, -1).transpose(1, 0, 2);
        }
    }

    /// A language model over characters: logits `[length, characters]` of what follows each of the tokens `[length]`.
    ///
    /// @param head null if the embedding is the head, too
    record Gpt(Array embed, Array position, List<Block> blocks, LayerNorm norm, Linear head) implements Layer {
        @Override
        public Array apply(Array tokens) {
            var x = Selection.take(embed, tokens, 0).add(position);
            for (var block : blocks) x = block.apply(x);
            var y = eachRow(norm, x);
            return head == null ? y.matmul(embed.transpose()) : eachRow(head, y);
        }
    }
}
