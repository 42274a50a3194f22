package dev.solstice.kernel.help;

import java.util.ArrayList;
import java.util.regex.Pattern;

/// The Markdown that people write in `///` comments, as HTML: paragraphs, lists, code, emphasis and references.
/// The JDK's own converter is not open to others.
final class Markdown {
    private static final Pattern ITEM = Pattern.compile("\\s{0,3}[-*+] +(.*)");
    private static final Pattern CODE = Pattern.compile("(`+)(.+?)\\1");

    private Markdown() {
    }

    /// Lines of block tags (`@param`) stay as they are.
    static String html(String markdown) {
        var html = new ArrayList<String>();
        boolean list = false;
        boolean fence = false;
        for (var line : markdown.lines().toList()) {
            if (line.strip().startsWith("```")) {
                html.add(fence ? "</pre>" : "<pre>");
                fence = !fence;
                continue;
            }
            var item = ITEM.matcher(line);
            if (!fence && list && !item.matches() && (line.isBlank() || !line.startsWith("  "))) {
                html.add("</ul>");
                list = false;
            }
            if (fence) {
                html.add(escaped(line));
            } else if (item.matches()) {
                html.add((list ? "" : "<ul>") + "<li>" + inline(item.group(1)));
                list = true;
            } else {
                html.add(line.isBlank() ? "<p>" : inline(line));
            }
        }
        return String.join("\n", html) + (list ? "</ul>" : "") + (fence ? "</pre>" : "");
    }

    private static String inline(String line) {
        var html = new StringBuilder();
        var code = CODE.matcher(line);
        int from = 0;
        while (code.find()) {
            html.append(words(line.substring(from, code.start()))).append("<code>").append(escaped(code.group(2))).append("</code>");
            from = code.end();
        }
        return html.append(words(line.substring(from))).toString();
    }

    private static String words(String text) {
        return text.replaceAll("\\*\\*(\\S.*?)\\*\\*", "<b>$1</b>").replaceAll("(?<![\\w*])[*_](\\S.*?)[*_](?![\\w*])", "<i>$1</i>")
            .replaceAll("\\[([^\\]]+)\\]\\[([^\\]]+)\\]", "{@link $2 $1}").replaceAll("\\[([\\w.#]+(?:\\([^)]*\\))?)\\](?!\\()", "{@link $1}");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
