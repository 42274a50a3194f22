package dev.solstice.render;

import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.render.array.ArrayView;
import dev.solstice.render.chart.ChartView;
import dev.solstice.render.table.TableView;
import dev.solstice.render.tree.ArraySearch;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.knowm.xchart.internal.chartpart.Chart;

/// What a notebook shows for the value of a cell, without being asked.
public final class Display {
    private Display() {}

    /// MIME type to content (`image/png` in base64) for values that have a view of their own: arrays, programs, tables,
    /// charts, exceptions, and records, lists, maps and other containers in which there is an array; also functions, whose
    /// `toString` is an address. Empty for all others, whose `toString` says enough, and for classes with [PlainDisplay].
    public static Optional<Map<String, String>> bundle(Object value) {
        return view(value).map(View::bundle);
    }

    private static Optional<View> view(Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case View view -> Optional.of(view);
            case Object plain when plain.getClass().isAnnotationPresent(PlainDisplay.class) -> Optional.empty();
            case Array array -> Optional.of(new ArrayView(array));
            case Jaxpr program -> Optional.of(new ProgramView(program));
            case VectorSchemaRoot table -> Optional.of(new TableView(table));
            case Throwable error -> Optional.of(new ErrorView(error));
            case Chart<?, ?> chart -> Optional.of(new ChartView(chart));
            default -> ArraySearch.finds(value) || value.getClass().isHidden() ? Optional.of(TreeView.of(value)) : Optional.empty();
        };
    }
}
