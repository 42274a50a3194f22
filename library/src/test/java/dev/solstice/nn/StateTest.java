package dev.solstice.nn;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static dev.solstice.nn.State.makeWithState;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.MapAxes;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What layers remember, who may use it when, and how it goes through transformations.
class StateTest {
    record Counter(StateIndex<Array> calls) implements StatefulLayer {
        static Counter of() {
            return new Counter(StateIndex.of(Array.scalar(0)));
        }

        @Override
        public Stateful<Array> apply(Array x, State state, Key key) {
            return new Stateful<>(x, state.set(calls, state.get(calls).add(1)));
        }
    }

    record Two(Counter first, Counter second, Linear linear) {
        static Two of() {
            return new Two(Counter.of(), Counter.of(), Linear.of(1, 1, Key.of(0)));
        }
    }

    private static int count(State state, Counter counter) {
        return state.get(counter.calls()).intItem();
    }

    @Test
    void everyLayerHasAStateOfItsOwn() {
        var made = makeWithState(Two::of);
        var state = made.model().first().apply(Array.of(1f), made.state()).state();
        state = made.model().first().apply(Array.of(1f), state).state();
        assertEquals(2, count(state, made.model().first()));
        assertEquals(0, count(state, made.model().second()));
        assertEquals(List.of(".first().calls()", ".second().calls()"), List.copyOf(state.values().keySet()));
        assertNull(made.model().first().calls().init());
    }

    @Test
    void modelsMadeTwiceHaveOneStructure() {
        var a = makeWithState(Two::of);
        var b = makeWithState(Two::of);
        assertEquals(Tree.structure(a), Tree.structure(b));
    }

    @Test
    void anOldStateIsUsedUp() {
        var made = makeWithState(Counter::of);
        var kept = made.state().copy();
        var next = made.model().apply(Array.of(1f), made.state()).state();
        for (Runnable use : List.<Runnable>of(() -> made.state().get(made.model().calls()), () -> Tree.leaves(made.state()), () -> made.state().update(next))) {
            assertTrue(assertThrows(IllegalStateException.class, use::run).getMessage().contains("used up"));
        }
        assertEquals(0, count(kept, made.model()));
        assertEquals(1, count(next, made.model()));
        assertEquals("State(used up)", made.state().toString());
    }

    @Test
    void aStateKeepsItsStructure() {
        var made = makeWithState(Counter::of);
        for (var value : List.of(Array.scalar(1f), Array.of(1), Array.scalar(DType.INT64, 1))) {
            var error = assertThrows(IllegalArgumentException.class, () -> made.state().set(made.model().calls(), value));
            assertTrue(error.getMessage().contains("i32[]"), error.getMessage());
        }
        assertEquals(0, count(made.state(), made.model()));
    }

    @Test
    void layersWithoutStateAndForeignOnesAreTold() {
        var error = assertThrows(IllegalArgumentException.class, () -> Counter.of().apply(Array.of(1f), makeWithState(Counter::of).state()));
        assertTrue(error.getMessage().contains("makeWithState"), error.getMessage());
        var foreign = assertThrows(IllegalArgumentException.class, () -> makeWithState(Two::of).model().first().apply(Array.of(1f), makeWithState(Counter::of).state()));
        assertTrue(foreign.getMessage().contains("[.calls()]"), foreign.getMessage());
        assertThrows(IllegalArgumentException.class, () -> makeWithState(() -> makeWithState(Counter::of).model()));
        assertTrue(assertThrows(IllegalStateException.class, () -> Counter.of().apply(Array.of(1f))).getMessage().contains("apply(x, state)"));
    }

    @Test
    void aPartOfTheStateGoesOutAndBack() {
        var made = makeWithState(Two::of);
        var second = made.state().substate(made.model().second());
        assertEquals(1, second.values().size());
        var state = made.state().update(made.model().second().apply(Array.of(1f), second).state());
        assertEquals(0, count(state, made.model().first()));
        assertEquals(1, count(state, made.model().second()));
        assertThrows(IllegalArgumentException.class, () -> makeWithState(Counter::of).state().update(state.copy()));
    }

    @Test
    void aStateGoesThroughJitGradAndEnsembles() {
        var made = makeWithState(Counter::of);
        var step = filterJit((Counter m, Array x, State s) -> m.apply(x, s));
        var state = made.state();
        for (int i = 0; i < 3; i++) state = step.apply(made.model(), Array.of(1f), state).state();
        assertEquals(3, count(state, made.model()));
        var ensemble = filterVmap((Key k) -> makeWithState(() -> Sequential.of(Linear.of(2, 2, k), SpectralNorm.of(Linear.of(2, 3, k), k)))).apply(Key.of(0).splitBatch(4));
        var y = filterVmap((Sequential m, Array x, State s) -> m.apply(x, s), 0, null, 0).apply(ensemble.model(), Array.of(1f, 2f), ensemble.state());
        assertEquals(Shape.of(4, 3), y.value().shape());
        assertEquals(Tree.structure(ensemble.state().copy()), Tree.structure(y.state()));
    }

