package dev.solstice.render;

import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.render.array.ArrayView;
import dev.solstice.render.array.ImageView;
import dev.solstice.render.chart.ChartView;
import dev.solstice.render.table.TableView;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.knowm.xchart.internal.chartpart.Chart;

/// `view(x)`: how a notebook asks for a view by name, to choose a partition or what to open.
///
/// ```java
/// view(model).partition(filter)
/// view(model).open(".layers().get(3)")
/// ```
public final class Views {
    private Views() {}

    public static ArrayView view(Array array) {
        return new ArrayView(array);
    }

    /// The array as an image: `[H,W]`, `[C,H,W]` or a batch `[N,C,H,W]`, of floats in 0..1, uint8 or booleans.
    ///
    /// @throws IllegalArgumentException for other shapes and element types
    public static ImageView image(Array array) {
        return new ImageView(array);
    }

    public static ProgramView view(Jaxpr program) {
        return new ProgramView(program);
    }

    public static TableView view(VectorSchemaRoot table) {
        return new TableView(table);
    }

    public static ChartView view(Chart<?, ?> chart) {
        return new ChartView(chart);
    }

    /// Anything else is a tree, of one leaf if need be.
    public static TreeView view(Object tree) {
        return TreeView.of(tree);
    }
}
