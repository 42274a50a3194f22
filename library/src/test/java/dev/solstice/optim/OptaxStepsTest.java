package dev.solstice.optim;

import static dev.solstice.filter.FilterGrad.filterValueAndGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.optim.OptaxReference.EXPECTED;
import static dev.solstice.optim.OptaxReference.array;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.lax.Lax;
import dev.solstice.nn.Activations;
import dev.solstice.nn.Losses;
import dev.solstice.random.Key;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Optimisers, losses and schedules get where optax gets: `optax_steps.json`, made by the script beside it.
class OptaxStepsTest {
    private static final int STEPS = 8;

    record Model(Array b, Array w) {}

    private static final Array X = array(EXPECTED.get("x")).reshape(5, 3);
    private static final Array Y = array(EXPECTED.get("y")).reshape(5, 4);

    private static Array loss(Model m) {
        return Lax.square(X.matmul(m.w()).add(m.b()).sub(Y)).mean();
    }

    private static final Filter MATRIX = Filter.of(leaf -> leaf instanceof Array a && a.rank() > 1);
    private static final Optim SGD = Optim.sgd(0.1);

    private static Map<String, Optim> optimisers() {
        var all = new TreeMap<String, Optim>();
        all.put("radam", Optim.radam(0.1));
        all.put("radam threshold 2", Optim.radam(Schedule.constant(0.1), new ScaleByRadam(0.9, 0.99, 1e-8, 0, 2, false)));
        all.put("radam nesterov", Optim.radam(Schedule.constant(0.1), new ScaleByRadam(0.9, 0.99, 1e-8, 0, 2, true)));
        all.put("nadamw", Optim.nadamw(Schedule.constant(0.1), 0.1, MATRIX));
        all.put("adamaxw", Optim.adamaxw(Schedule.constant(0.1), 0.1, Filter.isInexactArray()));
        all.put("adan", Optim.adan(Schedule.constant(0.1), ScaleByAdan.of(), 0.01, Filter.isInexactArray()));
        all.put("yogi", Optim.yogi(0.1));
        all.put("novograd", Optim.novograd(Schedule.constant(0.1), new ScaleByNovograd(0.9, 0.25, 1e-6, 0.01)));
        all.put("adafactor", Optim.adafactor(0.1));
        all.put("adafactor factored", Optim.adafactor(Schedule.constant(0.1), Adafactor.of().withRms(new ScaleByFactoredRms(0.8, 2, 1e-30))));
        all.put("fromage", Optim.fromage(0.1));
        all.put("lars", Optim.lars(Schedule.constant(1), 0.01, Filter.isInexactArray(), MATRIX, 0.9, false));
        all.put("noisySgd", Optim.noisySgd(0.1, 0.01, 0.55, Key.of(7)));
        all.put("signSgd", Optim.signSgd(0.05));
        all.put("signum", Optim.signum(0.05, 0.9));
        all.put("optimisticGradientDescent", Optim.optimisticGradientDescent(0.1));
        all.put("optimisticAdam", Optim.optimisticAdam(0.05));
        all.put("polyakSgd", Optim.polyakSgd(1));
        all.put("sm3", Optim.sm3(0.1));
        all.put("lbfgs", Optim.lbfgs());
        all.put("lbfgs memory 2", Optim.lbfgs(2));
        all.put("lbfgs kept rate", Optim.chain(new ScaleByLbfgs(10, true), Optim.scale(-1), new ZoomLinesearch(15, 2, 1e-4, 0.9, 1e-6, 1e-5, true)));
        all.put("backtracking", Optim.chain(Optim.sgd(1), BacktrackingLinesearch.of(15)));
        all.put("distanceOverGradients", Optim.chain(new ScaleByDistanceOverGradients(0.1, 1e-8, 1), Optim.scale(-1)));
        all.put("clipByBlockRms", Optim.chain(Optim.clipByBlockRms(0.1), SGD));
        all.put("adaptiveGradClip", Optim.chain(Optim.adaptiveGradClip(0.05, 1e-3), SGD));
        all.put("paramBlockNorm", Optim.chain(Optim.scaleByParamBlockNorm(1e-3), SGD));
        all.put("normalizeByUpdateNorm", Optim.chain(Optim.normalizeByUpdateNorm(0.5, 1e-6), SGD));
        all.put("centralize", Optim.chain(Optim.centralize(), SGD));
        all.put("keepParamsNonnegative", Optim.chain(SGD, Optim.keepParamsNonnegative()));
        all.put("applyEvery", Optim.chain(SGD, Optim.applyEvery(3)));
        all.put("applyIfFinite", Optim.applyIfFinite(Optim.adam(0.1), 3));
        all.put("conditionallyTransform", Optim.chain(Optim.conditionallyTransform(Optim.scale(2), step -> Lax.rem(step, Array.scalar(2)).eq(0)), SGD));
        all.put("conditionallyMask", Optim.conditionallyMask(SGD, step -> Lax.rem(step, Array.scalar(2)).eq(0)));
        all.put("freeze", Optim.chain(SGD, Optim.freeze(MATRIX)));
        all.put("selectiveTransform", Optim.selectiveTransform(SGD, MATRIX));
        all.put("lookahead", Optim.lookahead(Optim.adam(0.1), 3, 0.5));
        all.put("zeroNans", Optim.chain(Optim.zeroNans(), SGD));
        all.put("adafactor with momentum and decay", Optim.adafactor(Schedule.constant(0.1),
                Adafactor.of().withRms(new ScaleByFactoredRms(0.8, 128, 1e-30, -3)).withMomentum(0.9).withWeightDecay(0.01, MATRIX)));
        all.put("adafactor with absolute rate", Optim.adafactor(Schedule.constant(0.01), Adafactor.of().withAbsoluteLearningRate().withoutClipping()));
        all.put("flatten", Optim.flatten(Optim.lamb(0.1)));
        all.put("flatten clipByBlockRms", Optim.chain(Optim.flatten(Optim.clipByBlockRms(0.1)), SGD));
        all.put("partition", Optim.partition(Map.of("matrix", Optim.adam(0.1), "vector", Optim.sgd(0.2, 0.9)),
                (path, leaf) -> path.toString().equals(".w()") ? "matrix" : "vector"));
        all.put("named chain", Optim.namedChain(new NamedChain.Part("clip", Optim.clip(0.3)), new NamedChain.Part("adam", Optim.adam(0.1))));
        all.put("multiSteps 3", Optim.multiSteps(Optim.adam(0.1), 3));
        all.put("multiSteps sum", Optim.multiSteps(Optim.adam(0.1), 2).summing());
        all.put("multiSteps schedule", Optim.multiSteps(SGD, 1).every(step -> step.add(1)));
        all.put("multiSteps skip", Optim.multiSteps(SGD, 2).skipping(Skip.large(3)));
        all.put("decay schedule", Optim.chain(ScaleByAdam.of(), Optim.addDecayedWeights(Schedule.linear(0.2, 0, 4), Filter.all()), Optim.scale(-0.1)));
        all.put("injectHyperparams", Optim.injectHyperparams(Map.of("rate", Schedule.linear(0.2, 0.05, 5)), h -> Optim.sgd(Schedule.of(h.get("rate")))));
        all.put("monitor", Optim.chain(Optim.monitor(Map.of("norm", Measure.of(Updates::globalNorm))), SGD));
        all.put("amsgrad as in the paper", Optim.amsgrad(Schedule.constant(0.1), ScaleByAmsgrad.of().withBiasCorrection(false, false)));
        all.put("adabelief nesterov", Optim.adabelief(Schedule.constant(0.1), ScaleByBelief.of().withNesterov(true)));
        all.put("rmsprop unbiased", Optim.rmsprop(Schedule.constant(0.1), ScaleByRms.of().withEpsOutside().withBiasCorrection()));
        all.put("rmsprop centred unbiased",
                Optim.rmsprop(Schedule.constant(0.1), ScaleByStddev.of().withEps(1e-2).withBiasCorrection()));
        all.put("rmsprop centred", Optim.rmsprop(Schedule.constant(0.1), ScaleByStddev.of().withEpsOutside()));
        all.put("lion smooth", Optim.chain(ScaleByLion.of().withSign(ScaleByLion.Sign.smooth(3)), Optim.scale(-0.1)));
        all.put("lion refined", Optim.chain(ScaleByLion.of().withSign(ScaleByLion.Sign.refined()), Optim.scale(-0.1)));
        all.put("novograd root", Optim.novograd(Schedule.constant(0.1), ScaleByNovograd.of().withEpsRoot(0.1)));
        all.put("yogi root", Optim.yogi(Schedule.constant(0.1), ScaleByYogi.of().withEpsRoot(0.1)));
        all.put("lookahead reset", new Lookahead(Optim.adam(0.1), 3, 0.5, true));
        all.put("backtracking with tolerance", Optim.chain(Optim.sgd(1), BacktrackingLinesearch.of(15).withTolerance(0.1, 0.05)));
        all.put("adaptiveGradClip by axes", Optim.chain(Optim.adaptiveGradClip(0.05, 1e-3, -1), SGD));
        all.put("adamw settings", Optim.adamw(Schedule.constant(0.1), ScaleByAdam.of().withB1(0.8).withB2(0.95).withNesterov(true), 0.1, MATRIX));
        all.put("lamb settings",
                Optim.lamb(Schedule.constant(0.1), ScaleByAdam.of().withEps(1e-6).withB1(0.8).withB2(0.95).withEpsRoot(0.01), 0.1, Filter.all()));
        all.put("lbfgs fixed", Optim.chain(new ScaleByLbfgs(3, false), Optim.scale(-0.1)));
        all.put("lbfgs masked", Optim.masked(Optim.lbfgs(), Filter.all()));
        return all;
    }

