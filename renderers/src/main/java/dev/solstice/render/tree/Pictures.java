package dev.solstice.render.tree;

import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Row;
import dev.solstice.render.tensor.Heatmap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Heatmaps for the arrays of a view, as many as there is room for.
final class Pictures {
    private static final int MOST_BYTES = 60_000;

    /// In a tree a picture is one among many: it has fewer cells than one by itself.
    private static final int CELLS = 32;

    private int left;
    private int bytes = MOST_BYTES * 3 / 4; // in a page four characters stand for three bytes

    /// @param most how many
    Pictures(int most) {
        this.left = most;
    }

    /// A row with the array's picture, if the node is an array that has one and there is room.
    Optional<Row> of(Node node) {
        if (left == 0 || !(node instanceof Node.ArrayLeaf leaf) || !Heatmap.fits(leaf.tensor())) return Optional.empty();
        var map = Heatmap.of(leaf.tensor(), Heatmap.Pooling.MEAN, CELLS);
        if (map.png().length > bytes) return Optional.empty();
        left--;
        bytes -= map.png().length;
        var shape = Arrays.stream(leaf.tensor().shape()).boxed().toList();
        return Optional.of(new Row("", "", List.of(new Cell.Picture(map, leaf.tensor().spec(), shape)), List.of(), List.of(), Row.Below.CLOSED));
    }
}
