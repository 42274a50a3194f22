package dev.solstice.nn;

import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Manipulation;
import dev.solstice.numpy.Numpy;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.tree.Tree;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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

    /// Expected numbers are Equinox's, of the last row.
    @Test
    void sinesAndCosinesAreRoundedToTheirDtype() {
        var numbers = new float[24];
        for (int i = 0; i < 24; i++) numbers[i] = -2 + i * 4 / 23f;
        var x = Array.of(numbers).reshape(6, 4);
        var expected = Map.of(
                List.of(DType.FLOAT32, DType.FLOAT32), new float[] {2.170405864715576f, 1.550150752067566f, -0.8995484709739685f, 2.0800747871398926f},
                List.of(DType.FLOAT16, DType.FLOAT32), new float[] {2.1705586910247803f, 1.5497781038284302f, -0.8995839357376099f, 2.0796587467193604f},
                List.of(DType.BFLOAT16, DType.FLOAT32), new float[] {2.1662704944610596f, 1.5520762205123901f, -0.897588312625885f, 2.0826892852783203f},
                List.of(DType.BFLOAT16, DType.FLOAT16), new float[] {2.166015625f, 1.552734375f, -0.89794921875f, 2.08203125f},
                List.of(DType.FLOAT32, DType.BFLOAT16), new float[] {2.171875f, 1.546875f, -0.8984375f, 2.078125f});
        expected.forEach((dtypes, row) -> {
            var rotated = RotaryPositionalEmbedding.of(4).withDtype(dtypes.get(0)).apply(x.astype(dtypes.get(1)));
            assertEquals(dtypes.get(1), rotated.dtype());
            assertArrayEquals(row, rotated.get(5).astype(DType.FLOAT32).toFloatArray(), dtypes.get(1) == DType.FLOAT32 ? 1e-5f : 2e-3f, dtypes.toString());
        });
        assertThrows(IllegalArgumentException.class, () -> RotaryPositionalEmbedding.of(4).withDtype(DType.INT32));
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

    @Test
    void aCausalAttentionNeedsNoMask() {
        Array x = Random.normal(KEY, 5, 8);
        var causal = MultiheadAttention.of(AttentionSettings.of(2, 8).withCausal(), KEY);
        var mask = MultiheadAttention.causalMask(5);
        assertArrayEquals(ATTENTION.apply(x, x, x, mask).toFloatArray(), causal.apply(x).toFloatArray());
        // A mask of the user's comes on top.
        var notFirst = Lax.iota(DType.INT32, Shape.of(5, 5), 1).gt(0);
        var some = Numpy.logicalOr(notFirst, Lax.iota(DType.INT32, Shape.of(5, 5), 0).eq(0));
        assertArrayEquals(ATTENTION.apply(x, x, x, Numpy.logicalAnd(some, mask)).toFloatArray(), causal.apply(x, x, x, some).toFloatArray());
    }

    @Test
    void groupedQueryAttentionSharesKeysAndValues() {
        Array x = Random.normal(KEY, 5, 8);
        var grouped = MultiheadAttention.of(AttentionSettings.of(4, 8).withKeyValueHeads(2), KEY);
        assertEquals("f32[4,8]", grouped.keyProj().weight().summary());
        // The same with each head of keys and values written down twice.
        var full = MultiheadAttention.of(AttentionSettings.of(4, 8), KEY);
        var written = new MultiheadAttention(grouped.queryProj(), Tree.at(full.keyProj(), p -> p.weight(), twice(grouped.keyProj().weight())),
                Tree.at(full.valueProj(), p -> p.weight(), twice(grouped.valueProj().weight())), grouped.outputProj(), full.dropout(), full.settings());
        assertArrayEquals(written.apply(x).toFloatArray(), grouped.apply(x).toFloatArray(), 1e-6f);
        assertThrows(IllegalArgumentException.class, () -> AttentionSettings.of(4, 8).withKeyValueHeads(3));
    }

    private static Array twice(Array weight) {
        return Manipulation.repeat(weight.reshape(2, 2, 8), 2, 0).reshape(8, 8);
    }

    @Test
    void generationStepByStepEqualsTheFullPass() {
        Array x = Random.normal(KEY, 6, 8);
        for (int keyValueHeads : new int[] {1, 2}) {
            var attention = MultiheadAttention.of(AttentionSettings.of(2, 8).withKeyValueHeads(keyValueHeads).withCausal(), KEY);
            var rope = RotaryPositionalEmbedding.of(4);
            var expected = attention.apply(x, x, x, null, null, rope::rotate);
            var step = filterJit((MultiheadAttention a, Array row, KeyValueCache c) -> a.apply(row, c, rope::rotate));
            // A prompt of three rows at once, then row by row.
            var known = step.apply(attention, x.get(":3"), attention.cache(9));
            assertArrayEquals(expected.get(":3").toFloatArray(), known.value().toFloatArray(), 1e-5f);
            for (int i = 3; i < 6; i++) {
                known = step.apply(attention, x.get(i).expandDims(0), known.cache());
                assertArrayEquals(expected.get(i).toFloatArray(), known.value().toFloatArray(), 1e-5f, "row " + i);
            }
            assertEquals(6, known.cache().length().intItem());
        }
    }

    @Test
    void aFullCacheSaysSo() {
        var cache = ATTENTION.apply(Random.normal(KEY, 2, 8), ATTENTION.cache(3)).cache();
        var error = assertThrows(IndexOutOfBoundsException.class, () -> ATTENTION.apply(Random.normal(KEY, 2, 8), cache));
        assertTrue(error.getMessage().contains("room for 3 rows"), error.getMessage());
    }
}
