package dev.solstice.optim;

import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.Partition.applyUpdates;
import static dev.solstice.optim.OptaxReference.EXPECTED;
import static dev.solstice.optim.OptaxReference.array;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.solstice.array.DType;
import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.lax.Lax;
import dev.solstice.numpy.Linalg;
import dev.solstice.transform.Derivatives;
import dev.solstice.transform.Fn1;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// optax's functions beside its optimisers give what optax's give.
class OptaxFunctionsTest {
    private static final JsonObject MATRICES = EXPECTED.getAsJsonObject("matrices");
    private static final Array SYMMETRIC = array(MATRICES.get("s")).reshape(4, 4);
    private static final Array A = array(MATRICES.get("a")).reshape(6, 4);

    private static void assertIs(String name, Array actual, float tolerance) {
        assertArrayEquals(array(MATRICES.get(name)).toFloatArray(), actual.reshape(-1).toFloatArray(), tolerance, name);
    }

    @Test
    void powersOfAMatrixFindItsLargestEigenvalue() {
        var found = MatrixSolvers.powerIteration(SYMMETRIC);
        assertIs("eigenvalue", found.value(), 1e-5f);
        assertIs("eigenvector", found.vector(), 1e-4f);
        record Halves(Array first, Array second) {}
        Fn1<Halves, Halves> product = v -> {
            var image = SYMMETRIC.matmul(Lax.concatenate(0, v.first(), v.second()));
            return new Halves(Lax.sliceInDim(image, 0, 1, 0), Lax.sliceInDim(image, 1, 4, 0));
        };
        var ofTrees = MatrixSolvers.powerIteration(product, new Halves(Array.of(1f), Array.of(0.5f, -0.2f, 0.3f)), 200, 1e-6);
        assertEquals(found.value().item(), ofTrees.value().item(), 1e-4);
        var compiled = filterJit((Array m) -> MatrixSolvers.powerIteration(m).value());
        assertEquals(found.value().item(), compiled.apply(SYMMETRIC).item(), 1e-5);
        assertThrows(IllegalArgumentException.class, () -> MatrixSolvers.powerIteration(A));
    }

    @Test
    void inverseRootsAreOptaxsAndOfOtherOrdersTheyAreInverseRootsToo() {
        for (int p : new int[] {1, 2, 4, 8}) {
            var found = MatrixSolvers.matrixInversePthRoot(SYMMETRIC, p);
            assertIs("root " + p, found.root(), 2e-5f);
            assertTrue(found.error().item() < 1e-5, "error of root " + p + ": " + found.error().item());
        }
        assertIs("root of one", MatrixSolvers.matrixInversePthRoot(Array.of(new float[][] {{4}}), 2).root(), 1e-6f);
        for (int p : new int[] {3, 6}) {
            var root = MatrixSolvers.matrixInversePthRoot(SYMMETRIC, p).root();
            var identity = Linalg.matrixPower(root, p).matmul(SYMMETRIC);
            assertArrayEquals(new float[] {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1}, identity.reshape(-1).toFloatArray(), 1e-4f, "order " + p);
        }
        assertThrows(IllegalArgumentException.class, () -> MatrixSolvers.matrixInversePthRoot(SYMMETRIC, 0));
    }

    @Test
    void leastSquaresWithoutNegativeNumbersAreOptaxs() {
        var b = array(MATRICES.get("rhs"));
        assertIs("nnls", MatrixSolvers.nnls(A, b, 200), 1e-5f);
        assertIs("nnls matrix", MatrixSolvers.nnls(A, array(MATRICES.get("rhss")).reshape(6, 2), 30), 1e-5f);
        assertIs("nnls bound", MatrixSolvers.nnls(A, b, 20, Array.scalar(50f)), 1e-5f);
        assertArrayEquals(new float[] {0, 0}, MatrixSolvers.nnls(Array.of(new float[][] {{0, 0}}), Array.of(1f), 5).toFloatArray());
        var wrong = assertThrows(IllegalArgumentException.class, () -> MatrixSolvers.nnls(A, Array.of(1f), 5));
        assertTrue(wrong.getMessage().contains("got f32[6,4] and f32[1]"), wrong.getMessage());
    }

    @Test
    void smallBatchesGiveWhatOptaxsGive() {
        var expected = EXPECTED.getAsJsonObject("microbatches");
        var x = array(expected.get("x")).reshape(8, 2);
        Fn1<Array, List<Array>> f = v -> List.of(Lax.square(v), v.mul(3).sum(), v.mean(0));
        var whole = Microbatch.of(2).accumulating(List.of(Accumulation.concat(), Accumulation.sum(), Accumulation.mean()));
        var running = whole.accumulating(List.of(Accumulation.concat(), Accumulation.sum(), Accumulation.runningMean())).first(Array.scalar(3));
        assertResults("whole", whole.microbatch(f).apply(x));
        assertResults("whole", filterJit(whole.microbatch(f)).apply(x));
        assertResults("running", running.microbatch(f).apply(x));
        assertResults("axis", List.of(Microbatch.of(4).in(1).microbatch((Array v) -> Lax.square(v).sum(1)).apply(x.transpose())));
    }

