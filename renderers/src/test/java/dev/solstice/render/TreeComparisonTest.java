package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.array.Shape;
import dev.solstice.core.Array;
import dev.solstice.render.model.Cell;
import dev.solstice.render.model.Figures;
import dev.solstice.render.tree.Outline;
import dev.solstice.render.tree.Subject;
import dev.solstice.render.tree.TreeReader;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Differences of two trees, and other trees laid over one.
class TreeComparisonTest {
    private static final Models.Stack MODEL = Models.Stack.of(12);

    private static Array array(float... values) {
        return Array.of(Shape.of(values.length), values);
    }

    private static <M> M with(M model, String path, Object value) {
        return Tree.at(model, KeyPath.parse(path), value);
    }

    private static void assertText(String expected, TreeView view) {
        assertEquals(expected.stripTrailing(), view.toText());
    }

    /// The rows that can be seen at first, as text.
    private static List<String> visible(Markup.Element root) {
        var rows = new ArrayList<String>();
        collect(root, rows);
        return rows;
    }

    private static void collect(Markup.Element element, List<String> rows) {
        if (element.has("jr")) rows.add(element.text());
        boolean closed = element.tag().equals("details") && !element.attributes().containsKey("open");
        if (closed) rows.add(element.children().getFirst().text());
        else element.children().forEach(child -> collect(child, rows));
    }

    @Test
    void oneChangedLeafOfManyIsTheOneThatIsSeen() {
        Array old = MODEL.blocks().get(9).down().weight();
        var other = with(MODEL, ".blocks().get(9).down().weight()", old.add(0.5f));
        var view = TreeView.of(MODEL).diff(other);
        var rows = visible(Markup.parse(view.toHtml()));
        var changed = rows.stream().filter(row -> row.contains("±") && row.contains("f32[")).toList();
        assertEquals(1, changed.size(), changed.toString());
        assertTrue(changed.getFirst().contains("weight f32[8,32]") && changed.getFirst().contains("± max|Δ| 0.50"), changed.toString());
        assertTrue(rows.stream().anyMatch(row -> row.contains("[0…8] Block ×9") && row.contains("= 45 leaves equal")), rows.toString());
        assertTrue(rows.stream().noneMatch(row -> row.contains("[3] Block")), "what is equal is closed");
        assertTrue(view.toText().endsWith("1 changed, 0 added, 0 removed of 64 leaves"), view.toText());
    }

    @Test
    void equalTreesSayThatTheyAre() {
        String text = TreeView.of(MODEL).diff(Tree.map(leaf -> leaf, MODEL)).toText();
        assertTrue(text.contains("= 64 leaves equal"), text);
        assertTrue(text.endsWith("0 changed, 0 added, 0 removed of 64 leaves"), text);
    }

    @Test
    void aChangedShapeShowsBothAndMetadataIsNoLeaf() {
        var other = with(MODEL, ".head()", Models.Linear.of(8, 50, new Random(3)));
        String text = TreeView.of(MODEL).diff(other).toText();
        assertTrue(text.contains("≠ f32[100,8]→f32[50,8]"), text);
        assertTrue(text.contains("± outFeatures 100→50"), text);
        assertTrue(text.endsWith("2 changed, 0 added, 0 removed of 64 leaves; metadata changed in 1 place"), text);
    }

    @Test
    void whatIsInOneTreeOnlyStandsWhereItWouldBe() {
        var before = new LinkedHashMap<String, Object>();
        before.put("a", array(1, 2));
        before.put("old", "x");
        var after = new LinkedHashMap<String, Object>();
        after.put("new", List.of(array(3), array(5)));
        after.put("a", array(1, 4));
        assertText("""
                                              change
                ▲T Map×3             4  16 B  ± 1 of 4 +2 −1 ‖Δ‖/‖a‖ 0.89
                ├─ ▲T new List×2     2   8 B  + added
                │  ├─ ▲T [0] f32[1]  1   4 B  + added                      =3.0
                │  └─ ▲T [1] f32[1]  1   4 B  + added                      =5.0
                ├─ ▲T a f32[2]       2   8 B  ± max|Δ| 2.0 ‖Δ‖/‖a‖ 0.89    μ1.5 σ0.50 [1.0,2.0]
                └─ ·S old="x"                 − removed
                ▲T trainable 4 params · 16 B · 3 leaves   ·S static 1 leaf   total 4 leaves
                1 changed, 2 added, 1 removed of 4 leaves
                """, TreeView.of(before).diff(after));
    }

    @Test
    void anotherTypeIsOneRowWithBothTypes() {
        String text = TreeView.of(List.of(array(1), array(2))).diff(Map.of("a", array(1))).toText();
        assertTrue(text.contains("≠ List×2→Map×1"), text);
        String leaf = TreeView.of(Arrays.asList(array(1), "text")).diff(Arrays.asList(List.of(1), null)).toText();
        assertTrue(leaf.contains("≠ f32[1]→Integer×1") || leaf.contains("≠ f32[1]→List×1"), leaf);
        assertTrue(leaf.contains("− removed"), leaf);
    }

