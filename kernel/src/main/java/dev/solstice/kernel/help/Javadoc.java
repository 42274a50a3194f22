package dev.solstice.kernel.help;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// A documentation comment as HTML or as text: inline tags resolved, block tags as a list.
///
/// JShell has resolved `{@inheritDoc}` and turned Markdown comments into HTML already.
final class Javadoc {
    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@(\\w+)\\b[ \\t]*");
    private static final Pattern REFERENCE = Pattern.compile("(?:[\\w.]*/)?([\\w.]*)(?:#(\\w+)(\\([^)]*\\))?)?\\s*(.*)", Pattern.DOTALL);
    private static final Map<String, String> CAPTIONS = Map.of("param", "Parameters", "return", "Returns", "throws", "Throws",
        "exception", "Throws", "see", "See also", "since", "Since", "apiNote", "API note", "implSpec", "Implementation requirements",
        "implNote", "Implementation note", "deprecated", "Deprecated");

    /// `@tag text` at the end of a comment.
    private record Block(String tag, String text) {}

    private Javadoc() {
    }

    static String html(String comment) {
        var matcher = BLOCK_TAG.matcher(comment);
        int mainEnd = matcher.find() ? matcher.start() : comment.length();
        var html = new StringBuilder("<div>").append(inline(comment.substring(0, mainEnd).strip())).append("</div>");
        String previous = "";
        for (var block : blocks(comment.substring(mainEnd))) {
            var caption = CAPTIONS.getOrDefault(block.tag(), block.tag());
            if (!caption.equals(previous)) {
                html.append(previous.isEmpty() ? "<dl>" : "").append("<dt><b>").append(caption).append("</b></dt>");
            }
            html.append("<dd>").append(block(block)).append("</dd>");
            previous = caption;
        }
        return html.append(previous.isEmpty() ? "" : "</dl>").toString();
    }

    static String text(String comment) {
        var html = html(comment);
        return html.replaceAll("(?s)<(script|style)\\b.*?</\\1>", "")
            .replaceAll("<dt>", "\n\n").replaceAll("<dd>", "\n    ").replaceAll("(?i)<li>", "\n  - ")
            .replaceAll("(?i)<(p|br|tr|h\\d|pre|ul|ol|table)\\b[^>]*>", "\n").replaceAll("<[^>]+>", "")
            .replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&nbsp;", " ").replace("&#64;", "@").replace("&amp;", "&")
            .replaceAll("\n{3,}", "\n\n").strip();
    }

    private static List<Block> blocks(String text) {
        var blocks = new ArrayList<Block>();
        var matcher = BLOCK_TAG.matcher(text);
        int start = -1;
        String tag = "";
        while (matcher.find()) {
            if (start >= 0) {
                blocks.add(new Block(tag, text.substring(start, matcher.start()).strip()));
            }
            tag = matcher.group(1);
            start = matcher.end();
        }
        if (start >= 0) {
            blocks.add(new Block(tag, text.substring(start).strip()));
        }
        return blocks.stream().filter(block -> !List.of("author", "version", "serial", "jls", "jvms", "hidden").contains(block.tag())).toList();
    }

    private static String block(Block block) {
        return switch (block.tag()) {
            case "param", "throws", "exception" -> {
                var words = block.text().split("\\s+", 2);
                yield "<code>" + escaped(words[0]) + "</code>" + (words.length > 1 ? " - " + inline(words[1]) : "");
            }
            case "see" -> block.text().startsWith("<") || block.text().startsWith("\"") ? inline(block.text()) : reference(block.text(), true);
            default -> inline(block.text());
        };
    }

    /// Resolves inline tags, innermost braces last; unknown ones show their text.
    private static String inline(String text) {
        var html = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf("{@"); at >= 0; at = text.indexOf("{@", from)) {
            int end = closing(text, at);
            html.append(text, from, at).append(tag(text.substring(at + 2, end)));
            from = Math.min(text.length(), end + 1);
        }
        return html.append(text.substring(from)).toString();
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return text.length();
    }

    /// @param tag without its braces: `code List<T>`
    private static String tag(String tag) {
        var words = tag.split("\\s+", 2);
        var rest = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "code" -> "<code>" + escaped(rest) + "</code>";
            case "literal" -> escaped(rest);
            case "snippet" -> "<pre>" + escaped(rest.replaceFirst("(?s)^[^:]*:\\s*?\\n", "")) + "</pre>";
            case "link" -> reference(rest, true);
            case "linkplain" -> reference(rest, false);
            case "value", "systemProperty", "index" -> "<code>" + escaped(rest) + "</code>";
            case "return" -> "Returns " + inline(rest) + ".";
            case "docRoot", "inheritDoc" -> "";
            default -> inline(rest);
        };
    }

    /// `java.util.List#of(Object) a list` becomes its label, else `List.of(Object)`.
    private static String reference(String text, boolean code) {
        var match = REFERENCE.matcher(text.strip());
        if (!match.matches()) {
            return escaped(text);
        }
        var type = match.group(1).substring(match.group(1).lastIndexOf('.') + 1);
        var member = match.group(2) == null ? "" : (type.isEmpty() ? "" : ".") + match.group(2)
            + (match.group(3) == null ? "" : match.group(3).replaceAll("[\\w.]*\\.(\\w+)", "$1"));
        var label = match.group(4).isEmpty() ? escaped(type + member) : inline(match.group(4));
        return code ? "<code>" + label + "</code>" : label;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
