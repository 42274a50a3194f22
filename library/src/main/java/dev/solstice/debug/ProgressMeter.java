package dev.solstice.debug;

import dev.solstice.array.DType;
import dev.solstice.core.Array;
import dev.solstice.lax.Collectives;
import dev.solstice.lax.ControlFlow;
import dev.solstice.lax.Lax;
import dev.solstice.transform.Callbacks;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/// Tells how far a loop has got while it runs, a compiled one too. What the meter remembers is carried by the loop.
///
/// ```java
/// record Loop(Array x, Array meter) {}
/// var meter = ProgressMeter.text().withMinimumIncrease(0.5);
/// filterJit((Array v) -> {
///     var end = foriLoop(0, 4, (i, s) -> new Loop(s.x().mul(2), meter.step(s.meter(), i.add(1).div(4))), new Loop(v, meter.init()));
///     meter.close(end.meter());
///     return end.x();
/// }).apply(x);   // prints 0.00%, 75.00%, 100.00%
/// ```
///
/// Of a batch it is the slowest example that counts. Source: `equinox.internal.TextProgressMeter` and its kind.
///
/// @param minimumIncrease how much more has to be done before it is shown again
/// @param show gets shares from 0 to 1; a meter without one costs nothing
public record ProgressMeter(double minimumIncrease, Optional<DoubleConsumer> show) {
    /// Shares are shown in hundredths of a percent.
    private static final int UNITS = 10_000;

    /// Shows nothing.
    public static ProgressMeter none() {
        return new ProgressMeter(0, Optional.empty());
    }

    /// Prints lines such as `2.00%`, each 2 %.
    public static ProgressMeter text() {
        return to(share -> System.out.println(String.format(Locale.ROOT, "%.2f%%", 100 * share)));
    }

    /// Shows each 2 % to a bar of one's own.
    public static ProgressMeter to(DoubleConsumer show) {
        return new ProgressMeter(0.02, Optional.of(show));
    }

    public ProgressMeter withMinimumIncrease(double minimumIncrease) {
        return new ProgressMeter(minimumIncrease, show);
    }

    /// Shows that nothing is done.
    ///
    /// @return what was shown last, float32 `[]`
    public Array init() {
        var nothing = Array.scalar(0f);
        show(nothing);
        return nothing;
    }

    /// Shows the progress, if it is all or enough more than was shown last.
    ///
    /// @param shown last, as [#init] or the last step gave it
    /// @param progress from 0 to 1, `[]`
    /// @return what was shown last, float32 `[]`
    public Array step(Array shown, Array progress) {
        if (show.isEmpty()) return shown;
        var now = progress.astype(DType.FLOAT32);
        var isDue = Collectives.unvmapAll(Lax.bitwiseOr(now.sub(shown).gt(minimumIncrease), Lax.bitwiseAnd(now.eq(1), shown.ne(1))));
        return ControlFlow.cond(isDue, (Array before, Array after) -> {
            show(after);
            return after;
        }, (before, after) -> before, shown, now);
    }

    /// Shows that all is done, if that has not been shown.
    public void close(Array shown) {
        step(shown, Array.scalar(1f));
    }

    private void show(Array share) {
        show.ifPresent(bar -> {
            var least = Collectives.unvmapMax(Lax.round(share.mul(UNITS)).astype(DType.INT32).neg()).neg();
            Consumer<List<Array>> say = known -> bar.accept(known.getFirst().item() / UNITS);
            Callbacks.debugCallback(say, List.of(least));
        });
    }
}
