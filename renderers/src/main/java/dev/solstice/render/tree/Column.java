package dev.solstice.render.tree;

import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Figures;
import dev.solstice.render.tensor.Statistics;
import dev.solstice.render.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/// A column of a tree view: what it says about a node. A further column (a difference, a gradient's norm) is one more
/// implementation; lowerings need not know it.
@FunctionalInterface
public interface Column {

    /// What the column is called; empty where its cells explain themselves.
    default String heading() {
        return "";
    }

    /// The cells for this node; none where the column has nothing to say.
    List<Cell> cells(Node node);

    /// Elements of the arrays in and below a node; for equal siblings of each.
    Column PARAMS = node -> {
        Counts counts = node.counts();
        if (counts.params() == 0) return List.of();
        long exact = counts.params();
        if (node instanceof Node.Group(_, _, boolean equal, var members, _, _) && equal) {
            return List.of(new Cell.Figure(Figures.quantity(exact / members.size()) + " each",
                    exact + " params, " + counts.bytes() + " bytes together"));
        }
        // An array's shape says exactly how many; so does a short figure.
        return List.of(new Cell.Figure(Figures.quantity(exact), node instanceof Node.ArrayLeaf || exact < 10_000 ? "" : exact + " params"));
    };

    Column BYTES = node -> {
        long bytes = node.counts().bytes();
        boolean each = node instanceof Node.Group group && group.equal(); // beside "789K each" a total would mislead
        return bytes == 0 || each ? List.of() : List.of(new Cell.Figure(Figures.bytes(bytes), ""));
    };

    /// The shape of the numbers: an array's distribution, a mixed subtree's shares.
    Column PICTURE = node -> switch (node) {
        case Node.ArrayLeaf leaf -> leaf.statistics().filter(s -> hasShape(leaf, s))
                .<List<Cell>>map(s -> List.of(new Cell.Sparkline(s.histogram()))).orElse(List.of());
        case Node.Branch branch -> bar(branch.counts());
        case Node.Group group -> bar(group.counts());
        default -> List.of();
    };

    /// Warnings first, then the numbers.
    Column DETAIL = node -> switch (node) {
        case Node.ArrayLeaf leaf -> leaf.statistics().map(s -> statistics(leaf, s)).orElse(List.of(new Cell.Numbers("no values")));
        case Node.Branch branch -> rollUp(branch);
        case Node.Group group -> rollUp(group);
        default -> List.of();
    };

    /// A few elements have no distribution, and the values of booleans and of few integers say more than a picture.
    private static boolean hasShape(Node.ArrayLeaf leaf, Statistics s) {
        return s.drawable() && leaf.tensor().elements() != Tensor.Elements.BOOLEAN;
    }

    private static List<Cell> statistics(Node.ArrayLeaf leaf, Statistics s) {
        var cells = new ArrayList<Cell>();
        if (s.nan() > 0) cells.add(new Cell.Warning("NaN " + s.nan(), s.nan() + " of " + s.count() + " elements are NaN"));
        if (s.infinite() > 0) {
            cells.add(new Cell.Warning("Inf " + s.infinite(), s.infinite() + " of " + s.count() + " elements are infinite"));
        }
        cells.add(new Cell.Numbers(Figures.statistics(s, leaf.tensor().elements())));
        return cells;
    }

    private static List<Cell> rollUp(Node node) {
        var cells = new ArrayList<Cell>();
        int warnings = node.warnings();
        if (warnings > 0) {
            cells.add(new Cell.Warning(String.valueOf(warnings), warnings == 1
                    ? "one value below has NaN or Inf, or failed" : warnings + " values below have NaN or Inf, or failed"));
        }
        var shares = withParams(node.counts());
        if (shares.size() > 1) cells.add(new Cell.Shares(shares));
        return cells;
    }

    private static List<Cell> bar(Counts counts) {
        var shares = withParams(counts);
        return shares.size() > 1 ? List.of(new Cell.Bar(shares)) : List.of();
    }

    private static List<Counts.PartCount> withParams(Counts counts) {
        return counts.parts().stream().filter(count -> count.params() > 0).toList();
    }
}
