package dev.solstice.optim;

import static dev.solstice.filter.FilterJit.filterJit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.solstice.core.Array;
import java.util.List;
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

    @Test
    void aScheduleOfNoStepsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Schedule.cosineDecay(1, 0));
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
