package dev.solstice.render;

import dev.solstice.filter.Filter;
import dev.solstice.render.lowering.TreeHtml;
import dev.solstice.render.lowering.TreeText;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.TreeModel;
import dev.solstice.render.tree.Outline;
import dev.solstice.render.tree.Partitioning;
import dev.solstice.render.tree.TreeReader;
import dev.solstice.tree.KeyPath;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A tree as rows that fold: what is in a model, how large, how distributed, and which part each leaf belongs to.
///
/// A view is a value; its methods return a changed view. The tree is read anew each time that the view is rendered.
///
/// ```java
/// TreeView.of(model)                                                  // trainable, non-differentiable, static
/// TreeView.of(model).partition(Filter.at(model, m -> m.layers().getLast()))
/// TreeView.of(model).open(".layers().get(3)").limit(2000).toText()
/// ```
public final class TreeView implements View {
    private static final int VISIBLE_ROWS = 24;
    private static final int ROWS = 160;
    private static final int LATER_ROWS = 12_000;
    private static final int MOST_BYTES = 400_000;

    private final Object tree;
    private final Partitioning partition;
    private final List<KeyPath> opened;
    private final int rows;
    private final int bytes;

    private TreeView(Object tree, Partitioning partition, List<KeyPath> opened, int rows, int bytes) {
        this.tree = tree;
        this.partition = partition;
        this.opened = opened;
        this.rows = rows;
        this.bytes = bytes;
    }

    /// A view of any value; `null` and single leaves have one row.
    public static TreeView of(Object tree) {
        return new TreeView(tree, Partitioning.byKind(), List.of(), ROWS, MOST_BYTES);
    }

    /// Shows what the filter selects as trainable, other floating-point arrays as frozen. A lambda `(path, leaf) -> ...`
    /// is a filter; `Filter.prefix` makes one of a tree of booleans.
    public TreeView partition(Filter filter) {
        return partition(Partitioning.where(filter));
    }

    /// Shows up to eight named parts; a leaf belongs to the first whose filter selects it.
    public TreeView partition(Map<String, ? extends Filter> filters) {
        return partition(Partitioning.named(filters));
    }

    public TreeView partition(Partitioning partition) {
        return new TreeView(tree, partition, opened, rows, bytes);
    }

    /// Opens the row at this path and all rows that lead to it.
    ///
    /// @param path as a row's tooltip shows it: `.layers().get(1)`
    public TreeView open(String path) {
        return open(KeyPath.parse(path));
    }

    /// @see #open(String)
    public TreeView open(KeyPath path) {
        var more = new ArrayList<>(opened);
        more.add(path);
        return new TreeView(tree, partition, List.copyOf(more), rows, bytes);
    }

    /// Includes up to `rows` rows from the start (160 by default); more come when they are opened, where scripts run.
    /// What is left out is still in every total.
    public TreeView limit(int rows) {
        return limit(rows, bytes);
    }

    /// The same, and no more than `bytes` of HTML (400,000 by default). The frame and one row take about 12,000.
    public TreeView limit(int rows, int bytes) {
        if (rows < 1) throw new IllegalArgumentException("expected a limit of at least one row, got " + rows);
        return new TreeView(tree, partition, opened, rows, bytes);
    }

    /// The legend's numbers.
    public Counts counts() {
        return TreeReader.counts(tree, partition);
    }

    @Override
    public String toHtml() {
        return toHtml(new TreeReader(tree, partition));
    }

    @Override
    public String toText() {
        return toText(new TreeReader(tree, partition));
    }

    /// Reads the tree once for both forms.
    @Override
    public Map<String, String> bundle() {
        var reader = new TreeReader(tree, partition);
        return Map.of("text/html", toHtml(reader), "text/plain", toText(reader));
    }

    /// The text form, so that printing a view shows it.
    @Override
    public String toString() {
        return toText();
    }

    private String toHtml(TreeReader reader) {
        var budget = new Outline.Budget(VISIBLE_ROWS, rows, LATER_ROWS);
        while (true) {
            String html = TreeHtml.lower(reader.model(budget, opened));
            // Long names and values can make few rows large; half as many rows always end below the cap.
            if (html.getBytes(StandardCharsets.UTF_8).length <= bytes || budget.isLeast()) return html;
            budget = budget.half();
        }
    }

    private String toText(TreeReader reader) {
        TreeModel model = reader.model(new Outline.Budget(TreeText.ROWS, rows, 0), opened);
        return TreeText.lower(model);
    }
}
