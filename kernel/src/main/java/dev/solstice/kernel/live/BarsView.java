package dev.solstice.kernel.live;

import static dev.solstice.render.html.Html.element;

import dev.solstice.render.View;
import dev.solstice.render.html.Html;
import dev.solstice.render.html.HtmlWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Bars below one another; nothing in the HTML needs a script or a style sheet.
///
/// @param bars the outermost first
record BarsView(List<BarState> bars) implements View {
    private static final int TEXT_WIDTH = 24;

    @Override
    public String toHtml() {
        var rows = bars.stream().map(this::row).toList();
        return HtmlWriter.write(element("div").style("font-family:monospace;font-size:13px;line-height:1.6").with(rows));
    }

    /// Bars below one another begin in the same place.
    private int labelWidth() {
        return bars.stream().mapToInt(bar -> bar.label().length()).max().orElse(0);
    }

    private Html row(BarState bar) {
        var colour = switch (bar.phase()) {
            case RUNNING -> "#2f86c1";
            case DONE -> "#2e9e5b";
            case STOPPED -> "#d07a1f";
        };
        var filled = element("div").style(String.format(Locale.ROOT, "height:100%%;border-radius:3px;background:%s;width:%.1f%%", colour, 100 * bar.fraction()));
        var track = element("div").attribute("role", "progressbar").attribute("aria-label", bar.label())
            .attribute("aria-valuenow", Long.toString(Math.round(100 * bar.fraction()))).style("flex:0 0 14em;height:0.7em;border-radius:3px;background:rgba(128,128,128,0.25)").with(filled);
        var row = element("div").style("display:flex;flex-wrap:wrap;align-items:center;column-gap:0.8em");
        if (labelWidth() > 0) {
            row = row.with(element("span").style("flex:0 1 " + labelWidth() + "ch").with(bar.label()));
        }
        return row.with(track, element("span").style("white-space:pre-wrap").with(bar.figures()));
    }

    @Override
    public String toText() {
        return bars.stream().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(BarState bar) {
        int full = (int) Math.floor(bar.fraction() * TEXT_WIDTH);
        var label = bar.label() + " ".repeat(labelWidth() - bar.label().length());
        return (label.isEmpty() ? "" : label + " ") + "[" + "#".repeat(full) + ".".repeat(TEXT_WIDTH - full) + "] " + bar.figures();
    }
}
