package dev.solstice.render.html;

import java.util.Set;

/// Writes [Html] as characters. The only place where anything is escaped.
public final class HtmlWriter {
    private static final Set<String> VOID = Set.of("img", "br", "hr", "col");

    private final StringBuilder out = new StringBuilder();

    private HtmlWriter() {}

    public static String write(Html html) {
        var writer = new HtmlWriter();
        writer.append(html);
        return writer.out.toString();
    }

    private void append(Html html) {
        switch (html) {
            case Html.Text(var characters) -> escape(characters);
            case Html.StyleSheet(var rules) -> out.append("<style>").append(rules).append("</style>");
            case Html.Data(var cssClass, var json) -> out.append("<script type=\"application/json\" class=\"").append(cssClass).append("\">")
                    .append(json).append("</script>");
            case Html.Script(var code) -> out.append("<script>").append(code).append("</script>");
            case Html.Element element -> append(element);
        }
    }

    private void append(Html.Element element) {
        out.append('<').append(element.tag());
        for (var attribute : element.attributes()) {
            out.append(' ').append(attribute.name());
            if (!attribute.value().isEmpty()) value(attribute.value());
        }
        out.append('>');
        if (VOID.contains(element.tag())) return;
        for (var child : element.children()) append(child);
        out.append("</").append(element.tag()).append('>');
    }

    /// A word, a path or a style without spaces needs no quotes; leaving them out makes a large tree a twentieth smaller.
    private void value(String value) {
        out.append('=');
        if (isPlain(value)) {
            out.append(value);
            return;
        }
        out.append('"');
        escape(value);
        out.append('"');
    }

    private static boolean isPlain(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x7f || !Character.isLetterOrDigit(c) && "._-:;()".indexOf(c) < 0) return false;
        }
        return true;
    }

    private void escape(String characters) {
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }
}
