package dev.solstice.render.tree;

import dev.solstice.render.model.Counts;
import dev.solstice.render.model.TreeModel;
import dev.solstice.tree.KeyPath;
import java.util.ArrayList;
import java.util.List;

/// A tree, walked once, from which models of several sizes can be made.
public final class TreeReader {
    private final Partitioning partition;
    private final List<Column> columns = new ArrayList<>(List.of(Column.PARAMS, Column.BYTES, Column.PICTURE, Column.DETAIL));
    private final List<String> remarks = new ArrayList<>();
    private final Interest interest;
    private final Node root;

    public TreeReader(Subject subject) {
        this.partition = subject.partition();
        var structures = new Structures();
        Node first = new Walk(partition, subject.effort(), structures).read(subject.tree());
        if (subject.other().isPresent()) {
            Node second = new Walk(partition, subject.effort(), structures).read(subject.other().get());
            var comparison = new Comparison(first, second, structures, partition.parts());
            this.root = comparison.union();
            this.interest = Interest.inChanges(root, comparison);
            columns.add(new ChangeColumn(comparison));
            remarks.add(ChangeColumn.headline(comparison.at(root)));
        } else {
            this.root = first;
            this.interest = Interest.inWarnings(root);
        }
        subject.overlays().forEach((name, values) -> {
            var overlay = new Overlay(name, root, values);
            columns.add(overlay);
            interest.add(root, overlay::warns);
            remarks.add(overlay.headline());
        });
    }

    /// The legend's numbers.
    public Counts counts() {
        return root.counts();
    }

    /// @param budget how many rows
    /// @param opened paths that are opened in any case
    public TreeModel model(Outline.Budget budget, List<KeyPath> opened) {
        return Outline.of(root, budget, partition, columns, remarks, interest, opened);
    }
}
