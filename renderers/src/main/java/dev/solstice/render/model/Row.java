package dev.solstice.render.model;

import java.util.List;

/// One line of a view with the rows that it opens to.
///
/// @param path    the value's path from the root as Java (`.layers().get(1)`); empty for the root and for remarks
/// @param cast    the type to which the value must be cast before Java can go further down; empty if none is needed
/// @param head    what the value is, in reading order
/// @param columns one list of cells for each column of the view
/// @param below   how the rows below come
public record Row(String path, String cast, List<Cell> head, List<List<Cell>> columns, List<Row> rows, Below below) {

    /// How the rows below a row are shown.
    public enum Below {
        /// Shown at first.
        OPEN,
        /// Shown when the row is opened.
        CLOSED,
        /// Made when the row is opened, where a script may run; [TreeModel#later] leaves are in such rows.
        LATER
    }

    public Row {
        head = List.copyOf(head);
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /// A row that only remarks something.
    public static Row note(String text) {
        return new Row("", "", List.of(new Cell.Note(text)), List.of(), List.of(), Below.CLOSED);
    }

    public boolean open() {
        return below == Below.OPEN;
    }

    /// This row and all below it.
    public long size() {
        long size = 1;
        for (Row row : rows) size += row.size();
        return size;
    }
}
