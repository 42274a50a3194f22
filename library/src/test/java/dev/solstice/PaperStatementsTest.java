package dev.solstice;

import static dev.solstice.filter.Filter.isArray;
import static dev.solstice.filter.Filter.isInexactArray;
import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.filter.Partition.combine;
import static dev.solstice.filter.Partition.partition;
import static dev.solstice.transform.Grad.grad;
import static dev.solstice.transform.Jit.jit;
import static dev.solstice.transform.Vmap.vmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.nn.Activation;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the paper and its front page state, each as a test. P. Kidger and C. Garcia, *Equinox: neural networks in JAX
/// via callable PyTrees and filtered transformations*, arXiv 2111.00254.
class PaperStatementsTest {
    private static final Array X = Random.normal(Key.of(10), 32, 2);
    private static final Array Y = Random.normal(Key.of(11), 32, 3);

    /// The linear layer that a user writes: two arrays and a method.
    record UserLinear(Array weight, Array bias) {
        static UserLinear of(int in, int out, Key key) {
            var keys = key.split(2);
            return new UserLinear(Random.normal(keys[0], out, in), Random.normal(keys[1], out));
        }

        Array apply(Array x) {
            return weight.matmul(x).add(bias);
        }
    }

    @Test
    void a_userWrittenLinearGoesThroughGradOfJitWithVmapAndItsGradientIsALinear() {
        var model = UserLinear.of(2, 3, Key.of(0));
        var loss = jit((UserLinear m, Array x, Array y) -> {
            var error = vmap((Array row) -> m.apply(row)).apply(x).sub(y);
            return error.mul(error).mean();
        });
        UserLinear gradient = grad(loss).apply(model, X, Y);
        assertEquals(model.weight().shape(), gradient.weight().shape());
        assertEquals(model.bias().shape(), gradient.bias().shape());
        // d loss / d bias is the mean of 2 error / 3 over the rows
        var errors = X.matmul(model.weight().transpose()).add(model.bias()).sub(Y);
        assertArrayEquals(errors.mul(2).sum(0).div(Y.size()).toFloatArray(), gradient.bias().toFloatArray(), 1e-5f);
        assertArrayEquals(errors.transpose().matmul(X).mul(2).div(Y.size()).toFloatArray(), gradient.weight().toFloatArray(), 1e-5f);
    }

    private static MLP mlp() {
        return MLP.of(2, 3, 8, 2, Key.of(1)).withActivation(Activation.TANH);
    }

    private static Array loss(MLP model, Array x, Array y) {
        var error = filterVmap((MLP m, Array row) -> m.apply(row), null, 0).apply(model, x).sub(y);
        return error.mul(error).mean();
    }

    @Test
    void b_aModelThatHoldsAFunctionIsCompiledAndDifferentiatedAndItsGradientIsNullAtTheFunction() {
        MLP gradient = filterJit(filterGrad(PaperStatementsTest::loss)).apply(mlp(), X, Y);
        assertNull(gradient.activation());
        assertNull(gradient.finalActivation());
        assertEquals(mlp().depth(), gradient.depth());
        for (int i = 0; i < 3; i++) {
            assertEquals(mlp().layers().get(i).weight().shape(), gradient.layers().get(i).weight().shape());
        }
        // a step by hand, down the gradient
        var model = mlp();
        var stepped = Tree.map((Object[] leaves) -> leaves[0] instanceof Array p && leaves[1] instanceof Array g ? p.sub(g.mul(0.1)) : leaves[0],
                partition(model, isArray()).kept(), gradient);
        var trained = combine(stepped, partition(model, isArray()).rest());
        assertTrue(loss(trained, X, Y).item() < loss(model, X, Y).item());
    }

    @Test
    void c_partitionOutsideAndCombineInsideTheLossGivesTheSameGradients() {
        var parts = partition(mlp(), isArray());
        var spelledOut = grad((MLP params, Array x, Array y) -> loss(combine(params, parts.rest()), x, y)).apply(parts.kept(), X, Y);
        assertTrue(Tree.equal(spelledOut, filterGrad(PaperStatementsTest::loss).apply(mlp(), X, Y)));
    }

