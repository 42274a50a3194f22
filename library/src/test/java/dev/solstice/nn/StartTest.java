package dev.solstice.nn;

import static dev.solstice.filter.FilterVmap.filterVmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;
import dev.solstice.lax.Lax;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Other dtypes and other initialisers of every layer; numbers are those of Equinox 0.13.8 from `PRNGKey(7)`.
class StartTest {
    private static final Key KEY = Key.of(7);

    private static void assertValues(Array actual, double... expected) {
        assertArrayEquals(expected, actual.astype(DType.FLOAT64).toDoubleArray(), 1e-6);
    }

    @Test
    void parametersOfHalfPrecisionAreThoseOfEquinox() {
        var half = Linear.of(3, 2, Start.of(KEY).withDtype(DType.FLOAT16));
        assertValues(half.weight().reshape(-1), 0.572265625, 0.14306640625, -0.37890625, -0.4599609375, 0.3935546875, 0.5615234375);
        assertValues(half.bias(), 0.06787109375, -0.228759765625);
        assertEquals("f16[2]", half.apply(Array.of(1f, 2f, 3f).astype(DType.FLOAT16)).summary());
        var brain = Linear.of(3, 2, Start.of(KEY).withDtype(DType.BFLOAT16));
        assertValues(brain.weight().reshape(-1), -0.416015625, 0.3359375, -0.3515625, -0.43359375, -0.046875, 0.25390625);
        assertEquals("bf16[2]", brain.apply(Array.of(1f, 2f, 3f).astype(DType.BFLOAT16)).summary());
    }

    @Test
    void complexParametersHaveIndependentParts() {
        var weight = Linear.of(3, 2, Start.of(KEY).withDtype(DType.COMPLEX64)).weight();
        assertEquals("c64[2,3]", weight.summary());
        assertValues(Lax.real(weight).reshape(-1), -0.35926878, 0.29441065, -0.34837836, -0.17382696, 0.24306543, 0.45512483);
        assertValues(Lax.imag(weight).reshape(-1), 0.56299067, -0.55456114, -0.5252433, 0.5040786, -0.0665573, 0.5708158);
    }

    @Test
    void everyLayerTakesADtypeAndComputesInIt() {
        for (var dtype : List.of(DType.FLOAT16, DType.BFLOAT16, DType.FLOAT64)) {
            var start = Start.of(KEY).withDtype(dtype);
            var vector = Random.normal(KEY, Shape.of(4), dtype);
            var image = Random.normal(KEY, Shape.of(2, 6, 6), dtype);
            var sequence = Random.normal(KEY, Shape.of(3, 4), dtype);
            List<Array> results = List.of(
                    Linear.of(4, 2, start).apply(vector), MLP.of(4, 2, 5, 2, start).apply(vector), MLP.of(4, 2, 5, 3, start).withScan().apply(vector),
                    Conv2d.of(2, 3, 3, start).apply(image), ConvTranspose2d.of(2, 3, 3, start).apply(image),
                    GRUCell.of(4, 3, start).apply(vector, GRUCell.of(4, 3, start).start()),
                    LSTMCell.of(4, 3, start).apply(vector, LSTMCell.of(4, 3, start).start()).hidden(),
                    MultiheadAttention.of(AttentionSettings.of(2, 4), start).apply(sequence), Embedding.of(3, 4, start).apply(Array.scalar(1)),
                    LayerNorm.of(Shape.of(4), 1e-5, true, true, dtype).apply(vector), RMSNorm.of(Shape.of(4), 1e-5, true, true, dtype).apply(vector),
                    GroupNorm.of(2, 2, dtype).apply(image), AvgPool2d.of(2, 2).apply(image), MaxPool2d.of(2, 2).apply(image));
            for (int i = 0; i < results.size(); i++) assertEquals(dtype, results.get(i).dtype(), "layer " + i);
        }
    }

    @Test
    void aDtypeWithoutFractionsIsRefused() {
        var error = assertThrows(IllegalArgumentException.class, () -> Start.of(KEY).withDtype(DType.INT32));
        assertTrue(error.getMessage().contains("int32"), error.getMessage());
    }

