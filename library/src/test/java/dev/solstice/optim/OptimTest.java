package dev.solstice.optim;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Partition;
import dev.solstice.lax.Lax;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class OptimTest {
    /// A model of everything that a model may hold.
    record Model(Array weight, Array bias, Array steps, UnaryOperator<Array> activation, String name, int size) {}

    private static Model model() {
        return new Model(Array.of(new float[][] {{1, 2}, {3, 4}}), Array.of(1f, -1f), Array.of(7, 8), x -> x, "model", 2);
    }

    private static Array loss(Model m) {
        return m.weight().mul(m.weight()).sum().add(m.bias().mul(m.bias()).sum());
    }

    private static final List<Optim> OPTIMISERS = List.of(
            Optim.sgd(0.1), Optim.sgd(0.1, 0.9), Optim.sgd(0.1, 0.9, true), Optim.adam(0.1), Optim.adamw(0.1, 0.1),
            Optim.nadam(0.1), Optim.adamax(0.1), Optim.amsgrad(0.1), Optim.adabelief(0.1), Optim.lion(0.1), Optim.lamb(0.1),
            Optim.rmsprop(0.1), Optim.rmsprop(Schedule.constant(0.1), ScaleByStddev.of()), Optim.adagrad(0.1), Optim.adadelta(1),
            Optim.multiSteps(Optim.adam(0.1), 2),
            Optim.multiTransform(Filter.of(leaf -> leaf instanceof Array a && a.rank() > 1), Optim.adam(0.1), Optim.sgd(0.1)),
            Optim.chain(Optim.ema(0.9), Optim.sgd(0.1)), Optim.adam(Schedule.cosineDecay(0.1, 100)), Optim.chain(Optim.clipByGlobalNorm(1), Optim.clip(0.5), Optim.adamw(0.1)));

    @Test
    void everyOptimiserTakesAWholeModelAndMakesItsLossSmaller() {
        for (var optim : OPTIMISERS) {
            var model = model();
            var state = optim.init(model);
            double before = loss(model).item();
            for (int i = 0; i < 5; i++) {
                var step = optim.update(filterGrad(OptimTest::loss).apply(model), state, model);
                model = applyUpdates(model, step.updates());
                state = step.state();
            }
            assertTrue(loss(model).item() < before, optim + ": " + loss(model).item());
            assertArrayEquals(new int[] {7, 8}, model.steps().toIntArray());
            assertEquals("model", model.name());
        }
    }

    @Test
    void adamRemembersAModelOfMeansAndOneOfMeanSquaresWithHolesWhereTheModelHasNoParameters() {
        var model = model();
        var state = assertInstanceOf(Chain.State.class, Optim.adam(1e-3).init(model));
        assertEquals(2, state.states().size());
        var adam = assertInstanceOf(ScaleByAdam.State.class, state.states().get(0));
        assertInstanceOf(OptState.Empty.class, state.states().get(1));
        assertEquals("i32[]", adam.count().summary());
        var mu = assertInstanceOf(Model.class, adam.mu());
        assertEquals("f32[2,2]", mu.weight().summary());
        assertArrayEquals(new float[] {0, 0}, mu.bias().toFloatArray());
        assertNull(mu.steps());
        assertNull(mu.activation());
        assertNull(mu.name());
        assertEquals(2, mu.size());
        assertTrue(Tree.equal(adam.mu(), adam.nu()));
    }

    @Test
    void updatesAreAModelWithHolesWhereNothingChanges() {
        var model = model();
        var optim = Optim.adam(1e-3);
        var updates = optim.update(filterGrad(OptimTest::loss).apply(model), optim.init(model), model).updates();
        assertEquals("f32[2,2]", updates.weight().summary());
        assertNull(updates.steps());
        assertNull(updates.activation());
    }

    @Test
    void theFirstStepOfAdamGoesByTheLearningRateInEveryDirection() {
        var model = model();
        var optim = Optim.adam(0.1);
        var updates = optim.update(filterGrad(OptimTest::loss).apply(model), optim.init(model), model).updates();
        assertArrayEquals(new float[] {-0.1f, 0.1f}, updates.bias().toFloatArray(), 1e-6f);
    }

    @Test
    void aFrozenParameterIsNotUpdatedEvenByWeightDecayAndItsMomentsStay() {
        var model = model();
        for (var optim : OPTIMISERS) {
            var gradient = filterGrad(OptimTest::loss).apply(model);
            var first = optim.update(gradient, optim.init(model), model);
            var frozen = Tree.at(gradient, m -> m.weight(), null);
            var second = optim.update(frozen, first.state(), model);
            assertNull(second.updates().weight(), optim.toString());
            assertNotNull(second.updates().bias(), optim.toString());
            assertEquals(Tree.structure(first.state()), Tree.structure(second.state()), optim.toString());
            if (first.state() instanceof Chain.State(var states) && states.get(0) instanceof ScaleByAdam.State before) {
                var after = (ScaleByAdam.State) ((Chain.State) second.state()).states().get(0);
                assertSame(((Model) before.mu()).weight(), ((Model) after.mu()).weight());
            }
        }
    }

    @Test
    void aMaskSaysWhichParametersDecay() {
        var model = model();
        var optim = Optim.addDecayedWeights(0.5, Filter.of(leaf -> leaf instanceof Array a && a.rank() > 1));
        var zero = Parameters.zeros(model);
        var updates = optim.update(zero, optim.init(model), model).updates();
        assertArrayEquals(new float[] {0.5f, 1, 1.5f, 2}, updates.weight().toFloatArray());
        assertArrayEquals(new float[] {0, 0}, updates.bias().toFloatArray());
    }

    @Test
    void clippingByTheGlobalNormScalesAllParametersTogether() {
        var gradient = Map.of("a", Array.of(3f), "b", Array.of(4f));
        var optim = Optim.clipByGlobalNorm(1);
        var clipped = optim.update(gradient, optim.init(gradient), gradient).updates();
        assertEquals(0.6, clipped.get("a").item(), 1e-6);
        assertEquals(0.8, clipped.get("b").item(), 1e-6);
        var large = Optim.clipByGlobalNorm(6);
        assertEquals(3, large.update(gradient, large.init(gradient), gradient).updates().get("a").item());
    }

    record Step(Model model, OptState state) {}

    @Test
    void aCompiledStepIsTracedOnceWhateverTheCountAndTheSchedule() {
        for (var optim : OPTIMISERS) {
            var traces = new int[1];
            var step = filterJit((Model m, OptState s) -> {
                traces[0]++;
                var update = optim.update(filterGrad(OptimTest::loss).apply(m), s, m);
                return new Step(applyUpdates(m, update.updates()), update.state());
            });
            var model = model();
            var compiled = new Step(model, optim.init(model));
            for (int i = 0; i < 4; i++) compiled = step.apply(compiled.model(), compiled.state());
            assertEquals(1, traces[0], optim.toString());
            var state = optim.init(model);
            for (int i = 0; i < 4; i++) {
                var update = optim.update(filterGrad(OptimTest::loss).apply(model), state, model);
                model = applyUpdates(model, update.updates());
                state = update.state();
            }
            assertArrayEquals(model.weight().toFloatArray(), compiled.model().weight().toFloatArray(), 1e-6f, optim.toString());
        }
    }

    record Member(Map<String, Array> model, OptState state) {}

    @Test
    void anEnsembleIsTrainedByVmappingTheStep() {
        var optim = Optim.adam(Schedule.cosineDecay(0.1, 10));
        var ensemble = Map.of("a", Array.of(new float[][] {{1, 2}, {3, 4}, {-5, 6}}));
        var states = filterVmap((Map<String, Array> m) -> optim.init(m)).apply(ensemble);
        var step = filterJit(filterVmap((Map<String, Array> m, OptState s) -> {
            var update = optim.update(filterGrad((Map<String, Array> p) -> Lax.exp(p.get("a")).sum()).apply(m), s, m);
            return new Member(applyUpdates(m, update.updates()), update.state());
        }));
        var together = step.apply(ensemble, states);
        together = step.apply(together.model(), together.state());
        var alone = Map.of("a", Array.of(3f, 4f));
        var state = optim.init(alone);
        for (int i = 0; i < 2; i++) {
            var update = optim.update(filterGrad((Map<String, Array> p) -> Lax.exp(p.get("a")).sum()).apply(alone), state, alone);
            alone = applyUpdates(alone, update.updates());
            state = update.state();
        }
        assertArrayEquals(alone.get("a").toFloatArray(), together.model().get("a").get(1).toFloatArray(), 1e-6f);
    }

    @Test
    void onlyThePartThatIsTrainedNeedsToBeGiven() {
        var trained = Partition.filter(model(), Filter.isInexactArray());
        var optim = Optim.adam(0.1);
        var step = optim.update(trained, optim.init(trained), trained);
        assertEquals("f32[2]", step.updates().bias().summary());
    }

    @Test
    void theStateOfAnotherOptimiserOrModelIsRefused() {
        var model = model();
        var gradient = filterGrad(OptimTest::loss).apply(model);
        var other = assertThrows(IllegalArgumentException.class, () -> Optim.adam(0.1).update(gradient, new OptState.Empty(), model));
        assertTrue(other.getMessage().contains("Take the state that init(model)"), other.getMessage());
        var shorter = assertThrows(IllegalArgumentException.class, () -> Optim.adam(0.1).update(gradient, Optim.adamw(0.1).init(model), model));
        assertTrue(shorter.getMessage().contains("a chain of 2 parts got the state of one of 3"), shorter.getMessage());
        assertThrows(TreeException.class, () -> Optim.adam(0.1).update(gradient, Optim.adam(0.1).init(Map.of("a", Array.of(1f))), model));
    }

    @Test
    void halfPrecisionParametersKeepTheirDtype() {
        var model = Map.of("a", Array.of(1f, 2f).astype(DType.FLOAT16));
        for (var optim : OPTIMISERS) {
            assertEquals("f16[2]", optim.update(model, optim.init(model), model).updates().get("a").summary(), optim.toString());
        }
    }

    @Test
    void accumulatedGradientsAreOneStepWithTheirMean() {
        var model = model();
        var optim = Optim.multiSteps(Optim.adam(0.1), 2);
        var small = filterGrad(OptimTest::loss).apply(model);
        var large = Tree.map((Object leaf) -> leaf instanceof Array a && a.dtype().isFloating() ? a.mul(3) : leaf, small);
        var compiled = filterJit((Model g, OptState s, Model m) -> optim.update(g, s, m));
        var first = compiled.apply(small, optim.init(model), model);
        assertArrayEquals(new float[4], first.updates().weight().toFloatArray());
        var second = compiled.apply(large, first.state(), model);
        var mean = Tree.map((Object leaf) -> leaf instanceof Array a && a.dtype().isFloating() ? a.mul(2) : leaf, small);
        var expected = Optim.adam(0.1).update(mean, Optim.adam(0.1).init(model), model).updates();
        assertArrayEquals(expected.weight().toFloatArray(), second.updates().weight().toFloatArray(), 1e-6f);
        assertEquals(0, assertInstanceOf(MultiSteps.State.class, second.state()).call().item());
        assertThrows(IllegalArgumentException.class, () -> Optim.multiSteps(optim, 0));
    }

    @Test
    void twoTransformationsRememberNothingOfEachOthersParameters() {
        var model = model();
        var optim = Optim.multiTransform(Filter.of(leaf -> leaf instanceof Array a && a.rank() > 1), Optim.sgd(1, 0.9), Optim.sgd(0.5));
        var state = assertInstanceOf(MultiTransform.State.class, optim.init(model));
        var trace = (Model) assertInstanceOf(Trace.State.class, assertInstanceOf(Chain.State.class, state.accepted()).states().getFirst()).trace();
        assertNull(trace.bias());
        var gradient = filterGrad(OptimTest::loss).apply(model);
        var updates = optim.update(gradient, state, model).updates();
        assertArrayEquals(new float[] {-2, -4, -6, -8}, updates.weight().toFloatArray());
        assertArrayEquals(new float[] {-1, 1}, updates.bias().toFloatArray());
        assertNull(updates.steps());
    }
}
