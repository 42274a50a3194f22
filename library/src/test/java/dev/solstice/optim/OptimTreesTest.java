package dev.solstice.optim;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.filter.Partition.applyUpdates;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.filter.Bijection;
import dev.solstice.filter.Constrained;
import dev.solstice.filter.Filter;
import dev.solstice.filter.Frozen;
import dev.solstice.filter.Orthogonal;
import dev.solstice.filter.Partition;
import dev.solstice.filter.Positive;
import dev.solstice.io.Checkpoint;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.ControlFlow.Carried;
import dev.solstice.lax.Lax;
import dev.solstice.lax.ScanOptions;
import dev.solstice.nn.BatchNorm;
import dev.solstice.nn.Embedding;
import dev.solstice.nn.Linear;
import dev.solstice.nn.MLP;
import dev.solstice.nn.Parametrized;
import dev.solstice.nn.Shared;
import dev.solstice.nn.State;
import dev.solstice.random.Key;
import dev.solstice.transform.ArrayTree;
import dev.solstice.tree.Equality;
import dev.solstice.tree.Static;
import dev.solstice.tree.Tree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every optimiser takes every tree: whatever a model may hold, eagerly, compiled, in a loop and in an ensemble.
class OptimTreesTest {
    private static final Filter MATRIX = Filter.of(leaf -> leaf instanceof Array a && a.rank() > 1);
    private static final Equality CLOSE = Equality.EXACT.within(2e-2, 2e-2);

    record Ends(Embedding embedding, Linear head) {}

    /// A model of everything that there is.
    record Model(Parametrized<MLP> net, Frozen<Linear> backbone, Positive scale, Constrained rate, Shared<Ends> ends, BatchNorm norm,
            Array bfloat, Array half, Array complex, Array steps, Array flags, Array missing, Array empty, Array scalar, Optional<Array> maybe,
            Optional<Array> nothing, Map<String, List<Array>> nested, UnaryOperator<Array> activation, String name, @Static double p, int size) {
        static Model of(Key key) {
            var k = key.split(6);
            var net = Parametrized.of(MLP.of(2, 2, 3, 1, k[0]), m -> m.layers().get(0).weight(), Orthogonal::of)
                    .and(m -> m.layers().get(1).bias(), Frozen::of);
            var ends = Shared.of(new Ends(Embedding.of(3, 2, k[1]), Linear.of(2, 3, k[2])), e -> e.head().weight(), e -> e.embedding().weight());
            return new Model(net, Frozen.of(Linear.of(2, 2, k[3])), Positive.of(Array.of(0.5f, 2f)),
                    Constrained.of(Array.of(0.25f), Bijection.interval(0, 1)), ends, State.makeWithState(() -> BatchNorm.of(2, "batch")).model(),
                    Array.of(1.5f, -2f).astype(DType.BFLOAT16), Array.of(new float[][] {{2, -1}}).astype(DType.FLOAT16),
                    Lax.complex(Array.of(1f, -2f), Array.of(3f, 0.5f)), Array.of(7, 8), Array.of(true, false), null,
                    Array.full(Shape.of(0, 3), DType.FLOAT32, 0), Array.scalar(3f), Optional.of(Array.of(4f)), Optional.empty(),
                    Map.of("a", List.of(Array.of(1f, 2f), Array.of(5))), x -> x, "model", 0.5, 3);
        }
    }

    /// How far all that is trained is from 1, and from no imaginary part.
    private static Array loss(Object model) {
        var sum = Array.scalar(0f);
        for (var leaf : Tree.leaves(Partition.filter(model, Filter.trainable()))) {
            var x = (Array) leaf;
            var size = x.dtype().isComplex() ? Lax.square(Lax.real(x).sub(1)).add(Lax.square(Lax.imag(x))) : Lax.square(x.sub(1));
            sum = sum.add(size.sum().astype(DType.FLOAT32));
        }
        return sum;
    }