    /// "Custom init not discoverable" (Equinox issues 179, 622, 1143).
    @Test
    void initialisersAreAnOptionOfEveryLayer() {
        var start = Start.of(KEY).withWeights(Init.constant(2)).withBiases(Init.zeros());
        for (Object model : List.of(Linear.of(3, 4, start), MLP.of(2, 3, 4, 2, start), Conv1d.of(2, 3, 3, start), Conv2d.of(2, 3, 3, start), Conv3d.of(2, 3, 3, start),
                ConvTranspose1d.of(2, 3, 3, start), ConvTranspose2d.of(2, 3, 3, start), ConvTranspose3d.of(2, 3, 3, start),
                GRUCell.of(2, 3, start), LSTMCell.of(2, 3, start), Embedding.of(2, 3, start),
                MultiheadAttention.of(AttentionSettings.of(2, 4).withBiases(true, true, true, true), start))) {
            Tree.leavesWithPath(Partition.filter(model, Filter.isInexactArray())).forEach(leaf -> {
                double expected = leaf.path().toString().contains("bias") ? 0 : 2;
                var values = ((Array) leaf.value()).toFloatArray();
                for (float value : values) assertEquals(expected, value, leaf.path() + " of " + model.getClass());
            });
        }
    }

    @Test
    void anInitialiserFindsInputsAndOutputsWhateverTheLayout() {
        // 1000 inputs, 10 outputs: He's variance is 2 over the inputs.
        var linear = Linear.of(1000, 10, Start.of(KEY).withWeights(Init.heNormal())).weight();
        assertEquals("f32[10,1000]", linear.summary());
        assertEquals(2e-3, linear.mul(linear).mean().item(), 1e-4);
        var convolution = Conv2d.of(50, 10, 3, Start.of(KEY).withWeights(Init.heNormal())).weight();
        assertEquals("f32[10,50,3,3]", convolution.summary());
        assertEquals(2.0 / 450, convolution.mul(convolution).mean().item(), 4e-4);
        var orthogonal = Linear.of(3, 5, Start.of(KEY).withWeights(Init.orthogonal())).weight();
        assertArrayEquals(new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, orthogonal.transpose().matmul(orthogonal).toFloatArray(), 1e-5f);
    }

    @Test
    void mapModulesChangesEveryLayerOfAType() {
        record Net(MLP mlp, List<Linear> heads, Conv1d conv) {}
        var net = new Net(MLP.of(2, 2, 4, 1, KEY), List.of(Linear.of(2, 1, KEY)), Conv1d.of(1, 1, 3, KEY));
        var changed = Models.mapModules(Linear.class, linear -> Tree.at(linear, l -> l.weight(), linear.weight().mul(0)), net);
        assertEquals(3, Models.paths(Linear.class, net).size());
        assertEquals(".mlp().layers().get(1)", Models.paths(Linear.class, net).get(1).toString());
        for (var path : Models.paths(Linear.class, changed)) assertEquals(0, ((Linear) path.get(changed)).weight().sum().item());
        assertTrue(Tree.equal(net.conv(), changed.conv()));
    }

    @Test
    void parametersAreCountedAndCast() {
        var model = Sequential.of(Linear.of(3, 4, KEY), Dropout.of(0.5), Linear.of(4, 1, KEY));
        assertEquals(21, Models.countParameters(model));
        var half = Models.castParameters(model, DType.BFLOAT16);
        assertEquals(DType.BFLOAT16, ((Linear) half.layers().get(2)).bias().dtype());
        var ensemble = filterVmap((Key k) -> Linear.of(3, 4, k)).apply(KEY.splitBatch(5));
        assertEquals(80, Models.countParameters(ensemble));
    }

    @Test
    void aScannedMlpIsTheSameFunction() {
        for (int depth : new int[] {0, 1, 2, 5}) {
            var plain = MLP.of(2, 1, 4, depth, KEY).withActivation(PReLU.of(0.1));
            var x = Array.of(1f, -2f);
            assertArrayEquals(plain.apply(x).toFloatArray(), plain.withScan().apply(x).toFloatArray(), 1e-6f, "depth " + depth);
        }
        var scanned = MLP.of(2, 1, 4, 3, KEY).withScan();
        assertEquals("f32[2,4,4]", scanned.layers().get(1).weight().summary());
        assertEquals(-0.42638251185417175, scanned.apply(Array.of(1f, 2f)).get(0).item(), 1e-6);
    }
}
