package dev.solstice.kernel.live;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A progress bar at one moment.
///
/// @param total   how many steps there will be, or -1 when nobody knows
/// @param metrics in the order in which they were first given
record BarState(String label, long done, long total, double seconds, Map<String, Number> metrics, Phase phase) {
    enum Phase { RUNNING, DONE, STOPPED }

    private static final int SECONDS_IN_HOUR = 3600;
    private static final int SECONDS_IN_MINUTE = 60;

    /// How full, between 0 and 1.
    double fraction() {
        return phase == Phase.DONE ? 1 : total <= 0 ? 0 : Math.min(1, (double) done / total);
    }

    /// All but the bar itself: `37/100  37%  0:03 < 0:05  12.3/s  loss 0.123`.
    String figures() {
        var count = total < 0 ? Long.toString(done) : done + "/" + total + "  " + Math.round(100 * fraction()) + "%";
        var time = clock(seconds) + (phase == Phase.RUNNING && total > 0 && done > 0 ? " < " + clock((total - done) * seconds / done) : "");
        var values = metrics.entrySet().stream().map(metric -> "  " + metric.getKey() + " " + written(metric.getValue())).collect(Collectors.joining());
        return count + "  " + time + rate() + values + (phase == Phase.STOPPED ? "  stopped" : "");
    }

    private static String written(Number value) {
        return value instanceof Double || value instanceof Float ? String.format(Locale.ROOT, "%.4g", value.doubleValue()) : value.toString();
    }

    /// Steps a second, or seconds a step when they are slow.
    private String rate() {
        if (done == 0 || seconds <= 0) {
            return "";
        }
        double rate = done / seconds;
        return rate >= 1 ? String.format(Locale.ROOT, "  %.1f/s", rate) : String.format(Locale.ROOT, "  %.1f s each", 1 / rate);
    }

    private static String clock(double seconds) {
        long whole = Math.round(seconds);
        return whole >= SECONDS_IN_HOUR
            ? "%d:%02d:%02d".formatted(whole / SECONDS_IN_HOUR, whole / SECONDS_IN_MINUTE % SECONDS_IN_MINUTE, whole % SECONDS_IN_MINUTE)
            : "%d:%02d".formatted(whole / SECONDS_IN_MINUTE, whole % SECONDS_IN_MINUTE);
    }
}
