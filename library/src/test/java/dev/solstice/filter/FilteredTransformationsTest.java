package dev.solstice.filter;

import static dev.solstice.filter.FilterDerivatives.filterHessian;
import static dev.solstice.filter.FilterDerivatives.filterJacfwd;
import static dev.solstice.filter.FilterDerivatives.filterJacrev;
import static dev.solstice.filter.FilterDerivatives.filterJvp;
import static dev.solstice.filter.FilterDerivatives.filterLinearize;
import static dev.solstice.filter.FilterDerivatives.filterVjp;
import static dev.solstice.filter.FilterDerivatives.filterVjpWithAux;
import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterJit.filterLower;
import static dev.solstice.filter.FilterJit.filterMakeJaxpr;
import static dev.solstice.filter.FilterPmap.filterPmap;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.ShapeStruct;
import dev.solstice.optim.Optim;
import dev.solstice.optim.OptState;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.MapAxes;
import dev.solstice.transform.Pair;
import dev.solstice.transform.WithAux;
import dev.solstice.tree.Tree;
import dev.solstice.tree.TreeException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FilteredTransformationsTest {
    /// A model that is a function, with everything that is no floating array.
    record Affine(Array weight, Array bias, Array steps, Fn1<Array, Array> activation, String name) implements Fn1<Array, Array> {
        @Override
        public Array apply(Array x) {
            return activation.apply(x.mul(weight).add(bias));
        }
    }

    private static final Fn1<Array, Array> SQUARE = x -> x.mul(x);
    private static final Affine MODEL = new Affine(Array.of(1f, 2f), Array.of(0.5f, -1f), Array.of(3), SQUARE, "affine");
    private static final Array X = Array.of(3f, 4f);

    private static Affine directions(Array weight) {
        return new Affine(weight, null, null, null, null);
    }

    private static void assertClose(Array expected, Array actual) {
        assertTrue(expected.closeTo(actual, 1e-5, 1e-5), () -> "expected " + expected + ", got " + actual);
    }

    // ---- derivatives ----

    @Test
    void tangentsHaveHolesWhereNothingMoves() {
        var along = filterJvp((Affine m, Array x) -> List.of(m.apply(x), m.steps(), m.name()), MODEL, X, directions(Array.of(1f, 0f)), null);
        assertClose(MODEL.apply(X), (Array) along.value().getFirst());
        assertClose(Array.of(2 * 3.5f * 3, 0), (Array) along.tangent().getFirst());
        assertNull(along.tangent().get(1));
        assertNull(along.tangent().get(2));
        var linear = filterLinearize((Affine m, Array x) -> m.apply(x), MODEL, X);
        assertClose((Array) along.tangent().getFirst(), linear.pushforward().apply(new Pair<>(directions(Array.of(1f, 0f)), null)));
    }

    @Test
    void cotangentsHaveHolesWhereNothingIsDifferentiable() {
        var both = filterVjp((Affine m, Array x) -> m.apply(x), MODEL, X);
        var gradients = both.pullback().apply(Array.of(1f, 1f));
        assertClose(filterGrad((Affine m) -> m.apply(X).sum()).apply(MODEL).weight(), gradients.first().weight());
        assertNull(gradients.first().steps());
        assertNull(gradients.first().activation());
        assertClose(Array.of(7f, 28f), gradients.second());
        assertClose(Array.of(0f, 0f), both.pullback().apply(null).second());
        var aux = filterVjpWithAux((Affine m) -> new WithAux<>(m.apply(X), m.name()), MODEL);
        assertEquals("affine", aux.aux());
        assertClose(gradients.first().bias(), aux.value().pullback().apply(Array.of(1f, 1f)).bias());
    }

    @Test
    void aTangentThatDoesNotFitIsNamedByItsPath() {
        var structure = assertThrows(TreeException.class, () -> filterJvp((List<Array> x) -> x.getFirst(), List.of(X), List.of(X, X)));
        assertTrue(structure.getMessage().contains("get(0)"), structure.getMessage());
        var integer = assertThrows(IllegalArgumentException.class,
                () -> filterJvp((Affine m) -> m.weight(), MODEL, new Affine(null, null, Array.of(1), null, null)));
        assertTrue(integer.getMessage().contains(".steps() has to be null"), integer.getMessage());
        var shape = assertThrows(IllegalArgumentException.class, () -> filterJvp((Affine m) -> m.weight(), MODEL, directions(Array.of(1f))));
        assertTrue(shape.getMessage().contains(".weight() is f32[1]"), shape.getMessage());
    }

    @Test
    void aDirectionOfTheOuterDerivativeIsZeroForTheInner() {
        var outer = filterJvp((Array x) -> filterJvp((Array y) -> y.mul(x), X, (Array) null).tangent() == null ? x : x.mul(0), X, X);
        assertClose(X, outer.tangent());
    }

    @Test
    void jacobiansAreTreesOfTreesWithHoles() {
        Fn1<Affine, Array> f = m -> m.apply(X);
        var forward = filterJacfwd(f).apply(MODEL);
        var reverse = filterJacrev(f).apply(MODEL);
        var byWeight = Array.of(new float[][] {{2 * 3.5f * 3, 0}, {0, 2 * 7 * 4}});
        assertClose(byWeight, forward.leaves().getFirst().leaves().getFirst());
        assertClose(byWeight, reverse.leaves().getFirst().leaves().getFirst());
        assertNull(((Affine) forward.leaves().getFirst().unflatten()).steps());
        var second = filterHessian((Affine m, Array x) -> m.apply(x).sum()).apply(MODEL, X);
        assertClose(Array.of(new float[][] {{18, 0}, {0, 32}}), second.leaves().getFirst().leaves().getFirst().leaves().getFirst());
    }

    @Test
    void whatElseIsComputedStandsBesideTheJacobian() {
        Fn1<Affine, WithAux<Array, String>> f = m -> new WithAux<>(m.apply(X), m.name());
        for (var both : List.of(FilterDerivatives.filterJacfwdWithAux(f).apply(MODEL), FilterDerivatives.filterJacrevWithAux(f).apply(MODEL))) {
            assertEquals("affine", both.aux());
            assertClose(filterJacfwd((Affine m) -> m.apply(X)).apply(MODEL).leaves().getFirst().leaves().getFirst(), both.value().leaves().getFirst().leaves().getFirst());
        }
    }

    // ---- functions as trees ----

    @Test
    void aTransformedFunctionIsATree() {
        for (var transformed : List.of(filterJit(MODEL), filterVmap(MODEL), filterGrad((Fn1<Array, Array>) new Summed(MODEL)), filterPmap(MODEL))) {
            var flat = Tree.flatten(transformed);
            assertTrue(flat.leaves().contains(MODEL.weight()));
            @SuppressWarnings("unchecked")
            var again = (Fn1<Array, Array>) flat.unflatten();
            assertClose(transformed.apply(X), again.apply(X));
        }
    }

    record Summed(Affine model) implements Fn1<Array, Array> {
        @Override
        public Array apply(Array x) {
            return model.apply(x).sum();
        }
    }

    @Test
    void theArraysOfACompiledFunctionAreTracedAndTrained() {
        var gradient = filterGrad((Fn1<Array, Array> f) -> f.apply(X).sum()).apply(filterJit(MODEL));
        var found = Tree.leaves(gradient);
        assertClose(Array.of(21f, 56f), (Array) found.getFirst());
    }

    @Test
    void partialArgumentsComeFirstAndAreSeen() {
        var traces = new AtomicInteger();
        var bound = Partial.of((Affine m, Array x) -> {
            traces.incrementAndGet();
            return m.apply(x);
        }, MODEL);
        assertClose(MODEL.apply(X), bound.apply(X));
        var step = filterJit((Fn1<Array, Array> f, Array x) -> f.apply(x));
        traces.set(0);
        step.apply(bound, X);
        var moved = Tree.map((Object leaf) -> leaf instanceof Array a ? a.add(1) : leaf, bound);
        assertClose(moved.apply(X), step.apply(moved, X));
        assertEquals(2, traces.get(), "traced once, and called once by hand");
        assertEquals(Array.of(6f).item(), Partial.of((Array a, Array b, Array c) -> a.mul(b).mul(c), Array.of(1f), Array.of(2f)).apply(Array.of(3f)).item());
    }

    @Test
    void aLambdaThatHidesAnArrayIsAnErrorThatExplains() {
        var hidden = Array.of(1f, 2f);
        var trap = new Affine(X, X, X, x -> x.mul(hidden), "trap");
        for (var f : List.<Fn1<Affine, ?>>of(filterJit((Affine m) -> m.apply(X)), filterGrad((Affine m) -> m.apply(X).sum()))) {
            var error = assertThrows(IllegalArgumentException.class, () -> f.apply(trap));
            assertTrue(error.getMessage().contains(".activation() captures") && error.getMessage().contains("Partial.of"), error.getMessage());
        }
        var seen = new Affine(X, X, X, Partial.of((Array w, Array x) -> x.mul(w), hidden), "seen");
        var gradient = filterGrad((Affine m) -> m.apply(X).sum()).apply(seen);
        assertNotNull(((Partial<?>) (Object) gradient.activation()).arguments().getFirst());
    }

    // ---- jit ----

    @Test
    void aDonatedArgumentIsConsumed() {
        var first = Array.of(1f, 2f).add(0);
        var second = Array.of(3f, 4f).add(0);
        assertClose(Array.of(4f, 6f), filterJit((Array a, Array b) -> a.add(b), Donate.ALL_EXCEPT_FIRST).apply(first, second));
        assertClose(Array.of(1f, 2f), first);
        var error = assertThrows(IllegalStateException.class, second::toFloatArray);
        assertTrue(error.getMessage().contains("donated"), error.getMessage());
        var returned = filterJit((List<Array> both) -> both, Donate.ALL).apply(List.of(first, first));
        assertClose(Array.of(1f, 2f), returned.getFirst());
    }

    @Test
    void aFunctionIsLookedAtBeforeItRuns() {
        Fn2<Affine, Array, List<Object>> f = (m, x) -> List.of(m.apply(x), m.name());
        var lowered = filterLower(f, MODEL, X);
        assertTrue(lowered.asText().contains("mul"), lowered.asText());
        assertTrue(lowered.flops() > 0);
        assertEquals(Shape.of(2), ((Array) lowered.result().getFirst()).shape());
        assertEquals("affine", lowered.result().get(1));
        assertClose(MODEL.apply(X), (Array) lowered.compile().call(MODEL, X).getFirst());
        assertThrows(IllegalArgumentException.class, () -> lowered.compile().call(MODEL, Array.of(1f)));
        assertEquals(lowered.jaxpr().toString(), filterMakeJaxpr(f, MODEL, new ShapeStruct(DType.FLOAT32, Shape.of(2))).toString());
    }

    // ---- vmap ----

    @Test
    void everyAxisOfAResultCanBeTheBatch() {
        var batch = Random.normal(Key.of(0), 4, 2, 3);
        for (int in = -3; in < 3; in++) {
            for (int out = -3; out < 3; out++) {
                var mapped = filterVmap((Array x) -> x.mul(2), MapAxes.in(in).out(out)).apply(batch);
                assertClose(batch.mul(2).moveAxis(in, out), mapped);
            }
        }
        assertClose(batch, filterPmap((Array x, String same) -> x, MapAxes.ifArray(0), null).apply(batch, "same"));
    }

    @Test
    void anEnsembleIsMadeTrainedAndUsedByMapping() {
        var optim = Optim.adam(0.1);
        Fn1<Key, Affine> make = key -> new Affine(Random.normal(key, 2), Array.full(Shape.of(2), DType.FLOAT32, 0), Array.of(0), SQUARE, "member");
        var keys = Key.of(7).splitBatch(3);
        var models = filterVmap(make).apply(keys);
        var states = filterVmap((Affine m) -> optim.init(m)).apply(models);
        var step = filterJit(filterVmap((Affine m, OptState s, Array x) -> {
            var update = optim.update(filterGrad((Affine it) -> it.apply(x).sum()).apply(m), s, m);
            return List.of(applyUpdates(m, update.updates()), update.state());
        }, 0, 0, null));
        for (int i = 0; i < 3; i++) {
            var next = step.apply(models, states, X);
            models = (Affine) next.get(0);
            states = (OptState) next.get(1);
        }
        for (int member = 0; member < 3; member++) {
            var alone = make.apply(new Key(keys.data().get(member)));
            var state = optim.init(alone);
            for (int i = 0; i < 3; i++) {
                var update = optim.update(filterGrad((Affine it) -> it.apply(X).sum()).apply(alone), state, alone);
                alone = applyUpdates(alone, update.updates());
                state = update.state();
            }
            assertClose(alone.weight(), models.weight().get(member));
        }
        assertSame(SQUARE, models.activation());
    }
}
