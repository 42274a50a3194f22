package dev.solstice.examples;

import static dev.solstice.nn.InferenceMode.inferenceMode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import dev.solstice.nn.MultiheadAttention;
import dev.solstice.nn.Sequential;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// "Vision transformer" (`examples/vision_transformer.ipynb`), of patches of 4 x 4 pixels of digits. The numbers are those of the
/// notebook's code under Equinox 0.13.8, JAX 0.10.2.
class VisionTransformerTest {
    private static final int PATCH = 4;

    record PatchEmbedding(Linear linear) {
        /// From `[channels, height, width]` to `[patches, embedding]`.
        Array apply(Array x) {
            int channels = x.shape().dim(0), height = x.shape().dim(1) / PATCH, width = x.shape().dim(2) / PATCH;
            var patches = x.reshape(channels, height, PATCH, width, PATCH).transpose(1, 3, 0, 2, 4).reshape(height * width, -1);
            return linear.applyBatch(patches);
        }
    }

    record AttentionBlock(LayerNorm norm1, LayerNorm norm2, MultiheadAttention attention, Linear linear1, Linear linear2, Dropout dropout1, Dropout dropout2) {
        static AttentionBlock of(int inputSize, int hiddenSize, int heads, double dropoutRate, Key key) {
            var keys = key.split(3);
            return new AttentionBlock(LayerNorm.of(inputSize), LayerNorm.of(inputSize), MultiheadAttention.of(heads, inputSize, keys[0]),
                    Linear.of(inputSize, hiddenSize, keys[1]), Linear.of(hiddenSize, inputSize, keys[2]), Dropout.of(dropoutRate), Dropout.of(dropoutRate));
        }

        Array apply(Array x, Key key) {
            var keys = split(key, 2);
            x = x.add(attention.apply(norm1.applyBatch(x)));
            var h = Activation.GELU.apply(linear1.applyBatch(norm2.applyBatch(x)));
            h = linear2.applyBatch(dropout1.apply(h, keys[0]));
            return x.add(dropout2.apply(h, keys[1]));
        }
    }

    record VisionTransformer(PatchEmbedding patches, Array positions, Array token, List<AttentionBlock> blocks, Dropout dropout, Sequential mlp)
            implements Layer {
        static VisionTransformer of(int embedding, int hidden, int heads, int layers, double dropoutRate, int patches, int classes, Key key) {
            var keys = key.split(5);
            return new VisionTransformer(new PatchEmbedding(Linear.of(PATCH * PATCH, embedding, keys[0])),
                    Random.normal(keys[1], patches + 1, embedding), Random.normal(keys[2], 1, embedding),
                    Collections.nCopies(layers, AttentionBlock.of(embedding, hidden, heads, dropoutRate, keys[3])), // one key for all, as there
                    Dropout.of(dropoutRate), Sequential.of(LayerNorm.of(embedding), Linear.of(embedding, classes, keys[4])));
        }

        @Override
        public Array apply(Array image) {
            return apply(image, null);
        }

        @Override
        public Array apply(Array image, Key key) {
            var keys = split(key, blocks.size() + 1);
            var x = Lax.concatenate(0, token, patches.apply(image)).add(positions);
            x = dropout.apply(x, keys[0]);
            for (int i = 0; i < blocks.size(); i++) x = blocks.get(i).apply(x, keys[i + 1]);
            return mlp.apply(x.get(0));
        }
    }

    /// Without a key, for inference, nothing is dropped.
    private static Key[] split(Key key, int n) {
        return key == null ? new Key[n] : key.split(n);
    }

    record Batch(Digits digits, Key key) {}

    private static Array loss(VisionTransformer model, Batch batch) {
        return Losses.softmaxCrossEntropyWithIntegerLabels(model.applyBatch(batch.digits().images(), batch.key()), batch.digits().labels()).mean();
    }

    @Test
    void itIsTheNetworkOfTheNotebook() {
        var model = VisionTransformer.of(16, 8, 2, 2, 0.1, 4, 10, Key.of(2003));
        var digits = new Digits(Random.normal(Key.of(1), 16, 1, 8, 8), Lax.rem(Lax.iota(DType.INT32, 16), Array.scalar(10)));
        assertArrayEquals(new float[] {0.4952381f, 0.23853976f, -0.12817478f, -0.2353363f},
                inferenceMode(model).apply(digits.images().get(0)).get(":4").toFloatArray(), 1e-5f);
        var optim = Optim.adamw(1e-2);
        var step = Training.step(optim, VisionTransformerTest::loss);
        var now = new Training.Step<>(model, optim.init(model), null);
        var losses = new double[20];
        for (int i = 0; i < losses.length; i++) {
            now = step.apply(now.model(), now.state(), new Batch(digits, Key.of(3).foldIn(i)));
            losses[i] = now.loss().item();
        }
        assertEquals(2.3168187, losses[0], 1e-5);
        assertEquals(2.2241850, losses[1], 1e-4);
        assertEquals(2.1952029, losses[2], 1e-3);
        assertEquals(0.7177743, losses[19], 5e-2);
    }

    @Test
    void aTransformerLearnsToReadDigits() {
        var digits = Digits.load();
        var model = VisionTransformer.of(32, 64, 4, 2, 0.1, 4, 10, Key.of(0));
        var optim = Optim.adamw(3e-3);
        var step = Training.step(optim, VisionTransformerTest::loss);
        var now = new Training.Step<>(model, optim.init(model), null);
        for (int i = 0; i < 200; i++) {
            int from = i % 23 * 64;
            now = step.apply(now.model(), now.state(), new Batch(digits.slice(from, from + 64), Key.of(1).foldIn(i)));
        }
        var test = digits.slice(1500, 1797);
        var logits = inferenceMode(now.model()).applyBatch(test.images());
        double accuracy = Lax.argmax(logits, 1, DType.INT32).eq(test.labels()).astype(DType.FLOAT32).mean().item();
        assertTrue(accuracy > 0.75, "accuracy " + accuracy);
    }
}
