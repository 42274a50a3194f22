package dev.solstice.render.array;

import static dev.solstice.render.html.Html.element;
import static dev.solstice.render.html.Html.span;
import static dev.solstice.render.html.Html.text;

import dev.solstice.core.Array;
import dev.solstice.render.View;
import dev.solstice.render.html.Html;
import dev.solstice.render.lowering.Frame;
import dev.solstice.render.lowering.HeatmapHtml;
import dev.solstice.render.model.Figures;
import dev.solstice.render.tensor.Heatmap;
import dev.solstice.render.tensor.Statistics;
import dev.solstice.render.tensor.Tensor;
import dev.solstice.render.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One array: dtype, shape and statistics, its values, and heatmaps that open. A few integers or booleans are a table.
///
/// ```java
/// view(Array.of(1f, 2f, 3f)).toText()    // "f32[3]  3 elements · 12 B  μ2.0 σ0.82 [1.0,3.0]\n[1. 2. 3.]"
/// view(image).heatmap()
/// ```
public final class ArrayView implements View {
    /// Printed values with more lines than this are behind a fold.
    private static final int MOST_LINES = 12;

    private final Array array;
    private final Tensor tensor;
    private final boolean picture;

    public ArrayView(Array array) {
        this(array, false);
    }

    private ArrayView(Array array, boolean picture) {
        this.array = array;
        this.picture = picture;
        this.tensor = Tensors.of(array).orElseThrow();
    }

    /// The same with the heatmap in sight and the values behind the fold.
    public ArrayView heatmap() {
        return new ArrayView(array, true);
    }

    @Override
    public String toHtml() {
        boolean drawn = Heatmap.fits(tensor);
        boolean pictureFirst = picture && drawn;
        var content = new ArrayList<Html>();
        content.add(headline());
        if (pictureFirst) content.addAll(pictures(true));
        content.add(values(pictureFirst));
        if (drawn && !pictureFirst) content.addAll(pictures(false));
        return drawn ? Frame.hydrated(content) : Frame.write(content);
    }

    @Override
    public String toText() {
        if (!tensor.hasValues()) return array.toString();
        return String.join("  ", facts()) + "\n" + array;
    }

    private Html headline() {
        var facts = facts();
        var line = new ArrayList<Html>();
        line.add(element("strong").with(facts.getFirst()));
        for (String fact : facts.subList(1, facts.size())) {
            line.add(text("  "));
            line.add(span(fact.indexOf('█') >= 0 ? "j2" : "jt", fact));
        }
        return element("div").with(line);
    }

    private List<String> facts() {
        var facts = new ArrayList<String>();
        facts.add(tensor.spec());
        if (tensor.shape().length > 0) {
            facts.add(Figures.counted(tensor.size(), "element", "elements") + " · " + Figures.bytes(tensor.bytes()));
        }
        if (!tensor.hasValues()) {
            facts.add("no values");
        } else if (tensor.size() > 1) {
            var statistics = Statistics.of(tensor);
            if (!statistics.finite()) facts.add("⚠ NaN %d, Inf %d".formatted(statistics.nan(), statistics.infinite()));
            if (statistics.drawable() && tensor.elements() != Tensor.Elements.BOOLEAN) {
                facts.add(Figures.sparkline(statistics.histogram()));
            }
            facts.add(Figures.statistics(statistics, tensor.elements()));
        }
        facts.removeIf(String::isEmpty);
        return facts;
    }

    private Html values(boolean folded) {
        if (ValueTable.fits(tensor)) return ValueTable.of(tensor);
        String values = array.toString();
        Html printed = element("pre").with(values);
        boolean brief = values.lines().count() <= MOST_LINES || !tensor.hasValues();
        return brief && !folded ? printed : folded("values", printed);
    }

    /// Where cells stand for several elements, means show structure and the largest elements show what means hide.
    private List<Html> pictures(boolean open) {
        var means = Heatmap.of(tensor);
        Html mean = HeatmapHtml.of(means, tensor.spec(), shape());
        var pictures = new ArrayList<Html>();
        pictures.add(open ? mean : folded("heatmap", mean));
        if (means.cells().pooled()) {
            var largest = Heatmap.of(tensor, Heatmap.Pooling.LARGEST, Heatmap.MOST_CELLS);
            pictures.add(folded("heatmap of max |x|", HeatmapHtml.of(largest, tensor.spec(), shape())));
        }
        return pictures;
    }

    private List<Integer> shape() {
        return Arrays.stream(tensor.shape()).boxed().toList();
    }

    private static Html folded(String name, Html content) {
        return element("details").with(element("summary").with(name), content);
    }
}
