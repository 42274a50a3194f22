package dev.solstice.render;

import java.awt.Color;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// The chart that training needs all the time; for others use XChart, whose charts are displayed as they are.
public final class Charts {
    private static final Color BLUE = new Color(0x2f86c1);

    private Charts() {}

    /// One line over the indices 0, 1, 2, …; a gap where a value is not finite.
    ///
    /// ```java
    /// Charts.line("training", "step", "loss", losses)
    /// ```
    ///
    /// @throws IllegalArgumentException if there is no value to draw
    public static XYChart line(String title, String xLabel, String yLabel, float... ys) {
        var values = new double[ys.length];
        for (int i = 0; i < ys.length; i++) values[i] = ys[i];
        return line(title, xLabel, yLabel, values);
    }

    /// @see #line(String, String, String, float...)
    public static XYChart line(String title, String xLabel, String yLabel, double... ys) {
        if (ys.length == 0) throw new IllegalArgumentException("expected at least one value to draw, got none");
        var xs = new double[ys.length];
        var drawn = new double[ys.length];
        for (int i = 0; i < ys.length; i++) {
            xs[i] = i;
            drawn[i] = Double.isFinite(ys[i]) ? ys[i] : Double.NaN;
        }
        // XChart labels values of equal distance at odd numbers, and so closely that they run into each other: be a little uneven.
        if (xs.length > 2) xs[xs.length - 1] += 1e-3;
        XYChart chart = new XYChartBuilder().width(720).height(360).title(title).xAxisTitle(xLabel).yAxisTitle(yLabel).build();
        chart.getStyler().setLegendVisible(false);
        var series = chart.addSeries(yLabel, xs, drawn);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(BLUE);
        series.setLineWidth(1.6f);
        return chart;
    }
}
