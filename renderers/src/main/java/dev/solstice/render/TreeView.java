package dev.solstice.render;

import dev.solstice.filter.Filter;
import dev.solstice.render.lowering.TreeHtml;
import dev.solstice.render.lowering.TreeText;
import dev.solstice.render.model.Counts;
import dev.solstice.render.tensor.Statistics;
import dev.solstice.render.tree.Outline;
import dev.solstice.render.tree.Partitioning;
import dev.solstice.render.tree.Selectors;
import dev.solstice.render.tree.Subject;
import dev.solstice.render.tree.TreeReader;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
    private static final String ASCII = "solstice.ascii";
    private static final int VISIBLE_ROWS = 24;
    private static final int ROWS = 110;
    private static final int LATER_ROWS = 12_000;
    private static final int MOST_BYTES = 400_000;
    private static final int MOST_PICTURES = 12;

    private final Subject subject;
    private final List<KeyPath> opened;
    private final int rows;
    private final int bytes;
    private final boolean pictures;

    private TreeView(Subject subject, List<KeyPath> opened, int rows, int bytes, boolean pictures) {
        this.subject = subject;
        this.opened = opened;
        this.rows = rows;
        this.bytes = bytes;
        this.pictures = pictures;
    }

    /// A view of any value; `null` and single leaves have one row.
    public static TreeView of(Object tree) {
        return new TreeView(Subject.of(tree), List.of(), ROWS, MOST_BYTES, false);
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
        return of(subject.partitioned(partition));
    }

    /// Shows what is different in `other`: the places of both trees, and at each whether and how far it changed.
    /// Subtrees that are equal stay closed.
    public TreeView diff(Object other) {
        return of(subject.comparedWith(other));
    }

    /// Shows the norms of another tree of the same structure beside the rows, and compares them with the norms of the
    /// parameters: gradients, updates, an optimiser's moments. Holes in it are `∅`. There may be several, by name.
    ///
    /// ```java
    /// view(model).overlay("grad", gradients).overlay("update", updates)
    /// ```
    public TreeView overlay(String name, Object values) {
        return of(subject.overlaid(name, values));
    }

    /// Arrays in sight open to a heatmap, at most twelve of them, the first ones. An array by itself has a larger one.
    public TreeView heatmaps() {
        return new TreeView(subject, opened, rows, bytes, true);
    }

    /// How many elements the statistics read: all of arrays with up to 4 million by default.
    public TreeView stats(Statistics.Effort effort) {
        return of(subject.with(effort));
    }

    private TreeView of(Subject another) {
        return new TreeView(another, opened, rows, bytes, pictures);
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
        return new TreeView(subject, List.copyOf(more), rows, bytes, pictures);
    }

    /// Includes up to `rows` rows from the start (110 by default); more come when they are opened, where scripts run.
    /// What is left out is still in every total.
    public TreeView limit(int rows) {
        return limit(rows, bytes);
    }

    /// The same, and no more than `bytes` of HTML (400,000 by default). The frame and one row take about 12,000.
    public TreeView limit(int rows, int bytes) {
        if (rows < 1) throw new IllegalArgumentException("expected a limit of at least one row, got " + rows);
        return new TreeView(subject, opened, rows, bytes, pictures);
    }

    /// The leaves' paths as Java, in order: `m -> m.layers().get(1).weight()`. They compile, so that one can be copied into
    /// `Tree.at` or `Filter.at`.
    public List<String> paths() {
        return Tree.leavesWithPath(subject.tree()).stream().map(leaf -> Selectors.of(subject.tree(), leaf.path())).toList();
    }

    /// The text of a call that replaces what is at these paths: `Tree.at(model, List.of(m -> ..., m -> ...), List.of(…, …))`.
    ///
    /// @param paths as a row's tooltip shows them: `.layers().get(1)`
    public String treeAt(String... paths) {
        return Selectors.treeAt(subject.tree(), Arrays.stream(paths).map(KeyPath::parse).toList());
    }

    /// The legend's numbers.
    public Counts counts() {
        return new TreeReader(subject.with(Statistics.Effort.NONE)).counts();
    }

    @Override
    public String toHtml() {
        return toHtml(new TreeReader(subject));
    }

    @Override
    public String toText() {
        return toText(new TreeReader(subject));
    }

    /// The text form without any character beyond ASCII; [#toText] is that, too, with `-Dsolstice.ascii=true`.
    public String toAscii() {
        return toText(new TreeReader(subject), TreeText.Form.ASCII);
    }

    @Override
    public String toAnsi() {
        return toText(new TreeReader(subject), TreeText.Form.ANSI);
    }

    /// Reads the tree once for both forms.
    @Override
    public Map<String, String> bundle() {
        var reader = new TreeReader(subject);
        return Map.of("text/html", toHtml(reader), "text/plain", toText(reader));
    }

    /// The text form, so that printing a view shows it.
    @Override
    public String toString() {
        return toText();
    }

    private String toHtml(TreeReader reader) {
        var budget = new Outline.Budget(VISIBLE_ROWS, rows, LATER_ROWS, pictures ? MOST_PICTURES : 0);
        while (true) {
            String html = TreeHtml.lower(reader.model(budget, opened));
            // Long names and values can make few rows large; half as many rows always end below the cap.
            if (html.getBytes(StandardCharsets.UTF_8).length <= bytes || budget.isLeast()) return html;
            budget = budget.half();
        }
    }

    private String toText(TreeReader reader) {
        return toText(reader, Boolean.getBoolean(ASCII) ? TreeText.Form.ASCII : TreeText.Form.PLAIN);
    }

    private String toText(TreeReader reader, TreeText.Form form) {
        return TreeText.lower(reader.model(new Outline.Budget(TreeText.ROWS, rows, 0, 0), opened), form);
    }
}
