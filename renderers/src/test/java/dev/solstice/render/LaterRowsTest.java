package dev.solstice.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.solstice.core.Array;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

/// Rows that a script makes say what rows that are there from the start say.
class LaterRowsTest {
    private static final Pattern PAYLOAD = Pattern.compile("class=\"jxt1-lazy\">\"([A-Za-z0-9+/=]*)\"</script>");

    /// As the script does it: base64, inflate, parse.
    private static JsonNode payload(String html) throws IOException, DataFormatException {
        var found = PAYLOAD.matcher(html);
        assertTrue(found.find(), "there is a payload, and nothing but base64 in it");
        var inflater = new Inflater(true);
        inflater.setInput(Base64.getDecoder().decode(found.group(1)));
        var bytes = new byte[50_000_000];
        int length = inflater.inflate(bytes);
        inflater.end();
        return new ObjectMapper().readTree(new String(bytes, 0, length, StandardCharsets.UTF_8));
    }

    private static String text(JsonNode cell) {
        if (cell.isTextual()) return cell.asText();
        var text = new StringBuilder();
        for (int i = 4; i < cell.size(); i++) text.append(text(cell.get(i)));
        return text.toString();
    }

    private static String text(List<JsonNode> cells) {
        return cells.stream().map(LaterRowsTest::text).collect(Collectors.joining(" "));
    }

    private static List<JsonNode> elements(JsonNode list) {
        var elements = new ArrayList<JsonNode>();
        list.forEach(elements::add);
        return elements;
    }

    /// Path and text of the rows of a payload: takes them off its lists one by one, as they are nested.
    private static final class Reader {
        private final JsonNode payload;
        private int next = 0;

        Reader(JsonNode payload) {
            this.payload = payload;
        }

        void read(int count, String parent, List<String> rows) {
            for (int i = 0; i < count; i++) read(parent, rows);
        }

        private void read(String parent, List<String> rows) {
            int at = next++;
            String path = parent + payload.get(2).get(at).asText();
            var parts = new ArrayList<String>();
            for (int field = 4; field < payload.size(); field++) parts.add(text(elements(payload.get(field).get(at))));
            parts.removeIf(String::isEmpty);
            rows.add(path + " | " + String.join(" ", parts));
            read(payload.get(1).get(at).asInt(), path, rows);
        }
    }

    /// Path and text of each row, those of the payload included.
    private static TreeSet<String> rows(TreeView view) throws IOException, DataFormatException {
        String html = view.toHtml();
        var root = Markup.parse(html);
        var rows = root.all("*").stream().filter(e -> e.has("jr") && !e.text().startsWith("…"))
                .map(e -> e.attributes().getOrDefault("title", "") + " | " + e.text()).collect(Collectors.toCollection(ArrayList::new));
        if (html.contains("jxt1-lazy\">")) {
            var marked = root.all("details").stream().filter(d -> !d.children().getLast().children().isEmpty()
                    && d.children().getLast().children().getFirst().has("jz")).toList();
            JsonNode payload = payload(html);
            assertEquals(marked.size(), payload.get(0).size(), "a number of rows for each placeholder");
            var reader = new Reader(payload);
            for (int i = 0; i < marked.size(); i++) {
                String parent = marked.get(i).children().getFirst().attributes().getOrDefault("title", "");
                reader.read(payload.get(0).get(i).asInt(), parent, rows);
            }
        }
        return new TreeSet<>(rows);
    }

    @Test
    void theyHaveTheSamePathsAndWordsAsEagerRows() throws Exception {
        for (Object tree : List.of(Models.Stack.of(12), Models.withNan(Models.Stack.of(12), 7), different(300), hostile())) {
            var eager = rows(TreeView.of(tree).limit(5000));
            assertEquals(eager, rows(TreeView.of(tree).limit(8)));
            assertEquals(eager, rows(TreeView.of(tree).limit(60)));
        }
    }

    private static Object different(int count) {
        return IntStream.range(0, count).mapToObj(i -> i % 2 == 0 ? (Object) Array.of((float) i, 1f) : Map.of("k" + i, List.of(Array.of(i)))).toList();
    }

    private static Object hostile() {
        var map = new LinkedHashMap<String, Object>();
        for (String key : List.of("</script><script>alert(1)</script>", "\"quote\\", "\u2028\u2029", "\ud800", "<!--", "]]>", "\u0000\u001f", "__proto__")) {
            map.put(key, IntStream.range(0, 20).mapToObj(i -> Map.of(key + i, Array.of((float) i))).toList());
        }
        return map;
    }

    @Test
    void nothingInThemEndsTheScript() {
        String html = TreeView.of(hostile()).limit(8).toHtml();
        int from = html.indexOf("jxt1-lazy");
        assertFalse(html.substring(from, html.indexOf("</script>", from)).contains("<"), "base64 only");
        assertTrue(PAYLOAD.matcher(html).find());
    }

    @Test
    void castsAreInThemToo() throws Exception {
        var tree = IntStream.range(0, 200).mapToObj(i -> Map.of("a" + i, (Object) List.of(Map.of("b", Array.of(1f))))).toList();
        String json = payload(TreeView.of(tree).limit(8).toHtml()).toString();
        assertTrue(json.contains("\"Map<?, ?>\"") && json.contains("\"List<?>\""), json.substring(0, 500));
    }
}
