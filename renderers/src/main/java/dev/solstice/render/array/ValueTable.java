package dev.solstice.render.array;

import static dev.solstice.render.html.Html.element;

import dev.solstice.render.html.Html;
import dev.solstice.render.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;

/// A few integers or booleans, each beside its indices: they are read, not seen.
final class ValueTable {
    private static final int MOST = 64;

    /// Integers up to here are exact as the doubles that a tensor is read as.
    private static final double EXACT = 1L << 53;

    private ValueTable() {}

    static boolean fits(Tensor tensor) {
        int rank = tensor.shape().length;
        return tensor.hasValues() && tensor.elements() != Tensor.Elements.REAL && (rank == 1 || rank == 2)
                && tensor.size() > 0 && tensor.size() <= MOST && Arrays.stream(values(tensor)).allMatch(x -> Math.abs(x) < EXACT);
    }

    private static double[] values(Tensor tensor) {
        var values = new double[(int) tensor.size()];
        tensor.read(0, values.length, values);
        return values;
    }

    /// @param tensor one that [#fits]
    static Html of(Tensor tensor) {
        int[] shape = tensor.shape();
        int columns = shape[shape.length - 1];
        int rows = shape.length == 2 ? shape[0] : 1;
        double[] values = values(tensor);
        var lines = new ArrayList<Html>();
        lines.add(indices(columns, shape.length == 2));
        for (int row = 0; row < rows; row++) {
            var cells = new ArrayList<Html>();
            if (shape.length == 2) cells.add(heading(row));
            for (int column = 0; column < columns; column++) {
                cells.add(cell("td").with(written(tensor, values[row * columns + column])));
            }
            lines.add(element("tr").with(cells));
        }
        return element("table").with(lines);
    }

    private static Html indices(int columns, boolean corner) {
        var cells = new ArrayList<Html>();
        if (corner) cells.add(element("th"));
        for (int column = 0; column < columns; column++) cells.add(heading(column));
        return element("tr").with(cells);
    }

    private static Html heading(int index) {
        return cell("th").with(Html.span("jt", "[" + index + "]"));
    }

    private static Html.Element cell(String tag) {
        return element(tag).named("jq").style("text-align:right");
    }

    private static String written(Tensor tensor, double value) {
        if (tensor.elements() == Tensor.Elements.BOOLEAN) return value == 0 ? "false" : "true";
        return Long.toString((long) value);
    }
}
