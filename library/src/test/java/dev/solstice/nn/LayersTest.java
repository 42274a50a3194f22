package dev.solstice.nn;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.tree.Tree;
import org.junit.jupiter.api.Test;

class LayersTest {
    private static final Key KEY = Key.of(0);

    private static String messageOf(Runnable call) {
        return assertThrows(RuntimeException.class, call::run).getMessage();
    }

    @Test
    void aLinearLayerIsItsWeightTimesTheInputPlusItsBias() {
        var layer = new Linear(Array.of(new float[][] {{1, 2, 3}, {4, 5, 6}}), Array.of(10f, 20f), 3, 2, true);
        assertArrayEquals(new float[] {24, 52}, layer.apply(Array.of(1f, 2f, 3f)).toFloatArray());
    }

    @Test
    void aLinearLayerWithoutInputsGivesItsBiasAndOneWithoutOutputsNothing() {
        var fromNothing = Linear.of(0, 2, KEY);
        assertArrayEquals(fromNothing.bias().toFloatArray(), fromNothing.apply(Array.of(new float[0])).toFloatArray());
        assertEquals("f32[0]", Linear.of(3, 0, KEY).apply(Array.of(1f, 2f, 3f)).summary());
    }

    @Test
    void aLayerWithoutBiasHasNone() {
        assertNull(Linear.of(3, 2, false, KEY).bias());
        assertNull(Conv2d.of(ConvolutionSettings.of(2, 1, 1, 3).withoutBias(), KEY).bias());
    }

    @Test
    void aBatchGivenToALayerAsksForVmap() {
        var batch = Array.full(Shape.of(32, 3), DType.FLOAT32, 1);
        var message = messageOf(() -> Linear.of(3, 2, KEY).apply(batch));
        assertTrue(message.contains("expects one example of shape [3], got f32[32,3]"), message);
        assertTrue(message.contains("did you forget vmap?"), message);
        assertTrue(messageOf(() -> MLP.of(3, 1, 8, 1, KEY).apply(batch)).contains("did you forget vmap?"));
        assertTrue(messageOf(() -> LayerNorm.of(3).apply(batch)).contains("LayerNorm expects one example of shape [3], got f32[32,3]"));
        var images = Array.full(Shape.of(32, 1, 8, 8), DType.FLOAT32, 1);
        var convolution = messageOf(() -> Conv2d.of(1, 4, 3, KEY).apply(images));
        assertTrue(convolution.contains("Conv2d expects one example of shape [1,height,width], got f32[32,1,8,8]"), convolution);
        assertTrue(convolution.contains("did you forget vmap?"), convolution);
        assertTrue(messageOf(() -> MaxPool2d.of(2).apply(images)).contains("MaxPool2d expects one example of shape [channels,length,length]"));
    }

    @Test
    void aWrongLengthIsNoReasonToMentionVmap() {
        var message = messageOf(() -> Linear.of(3, 2, KEY).apply(Array.of(1f, 2f)));
        assertTrue(message.startsWith("Linear expects one example of shape [3], got f32[2].\nAt LayersTest.java:"), message);
        assertTrue(messageOf(() -> Linear.of(Linear.SCALAR, 2, KEY).apply(Array.of(1f))).contains("expects one example of shape [], got f32[1]"));
    }

    @Test
    void anEnsembleCalledAsOneModelIsToldSo() {
        var ensemble = filterVmap((Key k) -> Linear.of(3, 2, k)).apply(KEY.splitBatch(5));
        var message = messageOf(() -> ensemble.apply(Array.of(1f, 2f, 3f)));
        assertTrue(message.contains("weight of shape [5,2,3]") && message.contains("filterVmap((model, x) -> model.apply(x), 0, null)"), message);
    }

    @Test
    void eachMemberOfAVmappedConstructorIsTheLayerMadeWithItsKey() {
        var keys = KEY.splitBatch(4);
        var ensemble = filterVmap((Key k) -> MLP.of(2, 1, 8, 2, k)).apply(keys);
        for (int i = 0; i < 4; i++) {
            int member = i;
            var alone = MLP.of(2, 1, 8, 2, new Key(keys.data().get(i)));
            assertTrue(Tree.equal(alone, Tree.map((Object leaf) -> leaf instanceof Array a ? a.get(member) : leaf, ensemble)), "member " + i);
        }
    }

    @Test
    void anActivationShowsItsNameInTheTree() {
        var text = Tree.format(MLP.of(2, 1, 4, 1, KEY).withActivation(Activation.TANH), 200);
        assertTrue(text.contains("activation=tanh") && text.contains("finalActivation=identity"), text);
    }

    @Test
    void anyFunctionIsAnActivation() {
        var model = MLP.of(2, 1, 4, 1, KEY).withActivation(x -> x.mul(x));
        assertEquals("f32[1]", model.apply(Array.of(1f, 2f)).summary());
    }

    @Test
    void aLearntActivationHasParametersForEveryNeuronAndTheyGetGradients() {
        var model = MLP.of(2, 3, 4, 2, KEY).withActivation(PReLU.of(0.5)).withFinalActivation(PReLU.of());
        assertEquals("f32[2,4]", ((PReLU) model.activation()).negativeSlope().summary());
        assertEquals("f32[3]", ((PReLU) model.finalActivation()).negativeSlope().summary());
        var x = Array.of(1f, -2f);
        var plain = MLP.of(2, 3, 4, 2, KEY).withActivation(v -> Activations.leakyRelu(v, 0.5)).withFinalActivation(v -> Activations.leakyRelu(v, 0.25));
        assertArrayEquals(plain.apply(x).toFloatArray(), model.apply(x).toFloatArray(), 1e-6f);
        var gradient = filterGrad((MLP m) -> m.apply(x).sum()).apply(model);
        assertEquals("f32[2,4]", ((PReLU) gradient.activation()).negativeSlope().summary());
    }

