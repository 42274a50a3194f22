package dev.solstice.render.lowering;

import static dev.solstice.render.html.Html.element;
import static dev.solstice.render.html.Html.text;

import dev.solstice.render.html.Html;
import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Figures;
import dev.solstice.render.model.Row;
import dev.solstice.render.model.TreeModel;
import java.util.ArrayList;
import java.util.List;

/// Lowers a tree to static HTML: nested lists of `<details>`, which fold without a script.
public final class TreeHtml {
    /// Columns that every tree has; others came with a comparison or an overlay.
    private static final int BASE = 4;

    /// Lists keep their indentation even where all styles are lost.
    private static final String LIST = "list-style:none;margin:0;padding-left:1em";

    /// Rows whose rows are made later, in document order.
    private final List<Row> later = new ArrayList<>();

    private TreeHtml() {}

    public static String lower(TreeModel model) {
        return new TreeHtml().write(model, !model.root().rows().isEmpty());
    }

    /// Without the script, for a few rows in which nobody needs to search.
    public static String lowerStill(TreeModel model) {
        return new TreeHtml().write(model, false);
    }

    private String write(TreeModel model, boolean hydrated) {
        var content = new ArrayList<Html>();
        content.add(legend(model.counts()));
        for (String remark : model.remarks()) content.add(element("div").named("ji").with(remark));
        var rows = new ArrayList<Html>();
        if (model.headings().stream().anyMatch(heading -> !heading.isEmpty())) rows.add(headings(model.headings()));
        rows.add(root(model.root()));
        content.add(element("div").named("jk").with(rows));
        if (model.later() > 0) {
            content.add(element("div").named("jx jxt1-rest").with(text("… " + Figures.counted(model.later(), "leaf", "leaves")
                    + " are shown when their row is opened, where scripts run; elsewhere .open(path) or .limit(rows) includes them.")));
        }
        if (model.notIncluded() > 0) {
            content.add(element("div").named("jx").with(text("… " + Figures.counted(model.notIncluded(), "leaf", "leaves")
                    + " not included as rows; the totals count them.")));
        }
        if (!later.isEmpty()) content.add(new Html.Data("jxt1-lazy", RowsJson.compressed(later)));
        return hydrated ? Frame.hydrated(content) : Frame.write(content);
    }

    /// Exact counts are there for machines, too: `<data value>` has the leaves, the title everything.
    private static Html legend(Counts counts) {
        var entries = new ArrayList<Html>();
        for (var count : counts.parts()) {
            entries.add(entry(exact(count.leaves(), count.params(), count.bytes())).with(CellHtml.badge(count.part()),
                    text(" " + count.part().name() + " " + Figures.sizes(count.params(), count.bytes())), leaves(count.leaves(), "")));
        }
        var shared = counts.shared();
        if (shared.leaves() > 0) {
            entries.add(entry("seen before by another path; counted again, all would be "
                    + exact(counts.leaves(), counts.params() + shared.params(), counts.bytes() + shared.bytes()))
                    .with(text("⤴ shared "), leaves(shared.leaves(), "")));
        }
        if (entries.size() > 1) {
            entries.add(entry(exact(counts.leaves(), counts.params(), counts.bytes()))
                    .with(leaves(counts.leaves(), "total ")));
        }
        var spaced = new ArrayList<Html>();
        for (Html entry : entries) {
            spaced.add(entry);
            spaced.add(text(" "));
        }
        return element("div").named("jxt1-legend").style("margin-bottom:.4em;white-space:normal").with(spaced);
    }

    private static Html headings(List<String> headings) {
        var cells = new ArrayList<Html>(List.of(element("span").named("jh").with("name ")));
        for (int column = 0; column < headings.size(); column++) {
            if (!headings.get(column).isEmpty()) cells.add(element("span").named(columnClass(column)).with(headings.get(column) + " "));
        }
        return element("div").named("jr jg").with(cells);
    }

    private static String columnClass(int column) {
        return column < BASE ? "j" + column : "j" + column + " je";
    }

    private static Html.Element entry(String title) {
        return element("span").title(title).style("margin-right:1.6em");
    }

    private static Html leaves(long n, String before) {
        return element("data").attribute("value", Long.toString(n)).with(before + Figures.counted(n, "leaf", "leaves"));
    }

    private static String exact(long leaves, long params, long bytes) {
        return Figures.counted(leaves, "leaf", "leaves") + ", " + Figures.counted(params, "param", "params") + ", "
                + Figures.counted(bytes, "byte", "bytes");
    }

    private Html root(Row row) {
        return row.rows().isEmpty() ? element("div").named("jr").title(row.path()).with(cells(row)) : details(row);
    }

    private Html item(Row row) {
        return row.rows().isEmpty()
                ? element("li").named("jr").title(row.path()).with(cells(row))
                : element("li").with(details(row));
    }

    private Html details(Row row) {
        var details = element("details");
        if (row.open()) details = details.attribute("open", "");
        var summary = element("summary").named("jr").title(row.path());
        if (!row.cast().isEmpty()) summary = summary.attribute("data-cast", row.cast());
        return details.with(summary.with(cells(row)), element("ul").style(LIST).with(below(row)));
    }

    private List<Html> below(Row row) {
        if (row.below() != Row.Below.LATER) return row.rows().stream().map(this::item).toList();
        later.add(row);
        return List.of(element("li").named("jz").with("… needs scripts, .open(path) or .limit(rows)"));
    }

    /// The head, then each column that has something to say; spaces keep them apart where no style does.
    private static List<Html> cells(Row row) {
        var cells = new ArrayList<Html>();
        boolean alone = row.columns().stream().allMatch(List::isEmpty);
        cells.add(element("span").named(alone ? "jh jw" : "jh").with(spaced(row.head())));
        for (int column = 0; column < row.columns().size(); column++) {
            List<Cell> content = row.columns().get(column);
            if (content.isEmpty()) continue;
            cells.add(text(" "));
            cells.add(element("span").named(columnClass(column)).with(spaced(content)));
        }
        return cells;
    }

    private static List<Html> spaced(List<Cell> cells) {
        var spaced = new ArrayList<Html>();
        for (Cell cell : cells) {
            if (!spaced.isEmpty()) spaced.add(text(" "));
            spaced.add(CellHtml.of(cell));
        }
        return spaced;
    }
}
