package dev.solstice.render.chart;

import static dev.solstice.render.html.Html.element;

import dev.solstice.render.View;
import dev.solstice.render.html.Html;
import dev.solstice.render.lowering.Frame;
import dev.solstice.render.model.Plain;
import dev.solstice.render.tensor.Png;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.internal.chartpart.Chart;

/// An XChart chart as an image of twice its resolution, and as a plain PNG for readers that show no HTML.
///
/// Not as SVG: XChart draws text as outlines (134 KB for three points), and an untrusted notebook drops SVG.
public final class ChartView implements View {
    private final Chart<?, ?> chart;

    public ChartView(Chart<?, ?> chart) {
        this.chart = chart;
    }

    @Override
    public String toHtml() {
        var image = element("img").attribute("src", Png.address(png(2))).attribute("width", Integer.toString(chart.getWidth()))
                .attribute("height", Integer.toString(chart.getHeight())).attribute("alt", toText()).style("border:none");
        return Frame.write(List.<Html>of(image));
    }

    @Override
    public String toText() {
        String title = chart.getTitle() == null || chart.getTitle().isEmpty() ? "" : " " + Plain.visible(chart.getTitle());
        return chart.getClass().getSimpleName() + title;
    }

    @Override
    public Map<String, String> bundle() {
        var bundle = new LinkedHashMap<String, String>();
        bundle.put("text/html", toHtml());
        bundle.put("image/png", Base64.getEncoder().encodeToString(png(1)));
        bundle.put("text/plain", toText());
        return bundle;
    }

    private byte[] png(int scale) {
        int width = chart.getWidth();
        int height = chart.getHeight();
        var image = new BufferedImage(width * scale, height * scale, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.scale(scale, scale);
            Neutral.paint(chart, () -> chart.paint(graphics, width, height));
        } finally {
            graphics.dispose();
        }
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