    private static Map<String, Optim> optimisers() {
        var all = new TreeMap<String, Optim>();
        OptaxDTypesTest.ofAnyDType().forEach((name, optim) -> all.put(name, optim));
        all.put("polyakSgd", Optim.polyakSgd(1));
        all.put("lbfgs", Optim.lbfgs(3));
        all.put("radam", Optim.radam(0.1));
        all.put("rprop", Optim.multiTransform(Filter.of(leaf -> leaf instanceof Array a && a.dtype().isComplex()), Optim.sgd(0.1), Optim.rprop(0.1)));
        all.put("centralize", Optim.chain(Optim.centralize(), Optim.sgd(0.1)));
        all.put("adaptiveGradClip", Optim.chain(Optim.adaptiveGradClip(0.1, 1e-3), Optim.sgd(0.1)));
        all.put("noisySgd", Optim.noisySgd(0.01, 0.001, 0.55, Key.of(1)));
        all.put("distanceOverGradients", Optim.chain(ScaleByDistanceOverGradients.of(), Optim.scale(-1)));
        all.put("optimistic", Optim.optimisticGradientDescent(0.05));
        all.put("lookahead", Optim.lookahead(Optim.adam(0.1), 3, 0.5));
        all.put("multiTransform", Optim.multiTransform(MATRIX, Optim.adam(0.1), Optim.sgd(0.1, 0.9)));
        all.put("partition", Optim.partition(Map.of("m", Optim.adam(0.1), "v", Optim.lion(0.01), "stay", Optim.setToZero()),
                (path, leaf) -> path.toString().contains("rate") ? "stay" : MATRIX.test(path, leaf) ? "m" : "v"));
        all.put("masked", Optim.selectiveTransform(Optim.adam(0.1), MATRIX));
        all.put("multiSteps of lookahead", Optim.multiSteps(Optim.lookahead(Optim.adamw(0.1), 2, 0.5), 3).skipping(Skip.notFinite()));
        all.put("multiSteps of 1", Optim.multiSteps(Optim.adam(0.1), 1));
        all.put("finite multiSteps", Optim.applyIfFinite(Optim.multiSteps(Optim.sgd(0.1), 3).summing(), 2));
        all.put("flatten", Optim.flatten(Optim.adam(0.1)));
        all.put("named", Optim.namedChain(new NamedChain.Part("norm", Optim.monitor(Map.of("norm", Measure.of(Updates::globalNorm).withEma(0.9)))),
                new NamedChain.Part("adam", Optim.adam(Schedule.warmupCosineDecay(0, 0.1, 2, 8, 0.01)))));
        all.put("inject", Optim.injectHyperparams(Map.of("rate", Schedule.constant(0.1)), h -> Optim.adam(Schedule.of(h.get("rate")))));
        all.put("zeroNans", Optim.chain(Optim.zeroNans(), Optim.applyEvery(2), Optim.sgd(0.1)));
        all.put("adafactor", Optim.adafactor(Schedule.constant(0.1), Adafactor.of().withMomentum(0.9).withWeightDecay(0.01, Filter.decaying())));
        all.put("mu in float32", Optim.adam(Schedule.constant(0.1), ScaleByAdam.of().withMuDtype(DType.FLOAT32)));
        all.put("conditionally", Optim.conditionallyMask(Optim.adam(0.1), step -> Lax.rem(step, Array.scalar(2)).eq(0)));
        all.replaceAll((_, optim) -> Optim.chain(Optim.conjugate(), optim));
        return all;
    }

    private record Trained<M>(M model, OptState state) {}

    private static <M> Trained<M> step(Optim optim, Trained<M> at) {
        var gradient = filterValueAndGrad((M m) -> loss(m)).apply(at.model());
        var update = optim.update(gradient.grad(), at.state(), at.model(), new Objective<>(gradient.value(), OptimTreesTest::loss));
        return new Trained<>(applyUpdates(at.model(), update.updates()), update.state());
    }

