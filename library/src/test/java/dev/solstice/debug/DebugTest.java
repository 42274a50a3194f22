package dev.solstice.debug;

import static dev.solstice.debug.DceReport.assertDce;
import static dev.solstice.debug.DceReport.inspectDce;
import static dev.solstice.debug.DceReport.storeDce;
import static dev.solstice.debug.ErrorIf.branchedErrorIf;
import static dev.solstice.debug.ErrorIf.errorIf;
import static dev.solstice.debug.Guards.announceTransform;
import static dev.solstice.debug.Guards.backwardNan;
import static dev.solstice.debug.Guards.breakpointIf;
import static dev.solstice.debug.Guards.nonbatchable;
import static dev.solstice.debug.Guards.nondifferentiable;
import static dev.solstice.debug.Guards.nondifferentiableBackward;
import static dev.solstice.debug.Guards.nontraceable;
import static dev.solstice.debug.MaxTraces.assertMaxTraces;
import static dev.solstice.debug.MaxTraces.getNumTraces;
import static dev.solstice.filter.FilterGrad.filterGrad;
import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static dev.solstice.lax.ControlFlow.whileLoop;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Derivatives;
import dev.solstice.transform.Fn1;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DebugTest {
    private static final Array GOOD = Array.of(1f, 4f, 9f);
    private static final Array BAD = Array.of(1f, -4f, 9f);
    private static final Fn1<Array, Array> ROOT = v -> Lax.sqrt(errorIf(v, v.lt(0), "a root of a negative number"));

    private static CheckFailedException failing(Fn1<Array, ?> f, Array x) {
        return assertThrows(CheckFailedException.class, () -> f.apply(x));
    }

    @Test
    void aCheckWorksUnderEveryTransformation() {
        Fn1<Array, Array> loop = v -> whileLoop((Array x) -> x.sum().lt(100), (Array x) -> ROOT.apply(x).mul(x).add(10), v);
        Fn1<Array, Array> total = v -> ROOT.apply(v).sum();
        for (Fn1<Array, Array> f : List.of(ROOT, filterJit(ROOT), filterVmap(ROOT), filterJit(filterVmap(ROOT)), filterVmap(filterJit(ROOT)), filterGrad(total),
                filterJit(filterGrad(total)), filterVmap(filterGrad(total)), loop, filterJit(loop))) {
            f.apply(GOOD);
            var error = failing(f, BAD);
            assertTrue(error.getMessage().contains("a root of a negative number") && error.getMessage().contains("DebugTest.java"), error.getMessage());
        }
        assertArrayEquals(new float[] {0.5f, 0.25f, 1 / 6f}, filterGrad(total).apply(GOOD).toFloatArray(), 1e-6f);
    }

    @Test
    void aRuntimeErrorSaysWhichExampleOfTheBatchItWas() {
        assertTrue(failing(filterJit(filterVmap(ROOT)), BAD).getMessage().startsWith("Batch index (1) had error: a root"));
        var nested = filterVmap(filterVmap(ROOT));
        assertTrue(failing(nested, Array.of(new float[][] {{1, 2}, {3, -1}})).getMessage().startsWith("Batch index (1, 1) had error"));
    }

    @Test
    void theMessageIsChosenWhenTheProgramRuns() {
        var f = filterJit((Array x, Array index) -> branchedErrorIf(x, x.lt(0), index, List.of("zero", "one")));
        assertTrue(assertThrows(CheckFailedException.class, () -> f.apply(BAD, Array.scalar(1))).getMessage().startsWith("one"));
        assertTrue(assertThrows(CheckFailedException.class, () -> f.apply(BAD, Array.scalar(-1))).getMessage().contains("is -1"));
        assertThrows(IllegalArgumentException.class, () -> errorIf("text", Array.scalar(true), "nothing to hang on"));
        assertThrows(IllegalArgumentException.class, () -> errorIf(GOOD, Array.scalar(1f), "no bool"));
    }

    @Test
    void aFailedCheckRaisesSpoilsOrDoesNothing() {
        var compiled = filterJit((Array x) -> errorIf(List.of(x, x.astype(dev.solstice.array.DType.INT32)), x.lt(0), "negative"));
        compiled.apply(GOOD);
        try {
            System.setProperty("solstice.onError", "nan");
            var spoilt = compiled.apply(BAD);
            assertTrue(Double.isNaN(spoilt.getFirst().get(0).item()));
            assertEquals(Integer.MAX_VALUE, spoilt.get(1).get(0).item());
            System.setProperty("solstice.onError", "off");
            assertArrayEquals(BAD.toFloatArray(), compiled.apply(BAD).getFirst().toFloatArray());
            System.setProperty("solstice.onError", "loud");
            assertThrows(IllegalArgumentException.class, OnError::current);
        } finally {
            System.clearProperty("solstice.onError");
        }
    }

    @Test
    void tooManyTracesNameTheArgumentThatChanged() {
        var counted = assertMaxTraces((Array x, String name) -> x.mul(2), 1);
        var f = filterJit(counted);
        f.apply(GOOD, "a");
        f.apply(BAD, "a");
        assertEquals(1, getNumTraces(counted));
        assertEquals(1, getNumTraces((dev.solstice.transform.Fn<?>) Tree.flatten(counted).unflatten()));
        var byName = assertThrows(IllegalStateException.class, () -> f.apply(GOOD, "b"));
        assertTrue(byName.getMessage().contains("argument 2 was a and now is b"), byName.getMessage());
        var byShape = assertThrows(IllegalStateException.class, () -> f.apply(Array.of(1f), "b"));
        assertTrue(byShape.getMessage().contains("argument 1 was f32[3] and now is f32[1]"), byShape.getMessage());
        assertThrows(IllegalArgumentException.class, () -> getNumTraces(f));
    }

    @Test
    void aRetraceByANewLambdaIsExplained() {
        var f = filterJit(assertMaxTraces((Array x, Fn1<Array, Array> activation) -> activation.apply(x), 1));
        var error = assertThrows(IllegalStateException.class, () -> {
            for (int i = 0; i < 2; i++) {
                int power = i;
                f.apply(GOOD, x -> x.mul(power));
            }
        });
        assertTrue(error.getMessage().contains("A lambda that captures something is a new function"), error.getMessage());
    }

    @Test
    void guardsForbid() {
        Fn1<Array, Array> f = x -> nondifferentiable(x, "the step size").sum();
        assertEquals(14, filterJit(f).apply(GOOD).item());
        assertTrue(assertThrows(UnsupportedOperationException.class, () -> filterGrad(f).apply(GOOD)).getMessage().contains("the step size"));
        assertThrows(UnsupportedOperationException.class, () -> filterJit((Array x) -> nontraceable(x, "x")).apply(GOOD));
        Fn1<Array, Array> single = x -> nonbatchable(x, "x").mul(2);
        assertEquals(2, filterJit(single).apply(GOOD).get(0).item());
        assertThrows(UnsupportedOperationException.class, () -> filterVmap(filterJit(single)).apply(GOOD));
    }

    @Test
    void aNanOnTheWayBackIsFound() {
        Fn1<Array, Array> f = x -> Lax.sqrt(backwardNan(x, "x", true).mul(0)).sum();
        assertTrue(failing(filterGrad(f), GOOD).getMessage().contains("x: NaN in the cotangent"));
        Fn1<Array, Array> fine = x -> backwardNan(x, "x", true).mul(2).sum();
        assertEquals(2, filterGrad(fine).apply(GOOD).get(0).item());
    }

    @Test
    void aHookIsCalledWhereAPredicateHolds() {
        var seen = new ArrayList<Object>();
        var f = filterJit((Array x) -> {
            breakpointIf(x.lt(0), seen::addAll, "negative", x);
            return x.mul(2);
        });
        f.apply(GOOD);
        assertEquals(List.of(), seen);
        f.apply(BAD);
        assertEquals("negative", seen.getFirst());
    }

    @Test
    void transformationsAreAnnounced() {
        var said = new ArrayList<String>();
        Fn1<Array, Array> f = x -> announceTransform(x, "x", said::add).sum();
        filterJit(filterGrad(f)).apply(GOOD);
        assertTrue(said.contains("x: differentiated"), said.toString());
        f.apply(GOOD);
        assertTrue(said.contains("x: evaluated"), said.toString());
    }

    @Test
    void deadCodeIsTold() {
        filterJit((Array x) -> storeDce(List.of(x.mul(2), "text", x.mul(3)), "debug").getFirst()).apply(GOOD);
        assertEquals("[f32[3], text, <DCE'd>]", inspectDce("debug").replace("\"", ""));
        assertThrows(IllegalArgumentException.class, () -> inspectDce("nothing"));
    }

    @Test
    void whatShouldNotBeComputedIsToldIfItIs() {
        assertEquals(1, filterJit((Array x) -> List.of(x, assertDce(x.mul(2), "not needed")).getFirst()).apply(GOOD).get(0).item());
        var needed = assertThrows(CheckFailedException.class, () -> filterJit((Array x) -> assertDce(x.mul(2), "not needed")).apply(GOOD));
        assertTrue(needed.getMessage().contains("not needed\nChecked at DebugTest.java:"), needed.getMessage());
        assertEquals(2, assertDce(GOOD.mul(2), "not compiled").get(0).item());
        assertEquals(2, filterVmap((Array x) -> assertDce(x.mul(2), "not compiled")).apply(GOOD).get(0).item());
    }

    @Test
    void reverseModeAloneIsForbidden() {
        Fn1<Array, Array> f = x -> nondifferentiableBackward(x, "the step size").mul(x).sum();
        assertEquals(98, filterJit(f).apply(GOOD).item());
        assertEquals(196, Derivatives.jvp(f, GOOD, GOOD).tangent().item());
        assertEquals(196, filterJit((Array x) -> Derivatives.jvp(f, x, x).tangent()).apply(GOOD).item());
        var forbidden = assertThrows(UnsupportedOperationException.class, () -> filterGrad(f).apply(GOOD));
        assertTrue(forbidden.getMessage().contains("the step size must not be differentiated by in reverse mode"), forbidden.getMessage());
        assertArrayEquals(new float[] {1, 16, 81}, filterVmap((Array x) -> nondifferentiableBackward(x, "x").mul(x)).apply(GOOD).toFloatArray());
    }

    record Loop(Array x, Array meter) {}

    private static Array metered(ProgressMeter meter, Array steps) {
        var end = whileLoop((Loop s) -> s.x().lt(steps), s -> new Loop(s.x().add(1), meter.step(s.meter(), s.x().add(1).div(steps))),
                new Loop(Array.scalar(0), meter.init()));
        meter.close(end.meter());
        return end.x();
    }

    @Test
    void aLoopTellsHowFarItHasGot() {
        var shown = new ArrayList<Double>();
        var meter = ProgressMeter.to(shown::add).withMinimumIncrease(0.3);
        assertEquals(8, metered(meter, Array.scalar(8)).item());
        assertEquals(List.of(0.0, 0.375, 0.75, 1.0), shown);
        shown.clear();
        assertEquals(8, filterJit((Array n) -> metered(meter, n)).apply(Array.scalar(8)).item());
        assertEquals(List.of(0.0, 0.375, 0.75, 1.0), shown);
        shown.clear();
        // Of a batch the slowest counts, and all is done once.
        assertEquals("[4 8]", filterJit(filterVmap((Array n) -> metered(meter, n))).apply(Array.of(4, 8)).toString());
        assertEquals(0.0, shown.getFirst());
        assertEquals(1.0, shown.getLast());
        assertEquals(1, shown.stream().filter(share -> share == 1).count());
        assertEquals(shown.stream().sorted().toList(), shown);
        shown.clear();
        metered(new ProgressMeter(2, meter.show()), Array.scalar(3));
        assertEquals(List.of(0.0, 1.0), shown);
        assertEquals(3, metered(ProgressMeter.none(), Array.scalar(3)).item());
    }

    enum Ending { CONVERGED, DIVERGED }

    enum MoreEndings { NAN, DIVERGED, CONVERGED }

    @Test
    void anEnumIsChosenInsideAProgram() {
        var f = filterJit((Array x) -> EnumItem.where(x.sum().lt(10), EnumItem.of(Ending.DIVERGED), EnumItem.of(Ending.CONVERGED)));
        assertEquals(Ending.CONVERGED, f.apply(GOOD).value());
        assertEquals(Ending.DIVERGED, f.apply(BAD).value());
        assertEquals(MoreEndings.DIVERGED, f.apply(BAD).promote(MoreEndings.class).value());
        assertEquals(MoreEndings.CONVERGED, f.apply(GOOD).promote(MoreEndings.class).value());
        assertEquals(1, f.apply(BAD).is(Ending.DIVERGED).item());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> EnumItem.of(MoreEndings.NAN).promote(Ending.class)).getMessage().contains("[NAN]"));
        var error = assertThrows(CheckFailedException.class, () -> filterJit((Array x) -> f.apply(x).errorIf(x, x.lt(0))).apply(BAD));
        assertTrue(error.getMessage().startsWith("DIVERGED"), error.getMessage());
    }
}