    private static void assertResults(String name, List<Array> results) {
        for (int i = 0; i < results.size(); i++) {
            assertArrayEquals(array(EXPECTED.getAsJsonObject("microbatches").get(name + " " + i)).toFloatArray(),
                    results.get(i).reshape(-1).toFloatArray(), 1e-5f, name + " " + i);
        }
    }

    record Scaled(Array weight, String name, int size) {}

    @Test
    void theGradientOfAModelIsAddedUpInSmallBatches() {
        var model = new Scaled(Array.of(1f, 2f), "model", 2);
        var rows = Array.of(new float[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 10}, {11, 12}});
        var gradient = filterGrad((Scaled m, Array x) -> Lax.square(x.matmul(m.weight())).sum());
        var small = Microbatch.of(2).in(null, 0).microbatch(gradient).apply(model, rows);
        assertArrayEquals(gradient.apply(model, rows).weight().toFloatArray(), small.weight().toFloatArray(), 1e-3f);
        assertEquals(2, small.size());
        // Derivatives go through the loop.
        Fn1<Array, Array> loss = w -> Microbatch.of(3).in(null, 0).microbatch((Array v, Array x) -> Lax.square(x.matmul(v)).sum()).apply(w, rows);
        assertArrayEquals(small.weight().toFloatArray(), filterGrad(loss).apply(model.weight()).toFloatArray(), 1e-3f);
    }

    @Test
    void smallBatchesThatDoNotFitSaySo() {
        var x = Array.of(1f, 2f, 3f, 4f);
        var uneven = assertThrows(IllegalArgumentException.class, () -> Microbatch.of(3).microbatch((Array v) -> v.sum()).apply(x));
        assertTrue(uneven.getMessage().contains("4 examples cannot be cut into batches of 3"), uneven.getMessage());
        var integers = assertThrows(IllegalArgumentException.class,
                () -> Microbatch.of(2).accumulating(Accumulation.mean()).microbatch((Array v) -> v.astype(DType.INT32)).apply(x));
        assertTrue(integers.getMessage().contains("a mean is of floating numbers"), integers.getMessage());
    }

    @Test
    void aMeasurementIsInTheState() {
        var norm = Measure.of(Updates::globalNorm);
        var optim = Optim.chain(Optim.monitor(Map.of("norm", norm, "mean", norm.withEma(0.9), "raw", norm.withEma(0.9).withoutDebias(),
                "large", Measure.of(u -> Updates.globalNorm(u).gt(4)).withEma(0.5))), Optim.sgd(0.1));
        record Model(Array b, Array w) {}
        record Step(Model updates, OptState state) {}
        var traces = new int[1];
        var step = filterJit((Model g, OptState s) -> {
            traces[0]++;
            var update = optim.update(g, s, g);
            return new Step(update.updates(), update.state());
        });
        OptState state = optim.init(new Model(Array.of(1f, 1f, 1f, 1f), Array.of(1f).broadcastTo(Shape.of(3, 4))));
        var measured = new TreeMap<String, List<Double>>();
        for (var each : EXPECTED.getAsJsonArray("gradients")) {
            var numbers = each.getAsJsonObject();
            state = step.apply(new Model(array(numbers.get("b")), array(numbers.get("w")).reshape(3, 4)), state).state();
            for (var name : List.of("norm", "mean", "raw", "large")) {
                measured.computeIfAbsent(name, _ -> new ArrayList<>()).add(((Array) Monitor.measured(state, name)).item());
            }
        }
        assertEquals(1, traces[0]);
        measured.forEach((name, values) -> assertArrayEquals(array(EXPECTED.getAsJsonObject("measured").get(name)).toDoubleArray(),
                values.stream().mapToDouble(Double::doubleValue).toArray(), 1e-5, name));
        var last = state;
        var absent = assertThrows(IllegalArgumentException.class, () -> Monitor.measured(last, "loss"));
        assertTrue(absent.getMessage().contains("There is: ["), absent.getMessage());
    }

    @Test
    void theLineSearchKnowsTheLossOfTheNextStep() {
        var x = array(EXPECTED.get("x")).reshape(5, 3);
        var y = array(EXPECTED.get("y")).reshape(5, 4);
        record Model(Array b, Array w) {}
        var evaluations = new int[1];
        Fn1<Model, Array> loss = m -> {
            evaluations[0]++;
            return Lax.square(x.matmul(m.w()).add(m.b()).sub(y)).mean();
        };
        var optim = Optim.lbfgs();
        var look = Updates.valueAndGradFromState(loss);
        var start = EXPECTED.getAsJsonObject("start");
        var model = new Model(array(start.get("b")), array(start.get("w")).reshape(3, 4));
        var state = optim.init(model);
        for (int i = 0; i < 4; i++) {
            var at = look.apply(model, state);
            var step = optim.update(at.grad(), state, model, new Objective<>(at.value(), loss));
            model = applyUpdates(model, step.updates());
            state = step.state();
        }
        var end = look.apply(model, state);
        var expected = EXPECTED.getAsJsonObject("valueAndGrad");
        assertEquals(expected.get("value").getAsDouble(), end.value().item(), 1e-5);
        assertArrayEquals(array(expected.get("b")).toFloatArray(), end.grad().b().toFloatArray(), 1e-4f);
        var none = Optim.sgd(0.1).init(model);
        var last = model;
        assertThrows(IllegalArgumentException.class, () -> look.apply(last, none));
    }

    @Test
    void normsThatAreNeverTooSmallHaveDerivatives() {
        assertEquals(5, Updates.safeNorm(Array.of(3f, 4f), 1).item(), 1e-6);
        assertEquals(1, Updates.safeNorm(Array.of(0.3f, 0.4f), 1).item());
        assertArrayEquals(new float[] {0, 0}, filterGrad((Array v) -> Updates.safeNorm(v, 0)).apply(Array.of(0f, 0f)).toFloatArray());
        assertArrayEquals(new float[] {5, 2}, Updates.safeNorm(Array.of(new float[][] {{3, 4}, {0, 0}}), 2, 1).toFloatArray(), 1e-6f);
        var x = Array.of(new float[][] {{3, 4}, {0, 0}});
        assertArrayEquals(new float[] {7, 2}, Updates.safeNorm(x, 2, 1, new int[] {1}, false).toFloatArray(), 1e-6f);
        assertEquals(Shape.of(2, 1), Updates.safeNorm(x, 2, Double.POSITIVE_INFINITY, new int[] {1}, true).shape());
        assertArrayEquals(new float[] {1, 1, 0, 0}, filterGrad((Array v) -> Updates.safeNorm(v, 0, 1, new int[] {1}, false).sum()).apply(x).reshape(-1).toFloatArray());
        assertEquals(Math.sqrt(12.5), Updates.safeRootMeanSquares(Array.of(3f, 4f), 1).item(), 1e-6);
    }

    @Test
    void theGradientIsScaledAndTheValueIsNot() {
        var player = Derivatives.vjp((Array v) -> Updates.scaleGradient(v, -2).mul(3), Array.of(1f, 2f));
        assertArrayEquals(new float[] {3, 6}, player.value().toFloatArray());
        assertArrayEquals(new float[] {-6, -6}, player.pullback().apply(Array.of(1f, 1f)).toFloatArray());
    }

    @Test
    void momentsForOptimisersOfOnesOwn() {
        var g = Map.of("a", Array.of(2f, -4f));
        var m = Map.of("a", Array.of(1f, 1f));
        assertArrayEquals(new float[] {1.5f, -1.5f}, Updates.updateMoment(g, m, 0.5, 1).get("a").toFloatArray());
        assertArrayEquals(new float[] {2.5f, 8.5f}, Updates.updateMoment(g, m, 0.5, 2).get("a").toFloatArray());
        assertArrayEquals(new float[] {4.5f, -31.5f}, Updates.updateMomentPerElemNorm(g, m, 0.5, 3).get("a").toFloatArray());
        assertArrayEquals(new float[] {2.5f, 4.5f}, Updates.updateInfinityMoment(g, m, 0.5, 0.5).get("a").toFloatArray());
        assertArrayEquals(new float[] {4 / 3f, 4 / 3f}, Updates.biasCorrection(m, 0.5, Array.scalar(2)).get("a").toFloatArray(), 1e-6f);
        assertEquals(Integer.MAX_VALUE, Updates.safeIncrement(Array.scalar(Integer.MAX_VALUE)).intItem());
        var complex = Map.of("a", Lax.complex(Array.of(3f), Array.of(4f)));
        assertArrayEquals(new float[] {12.5f}, Updates.updateMomentPerElemNorm(complex, Map.of("a", Array.of(0f)), 0.5, 2).get("a").toFloatArray());
    }

    @Test
    void settingsAreChangedInTheStateWithoutCompilingAnew() {
        var model = Map.of("a", Array.of(1f, 2f));
        var optim = Optim.injectHyperparams(Map.of("rate", Schedule.constant(0.5), "decay", Schedule.linear(1, 0, 2)),
                h -> Optim.chain(Optim.addDecayedWeights(Schedule.of(h.get("decay")), Filter.all()), Optim.sgd(Schedule.of(h.get("rate")))));
        record Step(Map<String, Array> updates, OptState state) {}
        var traces = new int[1];
        var step = filterJit((Map<String, Array> g, OptState s) -> {
            traces[0]++;
            var update = optim.update(g, s, g);
            return new Step(update.updates(), update.state());
        });
        var first = step.apply(model, optim.init(model));
        assertArrayEquals(new float[] {-1, -2}, first.updates().get("a").toFloatArray());
        var second = step.apply(model, ((InjectHyperparams.State) first.state()).with("rate", 0.1));
        assertArrayEquals(new float[] {-0.15f, -0.3f}, second.updates().get("a").toFloatArray(), 1e-6f);
        assertEquals(1, traces[0]);
    }
}
