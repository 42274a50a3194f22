package dev.solstice.optim;

import static dev.solstice.filter.FilterJit.filterJit;
import static dev.solstice.filter.FilterVmap.filterVmap;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.lax.ScanOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void aConstantIsTheSameAtEveryStep() {
        var schedule = Schedule.constant(0.3);
        assertEquals(0.3f, schedule.at(0));
        assertEquals(0.3f, schedule.at(1_000_000));
    }

    @Test
    void aCosineDecaysFromItsInitialValueToItsEndAndStaysThere() {
        var schedule = Schedule.cosineDecay(0.5, 20, 0.1, 1);
        assertEquals(0.5, schedule.at(0), 1e-6);
        assertEquals((0.5 + 0.05) / 2, schedule.at(10), 1e-6);
        assertEquals(0.05, schedule.at(20), 1e-6);
        assertEquals(0.05, schedule.at(200), 1e-6);
    }

    @Test
    void aWarmupRisesInAStraightLineToThePeak() {
        var schedule = Schedule.warmupCosineDecay(0, 1, 4, 10, 0.1);
        assertEquals(0, schedule.at(0), 1e-6);
        assertEquals(0.5, schedule.at(2), 1e-6);
        assertEquals(1, schedule.at(4), 1e-6);
        assertEquals(0.1, schedule.at(10), 1e-6);
    }

    @Test
    void exponentialDecayHalvesInItsNumberOfSteps() {
        assertEquals(0.25, Schedule.exponentialDecay(1, 5, 0.5).at(10), 1e-6);
    }

    @Test
    void joinedSchedulesEachCountFromZero() {
        var schedule = Schedule.join(List.of(Schedule.constant(1), Schedule.linear(5, 7, 2), Schedule.constant(9)), 3, 6);
        assertEquals(1, schedule.at(2));
        assertEquals(5, schedule.at(3));
        assertEquals(6, schedule.at(4));
        assertEquals(9, schedule.at(6));
    }

    @Test
    void aTracedStepGivesTheSameValues() {
        var schedule = Schedule.warmupExponentialDecay(0, 1, 4, 5, 0.7);
        var traces = new int[1];
        var compiled = filterJit((Array step) -> {
            traces[0]++;
            return schedule.at(step);
        });
        for (int step = 0; step < 12; step++) {
            assertEquals(schedule.at(step), compiled.apply(Array.scalar(step)).item(), 1e-6);
        }
        assertEquals(1, traces[0]);
    }

    private static Map<String, Schedule> all() {
        var all = new TreeMap<String, Schedule>();
        all.put("constant", Schedule.constant(0.3));
        all.put("of", Schedule.of(Array.scalar(0.3f)));
        all.put("linear", Schedule.linear(0, 1, 7, 3));
        all.put("polynomial", Schedule.polynomial(1, 0.1, 2.5, 9, 2));
        all.put("cosineDecay", Schedule.cosineDecay(1, 12, 0.1, 1.5));
        all.put("exponentialDecay", Schedule.exponentialDecay(1, 4, 0.5, 3, true, 0.1));
        all.put("warmupConstant", Schedule.warmupConstant(0, 1, 5));
        all.put("warmupCosineDecay", Schedule.warmupCosineDecay(0, 1, 4, 15, 0.1, 2));
        all.put("warmupExponentialDecay", Schedule.warmupExponentialDecay(0, 1, 4, 3, 0.5, 2, true, 0.2));
        all.put("join", Schedule.join(List.of(Schedule.constant(1), Schedule.linear(5, 7, 2), Schedule.constant(9)), 3, 6));
        all.put("piecewiseConstant", Schedule.piecewiseConstant(1, new int[] {2, 4}, new double[] {0.5, 0.5}));
        all.put("piecewiseLinear", Schedule.piecewiseLinear(1, new int[] {2, 9}, new double[] {0.5, 3}));
        all.put("piecewiseCosine", Schedule.piecewiseCosine(1, new int[] {2, 9}, new double[] {0.5, 3}));
        all.put("cosineOnecycle", Schedule.cosineOnecycle(20, 1));
        all.put("linearOnecycle", Schedule.linearOnecycle(20, 1));
        all.put("sgdr", Schedule.sgdr(List.of(Schedule.cosineDecay(1, 5), Schedule.cosineDecay(0.5, 10)), 5, 10));
        return all;
    }

    /// A compiled step, a loop that counts by itself, and many steps at once.
    @Test
    void everyScheduleTakesTracedSteps() {
        int steps = 25;
        all().forEach((name, schedule) -> {
            var known = IntStream.range(0, steps).mapToDouble(schedule::at).toArray();
            var together = filterVmap((Array step) -> schedule.at(step)).apply(Lax.iota(DType.INT32, steps));
            assertArrayEquals(known, together.toDoubleArray(), 1e-6, name);
            var loop = filterJit((Array begin) -> ControlFlow.scan((Array step, Object _) -> new ControlFlow.Carried<>(step.add(1), schedule.at(step)), begin, null,
                    ScanOptions.DEFAULT.withLength(steps)).y()).apply(Array.scalar(0));
            assertArrayEquals(known, loop.toDoubleArray(), 1e-6, name);
        });
    }

    @Test
    void aScheduleOfNoStepsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Schedule.cosineDecay(1, 0));
        assertThrows(IllegalArgumentException.class, () -> Schedule.exponentialDecay(1, 3, 0));
        assertThrows(IllegalArgumentException.class, () -> Schedule.join(List.of(Schedule.constant(1)), 3));
    }

    @Test
    void piecesChangeAtTheirBoundariesAndBoundariesIncrease() {
        var rate = Schedule.piecewiseConstant(1, new int[] {2, 4}, new double[] {0.5, 0.5});
        assertEquals(1, rate.at(1), 1e-7);
        assertEquals(0.5, rate.at(2), 1e-7);
        assertEquals(0.25, rate.at(9), 1e-7);
        var cycle = Schedule.cosineOnecycle(10, 1);
        assertEquals(0.04, cycle.at(0), 1e-6);
        assertEquals(1, cycle.at(3), 1e-6);
        assertEquals(0.04 / 1e4, cycle.at(10), 1e-6);
        assertThrows(IllegalArgumentException.class, () -> Schedule.piecewiseLinear(1, new int[] {4, 2}, new double[] {1, 1}));
        assertThrows(IllegalArgumentException.class, () -> Schedule.piecewiseLinear(1, new int[] {4}, new double[] {1, 1}));
    }
}