    private record Trained(Model model, OptState state) {}

    @TestFactory
    Stream<DynamicTest> everyOptimiserGetsWhereOptaxGets() {
        var expected = EXPECTED.getAsJsonObject("steps");
        assertEquals(expected.keySet(), optimisers().keySet().stream().collect(Collectors.toSet()));
        return optimisers().entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () -> {
            var optim = each.getValue();
            var start = EXPECTED.getAsJsonObject("start");
            var now = new Model(array(start.get("b")), array(start.get("w")).reshape(3, 4));
            var at = new Trained(now, optim.init(now));
            var step = filterJit((Trained t) -> {
                var gradient = filterValueAndGrad(OptaxStepsTest::loss).apply(t.model());
                var update = optim.update(gradient.grad(), t.state(), t.model(), new Objective<>(gradient.value(), OptaxStepsTest::loss));
                return new Trained(applyUpdates(t.model(), update.updates()), update.state());
            });
            for (int i = 0; i < STEPS; i++) at = step.apply(at);
            var wanted = expected.getAsJsonObject(each.getKey());
            // Near its end L-BFGS divides small differences by small differences.
            float tolerance = each.getKey().startsWith("lbfgs") ? 1e-3f : 5e-5f;
            assertArrayEquals(array(wanted.get("b")).toFloatArray(), at.model().b().toFloatArray(), tolerance);
            assertArrayEquals(array(wanted.get("w")).toFloatArray(), at.model().w().toFloatArray(), tolerance);
        }));
    }

    /// optax 0.2.8 applies each update of Rprop one step late, so its numbers are no reference.
    @Test
    void rpropGrowsItsStepsWhileTheSignStays() {
        var optim = Optim.rprop(0.1);
        var state = optim.init(Array.of(1f, 1f));
        var expected = List.of(new float[] {-0.1f, 0.1f}, new float[] {-0.12f, 0}, new float[] {-0.144f, -0.05f}, new float[] {-0.1728f, -0.06f});
        var gradients = List.of(Array.of(1f, -1f), Array.of(2f, 1f), Array.of(1f, 1f), Array.of(1f, 1f));
        for (int i = 0; i < expected.size(); i++) {
            var step = optim.update(gradients.get(i), state, Array.of(1f, 1f));
            assertArrayEquals(expected.get(i), step.updates().toFloatArray(), 1e-6f);
            state = step.state();
        }
    }

    @Test
    void gradientsThatAreNotFiniteAreLeftOut() {
        var optim = Optim.applyIfFinite(Optim.sgd(1), 1);
        var state = optim.init(Array.of(1f));
        var bad = optim.update(Array.of(Float.NaN), state, Array.of(1f));
        assertArrayEquals(new float[] {0}, bad.updates().toFloatArray());
        assertEquals(1, ((ApplyIfFinite.State) bad.state()).total().intItem());
        var again = optim.update(Array.of(Float.POSITIVE_INFINITY), bad.state(), Array.of(1f));
        assertArrayEquals(new float[] {Float.NEGATIVE_INFINITY}, again.updates().toFloatArray());
    }

    @Test
    void parametersAreAveraged() {
        var average = Updates.incrementalUpdate(new Model(Array.of(1f), null), new Model(Array.of(0f), null), 0.25);
        assertArrayEquals(new float[] {0.25f}, average.b().toFloatArray());
        assertArrayEquals(new float[] {1}, Updates.periodicUpdate(Array.of(1f), Array.of(0f), Array.scalar(4), 2).toFloatArray());
        assertArrayEquals(new float[] {0}, Updates.periodicUpdate(Array.of(1f), Array.of(0f), Array.scalar(5), 2).toFloatArray());
        var batch = Array.of(new float[][] {{3, 4}, {0, 0}, {0.3f, 0.4f}});
        assertArrayEquals(new float[] {0.9f, 1.2f}, Updates.perExampleGlobalNormClip(batch, 1).toFloatArray(), 1e-6f);
    }

    @Test
    void anOptimiserThatNeedsTheLossSaysSo() {
        var model = new Model(Array.of(1f), Array.of(1f));
        for (var optim : List.of(Optim.lbfgs(), Optim.polyakSgd(1))) {
            var error = assertThrows(IllegalArgumentException.class, () -> optim.update(model, optim.init(model), model));
            assertTrue(error.getMessage().contains("new Objective<>(value, loss)"), error.getMessage());
        }
    }

    private static Map<String, Array> losses() {
        var z = array(EXPECTED.get("z")).reshape(4, 3);
        var t = array(EXPECTED.get("t")).reshape(4, 3);
        var labels = Array.of(0, 2, 1, 1);
        var hot = Activations.oneHot(labels, 3);
        var bits = t.gt(0).astype(t.dtype());
        var signs = bits.mul(2).sub(1);
        var masks = array(EXPECTED.get("masks")).reshape(2, 4, 4, 3);
        var targets = array(EXPECTED.get("maskTargets")).reshape(2, 4, 4, 3);
        var all = new TreeMap<String, Array>();
        all.put("hingeLoss", Losses.hingeLoss(z, signs));
        all.put("perceptronLoss", Losses.perceptronLoss(z, signs));
        all.put("sparsemaxLoss", Losses.sparsemaxLoss(z, bits));
        all.put("multiclassHingeLoss", Losses.multiclassHingeLoss(z, labels));
        all.put("multiclassPerceptronLoss", Losses.multiclassPerceptronLoss(z, labels));
        all.put("multiclassSparsemaxLoss", Losses.multiclassSparsemaxLoss(z, labels));
        all.put("polyLossCrossEntropy", Losses.polyLossCrossEntropy(z, hot, 2));
        all.put("klDivergence", Losses.klDivergence(Activations.logSoftmax(z), Activations.softmax(t)));
        all.put("klDivergenceWithLogTargets", Losses.klDivergenceWithLogTargets(Activations.logSoftmax(z), Activations.logSoftmax(t)));
        all.put("generalizedKlDivergence", Losses.generalizedKlDivergence(z, Lax.exp(t)));
        all.put("safeSoftmaxCrossEntropy", Losses.safeSoftmaxCrossEntropy(z, hot));
        all.put("sigmoidFocalLoss", Losses.sigmoidFocalLoss(z, bits, 2, 0.25));
        all.put("cosineDistance", Losses.cosineDistance(z, t));
        all.put("ctcLoss", Losses.ctcLoss(array(EXPECTED.get("logits")).reshape(2, 6, 5), Array.of(0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 1f, 1f).reshape(2, 6),
                Array.of(1, 2, 2, 3, 1, 0).reshape(2, 3), Array.of(0f, 0f, 0f, 0f, 0f, 1f).reshape(2, 3)));
        all.put("rankingSoftmaxLoss", Losses.rankingSoftmaxLoss(z, bits));
        all.put("diceLoss", Losses.diceLoss(masks, targets, 1));
        all.put("multiclassGeneralizedDiceLoss", Losses.multiclassGeneralizedDiceLoss(masks, targets, 1));
        all.put("binaryDiceLoss", Losses.binaryDiceLoss(masks.get("..., 0"), targets.get("..., 0"), 1));
        all.put("ntxent", Losses.ntxent(z, Array.of(0, 0, 1, 1), 0.07));
        var items = Array.of(1f, 1f, 0f, 0f, 0f, 0f, 1f, 1f, 1f, 0f, 1f, 1f).reshape(4, 3).gt(0);
        var forward = Losses.ctcLossWithForwardProbs(array(EXPECTED.get("logits")).reshape(2, 6, 5),
                Array.of(0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 0f, 1f, 1f).reshape(2, 6), Array.of(1, 3, 3, 3, 1, 2).reshape(2, 3),
                Array.of(0f, 0f, 0f, 0f, 0f, 1f).reshape(2, 3), 2);
        all.put("ctcLossBlank2", forward.loss());
        all.put("ctcLogBlank", forward.logBlank());
        all.put("ctcLogLabel", forward.logLabel());
        all.put("fenchelYoung", Losses.makeFenchelYoungLoss(x -> Activations.logsumexp(x)).apply(z, hot));
        all.put("rankingSoftmaxLossOfSome", Losses.rankingSoftmaxLoss(z, bits, items, Lax.abs(t)));
        all.put("rankingSoftmaxLosses", Losses.rankingSoftmaxLosses(z, bits, items, Lax.abs(t)));
        all.put("softmaxCrossEntropyOfSome", Losses.softmaxCrossEntropy(z, hot, items));
        all.put("softmaxCrossEntropyWithIntegerLabelsOfSome", Losses.softmaxCrossEntropyWithIntegerLabels(z, labels, items));
        all.put("diceLosses", Losses.diceLosses(masks, targets, 1, 0.3, 0.7));
        all.put("tripletMarginLossDegree4", Losses.tripletMarginLoss(z, t, z.get("::-1"), 0.5, 4, 1e-3));
        all.put("tripletMarginLoss", Losses.tripletMarginLoss(z, t, z.get("::-1"), 1));
        return all;
    }

    @TestFactory
    Stream<DynamicTest> lossesAreOptaxs() {
        var expected = EXPECTED.getAsJsonObject("losses");
        assertEquals(expected.keySet(), losses().keySet());
        return losses().entrySet().stream().map(each -> DynamicTest.dynamicTest(each.getKey(), () ->
                assertArrayEquals(array(expected.get(each.getKey())).toFloatArray(), each.getValue().reshape(-1).toFloatArray(), 2e-5f)));
    }

    @Test
    void schedulesAreOptaxs() {
        var expected = EXPECTED.getAsJsonObject("schedules");
        var sgdr = Schedule.sgdr(List.of(Schedule.warmupCosineDecay(0, 1, 2, 8, 0.1), Schedule.warmupCosineDecay(0.1, 0.5, 3, 10, 0)), 8, 10);
        var schedules = Map.of("linearOnecycle", Schedule.linearOnecycle(20, 1), "sgdr", sgdr,
                "warmupExponentialDecay", Schedule.warmupExponentialDecay(0, 1, 4, 3, 0.5, 2, true, 0.2),
                "warmupCosineDecay", Schedule.warmupCosineDecay(0, 1, 4, 15, 0.1, 2), "linear", Schedule.linear(1, 0.2, 7, 5));
        assertEquals(expected.keySet(), schedules.keySet());
        for (var each : schedules.entrySet()) {
            var values = IntStream.range(0, 20).mapToDouble(i -> each.getValue().at(Array.scalar(i)).item()).toArray();
            assertArrayEquals(array(expected.get(each.getKey())).toDoubleArray(), values, 1e-6, each.getKey());
        }
    }
}
