package dev.solstice.kernel.help;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Takes what a class's page says about it or about a member out of the page, whichever JDK since 8 has made it.
final class JavadocPage {
    /// Where something begins that can be linked to.
    private static final Pattern ANCHOR = Pattern.compile("<(?:a|section|h3|h4|div)\\b[^>]*?\\b(?:id|name)=\"([^\"]+)\"[^>]*>");
    private static final Pattern CLASS_DESCRIPTION = Pattern.compile("class=\"(?:class-)?description\"|START OF CLASS DATA");
    private static final Pattern SUMMARY = Pattern.compile("class=\"summary\"");
    private static final Pattern TAG = Pattern.compile("<(/?)(\\w+)[^>]*>|<");
    private static final Set<String> KEPT = Set.of("p", "br", "b", "i", "em", "strong", "code", "tt", "pre", "blockquote", "ul", "ol", "li", "dl",
        "dt", "dd", "table", "tr", "td", "th", "thead", "tbody", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "sub", "sup", "var");

    /// A member's anchor: `name(java.util.Locale)`, until JDK 9 `name-java.util.Locale-`.
    private record Anchor(String id, int start, int end) {
        private static final Pattern CALL = Pattern.compile("([\\w$]+|&lt;init&gt;|<init>)(?:\\((.*)\\)|-(.*)-)");

        boolean isOf(DocumentedName name, boolean exactly) {
            var call = CALL.matcher(id);
            if (name.parameters().isEmpty() || !call.matches()) {
                return name.parameters().isEmpty() && id.equals(name.member());
            }
            var given = call.group(2) != null ? call.group(2) : call.group(3).replace('-', ',').replace(":A", "[]");
            var types = DocumentedName.types(given);
            boolean constructor = name.member().equals(name.className().replaceFirst(".*\\.", ""));
            return (call.group(1).equals(name.member()) || constructor && call.group(1).endsWith("init&gt;") || constructor && call.group(1).equals("<init>"))
                && (exactly ? types.equals(name.parameters().get()) : types.size() == name.parameters().get().size());
        }
    }

    private JavadocPage() {
    }

    static Optional<String> comment(String html, DocumentedName name) {
        if (name.member().isEmpty()) {
            var description = CLASS_DESCRIPTION.matcher(html);
            return description.find() ? block(html, description.end(), next(SUMMARY.matcher(html), description.end(), html.length())) : Optional.empty();
        }
        var anchors = anchors(html);
        return member(anchors, name, true).or(() -> member(anchors, name, false))
            .flatMap(at -> block(html, anchors.get(at).end(), endOf(anchors, at, html)));
    }

    private static List<Anchor> anchors(String html) {
        var anchors = new ArrayList<Anchor>();
        var match = ANCHOR.matcher(html);
        while (match.find()) {
            anchors.add(new Anchor(match.group(1), match.start(), match.end()));
        }
        return anchors;
    }

    /// The types of a generic parameter may be written in another way; then their number has to do.
    private static Optional<Integer> member(List<Anchor> anchors, DocumentedName name, boolean exactly) {
        return IntStream.range(0, anchors.size()).boxed().filter(i -> anchors.get(i).isOf(name, exactly)).findFirst();
    }

    /// Old pages have two anchors for a member of generic parameters, one behind the other.
    private static int endOf(List<Anchor> anchors, int at, String html) {
        return anchors.stream().skip(at + 1L).mapToInt(Anchor::start)
            .filter(next -> html.substring(anchors.get(at).end(), next).contains("<h")) // each member has its heading
            .findFirst().orElse(html.length());
    }

    private static int next(Matcher matcher, int from, int otherwise) {
        return matcher.find(from) ? matcher.start() : otherwise;
    }

    /// The first block of text there, and the list of parameters and the like behind it.
    private static Optional<String> block(String html, int from, int end) {
        int start = html.indexOf("<div class=\"block\">", from);
        if (start < 0 || start >= end) {
            return Optional.empty();
        }
        int blockEnd = closing(html, "div", start);
        int list = html.indexOf("<dl", blockEnd);
        var notes = list >= 0 && list < end ? html.substring(list, closing(html, "dl", list)) : "";
        return Optional.of(simple(html.substring(start, blockEnd)) + simple(notes));
    }

    private static int closing(String html, String tag, int open) {
        var tags = Pattern.compile("<(/?)" + tag + "\\b").matcher(html);
        int depth = 0;
        for (int at = open; tags.find(at); at = tags.end()) {
            depth += tags.group(1).isEmpty() ? 1 : -1;
            if (depth == 0) {
                return tags.start();
            }
        }
        return html.length();
    }

    /// Text and plain structure only: no links, scripts, styles or attributes. An at sign would be read as a tag of a comment.
    private static String simple(String html) {
        return TAG.matcher(html.replaceAll("(?is)<(script|style)\\b.*?</\\1>|<!--.*?-->", "")).replaceAll(tag -> tag.group(2) == null ? "&lt;"
            : KEPT.contains(tag.group(2).toLowerCase()) ? "<" + tag.group(1) + tag.group(2) + ">" : "").replace("@", "&#64;").strip();
    }
}
