package dev.solstice.optim;

import dev.solstice.array.DType;
import dev.solstice.array.Mistake;
import dev.solstice.core.Array;
import dev.solstice.lax.Lax;
import java.util.Arrays;
import java.util.List;

/// A number that changes from step to step, such as a learning rate: a function of the number of steps done, which is
/// an int32 array of shape `[]` (a tracer in a compiled step); the result is float32 of shape `[]`.
///
/// ```java
/// var rate = Schedule.warmupCosineDecay(0, 1e-3, 100, 1000, 1e-5);
/// rate.at(50)   // 4.999999873689376E-4
/// var optim = Optim.adam(rate);
/// ```
///
/// Source: `optax.schedules`.
@FunctionalInterface
public interface Schedule {
    /// The value at a step, counted from 0.
    Array at(Array step);

    /// The value at a step, to look at or to plot.
    default double at(int step) {
        return at(Array.scalar(step)).item();
    }

    /// The same value at every step.
    static Schedule constant(double value) {
        return new Constant(value);
    }

    /// A value that somebody else computes: a setting of [InjectHyperparams], for example.
    ///
    /// @param value `[]`
    static Schedule of(Array value) {
        return _ -> value.astype(DType.FLOAT32);
    }

    /// A value that never changes; optimisers keep no counter for it.
    record Constant(double value) implements Schedule {
        @Override
        public Array at(Array step) {
            return Array.scalar(DType.FLOAT32, value);
        }
    }

    /// From `initial` to `end` in a straight line of `steps` steps.
    static Schedule linear(double initial, double end, int steps) {
        return polynomial(initial, end, 1, steps, 0);
    }

    /// [#linear(double, double, int)], the first of whose steps is number `begin`.
    static Schedule linear(double initial, double end, int steps, int begin) {
        return polynomial(initial, end, 1, steps, begin);
    }

    /// `(initial - end) (1 - t)^power + end`, where `t` goes from 0 to 1 in `steps` steps, the first of them number `begin`.
    static Schedule polynomial(double initial, double end, double power, int steps, int begin) {
        requireSteps(steps);
        return step -> {
            var rest = Schedules.fraction(step.sub(begin), steps).neg().add(1);
            return Schedules.power(rest, power).mul(initial - end).add(end);
        };
    }

    /// Half a cosine from `initial` down to 0 in `steps` steps.
    static Schedule cosineDecay(double initial, int steps) {
        return cosineDecay(initial, steps, 0, 1);
    }

    /// Half a cosine to the power of `exponent`, from `initial` down to `alpha * initial` in `steps` steps.
    static Schedule cosineDecay(double initial, int steps, double alpha, double exponent) {
        requireSteps(steps);
        return step -> {
            var angle = Schedules.fraction(step, steps).mul(Math.PI);
            var cosine = Schedules.power(Lax.cos(angle).add(1).mul(0.5), exponent);
            return cosine.mul(1 - alpha).add(alpha).mul(initial);
        };
    }

