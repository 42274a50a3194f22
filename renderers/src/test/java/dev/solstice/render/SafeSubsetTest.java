package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.solstice.core.Array;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Views use nothing that carries meaning and that JupyterLab's sanitizer drops from an untrusted notebook
/// (its `packages/apputils/src/sanitizer.ts`), and nothing that leaks into the page. Scripts and what they read are dropped
/// there; all they do is more comfort.
class SafeSubsetTest {
    private static final Set<String> TAGS = Set.of("b", "br", "data", "details", "div", "em", "img", "li", "pre", "span", "strong",
            "style", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul");
    private static final Set<String> ATTRIBUTES = Set.of("alt", "class", "height", "open", "src", "style", "title", "value", "width");

    /// Only for the script, which is dropped together with them.
    private static final Set<String> FOR_THE_SCRIPT = Set.of("data-cast", "data-heat");

    private static final String LENGTH = "(0|\\d*\\.?\\d+(px|em))";
    private static final String COLOUR = "#[0-9A-Fa-f]{6}";
    private static final Map<String, Pattern> STYLES = Map.ofEntries(
            Map.entry("background", Pattern.compile("linear-gradient\\(to right(,COLOUR \\d+%)+\\)".replace("COLOUR", COLOUR))),
            Map.entry("border", Pattern.compile("none")),
            Map.entry("border-left", Pattern.compile(LENGTH + " (solid|dashed|dotted|double) " + COLOUR)),
            Map.entry("display", Pattern.compile("inline-block")),
            Map.entry("font-family", Pattern.compile("monospace")),
            Map.entry("font-size", Pattern.compile(LENGTH)),
            Map.entry("height", Pattern.compile(LENGTH)),
            Map.entry("list-style", Pattern.compile("none")),
            Map.entry("margin", Pattern.compile(LENGTH)),
            Map.entry("margin-bottom", Pattern.compile(LENGTH)),
            Map.entry("margin-right", Pattern.compile(LENGTH)),
            Map.entry("padding-left", Pattern.compile(LENGTH)),
            Map.entry("text-align", Pattern.compile("left|right")),
            Map.entry("white-space", Pattern.compile("normal|nowrap")),
            Map.entry("width", Pattern.compile(LENGTH)));

    static List<View> views() {
        var random = new Random(5);
        return List.of(
                TreeView.of(Models.Mlp.of(4, 8, 2)),
                TreeView.of(Models.withNan(Models.Stack.of(6), 4)).partition((path, leaf) -> path.toString().contains("up")),
                TreeView.of(Models.tenThousandLeaves()).limit(50),
                Views.view(Models.uniform(random, 1, 40, 30)),
                Views.view(Models.uniform(random, 1, 4, 3, 5, 5)),
                Views.view(Array.of(1, 2, 3)),
                Views.view(Models.uniform(random, 1, 300, 200)).heatmap(),
                Views.image(Models.uniform(random, 1, 3, 8, 8)),
                Views.view(Charts.line("loss", "step", "loss", 3f, 2f, 1f)));
    }

    @ParameterizedTest
    @MethodSource("views")
    void viewsUseOnlyWhatAnUntrustedNotebookKeeps(View view) {
        for (var element : Markup.parse(view.toHtml()).all("*")) {
            if (element.tag().equals("script")) continue;
            assertTrue(TAGS.contains(element.tag()), () -> "tag " + element.tag());
            element.attributes().forEach((name, value) -> {
                assertTrue(ATTRIBUTES.contains(name) || FOR_THE_SCRIPT.contains(name), () -> "attribute " + name);
                if (name.equals("src")) assertTrue(value.startsWith("data:image/png;base64,"), value);
                if (name.equals("style")) assertSafeStyle(value);
            });
        }
    }

    private static void assertSafeStyle(String style) {
        for (String declaration : style.split(";")) {
            String[] parts = declaration.split(":", 2);
            var allowed = STYLES.get(parts[0]);
            assertTrue(allowed != null && allowed.matcher(parts[1]).matches(), () -> "inline style " + declaration);
        }
    }

    @Test
    void allRulesAreInsideOfTheRootsOwn() {
        String css = styleSheet(TreeView.of(List.of(1)));
        assertTrue(css.startsWith(".jxt1-root{") && css.length() > 2000, css);
        int depth = 0;
        for (int i = 0; i < css.length() - 1; i++) {
            if (css.charAt(i) == '{') depth++;
            if (css.charAt(i) == '}') depth--;
            assertTrue(i < ".jxt1-root".length() || depth > 0, "a rule begins outside of the first");
        }
        assertAll(
                () -> assertFalse(css.contains("@font-face")),
                () -> assertFalse(css.contains("@keyframes")),
                () -> assertFalse(css.contains("url(")));
    }

    @Test
    void textColoursAreInheritedOrMixedIntoTheInheritedOne() {
        Matcher colour = Pattern.compile("[;{]color:([^;}]+)").matcher(styleSheet(TreeView.of(List.of(1))));
        int count = 0;
        while (colour.find()) {
            String value = colour.group(1);
            assertTrue(value.equals("inherit") || value.contains("var(--dim)") || value.contains("currentColor"), value);
            count++;
        }
        assertTrue(count >= 5, "there are colours");
    }

    @Test
    void twoViewsInOnePageBringTheSameRules() {
        assertEquals(styleSheet(TreeView.of(List.of(1))), styleSheet(Views.view(Array.of(1f))));
    }

    @Test
    void theScriptIsSmallAndOnlyWhereThereIsSomethingToDo() {
        String html = TreeView.of(List.of(Array.of(1f))).toHtml();
        String script = html.substring(html.lastIndexOf("<script>") + 8, html.lastIndexOf("</script>"));
        assertTrue(html.endsWith("</script></div>"), "last, so that a page that is being loaded runs it with all there");
        int bytes = script.getBytes(StandardCharsets.UTF_8).length;
        assertTrue(bytes <= 8192, () -> bytes + " bytes");
        assertFalse(script.contains("http"), "nothing is fetched");
        assertFalse(TreeView.of(3).toHtml().contains("<script"));
        assertFalse(Views.view(Array.of(1, 2, 3)).toHtml().contains("<script"));
    }

    private static String styleSheet(View view) {
        String html = view.toHtml();
        return html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
    }
}
