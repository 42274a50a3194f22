package dev.solstice.render.model;

import dev.solstice.render.tensor.Statistics;
import dev.solstice.render.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How numbers are written in views: short, aligned by eye, the same in every locale.
public final class Figures {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    /// Characters between the ends of a gauge.
    private static final int GAUGE = 8;

    private Figures() {}

    /// `512`, `256K`, `1.05M`, `10.0M`: three digits.
    public static String quantity(long n) {
        if (n < 10_000) return Long.toString(n);
        return scaled(n, "%.2f", List.of("K", "M", "B", "T"));
    }

    /// `64 B`, `1.0 KB`, `40.1 MB`: decimal units.
    public static String bytes(long n) {
        if (n < 1000) return n + " B";
        return scaled(n, "%.1f", List.of(" KB", " MB", " GB", " TB"));
    }

    /// `335K params · 1.3 MB · `, what stands before the leaves in a legend; nothing where there are no arrays.
    public static String sizes(long params, long bytes) {
        return params == 0 ? "" : quantity(params) + (params == 1 ? " param · " : " params · ") + bytes(bytes) + " · ";
    }

    /// `1 leaf`, `2 leaves`, `9600 leaves`.
    public static String counted(long n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }

    /// @param below10 how numbers below 10 are written
    private static String scaled(long n, String below10, List<String> units) {
        double scaled = n;
        int unit = -1;
        // 999.5 would be rounded to 1000 of the smaller unit.
        while (scaled >= 999.5 && unit < units.size() - 1) {
            scaled /= 1000;
            unit++;
        }
        String digits = scaled < 9.95 ? format(below10, scaled) : scaled < 99.95 ? format("%.1f", scaled) : format("%.0f", scaled);
        return digits + units.get(Math.max(unit, 0));
    }

    /// Two significant digits and the shortest of plain and scientific notation: `0`, `1.0`, `-0.062`, `1.2e-3`.
    public static String real(double x) {
        if (x == 0) return "0";
        if (Double.isNaN(x)) return "NaN";
        if (Double.isInfinite(x)) return x > 0 ? "Inf" : "-Inf";
        double size = Math.abs(x);
        if (size >= 99_999.5 || size < 0.00995) return scientific(x);
        if (size >= 99.5) return format("%.0f", x);
        if (size >= 0.995) return format("%.1f", x);
        return format(size >= 0.0995 ? "%.2f" : "%.3f", x);
    }

    /// With `significant` digits, in plain or scientific notation, whichever Java's `%g` has.
    public static String digits(double x, int significant) {
        return format("%." + significant + "g", x);
    }

    private static String scientific(double x) {
        String text = format("%.1e", x);
        int e = text.indexOf('e');
        return text.substring(0, e) + "e" + Integer.parseInt(text.substring(e + 1));
    }

    /// Eight block characters, the highest for the fullest bin; an occupied bin is never drawn as empty.
    public static String sparkline(List<Long> histogram) {
        long most = histogram.stream().mapToLong(Long::longValue).max().orElse(0);
        if (most == 0) return "";
        return histogram.stream()
                .map(n -> BARS.substring((int) (n * 7 / most), (int) (n * 7 / most) + 1))
                .collect(Collectors.joining());
    }

    /// A bar for a share from 0 to 1: `▕███▌      ▏`.
    public static String gauge(double share) {
        int eighths = (int) Math.round(share * 8 * GAUGE);
        var bar = new StringBuilder("█".repeat(eighths / 8));
        if (eighths % 8 > 0) bar.append("▏▎▍▌▋▊▉".charAt(eighths % 8 - 1));
        return "▕" + bar + " ".repeat(GAUGE - bar.length()) + "▏";
    }

    /// `μ-3.4e-3 σ1.0 [-4.5,3.7]`, `=1.0` for a constant, `true 12%` for booleans, the range or the values of integers.
    public static String statistics(Statistics s, Tensor.Elements elements) {
        if (s.count() == 0) return "empty";
        String sampled = s.sampled() ? "~" : "";
        return switch (elements) {
            case BOOLEAN -> sampled + booleans(s);
            case INTEGER -> sampled + (s.constant() ? "=" + (long) s.min() : integers(s));
            case REAL -> sampled + (s.constant() ? "=" + real(s.min()) : reals(s));
        };
    }

    private static String booleans(Statistics s) {
        if (s.constant()) return s.min() == 0 ? "all false" : "all true";
        return "true " + format("%.0f", Math.clamp(100 * s.mean(), 1, 99)) + "%";
    }

    private static String integers(Statistics s) {
        if (!s.distinct().isEmpty()) {
            return s.distinct().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        }
        return "[" + (long) s.min() + "," + (long) s.max() + "]";
    }

    private static String reals(Statistics s) {
        if (Double.isNaN(s.mean())) return "no finite element";
        return "μ" + real(s.mean()) + " σ" + real(s.deviation()) + " [" + real(s.min()) + "," + real(s.max()) + "]";
    }

    private static String format(String pattern, double x) {
        return String.format(Locale.ROOT, pattern, x);
    }
}