    @Test
    void d_withAFilterThatIsFalseEverywhereButAtTheLastLayerTheOtherLeavesStayBitIdentical() {
        var model = mlp();
        Filter lastLayer = Filter.at(model, m -> m.layers().getLast());
        var parts = partition(model, lastLayer.and(isInexactArray()));
        var optim = Optim.adam(0.01);
        var trained = parts.kept();
        var state = optim.init(trained);
        for (int i = 0; i < 3; i++) {
            var gradient = filterGrad((MLP params, Array x, Array y) -> loss(combine(params, parts.rest()), x, y)).apply(trained, X, Y);
            assertNull(gradient.layers().getFirst().weight());
            var update = optim.update(gradient, state, trained);
            trained = applyUpdates(trained, update.updates());
            state = update.state();
        }
        var after = combine(trained, parts.rest());
        for (int i = 0; i < 2; i++) {
            assertSame(model.layers().get(i).weight(), after.layers().get(i).weight());
            assertSame(model.layers().get(i).bias(), after.layers().get(i).bias());
        }
        assertFalse(model.layers().get(2).weight().sameAs(after.layers().get(2).weight()));
        assertFalse(model.layers().get(2).bias().sameAs(after.layers().get(2).bias()));
    }

    @Test
    void e_aVmappedConstructorMakesOneEnsembleWhoseMembersEqualTheModelsBuiltFromEachKey() {
        var keys = Key.of(5).splitBatch(4);
        MLP ensemble = filterVmap((Key key) -> MLP.of(2, 3, 8, 2, key)).apply(keys);
        assertEquals("f32[4,8,2]", ensemble.layers().getFirst().weight().summary());
        var shared = filterVmap((MLP m, Array x) -> m.apply(x), 0, null).apply(ensemble, X.get(0));
        var each = filterVmap((MLP m, Array x) -> m.apply(x), 0, 0).apply(ensemble, X.get("0:4"));
        for (int i = 0; i < 4; i++) {
            int member = i;
            var alone = MLP.of(2, 3, 8, 2, new Key(keys.data().get(i)));
            assertTrue(Tree.equal(alone, Tree.map((Object leaf) -> leaf instanceof Array a ? a.get(member) : leaf, ensemble)), "member " + i);
            assertArrayEquals(alone.apply(X.get(0)).toFloatArray(), shared.get(i).toFloatArray(), 1e-6f);
            assertArrayEquals(alone.apply(X.get(i)).toFloatArray(), each.get(i).toFloatArray(), 1e-6f);
        }
    }

    @Test
    void f_surgeryReplacesALayerWithoutTouchingTheOriginal() {
        var model = mlp();
        var before = Tree.map((Object leaf) -> leaf, model);
        var replacement = Linear.of(8, 5, Key.of(7));
        var changed = Tree.at(model, m -> m.layers().getLast(), replacement);
        assertEquals("f32[5]", changed.apply(X.get(0)).summary());
        assertSame(model.layers().getFirst().weight(), changed.layers().getFirst().weight());
        assertNotSame(model, changed);
        assertTrue(Tree.equal(before, model));
        assertEquals("f32[3]", model.apply(X.get(0)).summary());
    }

    record Step(MLP model, OptState state, Array loss) {}

    @Test
    void g_aWholeTrainStepWithItsOptimiserIsTracedOnce() {
        var traces = new int[1];
        var optim = Optim.adam(0.01);
        var step = filterJit((MLP model, OptState state, Array x, Array y) -> {
            traces[0]++;
            var both = filterValueAndGrad(PaperStatementsTest::loss).apply(model, x, y);
            var update = optim.update(both.grad(), state, model);
            return new Step(applyUpdates(model, update.updates()), update.state(), both.value());
        });
        var now = new Step(mlp(), optim.init(mlp()), null);
        double first = loss(mlp(), X, Y).item();
        for (var _ : List.of(1, 2, 3, 4, 5, 6)) now = step.apply(now.model(), now.state(), X, Y);
        assertEquals(1, traces[0]);
        assertTrue(now.loss().item() < first);
    }
}
