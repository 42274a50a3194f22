package dev.solstice.render.lowering;

import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Figures;
import java.util.List;
import java.util.stream.Collectors;

/// A cell as plain text.
final class CellText {
    private CellText() {}

    static String of(Cell cell) {
        return switch (cell) {
            case Cell.Name(var text) -> text;
            case Cell.Type type -> type.written();
            case Cell.Spec(var text) -> text;
            case Cell.Badge(var part) -> part.badge();
            case Cell.Summary(var part) -> part.badge();
            case Cell.Mixed() -> "◐";
            case Cell.Figure(var text, _) -> text;
            case Cell.Shares(var parts) -> shares(parts);
            case Cell.Bar _ -> "";
            case Cell.Sparkline(var histogram) -> Figures.sparkline(histogram);
            case Cell.Numbers(var text) -> text;
            case Cell.Warning(var text, _) -> "⚠ " + text;
            case Cell.Fields(var fields) -> fields(fields);
            case Cell.Value(var text) -> text;
            case Cell.Reference(var words, var path) -> words + " " + path;
            case Cell.Absent() -> "∅";
            case Cell.Difference(var kind, var text) -> (kind.glyph() + " " + text).strip();
            case Cell.Share(var share) -> Figures.bar(share);
            case Cell.Gauge gauge -> Figures.gauge(gauge.share());
            case Cell.Picture(_, var spec, _) -> "heatmap of " + spec;
            case Cell.Note(var text) -> text;
        };
    }

    /// `▲8.68M ■789K`
    static String shares(List<Counts.PartCount> parts) {
        return parts.stream().map(count -> count.part().glyph() + " " + Figures.quantity(count.params()))
                .collect(Collectors.joining("  "));
    }

    static String fields(List<Cell.Fields.Field> fields) {
        return fields.stream().map(field -> field.name() + "=" + field.value()).collect(Collectors.joining("  "));
    }

    /// `trainable 335K params · 1.3 MB · 8 leaves`
    static String legend(Counts.PartCount count) {
        return Figures.sizes(count.params(), count.bytes()) + Figures.counted(count.leaves(), "leaf", "leaves");
    }
}
