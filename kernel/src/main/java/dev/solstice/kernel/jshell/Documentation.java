package dev.solstice.kernel.jshell;

import dev.solstice.kernel.error.Cell;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;

/// What is known about the name at the cursor.
///
/// @param entries one per overload, documented ones first
public record Documentation(List<Entry> entries) {
    private static final Pattern REST_OF_NAME = Pattern.compile("[\\p{javaJavaIdentifierPart}]*");
    private static final Pattern LAST_NAME = Pattern.compile("(?s).*?([\\p{javaJavaIdentifierPart}.]+)");

    /// @param signature what the compiler knows
    /// @param javadoc   the comment in the source, empty when there is none
    public record Entry(String signature, String javadoc) {}

    /// @param cursor number of characters before the cursor
    public static Optional<Documentation> at(String code, int cursor, SourceCodeAnalysis analysis) {
        int within = Math.clamp(cursor, 0, code.length());
        var rest = REST_OF_NAME.matcher(code).region(within, code.length());
        int end = rest.lookingAt() ? rest.end() : within;
        var prefix = code.substring(0, end);
        var pieces = CellPieces.of(new Cell(0, prefix), analysis);
        var snippet = pieces.isEmpty() ? prefix : prefix.substring(pieces.getLast().offset());
        // a method is looked up by its call
        return lookup(snippet + (snippet.endsWith("(") ? "" : "("), analysis)
            .or(() -> lookup(snippet, analysis))
            .or(() -> nameAlone(snippet, analysis));
    }

    /// The name before the cursor without what surrounds it, which need not be Java yet.
    private static Optional<Documentation> nameAlone(String snippet, SourceCodeAnalysis analysis) {
        var name = LAST_NAME.matcher(snippet);
        return !name.matches() || name.group(1).length() == snippet.length() ? Optional.empty()
            : lookup(name.group(1) + "(", analysis).or(() -> lookup(name.group(1), analysis));
    }

    private static Optional<Documentation> lookup(String snippet, SourceCodeAnalysis analysis) {
        var entries = analysis.documentation(snippet, snippet.length(), true).stream()
            .map(found -> new Entry(readable(found.signature()), Objects.requireNonNullElse(found.javadoc(), "").strip()))
            .sorted((one, other) -> Boolean.compare(one.javadoc().isEmpty(), other.javadoc().isEmpty())).toList();
        return entries.isEmpty() ? Optional.empty() : Optional.of(new Documentation(entries));
    }

    /// Without type parameters and components of the class whose member it is: `List<E> List.of(E e1)`.
    static String readable(String signature) {
        return signature.replaceFirst("(\\w)(?:<[^()]*>)?(?:\\([^()]*\\))?\\.(?:<[^(]*>)?(\\w+)\\(", "$1.$2(")
            .replaceFirst(" (?:[a-z]\\w*\\.)+(?=[A-Z]\\w*\\.\\w+\\()", " ");
    }

    public String text() {
        return String.join("\n", signatures())
            + documented().stream().map(entry -> "\n\n" + heading(entry, "", "\n") + Javadoc.text(entry.javadoc())).reduce("", String::concat);
    }

    public String html() {
        return "<pre>" + escaped(String.join("\n", signatures())) + "</pre>" + documented().stream()
            .map(entry -> heading(entry, "<pre>", "</pre>") + Javadoc.html(entry.javadoc())).reduce("", String::concat);
    }

    /// Which overload a comment belongs to, where there are several.
    private String heading(Entry entry, String before, String after) {
        return documented().size() == 1 ? "" : before + (before.isEmpty() ? entry.signature() : escaped(entry.signature())) + after;
    }

    private List<String> signatures() {
        return entries.stream().map(Entry::signature).toList();
    }

    private List<Entry> documented() {
        return entries.stream().filter(entry -> !entry.javadoc().isEmpty()).toList();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
