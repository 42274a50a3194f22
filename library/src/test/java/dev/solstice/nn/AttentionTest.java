package dev.solstice.nn;

import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private static final Key KEY = Key.of(3);
    private static final MultiheadAttention ATTENTION = MultiheadAttention.of(2, 8, KEY);

    @Test
    void withACausalMaskAPositionKnowsNothingOfLaterOnes() {
        Array x = Random.normal(KEY, 5, 8);
        Array changed = x.at("3:").set(7f);
        var mask = MultiheadAttention.causalMask(5);
        Array before = ATTENTION.apply(x, x, x, mask);
        Array after = ATTENTION.apply(changed, changed, changed, mask);
        assertArrayEquals(before.get(":3").toFloatArray(), after.get(":3").toFloatArray(), 1e-6f);
        assertFalse(Arrays.equals(before.get("3").toFloatArray(), after.get("3").toFloatArray()));
    }

    @Test
    void theQueriesOfACausalMaskAreTheLastPositions() {
        assertArrayEquals(new boolean[] {true, true, false, true, true, true}, MultiheadAttention.causalMask(2, 3).toBooleanArray());
    }

    @Test
    void compiledAttentionIsAttention() {
        Array x = Random.normal(KEY, 5, 8);
        var compiled = filterJit((MultiheadAttention a, Array rows) -> a.apply(rows, rows, rows, MultiheadAttention.causalMask(5)));
        assertArrayEquals(ATTENTION.apply(x, x, x, MultiheadAttention.causalMask(5)).toFloatArray(), compiled.apply(ATTENTION, x).toFloatArray(), 1e-6f);
    }

    @Test
    void dropoutOfTheWeightsNeedsAKeyUnlessInInference() {
        Array x = Random.normal(KEY, 5, 8);
        var training = ATTENTION.withDropout(0.5);
        assertThrows(IllegalStateException.class, () -> training.apply(x));
        assertArrayEquals(ATTENTION.apply(x).toFloatArray(), inferenceMode(training, true).apply(x).toFloatArray());
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Array x = Random.normal(KEY, 5, 8);
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ATTENTION.apply(x, x, x.get(":4"))).getMessage().contains("equal length"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ATTENTION.apply(x, x, x, MultiheadAttention.causalMask(4)))
                .getMessage().contains("[2,5,5]"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> ATTENTION.apply(Random.normal(KEY, 3, 5, 8))).getMessage().contains("vmap"));
    }

    @Test
    void aRotationAtAnOffsetIsThatOfALongerSequence() {
        Array x = Random.normal(KEY, 6, 4);
        var rope = RotaryPositionalEmbedding.of(4);
        assertArrayEquals(rope.apply(x).get("2:").toFloatArray(), rope.apply(x.get("2:"), 2).toFloatArray(), 1e-6f);
    }

    @Test
    void thetaMattersWhicheverEmbeddingWasUsedBefore() {
        Array x = Random.normal(KEY, 6, 4);
        var slow = RotaryPositionalEmbedding.of(4).apply(x).toFloatArray();
        var fast = new RotaryPositionalEmbedding(4, 10).apply(x).toFloatArray();
        assertFalse(Arrays.equals(slow, fast));
        assertThrows(IllegalArgumentException.class, () -> RotaryPositionalEmbedding.of(3));
    }

    @Test
    void productsOfRotatedVectorsDependOnTheirDistanceOnly() {
        Array q = Random.normal(KEY, 1, 4);
        Array k = Random.normal(Key.of(4), 1, 4);
        var rope = RotaryPositionalEmbedding.of(4);
        double near = rope.apply(q, 5).mul(rope.apply(k, 3)).sum().item();
        double far = rope.apply(q, 105).mul(rope.apply(k, 103)).sum().item();
        assertEquals(near, far, 1e-4);
    }
}
