package dev.solstice.render.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/// Colours that suit a light and a dark page alike: no background, grey text and lines. Only colours that the user left
/// as the theme sets them are replaced, and only while the chart is painted.
final class Neutral {
    private static final Color TEXT = new Color(0x7c7c7c);
    private static final Color LINE = new Color(0x80, 0x80, 0x80, 0x60);
    private static final Color NONE = new Color(0, 0, 0, 0);

    private record Setting<S>(Function<S, Color> get, BiConsumer<S, Color> set, Color neutral) {}

    private static final List<Setting<Styler>> ALL = List.of(
            new Setting<>(Styler::getChartBackgroundColor, Styler::setChartBackgroundColor, NONE),
            new Setting<>(Styler::getPlotBackgroundColor, Styler::setPlotBackgroundColor, NONE),
            new Setting<>(Styler::getLegendBackgroundColor, Styler::setLegendBackgroundColor, NONE),
            new Setting<>(Styler::getLegendBorderColor, Styler::setLegendBorderColor, NONE),
            new Setting<>(Styler::getChartTitleBoxBackgroundColor, Styler::setChartTitleBoxBackgroundColor, NONE),
            new Setting<>(Styler::getChartTitleBoxBorderColor, Styler::setChartTitleBoxBorderColor, NONE),
            new Setting<>(Styler::getPlotBorderColor, Styler::setPlotBorderColor, LINE),
            new Setting<>(Styler::getChartFontColor, Styler::setChartFontColor, TEXT),
            new Setting<>(Styler::getChartTitleFontColor, Styler::setChartTitleFontColor, TEXT),
            new Setting<>(Styler::getXAxisTitleColor, Styler::setXAxisTitleColor, TEXT),
            new Setting<>(Styler::getYAxisTitleColor, Styler::setYAxisTitleColor, TEXT));

    private static final List<Setting<AxesChartStyler>> AXES = List.of(
            new Setting<>(AxesChartStyler::getAxisTickLabelsColor, AxesChartStyler::setAxisTickLabelsColor, TEXT),
            new Setting<>(AxesChartStyler::getXAxisTickLabelsColor, AxesChartStyler::setXAxisTickLabelsColor, TEXT),
            new Setting<>(AxesChartStyler::getYAxisTickLabelsColor, AxesChartStyler::setYAxisTickLabelsColor, TEXT),
            new Setting<>(AxesChartStyler::getAxisTickMarksColor, AxesChartStyler::setAxisTickMarksColor, LINE),
            new Setting<>(AxesChartStyler::getXAxisTickMarksColor, AxesChartStyler::setXAxisTickMarksColor, LINE),
            new Setting<>(AxesChartStyler::getYAxisTickMarksColor, AxesChartStyler::setYAxisTickMarksColor, LINE),
            new Setting<>(AxesChartStyler::getPlotGridLinesColor, AxesChartStyler::setPlotGridLinesColor, LINE));

    private Neutral() {}

    /// Runs `paint` with neutral colours and restores the chart's own.
    static void paint(Chart<?, ?> chart, Runnable paint) {
        var restore = new ArrayList<Runnable>();
        try {
            Styler styler = chart.getStyler();
            Styler fresh = untouched(styler);
            ALL.forEach(setting -> replace(styler, fresh, setting, restore));
            if (styler instanceof AxesChartStyler axes && fresh instanceof AxesChartStyler freshAxes) {
                AXES.forEach(setting -> replace(axes, freshAxes, setting, restore));
            }
            paint.run();
        } finally {
            restore.reversed().forEach(Runnable::run);
        }
    }

    private static <S> void replace(S styler, S fresh, Setting<S> setting, List<Runnable> restore) {
        Color own = setting.get.apply(styler);
        if (own == null || !own.equals(setting.get.apply(fresh))) return;
        restore.add(() -> setting.set.accept(styler, own));
        setting.set.accept(styler, setting.neutral);
    }

    /// A styler of the same class and theme that nobody changed.
    private static Styler untouched(Styler styler) {
        try {
            Styler fresh = styler.getClass().getDeclaredConstructor().newInstance();
            fresh.setTheme(styler.getTheme());
            return fresh;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("XChart's stylers have a public constructor without parameters", e);
        }
    }
}
