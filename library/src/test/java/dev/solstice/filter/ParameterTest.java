package dev.solstice.filter;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.Partition.applyUpdates;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Fn1;
import dev.solstice.tree.Tree;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ParameterTest {
    record Dense(Array weight) {}

    record Model(Frozen<Dense> backbone, Positive scale, Simplex mixture, Orthogonal rotation, Constrained rate, Array head) {
        Array loss() {
            return rotation.get().matmul(backbone.get().weight().mul(scale.get())).mul(mixture.get()).mul(head).mul(rate.get()).sum();
        }
    }

    private static Model model() {
        return new Model(Frozen.of(new Dense(Array.of(1f, -2f, 3f))), Positive.of(Array.of(0.5f, 1f, 20f)), Simplex.of(Array.of(1f, 1f, 2f)),
                Orthogonal.of(Random.normal(Key.of(0), 3, 3)), Constrained.of(Array.of(0.1f), Bijection.interval(0, 0.5)), Array.of(1f, 2f, 3f));
    }

    private static void assertClose(Array expected, Array actual) {
        assertTrue(expected.closeTo(actual, 1e-5, 1e-5), () -> "expected " + expected + ", got " + actual);
    }

    @Test
    void aParameterBeginsAtTheValueItIsGiven() {
        var model = model();
        assertClose(Array.of(0.5f, 1f, 20f), model.scale().get());
        assertClose(Array.of(0.25f, 0.25f, 0.5f), model.mixture().get());
        assertClose(Array.of(0.1f), model.rate().get());
        var identity = Array.of(new float[][] {{1, 0}, {0, 1}, {0, 0}});
        assertClose(identity, Orthogonal.of(identity).get());
    }

    @Test
    void trainingKeepsConstraintsAndLeavesTheFrozenAsItIs() {
        var model = model();
        var before = Tree.leaves(model.backbone());
        var optim = Optim.adamw(0.3, 0.1);
        var state = optim.init(model);
        for (int i = 0; i < 30; i++) {
            var gradient = filterGrad(Model::loss).apply(model);
            assertNull(gradient.backbone().get().weight());
            assertNull(gradient.rotation().base().get());
            var step = optim.update(gradient, state, model);
            model = applyUpdates(model, step.updates());
            state = step.state();
        }
        assertEquals(before, Tree.leaves(model.backbone()));
        for (double positive : model.scale().get().toDoubleArray()) assertTrue(positive > 0);
        assertEquals(1, model.mixture().get().sum().item(), 1e-5);
        assertTrue(model.rate().get().item() > 0 && model.rate().get().item() < 0.5);
        var q = model.rotation().get();
        assertClose(Array.of(new float[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}), q.transpose().matmul(q));
        assertTrue(!model.rotation().get().closeTo(model().rotation().get(), 1e-2, 1e-2), "the rotation moved");
    }

    @Test
    void theStateOfAnOptimiserHasNothingForTheFrozen() {
        var state = Optim.adam(1e-3).init(Frozen.of(Array.of(1f, 2f)));
        assertTrue(Tree.leaves(state).stream().noneMatch(leaf -> leaf instanceof Array array && array.rank() == 1));
    }

    @Test
    void noUpdateReachesTheFrozenEvenIfSomebodyComputedOne() {
        var frozen = Frozen.of(Array.of(1f));
        assertArrayEquals(new float[] {1}, applyUpdates(frozen, Frozen.of(Array.of(5f))).get().toFloatArray());
    }

    @Test
    void weightDecayLeavesConstrainedParametersAloneUnlessAsked() {
        var model = model();
        var zero = Tree.map((Object leaf) -> leaf instanceof Array array ? array.mul(0) : leaf, model);
        Fn1<Optim, Model> decayed = optim -> optim.update(zero, optim.init(model), model).updates();
        var byDefault = decayed.apply(Optim.addDecayedWeights(0.1));
        assertClose(Array.of(0f, 0f, 0f), byDefault.scale().free());
        assertClose(Array.of(0.1f, 0.2f, 0.3f), byDefault.head());
        var asked = decayed.apply(Optim.addDecayedWeights(0.1, Filter.trainable()));
        assertClose(model.scale().free().mul(0.1), asked.scale().free());
        assertClose(Array.of(0f, 0f, 0f), asked.backbone().get().weight());
    }

    @Test
    void aValueThatTheConstraintDoesNotAllowIsAnError() {
        for (Runnable wrong : new Runnable[] {() -> Positive.of(Array.of(1f, -1f)), () -> Simplex.of(Array.of(0f, 1f)),
                () -> Constrained.of(Array.of(2f), Bijection.interval(0, 1))}) {
            var error = assertThrows(IllegalArgumentException.class, wrong::run);
            assertTrue(error.getMessage().contains("does not allow the value"), error.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> Orthogonal.of(Array.of(1f, 2f)));
    }

    @Test
    void dependentColumnsBecomeOrthogonalToo() {
        for (float[][] rows : new float[][][] {{{0, 0}, {0, 0}, {0, 0}}, {{1, 1}, {1, 1}, {1, 1}}, {{1, 2}, {0, 0}, {0, 0}}}) {
            var q = Orthogonal.of(Array.of(rows)).get();
            assertClose(Array.of(new float[][] {{1, 0}, {0, 1}}), q.transpose().matmul(q));
        }
        assertThrows(IllegalArgumentException.class, () -> Orthogonal.of(Array.of(new float[][] {{1, Float.NaN}, {0, 1}})));
    }

    /// One of one's own, with a number and an array that is trained with it.
    record ShiftedSinh(double steepness, Array shift) implements Bijection {
        @Override
        public Array forward(Array free) {
            return Lax.sinh(free.mul(steepness)).add(shift);
        }

        @Override
        public Array inverse(Array value) {
            return Lax.asinh(value.sub(shift)).div(steepness);
        }
    }

    @Property(tries = 100)
    void aBijectionGoesThereAndBack(@ForAll @DoubleRange(min = -12, max = 12) double free, @ForAll @DoubleRange(min = 0.1, max = 3) double setting) {
        var x = Array.of(free, -free, free / 100);
        var shift = Array.of(setting, 0, -setting);
        for (var bijection : List.of(Bijection.softplus(), Bijection.interval(-setting, 2 * setting), new ShiftedSinh(setting, shift))) {
            var value = bijection.forward(x);
            assertTrue(bijection.inverse(value).closeTo(x, 1e-7, 1e-7), () -> bijection + " of " + x + " and back: " + bijection.inverse(value));
            var constrained = Constrained.of(value, bijection);
            assertTrue(constrained.get().closeTo(value, 1e-7, 1e-7), () -> bijection + " at " + value + ": " + constrained.get());
        }
    }

    @Test
    void theArraysOfABijectionAreTrainedAndItsNumbersAreNot() {
        var constrained = Constrained.of(Array.of(2f), new ShiftedSinh(0.5, Array.of(1f)));
        var gradient = filterGrad((Constrained c) -> c.get().sum()).apply(constrained);
        assertEquals(2, Tree.leaves(gradient).size());
        assertEquals(new ShiftedSinh(0.5, Array.of(1f)).toString(), gradient.bijection().toString());
    }

    @Test
    void aWideOrthogonalMatrixHasOrthonormalRows() {
        var start = Orthogonal.of(Random.normal(Key.of(0), 2, 4));
        var turned = new Orthogonal(Random.normal(Key.of(1), 4, 4), start.base()).get();
        assertEquals(Shape.of(2, 4), turned.shape());
        assertClose(Array.of(new float[][] {{1, 0}, {0, 1}}), turned.matmul(turned.transpose()));
        assertTrue(!turned.closeTo(start.get(), 1e-2, 1e-2));
    }
}
