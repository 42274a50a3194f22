package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.core.Jaxpr;
import dev.solstice.optim.Optim;
import dev.solstice.random.Key;
import dev.solstice.render.model.Cell;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;

class DisplayTest {

    record Empty(int width, String name) {}

    @Test
    void containersWithAnArrayAreTrees() {
        for (Object tree : List.of(Models.Mlp.of(2, 3), List.of(Array.of(1f)), Map.of("a", List.of(Array.of(1f))),
                new Object[] {Array.of(1f)}, Optional.of(Array.of(1f)))) {
            var bundle = Display.bundle(tree).orElseThrow();
            assertEquals(Set.of("text/html", "text/plain"), bundle.keySet());
            assertTrue(bundle.get("text/html").startsWith("<div class=jxt1-root"));
            assertEquals(TreeView.of(tree).toText(), bundle.get("text/plain"));
            assertEquals(TreeView.of(tree).toHtml(), bundle.get("text/html"));
        }
    }

    @Test
    void otherValuesAreLeftToTheirToString() {
        var selfContaining = new ArrayList<Object>();
        selfContaining.add(selfContaining);
        for (Object value : List.of("text", 3, List.of(1, 2), Map.of("a", "b"), new Empty(1, "x"), selfContaining,
                IntStream.range(0, 100_000).boxed().toList())) {
            assertEquals(Optional.empty(), Display.bundle(value));
        }
        assertEquals(Optional.empty(), Display.bundle(null));
    }

    @PlainDisplay
    record Measurement(Array values, String unit) {}

    @Test
    void aClassMayAskToBeShownPlainly() {
        var measurement = new Measurement(Array.of(1f), "m");
        assertEquals(Optional.empty(), Display.bundle(measurement));
        assertTrue(Views.view(measurement).toText().contains("values f32[1]"));
        assertTrue(Display.bundle(List.of(measurement)).isPresent(), "only the class itself");
    }

    record Tokenizer(List<String> words) {}

    @Test
    void aRegisteredSummaryIsInTheRowAndMayFail() {
        Views.register(Tokenizer.class, tokenizer -> List.of(new Cell.Value(tokenizer.words().size() + " words, first " + tokenizer.words().getFirst())));
        var tree = List.of(Array.of(1f), new Tokenizer(List.of("a", "b")), new Tokenizer(List.of()));
        String text = Views.view(tree).toText();
        assertTrue(text.contains("[1] Tokenizer 2 words, first a"), text);
        assertTrue(text.contains("[2] Tokenizer ⚠ NoSuchElementException"), text);
    }

    @Test
    void keysStatesAndFunctionsSayWhatTheyAre() {
        assertTrue(Views.view(Key.of(42)).toText().startsWith("◆N Key 0:42"));
        assertTrue(Views.view(Key.of(42).splitBatch(3)).toText().contains("data u32[3,2]"));
        var state = Optim.adam(1e-3).init(Models.Linear.of(2, 3, new Random(1)));
        assertTrue(Views.view(state).toText().contains("[0] ScaleByAdam.State"), Views.view(state).toText());
        java.util.function.UnaryOperator<Array> function = x -> x;
        assertEquals("·S λ UnaryOperator\n·S static 1 leaf", Display.bundle(function).orElseThrow().get("text/plain"));
    }

    @Test
    void anExceptionIsWhatWhereExpectedGotAndRemedy() {
        var model = Models.Linear.of(2, 3, new Random(1));
        var error = org.junit.jupiter.api.Assertions.assertThrows(RuntimeException.class,
                () -> dev.solstice.tree.KeyPath.parse(".missing()").get(model));
        error.setStackTrace(new StackTraceElement[] {new StackTraceElement("dev.solstice.tree.Nodes", "missing", "Nodes.java", 7),
                new StackTraceElement("my.Model", "apply", "Model.java", 12)});
        String text = Display.bundle(error).orElseThrow().get("text/plain");
        assertTrue(text.startsWith("⚠ TreeException there is no .missing() here"), text);
        assertTrue(text.contains("├─ expected one of .weight() .bias() .inFeatures() .outFeatures()"), text);
        assertTrue(text.contains("├─ got Linear"), text);
        assertTrue(text.contains("line Model.java:12 (apply)"), text);
        assertTrue(text.lines().count() <= 40);
        error.setStackTrace(new StackTraceElement[] {new StackTraceElement("REPL.$JShell$103", "do_it$", "$JShell$103.java", 8)});
        assertFalse(Display.bundle(error).orElseThrow().get("text/plain").contains("do_it"), "a generated line says nothing");
        assertFalse(Views.view(error).toHtml().contains("<script"), "there is nothing to search");
        var caused = new IllegalStateException("outer <b>", error);
        assertTrue(Markup.parse(Views.view(caused).toHtml()).text().contains("caused by ⚠ TreeException"));
    }

