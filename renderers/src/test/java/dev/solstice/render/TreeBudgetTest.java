package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the view of a tree may cost. Bytes and elements are hard caps. Times are those of a machine that does other
/// things, too, with an unoptimising JVM: several times what `measure_views.py` measures, so that only a wrong order fails.
class TreeBudgetTest {

    @ParameterizedTest
    @CsvSource({"mlp, 20000, 600, 10", "transformer, 130000, 3000, 80", "10k leaves, 300000, 3000, 150",
            "100k ints, 15000, 600, 20", "100k leaves, 400000, 3000, 400"})
    void aViewKeepsItsBudgets(String name, int bytes, int elements, int milliseconds) {
        Object tree = BenchmarkTrees.all().get(name).get();
        String html = TreeView.of(tree).toHtml();
        int size = html.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size <= bytes, () -> name + " has " + size + " bytes");
        int count = Markup.parse(html).all("*").size();
        assertTrue(count <= elements, () -> name + " has " + count + " elements");
        double time = BenchmarkTrees.leastCpuTime(() -> TreeView.of(tree).toHtml(), 0);
        assertTrue(time <= 8 * milliseconds, () -> name + " took " + time + " ms");
    }

    @Test
    void noOutputIsLargerThanItsLimitWhateverIsInIt() {
        var wide = new LinkedHashMap<String, Object>();
        for (int i = 0; i < 700; i++) {
            var leaf = Array.of(i, i, i);
            wide.put("k".repeat(500) + i, List.of(leaf, "v".repeat(40) + i, Map.of("w".repeat(600), Array.of(i, 1, i))));
        }
        for (int limit : List.of(400_000, 100_000, 40_000)) {
            var view = TreeView.of(wide).limit(5000, limit);
            int size = view.toHtml().getBytes(StandardCharsets.UTF_8).length;
            assertTrue(size <= limit, () -> size + " bytes");
            assertEquals(2100, view.counts().leaves());
        }
    }
}
