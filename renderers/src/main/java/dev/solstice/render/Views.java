package dev.solstice.render;

import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.render.array.ArrayView;
import dev.solstice.render.array.ImageView;
import dev.solstice.render.chart.ChartView;
import dev.solstice.render.table.TableView;
import dev.solstice.render.tree.RowSummaries;
import dev.solstice.render.tree.RowSummary;
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

    public static ErrorView view(Throwable error) {
        return new ErrorView(error);
    }

    /// What the rows of values of a class say besides their type and size, in every tree. A later registration replaces an
    /// earlier one; a summary that throws is a warning in its row.
    ///
    /// ```java
    /// Views.register(Tokenizer.class, tokenizer -> List.of(new Cell.Value(tokenizer.size() + " words")));
    /// ```
    public static <T> void register(Class<T> type, RowSummary<? super T> summary) {
        RowSummaries.register(type, summary);
    }

    /// Anything else is a tree, of one leaf if need be.
    public static TreeView view(Object tree) {
        return TreeView.of(tree);
    }
}
