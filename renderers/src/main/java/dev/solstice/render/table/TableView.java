package dev.solstice.render.table;

import static dev.solstice.render.html.Html.element;
import static dev.solstice.render.html.Html.span;

import dev.solstice.render.View;
import dev.solstice.render.html.Html;
import dev.solstice.render.lowering.Frame;
import dev.solstice.render.model.Figures;
import dev.solstice.render.model.Plain;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;

/// The first rows of an Arrow table under the names and types of its columns.
public final class TableView implements View {
    private static final int ROWS = 10;
    private static final int COLUMNS = 24;
    private static final int TEXT_WIDTH = 100;

    /// A column as it is shown.
    private record Column(String name, String type, boolean right, List<String> values) {
        int width() {
            return IntStream.concat(IntStream.of(name.length(), type.length()), values.stream().mapToInt(String::length)).max().orElse(0);
        }
    }

    private final VectorSchemaRoot table;

    public TableView(VectorSchemaRoot table) {
        this.table = table;
    }

    @Override
    public String toHtml() {
        var columns = columns(COLUMNS);
        var names = new ArrayList<Html>();
        for (Column column : columns) {
            names.add(cell("th", column).with(element("strong").with(column.name), element("br"), span("jt", column.type)));
        }
        var rows = new ArrayList<Html>();
        for (int row = 0; row < shownRows(); row++) {
            var cells = new ArrayList<Html>();
            for (Column column : columns) cells.add(cell("td", column).with(column.values.get(row)));
            rows.add(element("tr").with(cells));
        }
        return Frame.write(List.of(
                element("table").with(element("thead").with(element("tr").with(names)), element("tbody").with(rows)),
                element("div").named("jt").with(size(columns.size()))));
    }

    @Override
    public String toText() {
        var columns = columns(COLUMNS);
        int shown = 0;
        for (int width = 0; shown < columns.size(); shown++) {
            width += columns.get(shown).width() + 2;
            if (width > TEXT_WIDTH + 2 && shown > 0) break;
        }
        List<Column> kept = columns.subList(0, shown);
        var lines = new ArrayList<String>();
        lines.add(line(kept, Column::name));
        lines.add(line(kept, Column::type));
        for (int row = 0; row < shownRows(); row++) {
            int index = row;
            lines.add(line(kept, column -> column.values.get(index)));
        }
        lines.add(size(shown));
        return String.join("\n", lines);
    }

    private static Html.Element cell(String tag, Column column) {
        return column.right ? element(tag).named("jq").style("text-align:right") : element(tag).style("text-align:left");
    }

    private static String line(List<Column> columns, Function<Column, String> text) {
        return columns.stream().map(column -> {
            String padding = " ".repeat(column.width() - text.apply(column).length());
            return column.right ? padding + text.apply(column) : text.apply(column) + padding;
        }).collect(Collectors.joining("  ")).stripTrailing();
    }

    private int shownRows() {
        return Math.min(ROWS, table.getRowCount());
    }

    private List<Column> columns(int most) {
        return table.getFieldVectors().stream().limit(most).map(this::column).toList();
    }

    private Column column(FieldVector vector) {
        var field = vector.getField();
        var values = IntStream.range(0, shownRows()).mapToObj(row -> ArrowValues.text(vector.getObject(row))).toList();
        String name = Plain.shortened(Plain.visible(field.getName()), 40);
        return new Column(name, ArrowTypes.name(field), ArrowTypes.isNumber(field), values);
    }

    private String size(int shownColumns) {
        int rows = table.getRowCount();
        int columns = table.getFieldVectors().size();
        String text = Figures.counted(rows, "row", "rows") + " × " + Figures.counted(columns, "column", "columns");
        if (rows > ROWS) text += ", the first " + ROWS + " rows shown";
        return shownColumns < columns ? text + ", the first " + shownColumns + " columns" : text;
    }
}