    @Test
    void aViewThatWasAskedForIsShownAsItIs() {
        var view = Views.view(List.of(1, 2)).partition((path, leaf) -> true);
        assertTrue(Display.bundle(view).orElseThrow().get("text/plain").startsWith("▲T Integer×2 [1, 2]"));
    }

    @Test
    void smallArraysShowTheirValuesAndLargerOnesAHeatmapBehindAFold() {
        String small = Markup.parse(Display.bundle(Array.of(1f, 2f)).orElseThrow().get("text/html")).text();
        assertTrue(small.contains("f32[2]") && small.contains("2 elements · 8 B") && small.contains("[1. 2.]"), small);
        var large = Markup.parse(Display.bundle(Models.uniform(new Random(1), 1, 30, 40)).orElseThrow().get("text/html"));
        var fold = large.all("details").getLast();
        assertEquals("heatmap", fold.children().getFirst().text());
        assertFalse(fold.attributes().containsKey("open"));
        assertTrue(fold.all("img").getFirst().attributes().get("alt").startsWith("heatmap of f32[30,40], red -"));
    }

    @Test
    void aScalarIsOneLineAndItsValue() {
        String text = Display.bundle(Array.of(Shape.of(), new float[] {0.5f})).orElseThrow().get("text/plain");
        assertEquals("f32[]\n0.5", text);
    }

    @Test
    void aProgramIsItsNotationAsTextAndRowsAsHtml() {
        var program = new Jaxpr(List.of(), List.of(), List.of(), List.of(), List.of());
        var bundle = Display.bundle(program).orElseThrow();
        assertEquals(program.toString(), bundle.get("text/plain"));
        assertTrue(Markup.parse(bundle.get("text/html")).text().contains("in ()"));
    }

    @Test
    void anArrowTableShowsTypesFirstRowsAndItsSize() {
        try (var allocator = new RootAllocator();
             var x = new Float4Vector("x", allocator);
             var n = new IntVector("n", allocator);
             var name = new VarCharVector("<b>name", allocator)) {
            for (int i = 0; i < 25; i++) {
                x.setSafe(i, i / 3f);
                n.setSafe(i, i);
                if (i != 1) name.setSafe(i, ("row <" + i + ">").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            var table = new VectorSchemaRoot(List.of(x, n, name));
            table.setRowCount(25);
            var bundle = Display.bundle(table).orElseThrow();
            assertEquals(List.of("       x    n  <b>name", "     f32  i32  string", "     0.0    0  row <0>"),
                    bundle.get("text/plain").lines().limit(3).toList());
            assertTrue(bundle.get("text/plain").endsWith("25 rows × 3 columns, the first 10 rows shown"));
            assertTrue(bundle.get("text/plain").lines().skip(3).findFirst().orElseThrow().endsWith("1  ∅"));
            var html = Markup.parse(bundle.get("text/html"));
            assertEquals(List.of("xf32", "ni32", "<b>namestring"), html.all("th").stream().map(Markup.Element::text).toList());
            assertEquals(11, html.all("tr").size());
        }
    }

    @Test
    void aChartIsAnImageAndItsOwnColoursAreLeftAlone() {
        var chart = Charts.line("loss", "step", "loss", 3, 2, Double.NaN, 1);
        chart.getStyler().setPlotBackgroundColor(Color.PINK);
        Color before = chart.getStyler().getChartBackgroundColor();
        var bundle = Display.bundle(chart).orElseThrow();
        assertTrue(bundle.get("text/html").contains("<img src=\"data:image/png;base64,"));
        assertEquals('P', Base64.getDecoder().decode(bundle.get("image/png"))[1]);
        assertEquals("XYChart loss", bundle.get("text/plain"));
        assertEquals(before, chart.getStyler().getChartBackgroundColor());
        assertEquals(Color.PINK, chart.getStyler().getPlotBackgroundColor());
    }

    @Test
    void aChartHasNoBackgroundUnlessTheUserGaveItOne() throws java.io.IOException {
        var chart = Charts.line("loss", "step", "loss", 3f, 2f, 1f);
        assertEquals(0, corner(chart) >>> 24);
        chart.getStyler().setChartBackgroundColor(Color.PINK);
        assertEquals(Color.PINK.getRGB(), corner(chart));
    }

    private static int corner(org.knowm.xchart.XYChart chart) throws java.io.IOException {
        byte[] png = Base64.getDecoder().decode(Display.bundle(chart).orElseThrow().get("image/png"));
        return javax.imageio.ImageIO.read(new java.io.ByteArrayInputStream(png)).getRGB(1, 1);
    }
}
