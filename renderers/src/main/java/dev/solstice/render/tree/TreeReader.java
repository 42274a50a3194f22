package dev.solstice.render.tree;

import dev.solstice.render.model.Counts;
import dev.solstice.render.model.TreeModel;
import dev.solstice.tree.KeyPath;
import java.util.List;

/// A tree, walked once, from which models of several sizes can be made.
public final class TreeReader {
    private static final List<Column> COLUMNS = List.of(Column.PARAMS, Column.BYTES, Column.PICTURE, Column.DETAIL);

    private final Partitioning partition;
    private final Node root;

    public TreeReader(Object tree, Partitioning partition) {
        this.partition = partition;
        this.root = new Walk(partition).read(tree);
    }

    public static Counts counts(Object tree, Partitioning partition) {
        return new Walk(partition).read(tree).counts();
    }

    /// @param budget how many rows
    /// @param opened  paths that are opened in any case
    public TreeModel model(Outline.Budget budget, List<KeyPath> opened) {
        return Outline.of(root, budget, partition, COLUMNS, opened);
    }
}
