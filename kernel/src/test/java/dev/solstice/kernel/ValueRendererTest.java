package dev.solstice.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.Test;

class ValueRendererTest {
    record Model(Array weight, int size) {}

    record Point(int x, int y) {}

    private final ValueRenderer renderer = new ValueRenderer(text -> text);

    private Object text(Object value) {
        return renderer.render(value).getData(MIMEType.TEXT_PLAIN);
    }

    @Test
    void javaArraysAreShownByContent() {
        assertEquals("[1, 2]", text(new int[] {1, 2}));
        assertEquals("[[true], [], null]", text(new boolean[][] {{true}, {}, null}));
        assertTrue(text(new double[5000]).toString().endsWith("... (5000 elements)]"));
    }

    @Test
    void whatIsTooMuchForABrowserIsCut() {
        assertTrue(text(IntStream.range(0, 1_000_000).boxed().toList()).toString().endsWith(", 999, ... (1000000 elements)]"));
        assertTrue(text(new TreeMap<>(IntStream.range(0, 5000).boxed().collect(Collectors.toMap(i -> i, i -> -i)))).toString()
            .endsWith(", 999=-999, ... (5000 elements)}"));
        assertTrue(text("x".repeat(10_000_000)).toString().endsWith("xxx... (10000000 characters)"));
        assertTrue(text(new StringBuilder("x".repeat(10_000_000))).toString().length() < 300_000);
        assertEquals("y".repeat(100_000), text("y".repeat(100_000)));
    }

    @Test
    void whatHoldsArraysIsATree() {
        var model = renderer.render(new Model(Array.of(1, 2, 3), 3));
        assertTrue(model.getData(MIMEType.TEXT_HTML).toString().contains("<details"), "html");
        assertTrue(model.getData(MIMEType.TEXT_PLAIN).toString().contains("weight"), "text");
    }

    @Test
    void otherValuesAreShownByToString() {
        assertEquals("Point[x=1, y=2]", text(new Point(1, 2)));
        assertEquals("[1, 2]", text(List.of(1, 2)));
        assertEquals("null", text(null));
    }

    @Test
    void whoRegistersARendererIsAskedFirst() {
        renderer.createRegistration(Model.class).preferring(MIMEType.TEXT_HTML)
            .register((model, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<b>own</b>"));
        assertEquals("<b>own</b>", renderer.render(new Model(Array.of(1), 1)).getData(MIMEType.TEXT_HTML));
    }
}
