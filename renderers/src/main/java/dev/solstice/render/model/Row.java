package dev.solstice.render.model;

import java.util.List;

/// One line of a view with the rows that it opens to.
///
/// @param path    the value's path from the root as Java (`.layers().get(1)`); empty for the root and for remarks
/// @param head    what the value is, in reading order
/// @param columns one list of cells for each [Column] of the view
/// @param open    whether the rows below are shown at first
public record Row(String path, List<Cell> head, List<List<Cell>> columns, List<Row> rows, boolean open) {
    public Row {
        head = List.copyOf(head);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /// A row that only remarks something.
    public static Row note(String text) {
        return new Row("", List.of(new Cell.Note(text)), List.of(), List.of(), false);
    }

    /// This row and all below it.
    public long size() {
        long size = 1;
        for (Row row : rows) size += row.size();
        return size;
    }
}