    private static Stream<DynamicTest> forAll(Consumer<Optim> law) {
        return optimisers().entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> law.accept(each.getValue())));
    }

    @TestFactory
    Stream<DynamicTest> aModelOfEverythingIsTrained() {
        return forAll(optim -> {
            var start = Model.of(Key.of(0));
            var at = new Trained<>(start, optim.init(start));
            var types = ArrayTree.of(at).types();
            for (int i = 0; i < 4; i++) {
                at = step(optim, at);
                assertEquals(Optional.empty(), types.difference(ArrayTree.of(at).types()), "structure and types stay");
            }
            assertTrue(loss(at.model()).item() < loss(start).item(), "the loss gets smaller: " + loss(at.model()));
            var end = at.model();
            assertTrue(Tree.equal(start.backbone(), end.backbone()));
            assertTrue(Tree.equal(start.net().parameters().get(".layers().get(1).bias()"), end.net().parameters().get(".layers().get(1).bias()")));
            assertTrue(end.steps().sameAs(start.steps()) && end.flags().sameAs(start.flags()));
            assertTrue(end.nested().get("a").get(1).sameAs(Array.of(5)));
            assertNull(end.missing());
            assertEquals("model", end.name());
            assertEquals(start.activation(), end.activation());
        });
    }

    @TestFactory
    Stream<DynamicTest> aCompiledStepAndACompiledLoopAreTheSameSteps() {
        return forAll(optim -> {
            var start = Model.of(Key.of(0));
            var begin = new Trained<>(start, optim.init(start));
            var eager = begin;
            for (int i = 0; i < 3; i++) eager = step(optim, eager);
            var traces = new int[1];
            var compiled = filterJit((Trained<Model> t) -> {
                traces[0]++;
                return step(optim, t);
            });
            var one = begin;
            for (int i = 0; i < 3; i++) one = compiled.apply(one);
            assertEquals(1, traces[0]);
            assertClose(eager, one);
            var loop = filterJit((Trained<Model> t) -> ControlFlow.scan((Trained<Model> now, Object _) -> new Carried<>(step(optim, now), null), t, null,
                    ScanOptions.DEFAULT.withLength(3)).carry());
            assertClose(eager, loop.apply(begin));
        });
    }

    private static void assertClose(Trained<Model> expected, Trained<Model> actual) {
        var wanted = Tree.leavesWithPath(expected.model());
        var got = Tree.leaves(actual.model());
        assertEquals(wanted.size(), got.size());
        for (int i = 0; i < got.size(); i++) {
            assertTrue(Tree.equal(wanted.get(i).value(), got.get(i), CLOSE), wanted.get(i).path() + ": " + wanted.get(i).value() + ", but " + got.get(i));
        }
    }

    record Small(Array weight, Frozen<Array> frozen, Array half, Array steps, UnaryOperator<Array> f) {}

    @TestFactory
    Stream<DynamicTest> eachMemberOfAnEnsembleIsTrainedAsIfItWereAlone() {
        UnaryOperator<Array> f = x -> x;
        var members = new ArrayList<Small>();
        for (int i = 0; i < 3; i++) {
            members.add(new Small(Array.of(new float[][] {{i, 2}, {-1, 0.5f}}), Frozen.of(Array.of(1f * i)), Array.of(1f, i).astype(DType.BFLOAT16), Array.of(i), f));
        }
        Small ensemble = Tree.map((Object[] each) -> each[0] instanceof Array ? stacked(each) : each[0], members.get(0), members.get(1), members.get(2));
        return forAll(optim -> {
            var states = filterVmap((Small m) -> optim.init(m)).apply(ensemble);
            var step = filterJit(filterVmap((Trained<Small> t) -> step(optim, t)));
            var together = step.apply(step.apply(new Trained<>(ensemble, states)));
            for (int i = 0; i < 3; i++) {
                var alone = new Trained<>(members.get(i), optim.init(members.get(i)));
                for (int n = 0; n < 2; n++) alone = step(optim, alone);
                int member = i;
                Small got = Tree.map((Object leaf) -> leaf instanceof Array a ? a.get(member) : leaf, together.model());
                assertTrue(Tree.equal(alone.model(), got, CLOSE), "member " + i + ": " + alone.model() + ", but " + got);
            }
        });
    }

    private static Array stacked(Object... members) {
        var each = new Array[members.length];
        for (int i = 0; i < each.length; i++) each[i] = ((Array) members[i]).expandDims(0);
        return Lax.concatenate(0, each);
    }

    @TestFactory
    Stream<DynamicTest> aModelAndItsStateAreSavedAndGoOnFromThere(@TempDir Path folder) {
        return forAll(optim -> {
            var start = Model.of(Key.of(0));
            var at = step(optim, new Trained<>(start, optim.init(start)));
            var file = folder.resolve("trained.safetensors");
            Checkpoint.save(file, at);
            var other = Model.of(Key.of(1));
            var loaded = Checkpoint.load(file, new Trained<>(other, optim.init(other)));
            assertClose(step(optim, at), step(optim, loaded));
        });
    }

    @Test
    void anAverageFollowsAllThatIsTrainedAndNothingElse() {
        var old = Model.of(Key.of(0));
        var fresh = applyUpdates(old, Partition.filter(old, Filter.trainable()));
        var average = filterJit((Model f, Model o) -> Updates.incrementalUpdate(f, o, 0.25)).apply(fresh, old);
        assertEquals(Optional.empty(), ArrayTree.of(old).types().difference(ArrayTree.of(average).types()));
        assertEquals(5 / 4.0 * 3, average.scalar().item(), 1e-6);
        assertTrue(Tree.equal(old.backbone(), average.backbone()));
        assertTrue(average.steps().sameAs(old.steps()));
        var later = Updates.periodicUpdate(fresh, old, Array.scalar(6), 3);
        assertTrue(Tree.equal(fresh.nested(), later.nested()) && later.flags().sameAs(old.flags()));
    }

    @Test
    void rpropSaysWhatItCannotGoBy() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> Optim.rprop(0.1).init(Model.of(Key.of(0))));
        assertTrue(wrong.getMessage().contains("complex numbers have none of, but a parameter is c64[2]"), wrong.getMessage());
    }

    @Test
    void aModelWithoutParametersIsTrainedToItself() {
        record Empty(Array steps, String name) {}
        for (var model : List.of(new Empty(Array.of(1), "a"), List.of(), Map.of())) {
            optimisers().forEach((name, optim) -> {
                Object none = Partition.filter(model, Filter.trainable());
                var step = optim.update(none, optim.init(model), model, new Objective<Object>(Array.scalar(1f), _ -> Array.scalar(1f)));
                assertTrue(Tree.equal(model, applyUpdates(model, step.updates())), name);
            });
        }
    }
}
