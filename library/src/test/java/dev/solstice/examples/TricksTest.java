package dev.solstice.examples;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.lax.ControlFlow.scan;
import static dev.solstice.nn.Models.mapModules;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.filter.Parameter;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Init;
import dev.solstice.nn.Layer;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.nn.Models;
import dev.solstice.nn.Parametrized;
import dev.solstice.nn.Start;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.tree.Tree;
import org.junit.jupiter.api.Test;

/// "Tricks" (`docs/tricks.md`): what is easy when a model is a tree.
class TricksTest {
    private static final Key KEY = Key.of(0);
    private static final Array X = Array.of(1f, -2f);

    @Test
    void anEnsembleIsAConstructorMappedOverKeys() {
        var ensemble = filterVmap((Key k) -> MLP.of(2, 3, 8, 2, k)).apply(KEY.splitBatch(8));
        var shared = filterVmap((MLP m, Array x) -> m.apply(x), 0, null).apply(ensemble, X);
        var own = filterVmap((MLP m, Array x) -> m.apply(x), 0, 0).apply(ensemble, X.broadcastTo(Shape.of(8, 2)));
        assertEquals("f32[8,3]", shared.summary());
        assertArrayEquals(shared.toFloatArray(), own.toFloatArray(), 1e-6f);
    }

    @Test
    void theLastLayerOfAModelIsReplaced() {
        var model = MLP.of(2, 3, 8, 2, KEY);
        var changed = Tree.at(model, m -> m.layers().getLast(), Linear.of(8, 5, KEY));
        assertEquals("f32[5]", changed.apply(X).summary());
        assertEquals("f32[3]", model.apply(X).summary());
        assertSame(model.layers().getFirst(), changed.layers().getFirst());
    }

    @Test
    void weightsStartAsOneLikes() {
        var asAnOption = MLP.of(2, 3, 8, 2, Start.of(KEY).withWeights(Init.truncatedNormal(0.1)).withBiases(Init.zeros()));
        var afterwards = mapModules(Linear.class, linear -> Tree.at(linear, l -> l.bias(), linear.bias().mul(0)), MLP.of(2, 3, 8, 2, KEY));
        for (var linear : asAnOption.layers()) {
            assertEquals(0, Lax.abs(linear.bias()).max().item());
            assertTrue(Lax.abs(linear.weight()).max().item() <= 0.2);
        }
        for (var linear : afterwards.layers()) assertEquals(0, Lax.abs(linear.bias()).max().item());
    }

    /// What `W` was is left alone; what is learnt is `b a`, of rank 2.
    record LowRank(Linear frozen, Array a, Array b) implements Layer {
        static LowRank of(Linear linear, int rank, Key key) {
            var shape = linear.weight().shape();
            return new LowRank(linear, Random.normal(key, rank, shape.dim(1)).mul(0.01), Array.full(Shape.of(shape.dim(0), rank), DType.FLOAT32, 0));
        }

        @Override
        public Array apply(Array x) {
            return Lax.stopGradient(frozen.weight()).matmul(x).add(b.matmul(a.matmul(x))).add(Lax.stopGradient(frozen.bias()));
        }
    }

    record Adapted(LowRank first, LowRank second) implements Layer {
        @Override
        public Array apply(Array x) {
            return second.apply(Lax.tanh(first.apply(x)));
        }
    }

    @Test
    void lowRankAdaptationLearnsAFewNumbersBesideAFrozenModel() {
        var model = new Adapted(LowRank.of(Linear.of(2, 16, KEY), 2, KEY), LowRank.of(Linear.of(16, 2, KEY), 2, KEY));
        var plain = model.second().frozen().apply(Lax.tanh(model.first().frozen().apply(X)));
        assertArrayEquals(plain.toFloatArray(), model.apply(X).toFloatArray(), 1e-6f);
        var gradient = filterGrad((Adapted m) -> Lax.square(m.apply(X)).sum()).apply(model);
        assertEquals(0, Lax.abs(gradient.first().frozen().weight()).max().item());
        assertTrue(Lax.abs(gradient.second().b()).max().item() > 0);
        assertTrue(Models.countParameters(model.first().a()) + Models.countParameters(model.first().b()) < Models.countParameters(model.first().frozen()));
    }

    record Symmetric(Array matrix) implements Parameter<Array> {
        @Override
        public Array get() {
            return matrix.add(matrix.transpose()).mul(0.5);
        }
    }

    @Test
    void everyLinearLayerGetsASymmetricWeight() {
        var model = MLP.of(4, 4, 4, 2, KEY);
        var symmetric = Parametrized.all(model, Linear.class, Linear::weight, Symmetric::new);
        var gradient = filterGrad((Parametrized<MLP> m) -> Lax.square(m.get().apply(X.broadcastTo(Shape.of(2, 2)).reshape(4))).sum()).apply(symmetric);
        var trained = applyUpdates(symmetric, gradient).get();
        for (int i = 0; i < 3; i++) {
            var weight = trained.layers().get(i).weight();
            assertArrayEquals(weight.toFloatArray(), weight.transpose().toFloatArray());
            assertFalse(weight.closeTo(model.layers().get(i).weight(), 1e-3, 1e-3));
        }
    }

    /// Ten models one after the other, stored as one whose arrays have an axis more.
    record TenMlps(MLP mlps) implements Layer {
        static TenMlps of(int size, Key key) {
            return new TenMlps(filterVmap((Key k) -> MLP.of(size, size, size, 1, k)).apply(key.splitBatch(10)));
        }

        @Override
        public Array apply(Array x) {
            return scan((Array carry, MLP mlp) -> new Carried<>(mlp.apply(carry), null), x, mlps).carry();
        }
    }

    @Test
    void manyEqualLayersAreScanned() {
        var x = Random.normal(KEY, 3);
        var expected = x;
        for (var key : KEY.split(10)) expected = MLP.of(3, 3, 3, 1, key).apply(expected);
        assertArrayEquals(expected.toFloatArray(), TenMlps.of(3, KEY).apply(x).toFloatArray(), 1e-6f);
        var deep = MLP.of(2, 1, 4, 12, KEY);
        assertArrayEquals(deep.apply(X).toFloatArray(), deep.withScan().apply(X).toFloatArray(), 1e-6f);
    }
}