    @Test
    void nanIsEqualToNanAndMarked() {
        String text = TreeView.of(List.of(array(1, Float.NaN), array(Float.NaN))).diff(List.of(array(1, Float.NaN), array(2))).toText();
        assertTrue(text.contains("= ⚠ NaN 1"), text);
        assertTrue(text.contains("± max|Δ| NaN"), text);
    }

    @Test
    void longStringsThatPrintAlikeAreStillTwo() {
        String text = TreeView.of(List.of("x".repeat(100) + "a", 1.0)).diff(List.of("x".repeat(100) + "b", 1.0)).toText();
        assertTrue(text.contains("another that prints alike"), text);
    }

    @Test
    void tiedWeightsCountOnceInADifferenceToo() {
        Array tied = array(1, 2, 3);
        var view = TreeView.of(List.of(tied, tied)).diff(List.of(array(1, 2, 4), array(1, 2, 4)));
        assertTrue(view.toText().contains("± 2 of 2"), view.toText());
        assertTrue(TreeView.of(List.of(tied, tied)).diff(List.of(tied, tied)).toText().contains("= 2 leaves equal"));
    }

    @Test
    void anOverlayAddsUpAsTheRootOfTheSumOfSquares() {
        var gradients = Tree.map(leaf -> ((Array) leaf).dtype().isFloating() ? ((Array) leaf).mul(1e-3f) : null, MODEL);
        double squares = 0;
        for (Object leaf : Tree.leaves(gradients)) squares += ((Array) leaf).mul((Array) leaf).sum().item();
        var model = new TreeReader(Subject.of(MODEL).overlaid("grad", gradients))
                .model(new Outline.Budget(24, 600, 0, 0), List.of());
        var gauge = (Cell.Gauge) model.root().columns().getLast().getFirst();
        assertEquals(Math.sqrt(squares), gauge.value(), 1e-6 * Math.sqrt(squares));
        assertEquals(List.of("grad: ‖grad‖ " + Figures.real(Math.sqrt(squares)) + " over 63 leaves"), model.remarks());
    }

    @Test
    void anOverlayHasANormARatioABarAndHoles() {
        assertText("""
                                                     grad
                ◐ List×5                    6  24 B  ⚠ NaN                              ▲ 5  ◆ 1
                ├─ ▲T [0] f32[2]            2   8 B  ▕██████▏ ▏ 0.50 /‖w‖ 0.10          μ3.5 σ0.50 [3.0,4.0]
                ├─ ▲T [1…3] f32[1] ×3  1 each        ⚠ NaN
                │  ├─ ▲T [1] f32[1]         1   4 B  ⚠ 0 ▕        ▏ 0 /‖w‖ 0            =1.0
                │  ├─ ▲T [2] f32[1]         1   4 B  ⚠ NaN                              =2.0
                │  └─ ▲T [3] f32[1]         1   4 B  ⚠ large ▕████████▏ 5000 /‖w‖ 1000  =5.0
                └─ ◆N [4] i32[1]            1   4 B  ∅                                  =1
                ▲T trainable 5 params · 20 B · 4 leaves   ◆N non-differentiable 1 param · 4 B · 1 leaf
                total 5 leaves
                grad: ‖grad‖ NaN over 4 leaves
                """, TreeView.of(List.of(array(3, 4), array(1), array(2), array(5), Array.of(1)))
                .overlay("grad", Arrays.asList(array(0.3f, 0.4f), array(0), array(Float.NaN), array(5000), null)));
    }

    @Test
    void anOverlayOfAnotherStructureSaysWhereAndTheRestIsShown() {
        var other = with(MODEL, ".blocks()", List.of(array(1)));
        String text = TreeView.of(MODEL).overlay("update", other).toText();
        assertTrue(text.lines().anyMatch(line -> line.contains("embedding") && line.contains("▕")), text);
        assertTrue(text.lines().anyMatch(line -> line.contains("[0] Block") && line.contains("⚠")), text);
        assertFalse(TreeView.of(MODEL).overlay("update", 3).toText().isEmpty());
    }

    @Test
    void severalOverlaysStandSideBySideAndNamed() {
        var half = Tree.map(leaf -> ((Array) leaf).dtype().isFloating() ? ((Array) leaf).mul(0.5f) : null, MODEL);
        var root = Markup.parse(TreeView.of(MODEL).overlay("grad", half).overlay("moment", half).toHtml());
        assertEquals("name grad moment", root.all("div").stream().filter(div -> div.has("jg")).findFirst().orElseThrow().text().strip());
        assertTrue(root.all("summary").getFirst().all("span").stream().filter(span -> span.has("je")).count() == 2);
    }
}