    @Test
    void sequentialPassesItsStateThrough() {
        var made = makeWithState(() -> Sequential.of(Counter.of(), Sequential.of(Counter.of()), Activation.RELU));
        var result = made.model().apply(Array.of(-1f), made.state());
        assertEquals(List.of(1, 1), result.state().values().values().stream().map(value -> ((Array) value).intItem()).toList());
        assertTrue(result.value().sameAs(Array.of(0f)));
        assertThrows(IllegalStateException.class, () -> made.model().apply(Array.of(1f)));
        assertTrue(Sequential.of(Activation.RELU).apply(Array.of(-1f)).sameAs(Array.of(0f)));
    }

    @Test
    void batchNormNormalisesOverTheBatchAndRemembers() {
        var made = makeWithState(() -> BatchNorm.of(2, BatchNorm.Mode.BATCH, List.of(), 1e-5, true, 0.5));
        var x = Random.normal(Key.of(1), 16, 2, 3).mul(3).add(5);
        var batched = filterVmap((BatchNorm m, Array row, State s) -> m.apply(row, s), MapAxes.in(null, 0, null).out(Stateful.AXES).name("any"));
        var state = made.state();
        Array y = null;
        for (int i = 0; i < 20; i++) {
            var result = batched.apply(made.model(), x, state);
            y = result.value();
            state = result.state();
        }
        assertTrue(y.mean(0, 2).closeTo(Array.of(0f, 0f), 0, 1e-5));
        assertTrue(y.mul(y).mean(0, 2).closeTo(Array.of(1f, 1f), 1e-4, 0));
        // In inference one example is enough.
        var alone = inferenceMode(made.model()).apply(x.get(0), state).value();
        assertTrue(alone.closeTo(y.get(0), 0, 1e-3), alone + " " + y.get(0));
    }

    @Test
    void batchNormWithoutABatchTellsHow() {
        var made = makeWithState(() -> BatchNorm.of(2));
        var error = assertThrows(IllegalArgumentException.class, () -> made.model().apply(Array.of(1f, 2f), made.state()));
        assertTrue(error.getMessage().contains(".name(\"batch\")"), error.getMessage());
        var other = makeWithState(() -> BatchNorm.of(2, "batch"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> filterVmap((BatchNorm m, Array row, State s) -> m.apply(row, s),
                MapAxes.in(null, 0, null).out(Stateful.AXES).name("rows")).apply(other.model(), Array.full(Shape.of(3, 2), DType.FLOAT32, 1), other.state()))
                .getMessage().contains("'batch'"));
    }

    @Test
    void spectralNormHasALargestSingularValueOfOne() {
        var made = makeWithState(() -> SpectralNorm.of(Linear.of(4, 3, false, Key.of(0)), Key.of(1)));
        var state = made.state();
        for (int i = 0; i < 50; i++) state = made.model().apply(Array.of(1f, 0f, 0f, 0f), state).state();
        var vectors = state.get(made.model().vectors());
        var frozen = inferenceMode(made.model());
        var y = frozen.apply(vectors.v(), state.copy()).value();
        assertEquals(1, Math.sqrt(y.mul(y).sum().item()), 1e-5);
        assertSame(state, frozen.apply(vectors.v(), state).state());
        assertThrows(IllegalArgumentException.class, () -> SpectralNorm.of(Linear.of(4, 3, Key.of(0)), KeyPath.parse(".bias()"), 1, 1e-12, Key.of(1)));
    }

    record Ends(Embedding embedding, Linear head) {}

    @Test
    void sharedNodesAreOneParameter() {
        var ends = new Ends(Embedding.of(5, 3, Key.of(0)), Linear.of(3, 5, false, Key.of(1)));
        var shared = Shared.of(ends, e -> e.head().weight(), e -> e.embedding().weight());
        assertEquals(1, Tree.leaves(shared).size());
        assertSame(shared.get().embedding().weight(), shared.get().head().weight());
        var grad = filterGrad((Shared<Ends> s) -> s.get().head().apply(s.get().embedding().apply(Array.scalar(2))).sum()).apply(shared);
        // d/dW of sum(W @ W[2]): W[2] in every row, and the sum of the rows in row 2 besides.
        var w = ends.embedding().weight();
        var expected = w.get(2).broadcastTo(w.shape()).at(2).add(w.sum(0));
        assertTrue(grad.tree().embedding().weight().closeTo(expected, 1e-5, 1e-5));
        assertThrows(IllegalArgumentException.class, () -> Shared.of(ends, e -> e.head().weight(), e -> e.embedding().weight().get(0)));
    }

    @Test
    void stateIsATreeWithPaths() {
        var made = makeWithState(Two::of);
        assertEquals(".values().get(\".first().calls()\")", Tree.leavesWithPath(made.state()).getFirst().path().toString());
        assertEquals(Map.of(".calls()", Array.scalar(0)).keySet(), makeWithState(Counter::of).state().values().keySet());
    }
}