    /// `initial * rate^(step / steps)`.
    static Schedule exponentialDecay(double initial, int steps, double rate) {
        return exponentialDecay(initial, steps, rate, 0, false, rate < 1 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }

    /// `initial * rate^((step - begin) / steps)` from step `begin` on.
    ///
    /// @param staircase whether the exponent is rounded down to whole numbers
    /// @param end where the decay (or growth) stops
    /// @throws IllegalArgumentException unless steps and rate are positive
    static Schedule exponentialDecay(double initial, int steps, double rate, int begin, boolean staircase, double end) {
        requireSteps(steps);
        if (!(rate > 0)) throw Mistake.of("a value decays by a positive factor, got the rate " + rate);
        return step -> {
            var since = step.sub(begin).astype(DType.FLOAT32);
            var exponent = staircase ? Lax.floor(since.div(steps)) : since.div(steps);
            var decayed = Lax.pow(Array.scalar(DType.FLOAT32, rate), exponent).mul(initial);
            var value = Schedules.choose(since.le(0), Array.scalar(DType.FLOAT32, initial), decayed);
            var bound = Array.scalar(DType.FLOAT32, end);
            return rate < 1 ? Lax.max(value, bound) : Lax.min(value, bound);
        };
    }

    /// In a straight line from `initial` to `peak` in `warmupSteps`, then by half a cosine down to `end` at step `steps`.
    static Schedule warmupCosineDecay(double initial, double peak, int warmupSteps, int steps, double end) {
        return warmupCosineDecay(initial, peak, warmupSteps, steps, end, 1);
    }

    /// In a straight line from `initial` to `peak` in `warmupSteps`, then by half a cosine to the power of `exponent` down to `end`
    /// at step `steps`.
    static Schedule warmupCosineDecay(double initial, double peak, int warmupSteps, int steps, double end, double exponent) {
        double alpha = peak == 0 ? 0 : end / peak;
        return warmup(initial, peak, warmupSteps, cosineDecay(peak, steps - warmupSteps, alpha, exponent));
    }

    /// In a straight line from `initial` to `peak` in `warmupSteps`, then constant; at once constant if those are 0.
    static Schedule warmupConstant(double initial, double peak, int warmupSteps) {
        return warmup(initial, peak, warmupSteps, constant(peak));
    }

    /// In a straight line from `initial` to `peak` in `warmupSteps`, then [#exponentialDecay].
    static Schedule warmupExponentialDecay(double initial, double peak, int warmupSteps, int steps, double rate) {
        return warmup(initial, peak, warmupSteps, exponentialDecay(peak, steps, rate));
    }

    /// In a straight line from `initial` to `peak` in `warmupSteps`, then [#exponentialDecay(double, int, double, int, boolean, double)].
    static Schedule warmupExponentialDecay(double initial, double peak, int warmupSteps, int steps, double rate, int begin, boolean staircase, double end) {
        return warmup(initial, peak, warmupSteps, exponentialDecay(peak, steps, rate, begin, staircase, end));
    }

    /// From `initial` to `peak`, with which `then` begins. No steps are no warm-up.
    private static Schedule warmup(double initial, double peak, int warmupSteps, Schedule then) {
        return warmupSteps == 0 ? then : join(List.of(linear(initial, peak, warmupSteps), then), warmupSteps);
    }

    /// One schedule after the other, each counting from 0: schedule `i + 1` begins at step `boundaries[i]`.
    static Schedule join(List<Schedule> schedules, int... boundaries) {
        if (schedules.size() != boundaries.length + 1) {
            throw Mistake.of(schedules.size() + " schedules have " + (schedules.size() - 1) + " boundaries between them, got "
                    + boundaries.length);
        }
        return step -> {
            var value = schedules.getFirst().at(step);
            for (int i = 0; i < boundaries.length; i++) {
                value = Schedules.choose(step.lt(boundaries[i]), value, schedules.get(i + 1).at(step.sub(boundaries[i])));
            }
            return value;
        };
    }

    /// Steps: `initial`, from step `boundaries[i]` on times `scales[i]` too.
    ///
    /// @throws IllegalArgumentException unless there is a scale for each boundary and the boundaries increase
    static Schedule piecewiseConstant(double initial, int[] boundaries, double[] scales) {
        var values = Schedules.values(initial, boundaries, scales);
        return step -> {
            var value = Array.scalar(DType.FLOAT32, values[0]);
            for (int i = 0; i < boundaries.length; i++) {
                value = Schedules.choose(step.lt(boundaries[i]), value, Array.scalar(DType.FLOAT32, values[i + 1]));
            }
            return value;
        };
    }

    /// Straight lines: from `initial`, to the value before times `scales[i]` at step `boundaries[i]`.
    ///
    /// @throws IllegalArgumentException unless there is a scale for each boundary and the boundaries increase
    static Schedule piecewiseLinear(double initial, int[] boundaries, double[] scales) {
        return Schedules.interpolate(Schedules.values(initial, boundaries, scales), boundaries, done -> done);
    }

    /// Half cosines: from `initial`, to the value before times `scales[i]` at step `boundaries[i]`.
    ///
    /// @throws IllegalArgumentException unless there is a scale for each boundary and the boundaries increase
    static Schedule piecewiseCosine(double initial, int[] boundaries, double[] scales) {
        return Schedules.interpolate(Schedules.values(initial, boundaries, scales), boundaries,
                done -> Lax.cos(done.mul(Math.PI)).neg().add(1).mul(0.5));
    }

    /// [#cosineOnecycle(int, double, double, double, double)] with its usual settings: 0.3, 25, 10000.
    static Schedule cosineOnecycle(int steps, double peak) {
        return cosineOnecycle(steps, peak, 0.3, 25, 1e4);
    }

    /// Half a cosine up to `peak`, half a cosine down: L. N. Smith, N. Topin, arXiv 1708.07120.
    ///
    /// @param rising how much of `steps` the first half takes, between 0 and 1
    /// @param divisor of `peak` at the beginning
    /// @param finalDivisor of the beginning's value at the end
    static Schedule cosineOnecycle(int steps, double peak, double rising, double divisor, double finalDivisor) {
        requireSteps(steps);
        return piecewiseCosine(peak / divisor, new int[] {(int) (rising * steps), steps}, new double[] {divisor, 1 / (divisor * finalDivisor)});
    }

    /// [#linearOnecycle(int, double, double, double, double, double)] with its usual settings: 0.3, 0.85, 25, 10000.
    static Schedule linearOnecycle(int steps, double peak) {
        return linearOnecycle(steps, peak, 0.3, 0.85, 25, 1e4);
    }

    /// A line up to `peak`, one back to the beginning's value, one further down: L. N. Smith, N. Topin, arXiv 1708.07120.
    ///
    /// @param rising where the peak is, as a share of `steps`
    /// @param falling where the value is back, as a share of `steps`
    /// @param divisor of `peak` at the beginning
    /// @param finalDivisor of the beginning's value at the end
    static Schedule linearOnecycle(int steps, double peak, double rising, double falling, double divisor, double finalDivisor) {
        requireSteps(steps);
        return piecewiseLinear(peak / divisor, new int[] {(int) (rising * steps), (int) (falling * steps), steps},
                new double[] {divisor, 1 / divisor, 1 / finalDivisor});
    }

    /// Warm restarts: several schedules one after the other, each for its number of steps. I. Loshchilov, F. Hutter, arXiv 1608.03983.
    ///
    /// @param cycles [#warmupCosineDecay] in most cases
    /// @param steps of each cycle
    static Schedule sgdr(List<Schedule> cycles, int... steps) {
        if (cycles.size() != steps.length) throw Mistake.of("there are " + cycles.size() + " cycles, but " + steps.length + " lengths");
        var ends = steps.clone();
        Arrays.parallelPrefix(ends, Integer::sum);
        return join(cycles, Arrays.copyOf(ends, ends.length - 1));
    }

    private static void requireSteps(int steps) {
        if (steps <= 0) throw Mistake.of("a schedule changes in a positive number of steps, got " + steps);
    }
}
