package dev.solstice.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import org.junit.jupiter.api.Test;

class LossesTest {
    private static final Array LOGITS = Array.of(new float[][] {{1, 2, 0.5f}, {-1, 0, 3}});

    @Test
    void integerLabelsAndTheirOneHotRowsHaveTheSameCrossEntropy() {
        var labels = Array.of(1, 2);
        assertArrayEquals(
                Losses.softmaxCrossEntropy(LOGITS, Activations.oneHot(labels, 3)).toFloatArray(),
                Losses.softmaxCrossEntropyWithIntegerLabels(LOGITS, labels).toFloatArray(), 1e-6f);
    }

    @Test
    void labelsThatAreNoIntegersOrOfAnotherShapeAreRefused() {
        for (var labels : new Array[] {Array.of(1f, 2f), Array.of(1, 2, 0), Array.of(new float[][] {{1, 0, 0}, {0, 1, 0}})}) {
            var error = assertThrows(IllegalArgumentException.class, () -> Losses.softmaxCrossEntropyWithIntegerLabels(LOGITS, labels));
            assertTrue(error.getMessage().contains("got " + labels.summary()), error.getMessage());
        }
    }

    @Test
    void aLabelThatNamesNoClassShowsAsNaN() {
        var losses = Losses.softmaxCrossEntropyWithIntegerLabels(LOGITS, Array.of(3, -1)).toFloatArray();
        assertArrayEquals(new float[] {Float.NaN, Float.NaN}, losses);
        assertTrue(Float.isFinite(Losses.softmaxCrossEntropyWithIntegerLabels(LOGITS, Array.of(2, 0).astype(DType.UINT8)).toFloatArray()[0]));
    }

    @Test
    void aCertainPredictionHasNoLossAndTheOppositeAFiniteOne() {
        var labels = Array.of(1f, 0f, 1f);
        var losses = Losses.sigmoidBinaryCrossEntropy(Array.of(200f, -200f, -200f), labels).toFloatArray();
        assertArrayEquals(new float[] {0, 0, 200}, losses);
    }

    @Test
    void theHuberLossIsSquareNearZeroAndLinearBeyondDelta() {
        var losses = Losses.huberLoss(Array.of(0.5f, -3f), Array.of(0f, 0f), 2).toFloatArray();
        assertArrayEquals(new float[] {0.125f, 4}, losses);
        assertEquals(2.5, Losses.huberLoss(Array.of(3f), Array.of(0f)).item());
    }
}
