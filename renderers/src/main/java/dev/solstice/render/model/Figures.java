package dev.solstice.render.model;

import dev.solstice.render.tensor.Statistics;
import dev.solstice.render.tensor.Tensor;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// How numbers are written in views: short, aligned by eye, the same in every locale.
public final class Figures {
    private static final String BARS = "▁▂▃▄▅▆▇█";

    private static final long[] SCALES = {1, 10, 100, 1000};

    /// Characters between the ends of a gauge.
    private static final int GAUGE = 8;

    private Figures() {}

    /// `512`, `256K`, `1.05M`, `10.0M`: three digits.
    public static String quantity(long n) {
        if (n < 10_000) return Long.toString(n);
        return scaled(n, 2, List.of("K", "M", "B", "T"));
    }

    /// `64 B`, `1.0 KB`, `40.1 MB`: decimal units.
    public static String bytes(long n) {
        if (n < 1000) return n + " B";
        return scaled(n, 1, List.of(" KB", " MB", " GB", " TB"));
    }

    /// `335K params · 1.3 MB · `, what stands before the leaves in a legend; nothing where there are no arrays.
    public static String sizes(long params, long bytes) {
        return params == 0 ? "" : quantity(params) + (params == 1 ? " param · " : " params · ") + bytes(bytes) + " · ";
    }

    /// `1 leaf`, `2 leaves`, `9600 leaves`.
    public static String counted(long n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }

    /// @param below10 decimals of numbers below 10
    private static String scaled(long n, int below10, List<String> units) {
        double scaled = n;
        int unit = -1;
        // 999.5 would be rounded to 1000 of the smaller unit.
        while (scaled >= 999.5 && unit < units.size() - 1) {
            scaled /= 1000;
            unit++;
        }
        String digits = fixed(scaled, scaled < 9.95 ? below10 : scaled < 99.95 ? 1 : 0);
        return digits + units.get(Math.max(unit, 0));
    }

    /// Two significant digits and the shortest of plain and scientific notation: `0`, `1.0`, `-0.062`, `1.2e-3`.
    public static String real(double x) {
        if (x == 0) return "0";
        if (Double.isNaN(x)) return "NaN";
        if (Double.isInfinite(x)) return x > 0 ? "Inf" : "-Inf";
        double size = Math.abs(x);
        if (size >= 99_999.5 || size < 0.00995) return scientific(x);
        return fixed(x, size >= 99.5 ? 0 : size >= 0.995 ? 1 : size >= 0.0995 ? 2 : 3);
    }

    /// With `significant` digits, in plain or scientific notation, whichever Java's `%g` has.
    public static String digits(double x, int significant) {
        return String.format(Locale.ROOT, "%." + significant + "g", x);
    }

    private static String scientific(double x) {
        int exponent = (int) Math.floor(Math.log10(Math.abs(x)));
        double mantissa = new BigDecimal(Math.abs(x)).movePointLeft(exponent).doubleValue();
        if (mantissa >= 9.95) {
            mantissa /= 10;
            exponent++;
        }
        return (x < 0 ? "-" : "") + fixed(mantissa, 1) + "e" + exponent;
    }

    /// As `%.nf` does, many times faster: a large view has tens of thousands of numbers.
    private static String fixed(double x, int decimals) {
        long scale = SCALES[decimals];
        long digits = Math.round(Math.abs(x) * scale);
        var text = new StringBuilder(x < 0 ? "-" : "").append(digits / scale);
        if (decimals == 0) return text.toString();
        String fraction = Long.toString(digits % scale);
        return text.append('.').append("0".repeat(decimals - fraction.length())).append(fraction).toString();
    }

    /// Eight block characters, the highest for the fullest bin; an occupied bin is never drawn as empty.
    public static String sparkline(List<Long> histogram) {
        long most = histogram.stream().mapToLong(Long::longValue).max().orElse(0);
        if (most == 0) return "";
        return histogram.stream()
                .map(n -> BARS.substring((int) (n * 7 / most), (int) (n * 7 / most) + 1))
                .collect(Collectors.joining());
    }

    /// A bar of up to eight characters: `███▌`.
    public static String bar(double share) {
        int eighths = (int) Math.round(share * 8 * GAUGE);
        String end = eighths % 8 == 0 ? "" : "▏▎▍▌▋▊▉".substring(eighths % 8 - 1, eighths % 8);
        return "█".repeat(eighths / 8) + end;
    }

    /// A bar for a share from 0 to 1: `▕███▌      ▏`.
    public static String gauge(double share) {
        String bar = bar(share);
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
        return "true " + fixed(Math.clamp(100 * s.mean(), 1, 99), 0) + "%";
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
}
