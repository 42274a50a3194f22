package dev.solstice.render.lowering;

import static dev.solstice.render.html.Html.element;
import static dev.solstice.render.html.Html.span;

import dev.solstice.render.html.Html;
import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Counts;
import dev.solstice.render.model.Figures;
import dev.solstice.render.model.Part;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// A cell as HTML. What matters is always text; classes and inline styles only help.
final class CellHtml {
    private CellHtml() {}

    static Html of(Cell cell) {
        return switch (cell) {
            case Cell.Name(var text) -> span("jn", text);
            case Cell.Type type -> span("jt", type.written());
            case Cell.Spec(var text) -> Html.text(text);
            case Cell.Badge(var part) -> badge(part);
            case Cell.Summary(var part) -> letter(part);
            case Cell.Mixed() -> span("jm", "◐").title("leaves of several parts");
            case Cell.Figure(var text, var exact) -> exact.isEmpty() ? Html.text(text) : element("span").title(exact).with(text);
            case Cell.Shares(var parts) -> Html.text(CellText.shares(parts));
            case Cell.Bar(var parts) -> bar(parts);
            case Cell.Sparkline(var histogram) -> Html.text(Figures.sparkline(histogram));
            case Cell.Numbers(var text) -> Html.text(text);
            case Cell.Warning(var text, var explanation) -> element("strong").named("ja").title(explanation).with("⚠ " + text);
            case Cell.Fields(var fields) -> span("jf", CellText.fields(fields));
            case Cell.Value(var text) -> span("jx", text);
            case Cell.Reference(var words, var path) -> span("jx", words + " " + path);
            case Cell.Absent() -> span("jx", "∅").title("null: absent, or in the other half of a partition");
            case Cell.Difference(var kind, _) -> span("jd jd" + kind.ordinal(), CellText.of(cell));
            case Cell.Share _ -> span("jl", CellText.of(cell));
            case Cell.Gauge gauge -> element("data").attribute("value", Double.toString(gauge.value())).named("jl").with(CellText.of(cell));
            case Cell.Picture(var map, var spec, var shape) -> HeatmapHtml.of(map, spec, shape);
            case Cell.Note(var text) -> element("em").with(text);
        };
    }

    private static double drawn(Counts.PartCount count, double total) {
        return Math.max(count.params(), total / 25);
    }

    static Html.Element badge(Part part) {
        String line = part.line().name().toLowerCase(Locale.ROOT);
        return element("b").named("p" + part.colour().ordinal())
                .style("border-left:3px " + line + " " + part.colour().hex()).with(part.badge());
    }

    /// A subtree has its leaves' glyph and letter, but no line: the lines mark what is in the part itself.
    private static Html letter(Part part) {
        return element("b").named("p" + part.colour().ordinal()).with(part.badge());
    }

    private static Html bar(List<Counts.PartCount> parts) {
        double total = parts.stream().mapToLong(Counts.PartCount::params).sum();
        // Every part is seen, however small: the figures are beside the bar.
        double sum = parts.stream().mapToDouble(count -> drawn(count, total)).sum();
        var stops = new StringBuilder();
        double from = 0;
        for (var count : parts) {
            double to = from + 100 * drawn(count, total) / sum;
            stops.append(String.format(Locale.ROOT, ",%s %.0f%%,%s %.0f%%", count.part().colour().hex(), from, count.part().colour().hex(), to));
            from = to;
        }
        String title = parts.stream()
                .map(count -> count.part().name() + " " + String.format(Locale.ROOT, "%.1f", 100 * count.params() / total) + " %")
                .collect(Collectors.joining(", "));
        return element("span").named("jv").title(title)
                .style("display:inline-block;width:60px;height:8px;background:linear-gradient(to right" + stops + ")");
    }
}
