package dev.solstice.render;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A strict little parser of the HTML that views write: what it does not understand is an error.
final class Markup {
    private static final Pattern TOKEN = Pattern.compile("</([a-z0-9]+)>|<([a-z0-9]+)((?: [a-z0-9-]+(?:=(?:\"[^\"]*\"|[A-Za-z0-9._:;()-]+))?)*)>|[^<>]+");
    private static final Pattern RAW = Pattern.compile("(<(style|script)(?: [^>]*)?>).*?(</\\2>)", Pattern.DOTALL);
    private static final Pattern ATTRIBUTE = Pattern.compile(" ([a-z0-9-]+)(?:=(?:\"([^\"]*)\"|([A-Za-z0-9._:;()-]+)))?");
    private static final Set<String> VOID = Set.of("img", "br");

    record Element(String tag, Map<String, String> attributes, List<Object> content) {
        /// All text below, as a reader without any style sees it.
        String text() {
            var text = new StringBuilder();
            if (tag.equals("script")) return "";
            for (Object part : content) text.append(part instanceof Element element ? element.text() : unescaped((String) part));
            return text.toString();
        }

        List<Element> all(String tag) {
            var found = new ArrayList<Element>();
            collect(tag, found);
            return found;
        }

        private void collect(String wanted, List<Element> found) {
            if (tag.equals(wanted) || wanted.equals("*")) found.add(this);
            for (Object part : content) if (part instanceof Element element) element.collect(wanted, found);
        }

        List<Element> children() {
            return content.stream().filter(Element.class::isInstance).map(Element.class::cast).toList();
        }

        boolean has(String cssClass) {
            return List.of(attributes.getOrDefault("class", "").split(" ")).contains(cssClass);
        }
    }

    private Markup() {}

    static Element parse(String html) {
        var root = new Element("document", Map.of(), new ArrayList<>());
        var open = new ArrayDeque<Element>();
        open.push(root);
        int at = 0;
        html = RAW.matcher(html).replaceAll("$1$3"); // rules and code are no markup: '>' means something else there
        var token = TOKEN.matcher(html);
        while (at < html.length()) {
            if (!token.find(at) || token.start() != at) throw new AssertionError("not understood at " + at + ": " + html.substring(at, Math.min(html.length(), at + 60)));
            at = token.end();
            if (token.group(1) != null) {
                Element closed = open.pop();
                if (!closed.tag.equals(token.group(1))) throw new AssertionError("<" + closed.tag + "> closed by </" + token.group(1) + ">");
            } else if (token.group(2) != null) {
                var element = new Element(token.group(2), attributes(token.group(3)), new ArrayList<>());
                open.peek().content.add(element);
                if (!VOID.contains(element.tag)) open.push(element);
            } else {
                open.peek().content.add(token.group());
            }
        }
        if (open.size() != 1) throw new AssertionError("not closed: " + open.peek().tag);
        return (Element) root.content.getFirst();
    }

    private static Map<String, String> attributes(String text) {
        var attributes = new LinkedHashMap<String, String>();
        var attribute = ATTRIBUTE.matcher(text);
        while (attribute.find()) {
            String value = attribute.group(2) != null ? attribute.group(2) : attribute.group(3);
            if (attributes.put(attribute.group(1), value == null ? "" : unescaped(value)) != null) {
                throw new AssertionError("attribute given twice: " + attribute.group(1));
            }
        }
        return attributes;
    }

    private static String unescaped(String text) {
        if (text.replaceAll("&(amp|lt|gt|quot|#39);", "").contains("&")) throw new AssertionError("a bare '&' in " + text);
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
    }
}
