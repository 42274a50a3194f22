package dev.solstice.render.tree;

import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Part;
import dev.solstice.render.model.Plain;
import java.util.ArrayList;
import java.util.List;

/// What a node is, in reading order: badge, name, type or shape, value.
final class Headline {
    private Headline() {}

    static List<Cell> cells(Node node) {
        var cells = new ArrayList<Cell>();
        String name = node.place().name();
        badge(node, cells);
        if (!name.isEmpty()) cells.add(new Cell.Name(name));
        switch (node) {
            case Node.Branch branch -> {
                cells.add(new Cell.Type(branch.type(), branch.size()));
                cells.addAll(branch.summary());
                branch.onlyFields().ifPresent(fields -> cells.add(new Cell.Fields(fields.fields())));
            }
            case Node.Group group when group.equal() -> cells.add(Cell.Type.of(group.type() + " ", group.members().size()));
            case Node.Group _ -> { }
            case Node.ArrayLeaf leaf -> cells.add(new Cell.Spec(leaf.tensor().spec()));
            case Node.ValueLeaf leaf -> cells.add(new Cell.Value(leaf.text()));
            case Node.Scalars scalars -> {
                cells.add(Cell.Type.of(scalars.type(), scalars.size()));
                cells.add(new Cell.Value(scalars.preview()));
            }
            case Node.StaticFields fields -> cells.add(new Cell.Fields(fields.fields()));
            case Node.Absent absent -> cells.add(absent.parameter().<Cell>map(path -> new Cell.Reference("← computed by", shown(path.toString())))
                    .orElse(new Cell.Absent()));
            case Node.Alias alias -> cells.add(new Cell.Reference("⤴ same as", shown(alias.first().toString())));
            case Node.Cycle cycle -> cells.add(new Cell.Reference("↻ cycle to", shown(cycle.ancestor().toString())));
            case Node.Failure failure -> cells.add(new Cell.Warning(failure.message(), "reading this value failed"));
        }
        return cells;
    }

    private static void badge(Node node, List<Cell> cells) {
        switch (node) {
            case Node.ArrayLeaf leaf -> cells.add(new Cell.Badge(leaf.part()));
            case Node.ValueLeaf leaf -> cells.add(new Cell.Badge(leaf.part()));
            case Node.Scalars scalars -> cells.add(new Cell.Badge(scalars.part()));
            case Node.StaticFields fields when fields.leaves() > 0 -> cells.add(new Cell.Badge(Part.STATIC));
            case Node.Branch branch -> rollUp(branch.counts(), cells);
            case Node.Group group -> rollUp(group.counts(), cells);
            default -> { }
        }
    }

    /// A subtree has its arrays' part; only one without arrays has the part of its other leaves.
    private static void rollUp(Counts counts, List<Cell> cells) {
        boolean arrays = counts.params() > 0;
        var parts = counts.parts().stream().filter(count -> !arrays || count.params() > 0).map(Counts.PartCount::part).toList();
        if (parts.size() == 1) cells.add(new Cell.Summary(parts.getFirst()));
        if (parts.size() > 1) cells.add(new Cell.Mixed());
    }

    private static String shown(String path) {
        return path.isEmpty() ? "the root" : Plain.visible(path);
    }
}
