package dev.solstice.render.lowering;

import dev.solstice.render.html.Compact;
import dev.solstice.render.html.Html;
import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Rows that a script makes when they are asked for, as JSON. A cell is what [CellHtml] makes of it, so that a row made
/// later looks and reads like one that is there from the start.
///
/// ```text
/// payload = [placeholders, below, steps, casts, heads, column, column, ...]
///           how many rows each placeholder stands for, in document order; then lists with an element for each row, in
///           the order they are read in: how many rows are below it, its step (path = the parent's path and step), ...
/// cell    = "text" | [tag, class, title, style, cell, ...]     of a `data` element its value in place of the style
/// ```
///
/// Like stands beside like, as compression likes it: a third less than row by row.
final class RowsJson {
    private static final List<String> ATTRIBUTES = List.of("class", "title", "style");
    private static final List<String> ATTRIBUTES_OF_DATA = List.of("class", "title", "value");

    private final StringBuilder out = new StringBuilder();

    private RowsJson() {}

    /// The rows below each of `parents`, compressed: base64 of raw deflate, as a JSON string.
    static String compressed(List<Row> parents) {
        var json = new RowsJson();
        json.write(parents);
        return '"' + Compact.deflated(json.out.toString()) + '"';
    }

    /// A row and the end of its path that its parent's has not.
    private record Step(Row row, String text) {
        static void collect(Row parent, List<Step> steps) {
            for (Row row : parent.rows()) {
                String path = row.path();
                steps.add(new Step(row, path.startsWith(parent.path()) ? path.substring(parent.path().length()) : ""));
                collect(row, steps);
            }
        }

        List<Cell> column(int index) {
            return index < row.columns().size() ? row.columns().get(index) : List.of();
        }
    }

    private void write(List<Row> parents) {
        var steps = new ArrayList<Step>();
        parents.forEach(parent -> Step.collect(parent, steps));
        out.append('[');
        list(parents, parent -> out.append(parent.rows().size()));
        field(steps, step -> out.append(step.row().rows().size()));
        field(steps, step -> string(step.text()));
        field(steps, step -> string(step.row().cast()));
        field(steps, step -> list(step.row().head(), this::cell));
        int columns = steps.stream().mapToInt(step -> step.row().columns().size()).max().orElse(0);
        for (int column = 0; column < columns; column++) {
            int index = column;
            field(steps, step -> list(step.column(index), this::cell));
        }
        out.append(']');
    }

    private void field(List<Step> steps, Consumer<Step> write) {
        out.append(',');
        list(steps, write);
    }

    private void cell(Cell cell) {
        html(CellHtml.of(cell));
    }

    private void html(Html html) {
        switch (html) {
            case Html.Text(var characters) -> string(characters);
            case Html.Element element -> element(element);
            default -> throw new IllegalStateException("a cell is text and elements only, got " + html);
        }
    }

    private void element(Html.Element element) {
        out.append('[');
        string(element.tag());
        List<String> names = element.tag().equals("data") ? ATTRIBUTES_OF_DATA : ATTRIBUTES;
        for (String name : names) {
            out.append(',');
            string(attribute(element, names, name));
        }
        for (var child : element.children()) {
            out.append(',');
            html(child);
        }
        out.append(']');
    }

    private static String attribute(Html.Element element, List<String> known, String name) {
        for (var attribute : element.attributes()) {
            if (!known.contains(attribute.name())) throw new IllegalStateException("a cell with the attribute " + attribute.name());
            if (attribute.name().equals(name)) return attribute.value();
        }
        return "";
    }

    private <T> void list(List<T> elements, Consumer<T> write) {
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) out.append(',');
            write.accept(elements.get(i));
        }
        out.append(']');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c < ' ' || c == '<') out.append(String.format("\\u%04x", (int) c));
                    else out.append(c);
                }
            }
        }
        out.append('"');
    }
}
