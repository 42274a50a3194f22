package dev.solstice.nn;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.nn.InferenceMode.inferenceMode;
import static dev.solstice.nn.Models.mapModules;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.filter.Bijection;
import dev.solstice.filter.Constrained;
import dev.solstice.filter.Frozen;
import dev.solstice.filter.Orthogonal;
import dev.solstice.filter.Parameter;
import dev.solstice.filter.Positive;
import dev.solstice.filter.Simplex;
import dev.solstice.io.Checkpoint;
import dev.solstice.io.Equinox;
import dev.solstice.io.StateDict;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Creation;
import dev.solstice.optim.OptState;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.random.Random;
import dev.solstice.transform.Fn1;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParametrizedTest {
    record Symmetric(Array matrix) implements Parameter<Array> {
        @Override
        public Array get() {
            return matrix.add(matrix.transpose()).div(2);
        }
    }

    record Net(List<Linear> layers, Array mixture) {
        static Net of(Key key) {
            var keys = key.split(6);
            var layers = IntStream.range(0, 6).mapToObj(i -> Linear.of(i == 0 ? 2 : 3, 3, keys[i])).toList();
            return new Net(layers, Array.of(1f, 1f, 2f).div(4));
        }

        Array apply(Array x) {
            for (var layer : layers) x = Lax.tanh(layer.apply(x));
            return x.mul(mixture).sum();
        }
    }

    /// Each kind of parameter at a weight of a layer that knows nothing of it.
    private static Parametrized<Net> net() {
        var net = Net.of(Key.of(0));
        net = Tree.update(net, n -> n.layers().get(0).weight(), Lax::abs);
        net = Tree.update(net, n -> n.layers().get(2).bias(), bias -> Array.full(bias.shape(), bias.dtype(), 0.25));
        return Parametrized.of(net, n -> n.layers().get(0).weight(), Positive::of)
                .and(n -> n.layers().get(1).weight(), Orthogonal::of)
                .and(n -> n.layers().get(2).bias(), bias -> Constrained.of(bias, Bijection.interval(0, 0.5)))
                .and(n -> n.layers().get(3).weight(), Symmetric::new)
                .and(n -> n.layers().get(4), Frozen::of)
                .and(n -> n.mixture(), Simplex::of);
    }

    private static final Array X = Random.normal(Key.of(7), 32, 2);
    private static final Array Y = Lax.tanh(X.sum(1)).mul(0.5);

    private static Array loss(Parametrized<Net> parametrized) {
        var predicted = filterVmap((Net net, Array x) -> net.apply(x), null, 0).apply(parametrized.get(), X);
        return Lax.square(predicted.sub(Y)).mean();
    }

    private static void assertClose(Array expected, Array actual) {
        assertTrue(expected.closeTo(actual, 1e-5, 1e-5), () -> "expected " + expected + ", got " + actual);
    }

    private static Array identity(int n) {
        return Creation.eye(n);
    }

    record Step(Parametrized<Net> model, OptState state, Array loss) {}

    private static Step trained(Optim optim, int steps) {
        var step = filterJit((Parametrized<Net> model, OptState state) -> {
            var both = filterValueAndGrad(ParametrizedTest::loss).apply(model);
            var update = optim.update(both.grad(), state, model);
            return new Step(applyUpdates(model, update.updates()), update.state(), both.value());
        });
        var now = new Step(net(), optim.init(net()), null);
        for (int i = 0; i < steps; i++) now = step.apply(now.model(), now.state());
        return now;
    }

    @Test
    void everyConstraintHoldsAfterAHundredStepsOfTraining() {
        var first = net();
        var last = trained(Optim.adamw(0.02, 0.1), 100);
        assertTrue(last.loss().item() < 0.5 * loss(first).item(), loss(first) + " -> " + last.loss());
        Net before = first.get();
        Net after = last.model().get();
        for (double weight : after.layers().get(0).weight().toDoubleArray()) assertTrue(weight > 0);
        var q = after.layers().get(1).weight();
        assertClose(identity(3), q.matmul(q.transpose()));
        assertTrue(!q.closeTo(before.layers().get(1).weight(), 1e-2, 1e-2), "the rotation moved");
        for (double bias : after.layers().get(2).bias().toDoubleArray()) assertTrue(bias > 0 && bias < 0.5);
        var symmetric = after.layers().get(3).weight();
        assertArrayEquals(symmetric.toFloatArray(), symmetric.transpose().toFloatArray());
        assertTrue(Tree.equal(before.layers().get(4), after.layers().get(4)), "the frozen layer is what it was, bit for bit");
        assertTrue(!Tree.equal(before.layers().get(5), after.layers().get(5)));
        assertEquals(1, after.mixture().sum().item(), 1e-6);
    }

    /// The numbers are JAX's: softplus, `expm` of a skew-symmetric matrix, sigmoid and softmax composed with the layers by hand.
    @Test
    void gradientsAreThoseOfTheComposedFunction() {
        var first = new Linear(ramp(3, 2), null, 2, 3, false);
        var second = new Linear(ramp(3, 3), ramp(3), 3, 3, true);
        var model = Parametrized.of(new Net(List.of(first, second), ramp(3).mul(2)), n -> n.layers().get(0).weight(), Positive::new)
                .and(n -> n.layers().get(1).weight(), free -> new Orthogonal(free, Frozen.of(identity(3))))
                .and(n -> n.layers().get(1).bias(), free -> new Constrained(free, Bijection.interval(0, 1)))
                .and(n -> n.mixture(), Simplex::new);
        Fn1<Parametrized<Net>, Array> f = p -> p.get().apply(Array.of(1f, -2f));
        assertEquals(0.4799891, f.apply(model).item(), 1e-6);
        for (var gradient : List.of(filterGrad(f).apply(model), filterJit(filterGrad(f)).apply(model))) {
            assertGradient(gradient, ".layers().get(0).weight()", -0.01401656, 0.03712596, 0.229379, -0.3226798, 0.1246054, -0.1673624);
            assertGradient(gradient, ".layers().get(1).weight()", 0, 0.2252375, 0.234316, 0, 0, 0.05574256, 0, 0, 0);
            assertGradient(gradient, ".layers().get(1).bias()", 0.01894966, 0.05551076, 0.08962278);
            assertGradient(gradient, ".mixture()", -0.07229695, -0.04295677, 0.1152537);
        }
    }

    private static Array ramp(int... shape) {
        int n = Shape.of(shape).size();
        var values = new float[n];
        for (int i = 0; i < n; i++) values[i] = (i * 7 % 5 - 2) / 4f;
        return Array.of(Shape.of(shape), values);
    }

    private static void assertGradient(Parametrized<Net> gradient, String place, double... expected) {
        var free = (Array) Tree.leaves(gradient.parameters().get(place)).getFirst();
        assertArrayEquals(expected, free.toDoubleArray(), 2e-6, place);
    }

    @Test
    void theModelBeginsAsItWasAndWhatIsFrozenHasNoGradient() {
        var net = Net.of(Key.of(0));
        var frozen = Parametrized.of(net, n -> n.layers().get(4), Frozen::of);
        assertTrue(Tree.equal(net, frozen.get()));
        var gradient = filterGrad(ParametrizedTest::loss).apply(net());
        assertTrue(Tree.leaves(gradient.parameters().get(".layers().get(4)")).isEmpty());
        assertNull(gradient.tree().layers().get(0).weight());
        assertEquals(Shape.of(3), gradient.tree().layers().get(0).bias().shape());
    }

    @Test
    void weightDecayLeavesTheParametersAlone() {
        var model = net();
        var zero = Tree.map((Object leaf) -> leaf instanceof Array array ? array.mul(0) : leaf, model);
        var decay = Optim.addDecayedWeights(0.1);
        var updates = decay.update(zero, decay.init(model), model).updates();
        assertClose(model.tree().layers().get(5).weight().mul(0.1), updates.tree().layers().get(5).weight());
        for (var parameter : updates.parameters().values()) {
            for (var leaf : Tree.leaves(parameter)) assertEquals(0, Lax.abs((Array) leaf).sum().item());
        }
    }

    @Test
    void anEnsembleIsMadeAndCalledByVmap() {
        var keys = Key.of(3).splitBatch(4);
        Fn1<Key, Parametrized<Linear>> make = key -> Parametrized.of(Linear.of(3, 3, key), Linear::weight, Orthogonal::of);
        var ensemble = filterVmap(make).apply(keys);
        assertEquals(Shape.of(4, 3), ensemble.tree().bias().shape());
        var x = Array.of(1f, 2f, 3f);
        var all = filterJit(filterVmap((Parametrized<Linear> p, Array v) -> p.get().apply(v), 0, null)).apply(ensemble, x);
        for (int i = 0; i < 4; i++) assertClose(make.apply(Key.of(3).split(4)[i]).get().apply(x), all.get(i));
    }

    @Test
    void allLayersOfAKindAtOnceInListsOfLayersToo() {
        var sequential = Sequential.of(Linear.of(2, 4, Key.of(0)), Activation.RELU, Sequential.of(Linear.of(4, 1, false, Key.of(1))));
        var orthogonal = Parametrized.all(sequential, Linear.class, Linear::weight, Orthogonal::of).andAll(Linear.class, Linear::bias, Frozen::of);
        assertEquals(List.of(".layers().get(0).weight()", ".layers().get(2).layers().get(0).weight()", ".layers().get(0).bias()"),
                List.copyOf(orthogonal.parameters().keySet()));
        var weights = Models.paths(Linear.class, orthogonal.get()).stream().map(path -> ((Linear) path.get(orthogonal.get())).weight()).toList();
        assertClose(identity(2), weights.get(0).transpose().matmul(weights.get(0)));
        assertClose(identity(1), weights.get(1).matmul(weights.get(1).transpose()));
        assertEquals(Shape.of(1), orthogonal.get().apply(Array.of(1f, 2f)).shape());
    }

    @Test
    void filesHoldWhatIsFree(@TempDir Path folder) {
        var model = trained(Optim.adam(0.01), 2).model();
        Checkpoint.save(folder.resolve("model.safetensors"), model);
        assertTrue(Tree.equal(model, Checkpoint.load(folder.resolve("model.safetensors"), net())));
        assertTrue(Tree.equal(model, StateDict.of(model).into(net())));
        Equinox.treeSerialiseLeaves(folder.resolve("model.eqx"), model);
        assertTrue(Tree.equal(model, Equinox.treeDeserialiseLeaves(folder.resolve("model.eqx"), net())));
    }

    /// Paramax puts its wrappers where the arrays were: there, the free weight comes before the bias.
    @Test
    void inAnEquinoxFileAParameterIsWhereItsValueIsUsed() {
        var linear = Linear.of(2, 3, Key.of(0));
        var free = new ByteArrayOutputStream();
        Equinox.treeSerialiseLeaves(free, List.of(linear.weight().add(1), linear.bias()));
        var like = List.of(Parametrized.of(linear, Linear::weight, Positive::new));
        var loaded = Equinox.treeDeserialiseLeaves(new ByteArrayInputStream(free.toByteArray()), like).getFirst();
        assertClose(Bijection.softplus().forward(linear.weight().add(1)), loaded.get().weight());
        assertClose(linear.bias(), loaded.get().bias());
    }

    @Test
    void surgeryAndModesReachTheModelInside() {
        var model = Parametrized.of(Sequential.of(Linear.of(2, 2, Key.of(0)), Dropout.of(0.5)), s -> ((Linear) s.layers().getFirst()).bias(), Frozen::of);
        assertTrue(((Dropout) inferenceMode(model).get().layers().getLast()).inference());
        var zeroed = mapModules(Linear.class, linear -> Tree.update(linear, Linear::weight, w -> w.mul(0)), model);
        assertClose(((Linear) model.get().layers().getFirst()).bias(), zeroed.get().apply(Array.of(1f, 2f), Key.of(0)).mul(0)
                .add(((Linear) zeroed.get().layers().getFirst()).bias()));
        var path = KeyPath.parse(".parameters().get(\".layers().get(0).bias()\").value()");
        var moved = Tree.at(model, path, Array.of(5f, 6f));
        assertArrayEquals(new float[] {5, 6}, ((Linear) moved.get().layers().getFirst()).bias().toFloatArray());
        assertEquals(path, Tree.leavesWithPath(model).stream().filter(leaf -> leaf.path().toString().contains("bias")).findFirst().orElseThrow().path());
    }

    @Test
    void whatCannotBeAParameterIsAnErrorThatSaysWhere() {
        var linear = Linear.of(2, 3, false, Key.of(0));
        Fn1<Runnable, String> message = wrong -> assertThrows(IllegalArgumentException.class, wrong::run).getMessage().replaceFirst("\nAt ParametrizedTest.java.*", "");
        var positive = Parametrized.of(linear, Linear::weight, Positive::new);
        assertEquals("at .weight() is the parameter Positive(free=f32[3,2]) already: make one parameter of both",
                message.apply(() -> positive.and(Linear::weight, Positive::of)));
        var first = Parametrized.of(Net.of(Key.of(0)), n -> n.layers().get(0), Frozen::of);
        assertTrue(message.apply(() -> first.and(n -> n.layers().get(0).bias(), Positive::of)).contains(
                "already, so there can be none at .layers().get(0).bias(): make one parameter of both"));
        assertEquals("at .bias() is nothing", message.apply(() -> Parametrized.of(linear, Linear::bias, Positive::of)));
        assertEquals("a parameter must have the structure, shapes and dtypes of what was there: at .weight() is f32[3,2], the parameter gives f32[2,3]",
                message.apply(() -> Parametrized.of(linear, Linear::weight, w -> Frozen.of(w.transpose()))));
        assertEquals("the model has no Conv2d with a value at this place", message.apply(() -> Parametrized.all(linear, Conv2d.class, Conv2d::weight, Frozen::of)));
        assertTrue(message.apply(() -> Parametrized.of(linear, Linear::weight, Positive::of)).contains("does not allow the value"));
    }
}
