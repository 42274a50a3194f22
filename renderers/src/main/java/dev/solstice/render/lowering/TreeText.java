package dev.solstice.render.lowering;

import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Figures;
import dev.solstice.render.model.Part;
import dev.solstice.render.model.Row;
import dev.solstice.render.model.TreeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Lowers a tree to at most [#LINES] lines of [#COLUMNS] columns, drawn with box characters.
public final class TreeText {
    public static final int LINES = 40;
    public static final int COLUMNS = 100;

    /// Rows that a model for text should show: headings, a legend and remarks are lines, too.
    public static final int ROWS = LINES - 7;

    /// What the text may be made of.
    public enum Form { PLAIN, ASCII, ANSI }

    /// The figures start in one column, but no further right than this.
    private static final int LEFT = 52;

    /// Runs of rows alike that are worth a line of their own.
    private static final int SMALLEST_RUN = 2;

    /// Fewer rows of one parent would say nothing.
    private static final int FEWEST = 5;

    /// Columns that every tree has: parameters, bytes, picture, detail. Those after them came with a comparison or an overlay.
    private static final int PARAMS = 0, BYTES = 1, BASE = 4;

    private record Line(Ink left, List<Ink> columns) {
        boolean hasColumns() {
            return columns.stream().anyMatch(column -> !column.isEmpty());
        }
    }

    private final Form form;
    private final List<Line> lines = new ArrayList<>();

    private TreeText(Form form) {
        this.form = form;
    }

    public static String lower(TreeModel model, Form form) {
        return new TreeText(form).write(model);
    }

    private String write(TreeModel model) {
        boolean headed = model.headings().stream().anyMatch(heading -> !heading.isEmpty());
        // As many siblings as leave every opened row its place.
        for (int siblings = ROWS; lines.isEmpty() || lines.size() > ROWS && siblings >= FEWEST; siblings -= 4) {
            lines.clear();
            if (headed) lines.add(new Line(new Ink(), model.headings().stream().map(heading -> ink(heading, Ink.Style.DIM)).toList()));
            append(model.root(), "", "", siblings);
        }
        int more = lines.size() - ROWS;
        if (more > 0) lines.subList(ROWS, lines.size()).clear();
        var text = new ArrayList<>(written());
        if (more > 0) text.add(ink("… " + Figures.counted(more, "more row", "more rows"), Ink.Style.DIM));
        text.addAll(legend(model.counts()));
        for (String remark : model.remarks()) text.add(ink(remark, Ink.Style.PLAIN));
        String mark = of("…");
        return text.stream().limit(LINES).map(line -> line.shortened(COLUMNS, mark))
                .map(line -> form == Form.ANSI ? line.coloured() : line.plain()).collect(Collectors.joining("\n"));
    }

    /// @param siblings how many rows of one parent are written, besides those that are open or have a warning
    private void append(Row row, String branch, String stem, int siblings) {
        lines.add(new Line(ink(branch, Ink.Style.DIM).add(inks(row.head())), row.columns().stream().map(this::inks).toList()));
        if (!row.open()) return;
        List<Row> rows = row.rows();
        for (int i = 0; i < rows.size(); ) {
            int left = alike(rows, i);
            if (left < SMALLEST_RUN) left = leftOut(rows, i, siblings);
            boolean last = i + Math.max(1, left) >= rows.size();
            String corner = stem + (last ? "└─ " : "├─ ");
            if (left > 0) {
                String words = alike(rows, i) >= SMALLEST_RUN ? "… " + left + " more like this" : "… " + left + " more";
                lines.add(new Line(ink(corner, Ink.Style.DIM).add(of(words), Ink.Style.DIM), List.of()));
                i += left;
            } else {
                append(rows.get(i), corner, stem + (last ? "   " : "│  "), siblings);
                i++;
            }
        }
    }

    /// How many rows from here on are like the one before: closed, and different in nothing but their names.
    private static int alike(List<Row> rows, int from) {
        if (from == 0) return 0;
        List<Object> first = besidesName(rows.get(from - 1));
        int to = from;
        while (to < rows.size() && !first.isEmpty() && !rows.get(to).open() && besidesName(rows.get(to)).equals(first)) to++;
        return to - from;
    }

    /// Nothing for a row that is open or says something of its own.
    private static List<Object> besidesName(Row row) {
        if (row.rows().isEmpty() || warns(row)) return List.of();
        return List.of(row.head().stream().filter(cell -> !(cell instanceof Cell.Name)).toList(), row.columns());
    }

    /// How many rows from here on there is no room for.
    private static int leftOut(List<Row> rows, int from, int siblings) {
        if (rows.size() <= siblings || from < siblings - 2) return 0;
        int to = from;
        while (to < rows.size() - 1 && !rows.get(to).open() && !warns(rows.get(to))) to++;
        return to - from < 2 ? 0 : to - from;
    }

    private static boolean warns(Row row) {
        return Stream.concat(row.head().stream(), row.columns().stream().flatMap(List::stream)).anyMatch(Cell.Warning.class::isInstance);
    }

    private List<Ink> written() {
        int left = Math.min(LEFT, lines.stream().filter(Line::hasColumns).mapToInt(line -> line.left.length()).max().orElse(0));
        int columns = lines.stream().mapToInt(line -> line.columns.size()).max().orElse(0);
        int[] widths = IntStream.range(0, columns).map(this::widest).toArray();
        return lines.stream().map(line -> line.hasColumns() ? written(line, left, widths) : line.left).toList();
    }

    private Ink written(Line line, int left, int[] widths) {
        var text = new Ink().add(line.left.shortened(Math.max(left, LEFT), of("…"))).paddedTo(left);
        for (int column : List.of(PARAMS, BYTES)) {
            Ink cell = line.columns.get(column);
            text.add(" ".repeat(2 + widths[column] - cell.length())).add(cell);
        }
        int edge = text.length();
        for (int column = BASE; column < line.columns.size(); column++) {
            text.add("  ").add(line.columns.get(column)).paddedTo(edge += 2 + widths[column]);
        }
        String space = "  ";
        for (Ink cell : line.columns.subList(BYTES + 1, BASE)) {
            if (cell.isEmpty()) continue;
            text.add(space).add(cell);
            space = " ";
        }
        return text;
    }

    private int widest(int column) {
        return lines.stream().filter(Line::hasColumns).mapToInt(line -> line.columns.get(column).length()).max().orElse(0);
    }

    /// Entries on as few lines as hold them.
    private List<Ink> legend(Counts counts) {
        var entries = new ArrayList<Ink>();
        for (var count : counts.parts()) {
            entries.add(ink(count.part().badge(), style(count.part())).add(of(" " + count.part().name() + " " + CellText.legend(count))));
        }
        if (counts.shared().leaves() > 0) entries.add(ink("⤴ shared " + Figures.counted(counts.shared().leaves(), "leaf", "leaves"), Ink.Style.PLAIN));
        if (entries.size() > 1) entries.add(ink("total " + Figures.counted(counts.leaves(), "leaf", "leaves"), Ink.Style.PLAIN));
        var packed = new ArrayList<Ink>();
        for (Ink entry : entries) {
            boolean fits = !packed.isEmpty() && packed.getLast().length() + 3 + entry.length() <= COLUMNS;
            if (fits) packed.getLast().add("   ").add(entry);
            else packed.add(entry);
        }
        return packed;
    }

    private Ink inks(List<Cell> cells) {
        var line = new Ink();
        for (Cell cell : cells) {
            String text = of(CellText.of(cell));
            if (text.isEmpty()) continue;
            if (!line.isEmpty()) line.add(" ");
            line.add(text, style(cell));
        }
        return line;
    }

    private Ink ink(String text, Ink.Style style) {
        return new Ink().add(of(text), style);
    }

    private String of(String text) {
        return form == Form.ASCII ? Ascii.of(text) : text;
    }

    private static Ink.Style style(Cell cell) {
        return switch (cell) {
            case Cell.Name _ -> Ink.Style.BOLD;
            case Cell.Badge(var part) -> style(part);
            case Cell.Summary(var part) -> style(part);
            case Cell.Sparkline _, Cell.Gauge _, Cell.Share _ -> Ink.Style.CYAN;
            case Cell.Warning _ -> Ink.Style.RED;
            case Cell.Difference(var kind, _) -> switch (kind) {
                case SAME -> Ink.Style.DIM;
                case ADDED -> Ink.Style.GREEN;
                case CHANGED -> Ink.Style.YELLOW;
                case REMOVED, RETYPED -> Ink.Style.RED;
            };
            case Cell.Numbers _, Cell.Fields _, Cell.Note _, Cell.Absent _ -> Ink.Style.DIM;
            default -> Ink.Style.PLAIN;
        };
    }

    private static Ink.Style style(Part part) {
        return switch (part.colour()) {
            case BLUE, SKY -> Ink.Style.BLUE;
            case VERMILION, AMBER, OCHRE -> Ink.Style.YELLOW;
            case GREEN -> Ink.Style.GREEN;
            case PINK, VIOLET -> Ink.Style.MAGENTA;
            case GREY -> Ink.Style.GREY;
        };
    }
}
