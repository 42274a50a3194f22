package dev.solstice.render.lowering;

import dev.solstice.render.html.Compact;
import dev.solstice.render.html.Html;
import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Row;
import java.util.List;
import java.util.function.Consumer;

/// Rows that a script makes when they are asked for, as JSON. A cell is what [CellHtml] makes of it, so that a row made
/// later looks and reads like one that is there from the start.
///
/// ```text
/// payload = [rows, ...]                            one list of rows for each placeholder, in document order
/// row     = [step, head, columns, below, cast]     path = the parent's path and step; below and cast may be left out
/// cell    = "text" | [tag, class, title, style, cell, ...]     of a `data` element its value in place of the style
/// ```
final class RowsJson {
    private static final List<String> ATTRIBUTES = List.of("class", "title", "style");
    private static final List<String> ATTRIBUTES_OF_DATA = List.of("class", "title", "value");

    private final StringBuilder out = new StringBuilder();

    private RowsJson() {}

    /// The rows below each of `parents`, compressed: base64 of raw deflate, as a JSON string.
    static String compressed(List<Row> parents) {
        var json = new RowsJson();
        json.list(parents, parent -> json.rows(parent));
        return '"' + Compact.deflated(json.out.toString()) + '"';
    }

    private void rows(Row parent) {
        list(parent.rows(), row -> row(row, parent.path()));
    }

    private void row(Row row, String parentPath) {
        out.append('[');
        string(row.path().startsWith(parentPath) ? row.path().substring(parentPath.length()) : "");
        out.append(',');
        list(row.head(), this::cell);
        out.append(',');
        list(row.columns().subList(0, filled(row)), cells -> list(cells, this::cell));
        if (!row.rows().isEmpty()) {
            out.append(',');
            rows(row);
            if (!row.cast().isEmpty()) {
                out.append(',');
                string(row.cast());
            }
        }
        out.append(']');
    }

    /// How many columns there are up to the last that says something.
    private static int filled(Row row) {
        int filled = row.columns().size();
        while (filled > 0 && row.columns().get(filled - 1).isEmpty()) filled--;
        return filled;
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
