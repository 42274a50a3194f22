package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.tree.Flatten;
import dev.solstice.tree.Static;
import dev.solstice.tree.TreeNode;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeHtmlTest {

    private static Markup.Element html(TreeView view) {
        return Markup.parse(view.toHtml());
    }

    private static int bytes(TreeView view) {
        return view.toHtml().getBytes(StandardCharsets.UTF_8).length;
    }

    /// Rows that are seen before anything is opened.
    private static long visibleRows(Markup.Element element) {
        long rows = element.tag().equals("li") || element.tag().equals("summary") && !element.attributes().containsKey("title") ? 1 : 0;
        boolean closed = element.tag().equals("details") && !element.attributes().containsKey("open");
        return closed ? rows : rows + element.children().stream().mapToLong(TreeHtmlTest::visibleRows).sum();
    }

    private static Markup.Element row(Markup.Element root, String path) {
        return root.all("*").stream().filter(e -> e.has("jr") && path.equals(e.attributes().get("title"))).findFirst().orElseThrow();
    }

    private static boolean isOpen(Markup.Element root, String path) {
        return root.all("details").stream().filter(d -> path.equals(d.children().getFirst().attributes().getOrDefault("title", "")))
                .allMatch(d -> d.attributes().containsKey("open"));
    }

    @Test
    void everyLeafHasItsLetterAsText() {
        var model = Models.Mlp.of(4, 8, 8, 2);
        var rows = html(TreeView.of(model)).all("li").stream().filter(li -> li.has("jr") && !li.text().startsWith("inFeatures")).toList();
        var arrays = rows.stream().filter(li -> li.text().contains("f32[")).toList();
        assertEquals(6, arrays.size());
        assertTrue(arrays.stream().allMatch(li -> li.text().startsWith("▲T ")), "letters are in the text, not in a class");
        assertTrue(rows.stream().anyMatch(li -> li.text().startsWith("·S ") && li.text().contains("activation=λ UnaryOperator")));
    }

    @Test
    void sharedLeavesAreCountedOnceAndTheTooltipSaysWhatCopiesWouldBe() {
        var tied = Array.of(1f, 2f, 3f);
        var pair = List.of(tied, Array.of(4f));
        String html = TreeView.of(List.of(tied, pair, pair)).toHtml();
        assertTrue(html.contains("trainable 4 params · 16 B · "), html);
        assertTrue(html.contains("counted again, all would be 5 leaves, 11 params, 44 bytes"), html);
    }

    @Test
    void theLegendAddsUpToTheTotal() {
        var view = TreeView.of(Models.Stack.of(4)).partition((path, leaf) -> path.toString().contains("head"));
        var figures = html(view).all("data").stream().map(data -> Long.parseLong(data.attributes().get("value"))).toList();
        assertEquals(figures.getLast(), figures.subList(0, figures.size() - 1).stream().mapToLong(Long::longValue).sum());
        assertEquals(view.counts().leaves(), figures.getLast());
        assertEquals(view.counts().parts().size() + 1, figures.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>", "\" onmouseover=\"alert(1)", "' & &quot;",
            "\u202egnp.exe", "\ud800 lone", "line\nbreak", "__proto__", "]]>", "<!--"})
    void hostileTextIsShownAndNotObeyed(String hostile) {
        record Named(@Static String name, String value, Map<String, Array> arrays) {}
        var map = new LinkedHashMap<String, Array>();
        map.put(hostile, Array.of(1f));
        String html = TreeView.of(new Named(hostile, hostile, map)).toHtml();
        var root = Markup.parse(html); // strict: an attribute or tag that was smuggled in fails here or below
        assertEquals(1, root.all("script").size(), "ours");
        assertTrue(root.all("*").stream().noneMatch(e -> e.tag().equals("img") || e.attributes().keySet().stream().anyMatch(a -> a.startsWith("on"))));
        assertFalse(root.text().contains("\u202e"), "text direction is not overridden");
        assertFalse(html.chars().anyMatch(c -> c < ' ' || Character.isSurrogate((char) c)), "no control characters, no lone surrogates");
    }

    @Test
    void aMegabyteOfStringIsCut() {
        assertTrue(bytes(TreeView.of(List.of(Array.of(1f), "x".repeat(1_000_000)))) < 25_000);
    }

    @Test
    void nanOpensItsAncestorsAndIsCountedAtEach() {
        var root = html(TreeView.of(Models.withNan(Models.Stack.of(12), 9)));
        assertTrue(row(root, ".blocks().get(9).down().weight()").text().contains("⚠ NaN 2 ⚠ Inf 1"));
        for (String ancestor : List.of("", ".blocks()", ".blocks().get(9)", ".blocks().get(9).down()")) {
            assertTrue(isOpen(root, ancestor), ancestor);
        }
        assertTrue(row(root, ".blocks()").text().contains("⚠ 1"));
        assertTrue(row(root, ".blocks().get(9)").text().contains("⚠ 1"));
        assertFalse(row(root, ".blocks().get(3)").text().contains("⚠"));
    }

    @Test
    void whatThrowsIsARowAndItsSiblingsAreThere() {
        record Fragile(Array good, List<Array> broken, Object silent, Opaque opaque) {}
        var broken = new AbstractList<Array>() {
            @Override
            public Array get(int index) {
                throw new IllegalStateException("not yet <b>");
            }

            @Override
            public int size() {
                return 3;
            }
        };
        var silent = new Object() {
            @Override
            public String toString() {
                throw new UnsupportedOperationException();
            }
        };
        String text = html(TreeView.of(new Fragile(Array.of(1f), broken, silent, new Opaque(Array.of(1f, 2f), 3)))).text();
        assertTrue(text.contains("good f32[1]"), text);
        assertTrue(text.contains("broken ⚠ IllegalStateException: not yet <b>"), text);
        assertTrue(text.contains("silent ⚠ UnsupportedOperationException"), text);
        assertTrue(text.contains("⚠ 3"), "all are counted above: " + text);
        assertTrue(text.contains("opaque ⚠ IllegalStateException: no flattening"), text);
    }

    /// A record whose own flattening throws.
    record Opaque(Array inside, int size) implements TreeNode {
        @Override
        public Flatten<?> flattening() {
            throw new IllegalStateException("no flattening");
        }
    }

    @Test
    void aFilterThatThrowsIsShownWhereItDid() {
        var view = TreeView.of(List.of(Array.of(1f), Array.of(2f, 3f))).partition((path, leaf) -> {
            if (((Array) leaf).size() == 1) throw new IllegalArgumentException("no scalars");
            return true;
        });
        assertTrue(html(view).text().contains("⚠ IllegalArgumentException: no scalars"));
        assertTrue(html(view).text().contains("▲T [1] f32[2]"));
    }

    @Test
    void equalSiblingsAreOneRowThatOpens() {
        var root = html(TreeView.of(Models.Stack.of(12)));
        var fold = root.all("summary").stream().filter(s -> s.text().contains("[0…11] Block ×12")).findFirst().orElseThrow();
        assertTrue(fold.text().contains("560 each"), fold.text());
        assertEquals(".blocks()", fold.attributes().get("title"));
    }

    @Test
    void longListsAreRangesOfAHundredToAnyLength() {
        var different = IntStream.range(0, 25_000).mapToObj(i -> (Object) (i % 2 == 0 ? "s" + i : Integer.valueOf(i))).toList();
        var root = html(TreeView.of(different));
        var ranges = root.all("summary").stream().map(Markup.Element::text).filter(text -> text.contains("…")).toList();
        assertTrue(ranges.stream().anyMatch(text -> text.contains("[0…9999]")), ranges.toString());
        assertTrue(ranges.stream().anyMatch(text -> text.contains("[0…99]")), ranges.toString());
        assertTrue(root.text().contains("leaves not included"));
        assertTrue(root.all("ul").stream().allMatch(ul -> ul.children().size() <= 100));
    }

    @Test
    void atMostTwentyFourRowsAreSeenAtFirstAndTheLargestAreOpen() {
        for (Object tree : List.of(Models.Stack.of(12), Models.tenThousandLeaves(), Models.Mlp.of(784, 256, 256, 256, 10))) {
            long visible = visibleRows(html(TreeView.of(tree)));
            assertTrue(visible > 5 && visible <= 25, () -> visible + " rows");
        }
        var root = html(TreeView.of(Models.Stack.of(12)));
        assertTrue(isOpen(root, ".blocks()"), "most parameters are here");
    }

    @Test
    void whatTheUserOpensIsOpenAndIncluded() {
        var root = html(TreeView.of(Models.tenThousandLeaves()).limit(200).open(".get(\"group7\").get(\"sub3\")"));
        assertTrue(isOpen(root, ".get(\"group7\")"));
        assertTrue(row(root, ".get(\"group7\").get(\"sub3\").get(\"leaf42\")").text().contains("f32[4,4]"));
    }

    @Test
    void whatIsNotThereFromTheStartIsSaidAndComesWithTheScript() {
        var root = html(TreeView.of(Models.tenThousandLeaves()));
        assertTrue(root.all("li").stream().filter(li -> !li.has("jz")).count() <= 110);
        long rows = root.all("li").stream().filter(li -> li.has("jr") && li.text().contains("f32[4,4]")).count();
        assertTrue(root.text().contains("… " + (10_000 - rows) + " leaves are shown when their row is opened"), root.text());
        assertFalse(root.text().contains("not included as rows"), "the payload has them all");
        assertTrue(root.all("summary").getFirst().text().contains("160K"));
    }

    @Test
    void whatIsNotIncludedAtAllIsSaidAndStillCounted() {
        var root = html(TreeView.of(BenchmarkTrees.hundredThousandLeaves()));
        assertTrue(root.text().matches("(?s).*… \\d+ leaves not included as rows; the totals count them.*"), root.text());
        assertTrue(root.all("summary").getFirst().text().contains("300K"));
    }

    @Test
    void tenThousandLevelsDoNotOverflowTheStack() {
        List<Object> deep = new ArrayList<>(List.of(Array.of(1f)));
        for (int i = 0; i < 10_000; i++) deep = new ArrayList<>(List.of(deep));
        assertTrue(TreeView.of(deep).limit(300).toHtml().contains("nested deeper than"));
        assertTrue(TreeView.of(deep).toText().lines().count() <= 40);
        assertTrue(Display.bundle(List.of(deep, Array.of(1f))).isPresent());
    }

    @Test
    void everyPathInATooltipLeadsToItsRowsValue() {
        var model = Models.Stack.of(3);
        var rows = html(TreeView.of(model)).all("li").stream().filter(li -> li.has("jr") && li.text().contains("f32[")).toList();
        assertEquals(3 * 5 + 3, rows.size());
        for (var row : rows) {
            var found = (Array) dev.solstice.tree.KeyPath.parse(row.attributes().get("title")).get(model);
            assertTrue(row.text().contains(found.summary()), row.attributes().get("title"));
        }
    }

    @Test
    void zeroSizedAndShapeOnlyArraysAreRows() {
        var shapeOnly = new dev.solstice.core.ShapeStruct(dev.solstice.array.DType.FLOAT32, dev.solstice.array.Shape.of(3, 4));
        String text = html(TreeView.of(List.of(Models.uniform(new Random(1), 1, 0, 3), shapeOnly))).text();
        assertTrue(text.contains("[0] f32[0,3]"), text);
        assertTrue(text.contains("empty"), text);
        assertTrue(text.contains("[1] f32[3,4] 12 48 B no values"), text);
    }
}
