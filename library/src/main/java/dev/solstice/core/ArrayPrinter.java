package dev.solstice.core;

import dev.solstice.array.Shape;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Prints an array as NumPy does: aligned columns, up to eight significant digits, the middle of axes longer
/// than six left out when there are more than a thousand elements.
final class ArrayPrinter {
    private static final int THRESHOLD = 1000;
    private static final int EDGE = 3;
    private static final int PRECISION = 8;

    private ArrayPrinter() {}

    static String print(ConcreteArray x) {
        var shape = x.shape();
        if (shape.isEmpty()) return "[] " + x.summary();
        var shown = new ArrayList<Long>();
        boolean abbreviate = shape.size() > THRESHOLD;
        collect(shape, abbreviate, 0, 0, shown);
        var cells = format(x, shown);
        int width = cells.stream().mapToInt(String::length).max().orElse(0);
        var padded = cells.stream().map(cell -> " ".repeat(width - cell.length()) + cell).iterator();
        return nest(shape, abbreviate, 0, padded);
    }

    private static void collect(Shape shape, boolean abbreviate, int axis, long offset, List<Long> shown) {
        if (axis == shape.rank()) {
            shown.add(offset);
            return;
        }
        for (int i : visible(shape.dim(axis), abbreviate)) {
            if (i >= 0) collect(shape, abbreviate, axis + 1, offset * shape.dim(axis) + i, shown);
        }
    }

    /// The positions to print; -1 stands for the ellipsis.
    private static int[] visible(int length, boolean abbreviate) {
        if (!abbreviate || length <= 2 * EDGE) return IntStream.range(0, length).toArray();
        return IntStream.rangeClosed(0, 2 * EDGE)
                .map(i -> i < EDGE ? i : i == EDGE ? -1 : length - 1 - (2 * EDGE - i)).toArray();
    }

    private static String nest(Shape shape, boolean abbreviate, int axis, Iterator<String> cells) {
        if (axis == shape.rank()) return cells.next();
        boolean last = axis == shape.rank() - 1;
        var separator = last ? " " : "\n".repeat(shape.rank() - axis - 1) + " ".repeat(axis + 1);
        return Arrays.stream(visible(shape.dim(axis), abbreviate))
                .mapToObj(i -> i < 0 ? "..." : nest(shape, abbreviate, axis + 1, cells))
                .collect(Collectors.joining(separator, "[", "]"));
    }

    private static List<String> format(ConcreteArray x, List<Long> indices) {
        var memory = x.segment();
        if (x.dtype().isBool()) {
            return indices.stream().map(i -> Elements.getLong(memory, x.dtype(), i) != 0 ? "True" : "False").toList();
        }
        if (x.dtype().isComplex()) return complex(x, indices);
        if (!x.dtype().isFloating()) {
            return indices.stream().map(i -> Elements.whole(memory, x.dtype(), i)).toList();
        }
        return real(indices.stream().mapToDouble(i -> Elements.getDouble(memory, x.dtype(), i)).toArray(), x.dtype().byteSize() == 8);
    }

    /// Real and imaginary parts each as a column of numbers: `1.5-2.j`.
    private static List<String> complex(ConcreteArray x, List<Long> indices) {
        var memory = x.segment();
        boolean isDouble = x.dtype().real().byteSize() == 8;
        var reals = real(indices.stream().mapToDouble(i -> Elements.getComplex(memory, x.dtype(), i).re()).toArray(), isDouble);
        var imaginaries = real(indices.stream().mapToDouble(i -> Elements.getComplex(memory, x.dtype(), i).im()).toArray(), isDouble);
        return IntStream.range(0, indices.size())
                .mapToObj(i -> reals.get(i) + (imaginaries.get(i).startsWith("-") ? "" : "+") + imaginaries.get(i) + "j").toList();
    }

    private static List<String> real(double[] values, boolean isDouble) {
        var finite = Arrays.stream(values).filter(Double::isFinite).map(Math::abs).filter(v -> v != 0).toArray();
        double largest = Arrays.stream(finite).max().orElse(0);
        double smallest = Arrays.stream(finite).min().orElse(0);
        boolean scientific = largest >= 1e8 || smallest < 1e-4 && smallest > 0 || largest / Math.max(smallest, 1e-300) > 1e3 && smallest < 1e-4;
        return scientific
                ? Arrays.stream(values).mapToObj(ArrayPrinter::scientific).toList()
                : fixed(values, isDouble);
    }

    private static String scientific(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.8e", value) : special(value);
    }

    /// All values with as many decimals as the one that needs most (shortest repr), at most eight.
    private static List<String> fixed(double[] values, boolean isDouble) {
        int decimals = Arrays.stream(values).filter(Double::isFinite)
                .mapToInt(v -> Math.max(0, shortest(v, isDouble).stripTrailingZeros().scale())).max().orElse(0);
        int shown = Math.min(decimals, PRECISION);
        return Arrays.stream(values).mapToObj(v -> {
            if (!Double.isFinite(v)) return special(v);
            var text = shortest(v, isDouble).setScale(shown, RoundingMode.HALF_EVEN).toPlainString();
            var signed = v == 0 && 1 / v < 0 ? "-" + text : text;
            return shown == 0 ? signed + "." : signed;
        }).toList();
    }

    private static BigDecimal shortest(double value, boolean isDouble) {
        return new BigDecimal(isDouble ? Double.toString(value) : Float.toString((float) value));
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
    }
}
