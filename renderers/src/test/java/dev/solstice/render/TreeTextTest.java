package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.filter.Filter;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TreeTextTest {

    record Scale(Array factor, Array offset, int axis, boolean learned) {}

    private static Scale scale(float factor) {
        return new Scale(Array.of(factor, factor), Array.of(0f, 1f), -1, true);
    }

    private static void assertText(String expected, TreeView view) {
        assertEquals(expected.stripTrailing(), view.toText());
    }

    @Test
    void arraysHaveShapeSizeAndStatisticsAndMetadataIsOneRow() {
        assertText("""
                ▲T Scale             4  16 B
                ├─ ▲T factor f32[2]  2   8 B  =2.0
                ├─ ▲T offset f32[2]  2   8 B  μ0.50 σ0.50 [0,1.0]
                └─ axis=-1  learned=true
                ▲T trainable 4 params · 16 B · 2 leaves
                """, TreeView.of(scale(2)));
    }

    @Test
    void theDefaultPartitionIsByTheKindOfTheLeaf() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("weights", Array.of(1f, -1f));
        tree.put("steps", Array.of(3, 4, 5));
        tree.put("mask", Array.of(true, false, false, false));
        tree.put("rate", 0.1);
        tree.put("name", "adam");
        assertText("""
                ◐ Map×5               9  24 B  ▲ 2  ◆ 7
                ├─ ▲T weights f32[2]  2   8 B  μ0 σ1.0 [-1.0,1.0]
                ├─ ◆N steps i32[3]    3  12 B  {3,4,5}
                ├─ ◆N mask bool[4]    4   4 B  true 25%
                └─ ·S rate=0.1  name="adam"
                ▲T trainable 2 params · 8 B · 1 leaf   ◆N non-differentiable 7 params · 16 B · 2 leaves
                ·S static 2 leaves   total 5 leaves
                """, TreeView.of(tree));
    }

    @Test
    void aFilterShowsWhatItSelectsAsTrainableAndTheRestAsFrozen() {
        assertText("""
                ◐ List×2          2  8 B  ▲ 1  ■ 1
                ├─ ■F [0] f32[1]  1  4 B  =1.0
                └─ ▲T [1] f32[1]  1  4 B  =2.0
                ▲T trainable 1 param · 4 B · 1 leaf   ■F frozen 1 param · 4 B · 1 leaf   total 2 leaves
                """, TreeView.of(List.of(Array.of(1f), Array.of(2f))).partition((path, leaf) -> path.toString().equals(".get(1)")));
    }

    @Test
    void namedFiltersGetGlyphsAndLettersInTheirOrder() {
        var filters = new LinkedHashMap<String, Filter>();
        filters.put("factors", (path, leaf) -> path.toString().endsWith("factor()"));
        filters.put("learned", (path, leaf) -> leaf instanceof Array);
        assertText("""
                ◐ Scale              4  16 B  ▲ 2  ■ 2
                ├─ ▲A factor f32[2]  2   8 B  =1.0
                ├─ ■B offset f32[2]  2   8 B  μ0.50 σ0.50 [0,1.0]
                └─ axis=-1  learned=true
                ▲A factors 2 params · 8 B · 1 leaf   ■B learned 2 params · 8 B · 1 leaf   total 2 leaves
                """, TreeView.of(scale(1)).partition(filters));
    }

    @Test
    void equalSiblingsFoldAndADifferentOneStaysOutside() {
        var layers = new ArrayList<Object>(List.of(scale(1), scale(2), scale(3), scale(4)));
        layers.set(0, new Scale(Array.of(1f), null, 0, false));
        String text = TreeView.of(layers).toText();
        assertTrue(text.contains("├─ ▲T [0] Scale "), text);
        assertTrue(text.contains("└─ ▲T [1…3] Scale ×3  "), text);
        assertTrue(text.contains("4 each"), text);
        assertTrue(text.contains("offset ∅"), text);
    }

    @Test
    void siblingsWithDifferentMetadataOrPartsDoNotFold() {
        var axes = List.of(new Scale(null, null, 0, true), new Scale(null, null, 1, true), new Scale(null, null, 2, true));
        assertTrue(!TreeView.of(axes).toText().contains("…"));
        var equal = List.of(scale(1), scale(1), scale(1));
        var split = TreeView.of(equal).partition((path, leaf) -> path.toString().startsWith(".get(1)"));
        assertTrue(!split.toText().contains("[0…2]"), split.toText());
    }

    @Test
    void theHalvesOfAPartitionLineUp() {
        var whole = List.of(scale(1), scale(2));
        Object arrays = Tree.map(leaf -> leaf, whole);
        var left = new Scale(scale(1).factor(), null, -1, true);
        var right = new Scale(null, scale(1).offset(), -1, true);
        assertEquals(3 + 1, TreeView.of(left).toText().lines().filter(line -> !line.startsWith("▲T trainable")).count());
        assertEquals(TreeView.of(left).toText().lines().count(), TreeView.of(right).toText().lines().count());
        assertTrue(TreeView.of(left).toText().contains("offset ∅"));
        assertTrue(TreeView.of(right).toText().contains("factor ∅"));
        assertEquals(TreeView.of(whole).counts(), TreeView.of(arrays).counts());
    }

    @Test
    void aSharedArrayIsCountedOnceAndNamesItsFirstPlace() {
        Array tied = Array.of(1f, 2f, 3f);
        var view = TreeView.of(Arrays.asList(tied, tied));
        assertText("""
                ▲T List×2         3  12 B
                ├─ ▲T [0] f32[3]  3  12 B  μ2.0 σ0.82 [1.0,3.0]
                └─ [1] ⤴ same as .get(0)
                ▲T trainable 3 params · 12 B · 1 leaf   ⤴ shared 1 leaf   total 2 leaves
                """, view);
        assertEquals(2, view.counts().leaves());
        assertEquals(3, view.counts().params());
    }

    @Test
    void aCycleIsNamedAndEnds() {
        var cyclic = new ArrayList<Object>();
        cyclic.add(Array.of(1f));
        cyclic.add(new ArrayList<>(List.of(cyclic)));
        assertTrue(TreeView.of(cyclic).toText().contains("[0] ↻ cycle to the root"), TreeView.of(cyclic).toText());
    }

    @Test
    void textIsAtMostFortyLinesOfAHundredColumns() {
        var named = new LinkedHashMap<String, Filter>();
        for (String word : List.of("a long name for the first", "a second one of some length", "third", "fourth part of these")) {
            named.put(word, (path, leaf) -> path.toString().hashCode() % 5 == named.size());
        }
        for (TreeView view : List.of(TreeView.of(Models.Stack.of(30)), TreeView.of(Models.Stack.of(30)).partition(named),
                TreeView.of(Models.tenThousandLeaves()), TreeView.of(Models.withNan(Models.Stack.of(30), 29)))) {
            String text = view.toText();
            assertTrue(text.lines().count() <= 40, text);
            assertTrue(text.lines().allMatch(line -> line.codePointCount(0, line.length()) <= 100), text);
        }
    }

    @Test
    void rowsLikeTheOneBeforeTakeOneLineTogether() {
        var layers = java.util.stream.IntStream.range(0, 12).mapToObj(i -> List.of(scale(i), scale(-i), scale(2 * i))).toList();
        assertText("""
                ▲T List×12                           144  576 B
                └─ ▲T [0…11] List ×12            12 each
                   ├─ ▲T [0] List×3                   12   48 B
                   │  └─ ▲T [0…2] Scale ×3        4 each
                   │     ├─ ▲T [0] Scale               4   16 B
                   │     │  ├─ ▲T factor f32[2]        2    8 B  =0
                   │     │  ├─ ▲T offset f32[2]        2    8 B  μ0.50 σ0.50 [0,1.0]
                   │     │  └─ axis=-1  learned=true
                   │     └─ … 2 more like this
                   ├─ ▲T [1] List×3                   12   48 B
                   │  └─ ▲T [0…2] Scale ×3        4 each
                   │     ├─ ▲T [0] Scale               4   16 B
                   │     │  ├─ ▲T factor f32[2]        2    8 B  =1.0
                   │     │  ├─ ▲T offset f32[2]        2    8 B  μ0.50 σ0.50 [0,1.0]
                   │     │  └─ axis=-1  learned=true
                   │     └─ … 2 more like this
                   ├─ ▲T [2] List×3                   12   48 B
                   │  └─ ▲T [0…2] Scale ×3        4 each
                   │     ├─ ▲T [0] Scale               4   16 B
                   │     └─ … 2 more like this
                   ├─ ▲T [3] List×3                   12   48 B
                   │  └─ ▲T [0…2] Scale ×3        4 each
                   └─ … 8 more like this
                ▲T trainable 144 params · 576 B · 72 leaves
                """, TreeView.of(layers));
    }

    @Test
    void aWarningIsSeenHoweverManySiblingsStandBeforeIt() {
        var wide = new LinkedHashMap<String, Object>();
        for (int i = 0; i < 60; i++) wide.put("w" + i, Models.uniform(new java.util.Random(i), 1, 3 + i % 7));
        wide.put("bad", Array.of(1f, Float.NaN));
        String text = TreeView.of(wide).toText();
        assertTrue(text.contains("└─ ▲T bad f32[2]") && text.contains("⚠ NaN 1"), text);
        assertTrue(text.lines().anyMatch(line -> line.matches("├─ … \\d+ more")), text);
        assertTrue(text.lines().count() <= 40);
    }

    @Test
    void asciiHasTheSameLinesInOtherSigns() {
        assertEquals("""
                ~ Listx4          4  16 B  ^ 3  * 1
                |- ^T [0] f32[3]  3  12 B  mean 2.0 std 0.82 [1.0,3.0]
                |- [1] ^ same as .get(0)
                |- *N [2] i32[1]  1   4 B  =7
                `- .S [3] "\\u00e4..."
                ^T trainable 3 params . 12 B . 1 leaf   *N non-differentiable 1 param . 4 B . 1 leaf
                .S static 1 leaf   ^ shared 1 leaf   total 4 leaves""", asciiView().toAscii());
        assertTrue(TreeView.of(Models.Stack.of(12)).toAscii().chars().allMatch(c -> c < 0x7f));
    }

    private static TreeView asciiView() {
        Array tied = Array.of(1f, 2f, 3f);
        return TreeView.of(List.of(tied, tied, Array.of(7), "ä…"));
    }

    @Test
    void ansiIsThePlainTextInColours() {
        var view = TreeView.of(Models.withNan(Models.Stack.of(12), 9));
        String ansi = view.toAnsi();
        assertEquals(view.toText(), ansi.replaceAll("\u001b\\[\\d*m", "").lines().map(String::stripTrailing).collect(Collectors.joining("\n")));
        assertTrue(ansi.contains("\u001b[34m▲T\u001b[0m \u001b[1mweight\u001b[0m"), ansi);
        assertTrue(ansi.contains("\u001b[31m⚠ NaN 2\u001b[0m"), ansi);
        assertTrue(!view.toText().contains("\u001b"));
    }

    @Test
    void textIsTheSameEachTime() {
        var model = Models.Stack.of(12);
        assertEquals(TreeView.of(model).toText(), TreeView.of(Tree.map(leaf -> leaf, model)).toText());
    }

    @Test
    void aContainerOfScalarsOnlyIsOneRowAndLeavesStandBeforeMetadata() {
        record Settings(int width, String rule, boolean wrap) {}
        record Layer(Array weight, Settings settings) {}
        assertText("""
                ▲T Layer             1  4 B
                ├─ ▲T weight f32[1]  1  4 B  =1.0
                └─ ·S settings Settings rule="same"  width=3  wrap=true
                ▲T trainable 1 param · 4 B · 1 leaf   ·S static 1 leaf   total 2 leaves
                """, TreeView.of(new Layer(Array.of(1f), new Settings(3, "same", true))));
    }

    @Test
    void listsOfScalarsAreOneRow() {
        assertText("""
                ·S Integer×1000 [0, 1, 2, …, 999]
                ·S static 1000 leaves
                """, TreeView.of(java.util.stream.IntStream.range(0, 1000).boxed().toList()));
    }

    record Settings(String name, int depth, Thread.State state) {}

    @Test
    void aTreeOfStaticsOnlyIsAView() {
        assertText("""
                ·S List×2
                ├─ ·S [0] Settings name="x"  state=NEW  depth=3
                └─ ·S [1] Settings
                   ├─ state ∅
                   └─ ·S name="y"  depth=4
                ·S static 3 leaves
                """, TreeView.of(List.of(new Settings("x", 3, Thread.State.NEW), new Settings("y", 4, null))));
    }

    record Watchful(Array good, Array broken) {
        @Override
        public Array broken() {
            throw new IllegalStateException("not for everybody");
        }
    }

    @Test
    void accessorsAreNotCalledAndWhatCannotBeReadIsOneRow() {
        var mixed = new java.util.HashMap<Object, Object>();
        mixed.put("a", 1);
        mixed.put(2, Array.of(1f));
        String text = TreeView.of(List.of(new Watchful(Array.of(1f), Array.of(2f)), mixed)).toText();
        assertTrue(text.contains("▲T broken f32[1]"), text);
        assertTrue(text.contains("[1] ⚠ TreeException: the keys of a map have no natural order"), text);
        assertTrue(!text.contains("\\n"), text);
    }

    @Test
    void aMapThatContainsItselfEnds() {
        var cyclic = new LinkedHashMap<String, Object>();
        cyclic.put("self", cyclic);
        cyclic.put("w", Array.of(1f));
        assertText("""
                ▲T Map×2        1  4 B
                ├─ self ↻ cycle to the root
                └─ ▲T w f32[1]  1  4 B  =1.0
                ▲T trainable 1 param · 4 B · 1 leaf
                """, TreeView.of(cyclic));
    }

    @Test
    void nothingIsAViewToo() {
        assertEquals("∅", TreeView.of(null).toText());
        assertEquals("List×0", TreeView.of(List.of()).toText());
        assertEquals("·S \"x\"\n·S static 1 leaf", TreeView.of("x").toText());
    }
}
