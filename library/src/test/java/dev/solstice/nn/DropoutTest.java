package dev.solstice.nn;

import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.random.Key;
import dev.solstice.tree.Tree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final Array ONES = Array.full(Shape.of(2000), DType.FLOAT32, 1);

    @Test
    void whatIsKeptIsScaledSoThatTheMeanStays() {
        var y = Dropout.of(0.25).apply(ONES, Key.of(1)).toFloatArray();
        int kept = 0;
        for (float value : y) {
            if (value != 0) {
                assertEquals(1 / 0.75f, value);
                kept++;
            }
        }
        assertEquals(1500, kept, 80);
    }

    /// `eqx.nn.Dropout(0.4)(jnp.ones(12), key=jax.random.PRNGKey(3))` with 64-bit types.
    @Test
    void doublesAreDroppedAsInJax() {
        var y = Dropout.of(0.4).apply(Array.full(Shape.of(12), DType.FLOAT64, 1), Key.of(3));
        assertArrayEquals(new int[] {0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1}, y.ne(0).astype(DType.INT32).toIntArray());
    }

    @Test
    void withoutAKeyTrainingFailsAndInferenceDoesNot() {
        var dropout = Dropout.of(0.5);
        var error = assertThrows(IllegalStateException.class, () -> dropout.apply(ONES));
        assertTrue(error.getMessage().startsWith("Dropout requires a key when running in non-deterministic mode."), error.getMessage());
        assertTrue(error.getMessage().contains("inferenceMode(model, true)"), error.getMessage());
        assertSame(ONES, inferenceMode(dropout).apply(ONES));
        assertSame(ONES, dropout.apply(ONES, null, true));
        assertSame(ONES, Dropout.of(0).apply(ONES));
    }

    record Block(Dropout attention, List<Layer> layers, Map<String, Object> more) {}

    @Test
    void inferenceModeReachesEveryDepthAndLeavesTheOriginal() {
        var dropout = Dropout.of(0.5);
        var block = new Block(dropout, List.of(Activation.RELU, Sequential.of(dropout)), Map.of("a", new Dropout[] {dropout}));
        var deployed = inferenceMode(block);
        assertTrue(deployed.attention().inference());
        assertTrue(((Dropout) ((Sequential) deployed.layers().get(1)).layers().getFirst()).inference());
        assertTrue(((Dropout[]) deployed.more().get("a"))[0].inference());
        assertFalse(block.attention().inference());
        assertFalse(inferenceMode(deployed, false).attention().inference());
    }

    @Test
    void surgeryReachesTheProbabilityToo() {
        var model = Sequential.of(x -> x, Dropout.of(0.5));
        var gentler = Tree.at(model, m -> ((Dropout) m.layers().get(1)).p(), 0.2);
        assertEquals(0.2, ((Dropout) gentler.layers().get(1)).p());
        assertEquals(0.5, ((Dropout) model.layers().get(1)).p());
    }

    @Test
    void aModelWithNothingToSwitchStaysItself() {
        var layer = Linear.of(2, 1, Key.of(0));
        assertSame(layer, inferenceMode(layer));
    }

    @Test
    void aSequentialGivesEachLayerAKeyOfItsOwn() {
        var model = Sequential.of(Dropout.of(0.5), x -> x, Dropout.of(0.5));
        var keys = Key.of(3).split(3);
        var byHand = Dropout.of(0.5).apply(Dropout.of(0.5).apply(ONES, keys[0]), keys[2]);
        assertArrayEquals(byHand.toFloatArray(), model.apply(ONES, Key.of(3)).toFloatArray());
        assertThrows(IllegalStateException.class, () -> model.apply(ONES));
    }

    @Test
    void aCompiledModelIsTracedAnewWhenItsModeChanges() {
        var traces = new int[1];
        var run = filterJit((Dropout layer, Array x, Key key) -> {
            traces[0]++;
            return layer.apply(x, key);
        });
        var dropout = Dropout.of(0.5);
        var training = run.apply(dropout, ONES, Key.of(1));
        run.apply(dropout, ONES, Key.of(2));
        assertEquals(1, traces[0]);
        assertArrayEquals(dropout.apply(ONES, Key.of(1)).toFloatArray(), training.toFloatArray());
        assertArrayEquals(ONES.toFloatArray(), run.apply(inferenceMode(dropout), ONES, Key.of(1)).toFloatArray());
        assertEquals(2, traces[0]);
    }
}
