package dev.solstice.examples;

import static dev.solstice.nn.InferenceMode.inferenceMode;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Dropout;
import dev.solstice.nn.Layer;
import dev.solstice.nn.LayerNorm;
import dev.solstice.nn.Linear;
import dev.solstice.nn.Losses;
import dev.solstice.nn.MLP;
import dev.solstice.nn.MultiheadAttention;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// "Vision transformer" (`examples/vision_transformer.ipynb`), of patches of 4 x 4 pixels of digits.
class VisionTransformerTest {
    private static final int WIDTH = 32;
    private static final int PATCHES = 4;

    record Block(LayerNorm norm1, MultiheadAttention attention, Dropout dropout, LayerNorm norm2, MLP mlp) implements Layer {
        static Block of(Key key) {
            var keys = key.split(2);
            return new Block(LayerNorm.of(WIDTH), MultiheadAttention.of(4, WIDTH, keys[0]), Dropout.of(0.1), LayerNorm.of(WIDTH),
                    MLP.of(WIDTH, WIDTH, 2 * WIDTH, 1, keys[1]).withActivation(Activation.GELU));
        }

        @Override
        public Array apply(Array rows) {
            return apply(rows, null);
        }

        @Override
        public Array apply(Array rows, Key key) {
            var attended = attention.apply(norm1.applyBatch(rows));
            rows = rows.add(dropout.apply(attended, key));
            return rows.add(mlp.applyBatch(norm2.applyBatch(rows)));
        }
    }

    record Transformer(Linear patches, Array positions, Array token, List<Block> blocks, LayerNorm norm, Linear head) implements Layer {
        static Transformer of(Key key) {
            var keys = key.split(6);
            return new Transformer(Linear.of(16, WIDTH, keys[0]), Random.normal(keys[1], PATCHES + 1, WIDTH).mul(0.1), Random.normal(keys[2], 1, WIDTH),
                    Arrays.stream(keys[3].split(2)).map(Block::of).toList(), LayerNorm.of(WIDTH), Linear.of(WIDTH, 10, keys[4]));
        }

        @Override
        public Array apply(Array image) {
            return apply(image, null);
        }

        @Override
        public Array apply(Array image, Key key) {
            var cut = image.reshape(2, 4, 2, 4).transpose(0, 2, 1, 3).reshape(PATCHES, 16);
            var rows = Lax.concatenate(0, token, patches.applyBatch(cut)).add(positions);
            for (int i = 0; i < blocks.size(); i++) rows = blocks.get(i).apply(rows, key == null ? null : key.foldIn(i));
            return head.apply(norm.apply(rows.get(0)));
        }
    }

    record Batch(Digits digits, Key key) {}

    @Test
    void aTransformerLearnsToReadDigits() {
        var digits = Digits.load();
        var model = Transformer.of(Key.of(0));
        var optim = Optim.adamw(3e-3);
        var step = Training.step(optim, (Transformer m, Batch batch) ->
                Losses.softmaxCrossEntropyWithIntegerLabels(m.applyBatch(batch.digits().images(), batch.key()), batch.digits().labels()).mean());
        var now = new Training.Step<>(model, optim.init(model), null);
        for (int i = 0; i < 200; i++) {
            int from = i % 23 * 64;
            now = step.apply(now.model(), now.state(), new Batch(digits.slice(from, from + 64), Key.of(1).foldIn(i)));
        }
        var test = digits.slice(1500, 1797);
        var logits = inferenceMode(now.model()).applyBatch(test.images());
        double accuracy = Lax.argmax(logits, 1, DType.INT32).eq(test.labels()).astype(DType.FLOAT32).mean().item();
        assertTrue(accuracy > 0.8, "accuracy " + accuracy);
    }
}
