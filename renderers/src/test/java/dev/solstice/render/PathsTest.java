package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import dev.solstice.tree.KeyPath;
import dev.solstice.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every path that a view gives is Java that compiles, and leads to the very leaf.
public class PathsTest {
    public enum Colour { RED, GREEN }

    public record Point(int x, int y) {}

    public interface Layer {}

    public record Dense(Array weight, Array bias) implements Layer {}

    public record Pair<A, B>(A left, B right) {}

    public record Model(List<Dense> typed, List<Layer> layers, Object anything, Map<String, Dense> named, Map<String, Object> odd,
            Optional<Dense> maybe, Dense[] row, Object[][] grid, Pair<Dense, Array> pair, Pair<?, ?> unknown) {}

    /// What a snippet of the notebook would have in its variables.
    public static Object tree;
    public static Object found;

    private static JShell shell;

    @BeforeAll
    static void start() {
        shell = JShell.builder().executionEngine("local").build();
        shell.addToClasspath(System.getProperty("java.class.path"));
        for (String imported : List.of("java.util.*", "dev.solstice.core.*", "dev.solstice.tree.*", "dev.solstice.render.PathsTest.*")) {
            evaluate("import " + imported + ";");
        }
    }

    @AfterAll
    static void stop() {
        shell.close();
    }

    private static void evaluate(String source) {
        for (var event : shell.eval(source)) {
            assertEquals(Snippet.Status.VALID, event.status(), () -> source + "\n"
                    + shell.diagnostics(event.snippet()).map(d -> d.getMessage(null)).collect(Collectors.joining("\n")));
            assertTrue(event.exception() == null, () -> source + " threw " + event.exception());
        }
    }

    private static Dense dense(int i) {
        return new Dense(Array.of(i, 1f), Array.of(i, 2f));
    }

    private static Map<String, Object> odd() {
        var odd = new LinkedHashMap<String, Object>();
        int i = 0;
        for (String key : List.of("w_q", "a b", "\"quoted\"", "back\\slash", "line\nbreak", "tab\t", "it's", "__proto__", "ünï", "\ud83d\ude00",
                "\u202egnp", "\ud800", "</script>", "", "\\u0041", "\u2028", "\0", ".get(1)", "%s ${x}")) {
            odd.put(key, i++ % 2 == 0 ? Array.of((float) i) : List.of(Array.of((float) i), Map.of("in", Array.of(-i))));
        }
        return odd;
    }

    static List<Object> trees() {
        var keys = new LinkedHashMap<Object, Object>();
        for (Object key : List.of(3, -4, 5L, 'x', '\'', true, Colour.RED, new Point(1, 2), 0.5, 1.5f, (byte) 1, List.of(1, 2))) {
            keys.put(key, Array.of(1f));
        }
        var model = new Model(List.of(dense(1), dense(2)), List.of(dense(3)), List.of(Map.of("k", dense(4))), Map.of("n", dense(5)), odd(),
                Optional.of(dense(6)), new Dense[] {dense(7)}, new Object[][] {{dense(8), Array.of(1f)}}, new Pair<>(dense(9), Array.of(2f)),
                new Pair<>(List.of(dense(10)), Optional.of(Array.of(3f))));
        return List.of(model, odd(), keys, List.of(dense(1), Map.of("a", new Object[] {Array.of(1f)})), new Object[] {dense(1)},
                new Dense[] {dense(2)}, Optional.of(List.of(Array.of(1f))), dense(3), Map.entry("a", dense(4)));
    }

    @ParameterizedTest
    @MethodSource("trees")
    void everyPathCompilesAndLeadsToItsLeaf(Object subject) {
        tree = subject;
        String type = typeName(subject);
        var selectors = TreeView.of(subject).paths();
        var leaves = Tree.leaves(subject);
        assertEquals(leaves.size(), selectors.size());
        for (int i = 0; i < leaves.size(); i++) {
            evaluate("{ Selector<" + type + "> where = " + selectors.get(i) + "; "
                    + "dev.solstice.render.PathsTest.found = where.select((" + type + ") dev.solstice.render.PathsTest.tree); }");
            assertSame(leaves.get(i), found, selectors.get(i));
        }
    }

    /// How the tree would be declared.
    private static String typeName(Object subject) {
        return switch (subject) {
            case Map<?, ?> _ -> "Map<?, ?>";
            case List<?> _ -> "List<?>";
            case Optional<?> _ -> "Optional<?>";
            case Map.Entry<?, ?> _ -> "Map.Entry<?, ?>";
            default -> subject.getClass().getSimpleName();
        };
    }

    @Test
    void theScriptsRuleGivesTheSameJava() {
        for (Object subject : trees()) {
            var expected = TreeView.of(subject).paths();
            var found = new ArrayList<String>();
            walk(Markup.parse(TreeView.of(subject).limit(2000).toHtml()), "m", "", found);
            assertTrue(expected.containsAll(found), () -> found.stream().filter(path -> !expected.contains(path)).toList().toString());
            assertTrue(!found.isEmpty() || expected.size() < 2);
        }
    }

    /// As `view.js` does it: a step continues the path of the row above, and what is below a cast sees the cast.
    private static void walk(Markup.Element element, String java, String path, List<String> found) {
        for (var child : element.children()) {
            boolean fold = child.tag().equals("details");
            var row = fold ? child.children().getFirst() : child;
            if (!row.has("jr") || row.has("jg")) {
                walk(child, java, path, found);
                continue;
            }
            String title = row.attributes().getOrDefault("title", "");
            String here = java + title.substring(Math.min(path.length(), title.length()));
            if (!fold && row.text().contains("32[")) found.add("m -> " + here);
            String cast = row.attributes().get("data-cast");
            if (fold) walk(child.children().getLast(), cast == null ? here : "((" + cast + ") " + here + ")", title, found);
        }
    }

    @Test
    void severalPathsAreOneCallOfTreeAt() {
        tree = new Model(List.of(dense(1), dense(2)), List.of(dense(3)), null, null, null, null, null, null, null, null);
        String call = TreeView.of(tree).treeAt(".typed().get(1).weight()", ".layers().get(0).bias()");
        assertEquals("Tree.at(model, List.of(m -> m.typed().get(1).weight(), m -> ((dev.solstice.render.PathsTest.Dense) m.layers().get(0)).bias()), "
                + "List.of(…, …))", call);
        evaluate("var model = (Model) dev.solstice.render.PathsTest.tree;");
        evaluate("dev.solstice.render.PathsTest.found = " + call.replace("List.of(…, …)", "List.of(Array.of(7f), Array.of(8f))") + ";");
        assertEquals(7, ((Array) KeyPath.parse(".typed().get(1).weight()").get(found)).toDoubleArray()[0]);
        assertEquals(8, ((Array) KeyPath.parse(".layers().get(0).bias()").get(found)).toDoubleArray()[0]);
        assertEquals("Tree.at(model, m -> m.typed(), …)", TreeView.of(tree).treeAt(".typed()"));
    }
}
