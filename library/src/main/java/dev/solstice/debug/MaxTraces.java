package dev.solstice.debug;

import dev.solstice.array.Mistake;
import dev.solstice.filter.Retracing;
import dev.solstice.filter.Transformed;
import dev.solstice.transform.Fn;
import dev.solstice.transform.Fn1;
import dev.solstice.transform.Fn2;
import dev.solstice.transform.Fn3;
import dev.solstice.transform.Fn4;
import dev.solstice.transform.Fn5;
import dev.solstice.transform.Fn6;

/// Counts how often a function is called, which inside `filterJit` is how often it is traced.
///
/// ```java
/// var once = assertMaxTraces((Array v) -> v.mul(2), 1);
/// var step = filterJit(once);
/// step.apply(x);
/// step.apply(x);
/// getNumTraces(once)   // 1
/// ```
public final class MaxTraces {
    private MaxTraces() {}

    /// `function`, which may be traced so many times; once more is an error that names the argument that changed.
    /// Equinox's `debug.assert_max_traces`.
    public static <A, R> Fn1<A, R> assertMaxTraces(Fn1<A, R> function, int max) {
        return new Transformed<>(function, new Limit<R>(max, new Retracing())).as();
    }

    public static <A, B, R> Fn2<A, B, R> assertMaxTraces(Fn2<A, B, R> function, int max) {
        return new Transformed<>(function, new Limit<R>(max, new Retracing())).as();
    }

    public static <A, B, C, R> Fn3<A, B, C, R> assertMaxTraces(Fn3<A, B, C, R> function, int max) {
        return new Transformed<>(function, new Limit<R>(max, new Retracing())).as();
    }

    public static <A, B, C, D, R> Fn4<A, B, C, D, R> assertMaxTraces(Fn4<A, B, C, D, R> function, int max) {
        return new Transformed<>(function, new Limit<R>(max, new Retracing())).as();
    }

    public static <A, B, C, D, E, R> Fn5<A, B, C, D, E, R> assertMaxTraces(Fn5<A, B, C, D, E, R> function, int max) {
        return new Transformed<>(function, new Limit<R>(max, new Retracing())).as();
    }

    public static <A, B, C, D, E, F, R> Fn6<A, B, C, D, E, F, R> assertMaxTraces(Fn6<A, B, C, D, E, F, R> function, int max) {
        return new Transformed<>(function, new Limit<R>(max, new Retracing())).as();
    }

    /// How often a function that [#assertMaxTraces] gave, or a copy of it, was traced. Equinox's `debug.get_num_traces`.
    public static int getNumTraces(Fn<?> function) {
        if (function instanceof Transformed<?>(var _, Limit<?>(var _, var retracing))) return retracing.count();
        throw Mistake.of("only what assertMaxTraces gave counts its traces, not " + function);
    }

    private record Limit<R>(int max, Retracing retracing) implements Transformed.Transformation<R> {
        @Override
        @SuppressWarnings("unchecked") // the result is the function's
        public R call(Fn<?> function, Object... arguments) {
            var why = retracing.traced(arguments);
            if (retracing.count() > max) {
                throw new IllegalStateException("a function that may be traced %d %s is traced once more: %s"
                        .formatted(max, max == 1 ? "time" : "times", why.isEmpty() ? "it may not be traced at all" : why));
            }
            return (R) function.call(arguments);
        }
    }
}
