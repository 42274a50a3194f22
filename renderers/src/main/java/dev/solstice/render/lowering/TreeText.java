package dev.solstice.render.lowering;

import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Figures;
import dev.solstice.render.model.Plain;
import dev.solstice.render.model.Row;
import dev.solstice.render.model.TreeModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Lowers a tree to at most [#LINES] lines of [#COLUMNS] columns, drawn with box characters.
public final class TreeText {
    public static final int LINES = 40;
    public static final int COLUMNS = 100;

    /// Rows that a model for text should show: a legend and a remark are lines, too.
    public static final int ROWS = LINES - 5;

    /// The figures start in one column, but no further right than this.
    private static final int LEFT = 52;

    private record Line(String left, List<String> columns) {}

    private TreeText() {}

    public static String lower(TreeModel model) {
        var lines = new ArrayList<Line>();
        append(model.root(), "", "", lines);
        List<Line> kept = lines.size() > ROWS ? lines.subList(0, ROWS) : lines;
        var text = new ArrayList<>(written(kept));
        if (kept.size() < lines.size()) text.add("… " + (lines.size() - kept.size()) + " more rows");
        text.addAll(legend(model.counts()));
        return text.stream().map(line -> Plain.shortened(line.stripTrailing(), COLUMNS)).collect(Collectors.joining("\n"));
    }

    private static void append(Row row, String branch, String stem, List<Line> lines) {
        lines.add(new Line(branch + CellText.of(row.head()), row.columns().stream().map(CellText::of).toList()));
        if (!row.open()) return;
        for (int i = 0; i < row.rows().size(); i++) {
            boolean last = i == row.rows().size() - 1;
            append(row.rows().get(i), stem + (last ? "└─ " : "├─ "), stem + (last ? "   " : "│  "), lines);
        }
    }

    private static List<String> written(List<Line> lines) {
        int left = lines.stream().filter(line -> hasColumns(line)).mapToInt(line -> length(line.left)).max().orElse(0);
        left = Math.min(left, LEFT);
        int params = widest(lines, 0);
        int bytes = widest(lines, 1);
        var written = new ArrayList<String>();
        for (Line line : lines) {
            if (!hasColumns(line)) {
                written.add(line.left);
                continue;
            }
            var text = new StringBuilder(padded(Plain.shortened(line.left, Math.max(left, LEFT)), left));
            text.append("  ").append(" ".repeat(params - length(line.columns.get(0)))).append(line.columns.get(0));
            text.append("  ").append(" ".repeat(bytes - length(line.columns.get(1)))).append(line.columns.get(1));
            String rest = line.columns.stream().skip(2).filter(column -> !column.isEmpty()).collect(Collectors.joining(" "));
            written.add(text.append("  ").append(rest).toString());
        }
        return written;
    }

    private static boolean hasColumns(Line line) {
        return line.columns.stream().anyMatch(column -> !column.isEmpty());
    }

    private static int widest(List<Line> lines, int column) {
        return lines.stream().filter(TreeText::hasColumns).mapToInt(line -> length(line.columns.get(column))).max().orElse(0);
    }

    /// Entries on as few lines as hold them.
    private static List<String> legend(Counts counts) {
        var entries = new ArrayList<String>();
        for (var count : counts.parts()) entries.add(count.part().badge() + " " + count.part().name() + " " + CellText.legend(count));
        if (counts.shared() > 0) entries.add("⤴ shared " + Figures.counted(counts.shared(), "leaf", "leaves"));
        if (entries.size() > 1) entries.add("total " + Figures.counted(counts.leaves(), "leaf", "leaves"));
        var lines = new ArrayList<String>();
        for (String entry : entries) {
            boolean fits = !lines.isEmpty() && length(lines.getLast()) + 3 + length(entry) <= COLUMNS;
            if (fits) lines.add(lines.removeLast() + "   " + entry);
            else lines.add(entry);
        }
        return lines;
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - length(text)));
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
