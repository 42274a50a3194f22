package dev.solstice.render.tree;

import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Change;
import dev.solstice.render.model.Figures;
import java.util.ArrayList;
import java.util.List;

/// What differs from another tree.
record ChangeColumn(Comparison comparison) implements Column {

    @Override
    public String heading() {
        return "change";
    }

    @Override
    public List<Cell> cells(Node node) {
        Changes found = comparison.at(node);
        if (found == Changes.NONE) return List.of();
        var cells = new ArrayList<Cell>();
        boolean several = node instanceof Node.Branch || node instanceof Node.Group;
        cells.add(new Cell.Difference(found.kind(), several ? rollUp(found) : leaf(found)));
        if (found.bothNan() > 0) {
            cells.add(new Cell.Warning("NaN " + found.bothNan(), "elements that are NaN in both trees; they count as equal"));
        }
        return cells;
    }

    /// `3 changed, 1 added, 0 removed of 246 leaves`
    static String headline(Changes all) {
        String leaves = "%d changed, %d added, %d removed of %s".formatted(all.changed(), all.added(), all.removed(),
                Figures.counted(all.leaves(), "leaf", "leaves"));
        return all.metadata() == 0 ? leaves : leaves + "; metadata changed in " + Figures.counted(all.metadata(), "place", "places");
    }

    private static String leaf(Changes found) {
        return switch (found.kind()) {
            case SAME -> "";
            case CHANGED -> found.note().isEmpty() ? "max|Δ| " + Figures.real(found.largest()) + relative(found) : found.note();
            case RETYPED -> found.note();
            case ADDED -> "added";
            case REMOVED -> "removed";
        };
    }

    private static String rollUp(Changes found) {
        if (found.kind() == Change.SAME) return Figures.counted(found.same(), "leaf", "leaves") + " equal";
        if (found.kind() == Change.ADDED || found.kind() == Change.REMOVED) return leaf(found);
        if (found.kind() == Change.RETYPED) return found.note();
        if (found.changed() + found.added() + found.removed() == 0) return "metadata";
        var text = new StringBuilder(found.changed() + " of " + found.leaves());
        if (found.added() > 0) text.append(" +").append(found.added());
        if (found.removed() > 0) text.append(" −").append(found.removed());
        return text + relative(found);
    }

    private static String relative(Changes found) {
        return found.reference() > 0 && found.squares() > 0 ? " ‖Δ‖/‖a‖ " + Figures.real(found.relative()) : "";
    }
}
