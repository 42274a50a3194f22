package dev.solstice.nn;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.nn.State.makeWithState;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.tree.Tree;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What hurts users of Equinox's layers, by the numbers of its issues, and does not hurt here. Pains with a test class of their
/// own: initialisers in [StartTest], pooling in [PoolingTest], attention in [AttentionTest], shared nodes and used up states in [StateTest].
class PainsOfEquinoxTest {
    private static final Key KEY = Key.of(0);

    @Test
    void batchNormDefaultModeIsBatch_659() {
        assertEquals(BatchNorm.Mode.BATCH, BatchNorm.of(3).mode());
    }

    @Test
    void batchNormNeedsNoAxisNameAndItsStateGoesAlong_238_707_592() {
        var made = makeWithState(() -> Sequential.of(Linear.of(3, 4, KEY), BatchNorm.of(4), Activation.RELU));
        var result = made.model().applyBatch(Random.normal(KEY, 16, 3).mul(5).add(2), made.state());
        assertEquals("f32[16,4]", result.value().summary());
        assertEquals(1, result.state().get(((BatchNorm) made.model().layers().get(1)).batchCounter()).intItem());
    }

    @Test
    void dropoutOfEveryLayerAndEveryExampleHasAKeyOfItsOwn_1083_498() {
        var model = Sequential.of(Dropout.of(0.5), Dropout.of(0.5));
        var ones = Array.full(Shape.of(64), DType.FLOAT32, 1);
        // With one mask twice a half of the elements would be left, with two masks a quarter.
        assertEquals(0.25, model.apply(ones.broadcastTo(Shape.of(64, 64)), KEY).gt(0).astype(DType.FLOAT32).mean().item(), 0.05);
        var rows = Dropout.of(0.5).applyBatch(ones.broadcastTo(Shape.of(2, 64)), KEY);
        assertFalse(Arrays.equals(rows.get(0).toFloatArray(), rows.get(1).toFloatArray()));
        assertThrows(IllegalStateException.class, () -> model.apply(ones));
    }

    @Test
    void dropoutFlagsStayStaticInScans_987() {
        var x = Array.full(Shape.of(64), DType.FLOAT32, 1);
        var scanned = ControlFlow.scan((Dropout d, Key key) -> new ControlFlow.Carried<>(d, d.apply(x, key)), Dropout.of(0.5), KEY.splitBatch(3));
        assertEquals(Dropout.of(0.5), scanned.carry());
        assertEquals("f32[3,64]", scanned.y().summary());
    }

    @Test
    void softmaxIsAFinalActivation_1147() {
        var probabilities = MLP.of(2, 3, 4, 1, KEY).withFinalActivation(Activation.SOFTMAX).apply(Array.of(1f, 2f));
        assertEquals(1, probabilities.sum().item(), 1e-6);
    }

    @Test
    void embeddingIndicesAreNotClamped() {
        var embedding = Embedding.of(3, 2, KEY);
        assertThrows(IndexOutOfBoundsException.class, () -> embedding.apply(Array.scalar(3)));
        var rows = filterJit((Embedding e, Array tokens) -> e.applyBatch(tokens)).apply(embedding, Array.of(0, 3, -1, -4));
        assertArrayEquals(embedding.weight().get(0).toFloatArray(), rows.get(0).toFloatArray());
        assertArrayEquals(embedding.weight().get(2).toFloatArray(), rows.get(2).toFloatArray());
        for (int outside : new int[] {1, 3}) for (float value : rows.get(outside).toFloatArray()) assertTrue(Float.isNaN(value));
        // Nothing wrong is learnt from what is not there.
        var gradient = filterGrad((Embedding e) -> e.applyBatch(Array.of(0, 2)).sum()).apply(embedding);
        assertArrayEquals(new float[] {1, 1, 0, 0, 1, 1}, gradient.weight().reshape(-1).toFloatArray());
    }

    @Test
    void ropeThetaMattersWhateverWasCachedBefore() {
        var x = Random.normal(KEY, 6, 4);
        var slow = RotaryPositionalEmbedding.of(4).apply(x);
        assertFalse(slow.sameAs(new RotaryPositionalEmbedding(4, 10).apply(x)));
        assertTrue(slow.sameAs(RotaryPositionalEmbedding.of(4).apply(x)));
    }

    @Test
    void aTargetLargerThanTheInputIsNoDivisionByZero() {
        var error = assertThrows(IllegalArgumentException.class, () -> AdaptiveAvgPool1d.of(6).apply(Random.normal(KEY, 1, 5)));
        assertTrue(error.getMessage().contains("6 windows"), error.getMessage());
    }

    @Test
    void functionsInASequentialNeedNoLambda() {
        var model = Sequential.of(Linear.of(2, 2, KEY), Activations::relu, x -> x.mul(2));
        assertEquals("f32[2]", model.apply(Array.of(1f, 2f), KEY).summary());
    }

    @Test
    void outChannelsAreCheckedWhereTheLayerIsMade() {
        assertThrows(IllegalArgumentException.class, () -> ConvolutionSettings.of(1, 4, 3, 3).withGroups(2));
    }

    @Test
    void weightNormsOfOneLayerHaveOneStructure_965() {
        assertEquals(Tree.structure(WeightNorm.of(Linear.of(3, 4, KEY))), Tree.structure(WeightNorm.of(Linear.of(3, 4, Key.of(1)))));
    }

    @Test
    void aWholeModelIsOneVmapAway_69_257() {
        assertEquals("f32[32,2]", MLP.of(3, 2, 4, 2, KEY).applyBatch(Random.normal(KEY, 32, 3)).summary());
    }
}
