package dev.solstice.render.lowering;

import static dev.solstice.render.html.Html.element;
import static dev.solstice.render.html.Html.text;

import dev.solstice.render.html.Html;
import dev.solstice.render.model.Figures;
import dev.solstice.render.tensor.Heatmap;
import dev.solstice.render.tensor.Palette;
import dev.solstice.render.tensor.Png;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A heatmap over a line that says what its colours mean. With the script, the value under the pointer comes after it.
public final class HeatmapHtml {
    private HeatmapHtml() {}

    /// @param spec dtype and shape, for those who do not see the picture
    public static Html of(Heatmap map, String spec, List<Integer> shape) {
        var image = element("img").attribute("src", Png.address(map.png())).attribute("width", Integer.toString(map.width()))
                .attribute("height", Integer.toString(map.height())).attribute("alt", "heatmap of " + spec + ", " + meaning(map))
                .attribute("data-heat", geometry(map, shape));
        return element("div").with(image, element("div").named("jt")
                .with(text(Figures.real(map.scale().low()) + " "), bar(map.scale().signed()), text(" " + Figures.real(map.scale().high()) + remarks(map))));
    }

    private static String meaning(Heatmap map) {
        return map.scale().signed()
                ? "red %s … 0 … %s blue".formatted(Figures.real(map.scale().low()), Figures.real(map.scale().high()))
                : "light %s … %s dark".formatted(Figures.real(map.scale().low()), Figures.real(map.scale().high()));
    }

    private static Html bar(boolean signed) {
        int[] stops = Palette.stops(signed);
        String colours = IntStream.range(0, stops.length)
                .mapToObj(i -> String.format(Locale.ROOT, ",#%06x %d%%", stops[i], 100 * i / (stops.length - 1))).collect(Collectors.joining());
        return element("span").title(signed ? "red is negative, blue is positive" : "dark is large")
                .style("display:inline-block;width:60px;height:8px;background:linear-gradient(to right" + colours + ")");
    }

    private static String remarks(Heatmap map) {
        var remarks = new StringBuilder();
        double clipped = map.scale().clipped();
        if (clipped > 0) remarks.append(", %s %% clipped".formatted(Figures.real(100 * clipped)));
        if (map.cells().pooled()) {
            String block = map.cells().pooledRows() + "×" + map.cells().pooledColumns() + " elements";
            remarks.append(map.pooling() == Heatmap.Pooling.MEAN ? "; each cell is the mean of " + block : "; each cell is the largest of " + block);
        }
        if (map.left() > 0) remarks.append("; %d more tiles are not drawn".formatted(map.left()));
        if (map.marked()) remarks.append("; NaN magenta, Inf black, -Inf white");
        return remarks.toString();
    }

    /// What the script reads: the scale, the cells in pixels and in elements, the array's shape.
    private static String geometry(Heatmap map, List<Integer> shape) {
        var cells = map.cells();
        var ints = IntStream.concat(IntStream.of(cells.rows(), cells.columns(), cells.tall(), cells.wide(), cells.gap(),
                cells.pooledRows(), cells.pooledColumns()), shape.stream().mapToInt(Integer::intValue)).mapToObj(Integer::toString);
        var scale = DoubleStream.of(map.scale().low(), map.scale().high()).mapToObj(x -> Figures.digits(x, 4));
        return Stream.concat(scale, ints).collect(Collectors.joining(" "));
    }
}