    @Test
    void softmaxWorksAsTheFinalActivation() {
        var probabilities = MLP.of(2, 3, 4, 1, KEY).withFinalActivation(Activation.SOFTMAX).apply(Array.of(1f, 2f));
        assertEquals(1, probabilities.sum().item(), 1e-6);
    }

    @Test
    void aSequentialHoldsLayersAndFunctionsAlike() {
        var keys = KEY.split(2);
        var first = Linear.of(2, 4, keys[0]);
        var second = Linear.of(4, 1, keys[1]);
        var x = Array.of(1f, -2f);
        var model = Sequential.of(first, Activations::relu, second);
        assertArrayEquals(second.apply(Activations.relu(first.apply(x))).toFloatArray(), model.apply(x).toFloatArray());
        assertArrayEquals(first.apply(x).toFloatArray(), model.slice(0, 1).apply(x).toFloatArray());
    }

    @Test
    void aConvolutionOfAConvolutionHasTheLengthsThatStrideAndPaddingLeave() {
        var image = Random.normal(KEY, 3, 9, 8);
        assertEquals("f32[4,7,6]", Conv2d.of(3, 4, 3, KEY).apply(image).summary());
        assertEquals("f32[4,9,8]", Conv2d.of(3, 4, 3, KEY).withPadding("SAME").apply(image).summary());
        assertEquals("f32[4,5,4]", Conv2d.of(3, 4, 3, KEY).withPadding(1).withStride(2).apply(image).summary());
        assertEquals("f32[4,5,4]", Conv2d.of(3, 4, 3, KEY).withDilation(2).apply(image).summary());
        assertEquals("f32[3,4,4]", MaxPool2d.of(2, 2).apply(image).summary());
        assertEquals("f32[3,5,4]", MaxPool2d.of(2, 2).withCeil().apply(image).summary());
    }

    @Test
    void settingsThatCannotBeAreRefusedWhereTheyAreMade() {
        var settings = ConvolutionSettings.of(2, 3, 4, 3);
        assertTrue(messageOf(() -> settings.withGroups(2)).startsWith("`inChannels` (=3) must be divisible by `groups` (=2)"));
        assertTrue(messageOf(() -> settings.withGroups(3)).startsWith("`outChannels` (=4) must be divisible by `groups` (=3)"));
        assertTrue(messageOf(() -> ConvolutionSettings.of(2, 3, 4, 3, 3, 3)).startsWith("Length of kernelSize [3, 3, 3] is not equal to 2"));
        assertTrue(messageOf(() -> settings.withPadding("FULL")).contains("[SAME, SAME_LOWER, VALID]"));
        assertTrue(messageOf(() -> MaxPool2d.of(2).withPadding(3)).startsWith("Paddings should be less than the size of the kernel."));
        assertTrue(messageOf(() -> Conv1d.of(settings, KEY)).contains("a kernel of 1 axis"));
        assertTrue(messageOf(() -> Dropout.of(1.5)).contains("between 0 and 1"));
        assertTrue(messageOf(() -> Linear.of(-2, 3, KEY)).contains("inFeatures is -2"));
        assertTrue(messageOf(() -> MLP.of(1, 1, 1, -1, KEY)).contains("depth"));
    }

    @Test
    void aPaddingModeFillsTheEdgeFromTheInput() {
        var x = Array.of(Shape.of(1, 4), 1f, 2f, 3f, 4f);
        var pads = new int[][] {{2, 1}};
        assertArrayEquals(new float[] {3, 2, 1, 2, 3, 4, 3}, PaddingMode.REFLECT.pad(x, pads).toFloatArray());
        assertArrayEquals(new float[] {1, 1, 1, 2, 3, 4, 4}, PaddingMode.REPLICATE.pad(x, pads).toFloatArray());
        assertArrayEquals(new float[] {3, 4, 1, 2, 3, 4, 1}, PaddingMode.CIRCULAR.pad(x, pads).toFloatArray());
        assertTrue(messageOf(() -> PaddingMode.CIRCULAR.pad(x, new int[][] {{5, 0}})).contains("CIRCULAR padding by 5"));
    }

    @Test
    void anEmbeddingIsLookedUpByNumberFromBothEnds() {
        var embedding = Embedding.of(Array.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}));
        assertArrayEquals(new float[] {3, 4}, embedding.apply(Array.scalar(1)).toFloatArray());
        assertArrayEquals(new float[] {5, 6}, embedding.apply(Array.scalar(-1)).toFloatArray());
        assertTrue(messageOf(() -> embedding.apply(Array.scalar(3))).contains("no row 3: there are 3 rows"));
        assertTrue(messageOf(() -> embedding.apply(Array.of(1, 2))).contains("did you forget vmap?"));
        assertTrue(messageOf(() -> embedding.apply(Array.scalar(1f))).contains("looked up by an integer, got f32[]"));
    }

    @Test
    void normalisingLayersKeepTheDtype() {
        var x = Array.of(1f, 2f, 3f).astype(DType.FLOAT16);
        assertEquals("f16[3]", LayerNorm.of(3).apply(x).summary());
        assertEquals("f16[3]", RMSNorm.of(3).apply(x).summary());
    }
}
