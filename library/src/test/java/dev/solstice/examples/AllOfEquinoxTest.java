package dev.solstice.examples;

import static dev.solstice.filter.Filter.isArray;
import static dev.solstice.filter.Filter.isInexactArray;
import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.combine;
import static dev.solstice.filter.Partition.partition;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Layer;
import dev.solstice.nn.Linear;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Grad;
import dev.solstice.transform.Jit;
import dev.solstice.tree.Equality;
import dev.solstice.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/// "All of Equinox" (`docs/all-of-equinox.md`): a model is a tree, and filtering says which part of it is differentiated.
class AllOfEquinoxTest {
    record Affine(Array weight, Array bias) implements Layer {
        static Affine of(int in, int out, Key key) {
            var keys = key.split(2);
            return new Affine(Random.normal(keys[0], out, in), Random.normal(keys[1], out));
        }

        @Override
        public Array apply(Array x) {
            return weight.matmul(x).add(bias);
        }
    }

    /// A function among its components: a leaf that is no array.
    record Network(List<Linear> layers, Array extraBias, Activation activation) implements Layer {
        static Network of(Key key) {
            var keys = key.split(3);
            return new Network(List.of(Linear.of(2, 8, keys[0]), Linear.of(8, 8, keys[1]), Linear.of(8, 2, keys[2])), Array.of(1f, 1f), Activation.RELU);
        }

        @Override
        public Array apply(Array x) {
            for (var layer : layers.subList(0, 2)) x = activation.apply(layer.apply(x));
            return layers.getLast().apply(x).add(extraBias);
        }
    }

    private static <L extends Layer> Array loss(L model, Array x, Array y) {
        var error = model.applyBatch(x).sub(y);
        return error.mul(error).mean();
    }

    private final Array x = Random.normal(Key.of(0), 32, 2);
    private final Array y = Random.normal(Key.of(1), 32, 2);

    @Test
    void aModelOfArraysGoesThroughPlainTransformations() {
        var model = Affine.of(2, 2, Key.of(2));
        var gradient = Jit.jit(Grad.grad((Affine m) -> loss(m, x, y))).apply(model);
        assertEquals(Tree.structure(model), Tree.structure(gradient));
    }

    @Test
    void aModelWithAFunctionGoesThroughFilteredOnesAndLearnsByHand() {
        var model = Network.of(Key.of(3));
        var gradientOf = filterJit(filterGrad((Network m, Array in, Array out) -> loss(m, in, out)));
        double before = loss(model, x, y).item();
        for (int i = 0; i < 20; i++) {
            var gradient = gradientOf.apply(model, x, y);
            assertNull(gradient.activation());
            model = Tree.map((leaf, slope) -> slope == null ? leaf : ((Array) leaf).sub(((Array) slope).mul(0.1)), model, gradient);
        }
        double after = loss(model, x, y).item();
        assertTrue(after < before, before + " to " + after);
    }

    @Test
    void partitionAndCombineAreTheSameSpeltOut() {
        var model = Network.of(Key.of(3));
        var parts = partition(model, isArray());
        var spelt = Jit.jit(Grad.grad((Network arrays) -> loss(combine(arrays, parts.rest()), x, y))).apply(parts.kept());
        assertTrue(Tree.equal(partition(spelt, isInexactArray()).kept(), filterGrad((Network m) -> loss(m, x, y)).apply(model), Equality.EXACT.within(1e-5, 1e-5)));
    }

    @Test
    void aConstructorMappedOverKeysIsAnEnsemble() {
        var ensemble = filterVmap((Key k) -> Network.of(k)).apply(Key.of(4).splitBatch(5));
        var outputs = filterVmap((Network m, Array row) -> m.apply(row), 0, null).apply(ensemble, x.get(0));
        assertEquals("f32[5,2]", outputs.summary());
    }
}
